import type { Drop, Tables } from "../tables/server/ts/game.js";

/** Somebody who goes on playing from release to release, and so keeps keys and no row. */
interface Player {
  readonly hero: number;
  level: number;
  /** Which drop of which monster is wanted next. Designers may take it away at any time. */
  quest: readonly [monster: string, item: number];
  gold: bigint;
}

const playerCount = 256;

/** A few hundred players who fight, in one thread. */
export class Battle {
  /** So far. */
  lookups = 0;
  /** Lookups that found nothing, though `checkRelease` had promised it. */
  failedLookups = 0;
  readonly #players: Player[] = [];

  /** One frame: every player fights once, all of them by the rules of the same release. */
  runFrame(tables: Tables): void {
    if (this.#players.length === 0) this.#admitPlayers(tables);
    for (const player of this.#players) this.#fight(player, tables);
    // Weights that are partly of one release and partly of another would not add up.
    let weight = 0;
    for (const drop of tables.drop.byMonster.all(anyDrop(tables).monsterKey)) weight += drop.weight;
    this.#counted(weight === tables.settings.full_weight ? weight : undefined);
  }

  #admitPlayers({ settings }: Tables): void {
    const heroes = settings.starting_heroes.map(({ id }) => id);
    for (let i = 0; i < playerCount; i++) {
      this.#players.push({ hero: heroes[i % heroes.length] as number, level: 1, quest: ["", 0], gold: 0n });
    }
  }

  #fight(player: Player, tables: Tables): void {
    const hero = this.#counted(tables.hero.get(player.hero));
    const growth = this.#counted(tables.heroLevel.get(player.hero, player.level));
    const quest = tables.drop.get(...player.quest);
    if (quest === undefined) {
      const { monsterKey, itemKey } = anyDrop(tables);
      player.quest = [monsterKey, itemKey];
      return;
    }
    if (hero === undefined || growth === undefined) return;
    const strength = hero.stats.attack + growth.attack;
    if (roll(quest.monster.toughness) >= strength) return; // lost
    player.gold += quest.item.price * BigInt(quest.least + roll(quest.most - quest.least + 1));
    player.level = (player.level % tables.settings.last_hero_level) + 1;
  }

  #counted<Found>(found: Found | undefined): Found | undefined {
    this.lookups++;
    if (found === undefined) this.failedLookups++;
    return found;
  }
}

function anyDrop(tables: Tables): Drop {
  return tables.drop.at(roll(tables.drop.size)) as Drop;
}

/** A number below `bound`. */
function roll(bound: number): number {
  return Math.floor(Math.random() * bound);
}
