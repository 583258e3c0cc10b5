/**
 * True for a name that C++ and TypeScript both take as an identifier: Unicode XID, in normal form C, without
 * characters that cannot be seen or told from others. Reserved words are the emitters' concern.
 */
export function isIdentifier(name: string): boolean {
  return (
    /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name) && !unfit.test(name) && name.normalize("NFC") === name
  );
}

/**
 * What cannot be seen, and full-width letters, digits and _, which an input method typed by mistake. The middle
 * dots of Katakana are in XID only since Unicode 15.1, which few compilers know.
 */
const unfit = /[\p{Default_Ignorable_Code_Point}\uFF10-\uFF19\uFF21-\uFF3A\uFF3F\uFF41-\uFF5A\u30FB\uFF65]/u;

/** Returns `hero_level` for `HeroLevel`, `heroLevel` and `hero_level`; text without case stays as it is. */
export function toSnakeCase(name: string): string {
  return splitWords(name).join("_").toLowerCase();
}

/** Returns `heroLevel` for `HeroLevel`, `heroLevel` and `hero_level`. */
export function toCamelCase(name: string): string {
  return splitWords(name)
    .map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word)))
    .join("");
}

/** Returns `HeroLevel` for `HeroLevel`, `heroLevel` and `hero_level`. */
export function toPascalCase(name: string): string {
  return splitWords(name).map(upperFirst).join("");
}

/** Splits at `_` and before a capital that begins a word: `HTTPServer_port` is HTTP, Server, port. */
function splitWords(name: string): readonly string[] {
  const words = name
    .replace(/(\p{Ll}|\p{Nd})(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .split("_")
    .filter((word) => word !== "");
  return words.length === 0 ? [name] : words;
}

function lowerFirst(word: string): string {
  return /^\p{Lu}+$/u.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
