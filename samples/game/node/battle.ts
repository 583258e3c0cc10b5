import type { Drop, Tables } from "../tables/ts/game.js";
import { fullWeight, lastHeroLevel, startingHeroes } from "./release-check.js";

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
  readonly #players: readonly Player[] = Array.from({ length: playerCount }, (_, index) => ({
    hero: startingHeroes[index % startingHeroes.length] as number,
    level: 1,
    quest: ["", 0],
    gold: 0n,
  }));

  /** One frame: every player fights once, all of them by the rules of the same release. */
  runFrame(tables: Tables): void {
    for (const player of this.#players) this.#fight(player, tables);
    // Weights that are partly of one release and partly of another would not add up.
    const monster = anyDrop(tables).monster;
    let weight = 0;
    for (const drop of tables.drop) if (drop.monster === monster) weight += drop.weight;
    this.#counted(weight === fullWeight ? weight : undefined);
  }

  #fight(player: Player, tables: Tables): void {
    const hero = this.#counted(tables.hero.get(player.hero));
    const growth = this.#counted(tables.heroLevel.get(player.hero, player.level));
    const quest = tables.drop.get(...player.quest);
    if (quest === undefined) {
      const { monster, item } = anyDrop(tables);
      player.quest = [monster, item];
      return;
    }
    const item = this.#counted(tables.item.get(quest.item));
    if (hero === undefined || growth === undefined || item === undefined) return;
    const strength = (hero.stats.at(1) ?? 0) + growth.attack;
    if (roll(1000) >= strength) return; // lost
    player.gold += item.price * BigInt(quest.least + roll(quest.most - quest.least + 1));
    player.level = (player.level % lastHeroLevel) + 1;
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
