/**
 * Returns text as it may stand in a `//` comment: on one line, without what ends a comment, joins it to the
 * next line, or makes it look other than it is. The result is for people; it need not be the same text.
 */
export function commentText(text: string): string {
  const line = text
    .replace(unprintable, (character) => `<U+${hex(character)}>`)
    .replace(/\?\?(?=[=/'()!<>-])/g, "? ?")
    .replace(/\*\//g, "* /")
    .replace(/\/\*/g, "/ *")
    .trim();
  return line.endsWith("\\") ? `${line} .` : line;
}

/** Returns the lines of a note as comment texts, without empty ones at its ends. */
export function noteLines(note: string): readonly string[] {
  const lines = note.split(/\r\n|[\r\n\u2028\u2029]/u).map(commentText);
  while (lines.length > 0 && lines[lines.length - 1] === "") lines.pop();
  while (lines.length > 0 && lines[0] === "") lines.shift();
  return lines;
}

/** Returns a text cell as a comment shows it: quoted, cut to about `limit` characters. */
export function quotedExcerpt(text: string, limit: number): string {
  const characters = [...text.slice(0, 2 * limit)];
  const isCut = characters.length > limit || text.length > 2 * limit;
  return `"${commentText(characters.slice(0, limit).join(""))}${isCut ? "…" : ""}"`;
}

/** Controls, format characters (bidirectional overrides, zero width), separators of lines, lone surrogates, private use. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
