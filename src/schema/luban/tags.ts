import type { TagsConfig } from "../../model/config.js";

/** True for a record that the config's tags leave in; one without any is always in. */
export function isTaken(text: string, chosen: TagsConfig | undefined): boolean {
  const tags = text
    .split(",")
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => tag !== "");
  if (tags.length === 0 || chosen === undefined) return true;
  const has = (words: readonly string[]) => words.some((word) => tags.includes(word.toLowerCase()));
  return chosen.include.length > 0 ? has(chosen.include) : !has(chosen.exclude);
}
