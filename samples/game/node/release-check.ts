import type { Tables } from "../tables/ts/game.js";

/** The heroes that a new player may choose from; each can be played up to the last level. */
export const startingHeroes = [1001, 1002, 1003, 1004] as const;
export const lastHeroLevel = 10;

/** What the weights of a monster's drops add up to. */
export const fullWeight = 10_000;

/**
 * Throws when this game cannot be played with a release, though it is whole and fits the program: what is checked
 * here once, every frame may rely on.
 */
export function checkRelease(tables: Tables): void {
  for (const hero of startingHeroes) {
    if (!tables.hero.has(hero)) throw new Error(`Starting hero ${hero} is not in Hero.`);
    for (let level = 1; level <= lastHeroLevel; level++) {
      if (!tables.heroLevel.has(hero, level)) throw new Error(`Starting hero ${hero} has no level ${level}.`);
    }
  }
  if (tables.drop.size === 0) throw new Error("No monster drops anything.");
  const weights = new Map<string, number>();
  for (const { monster, item, weight, least, most } of tables.drop) {
    if (!tables.item.has(item)) throw new Error(`${monster} drops item ${item}, which is not in Item.`);
    if (least > most) throw new Error(`${monster} drops at least more than at most.`);
    weights.set(monster, (weights.get(monster) ?? 0) + weight);
  }
  for (const [monster, weight] of weights) {
    if (weight === fullWeight) continue;
    throw new Error(`The drops of ${monster} weigh ${weight} instead of ${fullWeight}.`);
  }
}
