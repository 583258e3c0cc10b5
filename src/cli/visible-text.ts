/**
 * Returns text from a cell or a file name as one line that cannot command a terminal: control characters,
 * lone surrogates and marks that reorder or hide text are written as `\n`, `\t`, `\u{1b}`.
 */
export function toVisibleText(text: string, longest = Number.POSITIVE_INFINITY): string {
  const visible = text.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu,
    escapeCharacter,
  );
  return visible.length <= longest ? visible : `${visible.slice(0, longest - 1)}…`;
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeCharacter(character: string): string {
  return shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
