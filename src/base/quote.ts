const maxShownLength = 60;

/**
 * Returns a text as messages show it: in quotes, cut when long, and with `\u{…}` for what a reader cannot see
 * or tell from a blank.
 */
export function quote(text: string): string {
  const characters = [...text];
  const isLong = characters.length > maxShownLength;
  const shown = isLong ? [...characters.slice(0, maxShownLength), "…"] : characters;
  return `"${shown.map(showCharacter).join("")}"`;
}

function showCharacter(character: string): string {
  if (character === " " || !unseen.test(character)) return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Among the letters, too, there are some without a shape: the fillers of Hangul. */
const unseen = /[\p{C}\p{Z}\u115F\u1160\u3164\uFFA0]/u;
