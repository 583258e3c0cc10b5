/**
 * Returns an author's note as the text of a JSDoc comment: it cannot end the comment, make a tag, or show
 * code in another order than it has.
 */
export function toDocText(note: string): string {
  return note
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(
      hidden,
      (character) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    )
    .replaceAll("*/", "*\\/")
    .replace(/(^|[\s{*(])@/g, "$1\\@")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

/** Control characters but tab and line feed, and those that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced.
const hidden = /[\0-\b\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
