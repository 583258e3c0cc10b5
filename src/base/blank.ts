/** True for text that holds nothing but blanks and characters without a shape. */
export function isBlank(text: string): boolean {
  return trim(text) === "";
}

/**
 * Returns the text without blanks and invisible characters around it: Unicode white space (with the no-break
 * and ideographic spaces), zero-width and direction marks, byte order marks, soft hyphens.
 */
export function trim(text: string): string {
  if (isShape(text.charCodeAt(0)) && isShape(text.charCodeAt(text.length - 1))) return text;
  // Letter by letter: a pattern for what ends a text takes quadratic time on a hostile cell.
  let [start, end] = [0, text.length];
  while (start < end && invisible.test(text.charAt(start))) start++;
  while (end > start && invisible.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** True where a code unit is a letter, digit or sign of ASCII: most cells need no closer look. */
function isShape(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f;
}

const invisible = /[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/;
