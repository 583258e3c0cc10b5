import type { Tables } from "../tables/server/ts/game.js";

/** How many of an item a fight can leave behind: what goes over the wire has so much room. */
const mostDropped = 9_999;

/**
 * Throws when this program cannot play a release, though it is whole and fits it: what is checked here once, every frame
 * may rely on. What can be told by the sheets alone the build has checked, by the rules in them and in the config.
 */
export function checkRelease({ settings, heroLevel, drop, skill }: Tables): void {
  for (const { id } of settings.starting_heroes) {
    if (!heroLevel.has(id, 1)) throw new Error(`Starting hero ${id} cannot be played at any level.`);
  }
  for (const { monsterKey, itemKey, most } of drop) {
    if (most <= mostDropped) continue;
    throw new Error(
      `${monsterKey} drops up to ${most} of item ${itemKey}, and this server counts to ${mostDropped}.`,
    );
  }
  for (const { id, effects } of skill) {
    for (const { $type } of effects) {
      if ($type === undefined) throw new Error(`Skill ${id} has an effect that this server is too old for.`);
    }
  }
}
