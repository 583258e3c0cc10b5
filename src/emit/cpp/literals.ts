/** Returns an integer as a constant expression of at least `bits` bits. */
export function integerLiteral(value: bigint | number, bits: number, signed: boolean): string {
  const number = BigInt(value);
  // The digits of the least number alone would not fit the type, and a minus comes after them.
  if (signed && bits >= 32 && number === -(2n ** BigInt(bits - 1))) return `(${number + 1n} - 1)`;
  return !signed && number >= 2n ** 31n ? `${number}U` : `${number}`;
}

/** Returns a finite number as a literal that gives exactly this `double`. */
export function doubleLiteral(value: number): string {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Returns a finite number, already rounded to 32 bits, as the shortest literal that gives exactly this `float`. */
export function floatLiteral(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return `${doubleLiteral(Object.is(value, -0) ? -0 : short)}F`;
  }
  return `${doubleLiteral(value)}F`;
}

/**
 * Returns the inside of a string literal for a text: readable where it is safe, octal bytes for controls and for
 * characters that would show the source other than it is. Octal, since it ends after three digits.
 */
export function stringLiteralText(text: string): string {
  return text.replace(special, (character) => {
    const simple = simpleEscapes.get(character);
    if (simple !== undefined) return simple;
    return [...new TextEncoder().encode(character)].map(octal).join("");
  });
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  // Two in a row could begin a trigraph.
  ["?", "\\?"],
]);

/** As in comments, and what means something in a literal. A single `?` is left alone. */
const special = /["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]|(?<=\?)\?/gu;

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, "0")}`;
}
