import { trim } from "../base/blank.js";
import { formatType, type IntegerType } from "../model/schema.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText, toHalfWidth } from "./content-text.js";

/**
 * Creates the parser of an integer type: digits with an optional sign, or `0x` and hexadecimal digits.
 *
 * Values are numbers to 32 bits, bigints at 64. A number cell beyond 2^53 − 1 is refused, because the
 * spreadsheet may have rounded it; text keeps every digit.
 */
export function createIntegerParser(type: IntegerType): CellParser<number | bigint> {
  return type.bits === 64 ? createWideParser(type) : createNarrowParser(type);
}

function createNarrowParser(type: IntegerType): CellParser<number> {
  const range = integerRange(type);
  const [minimum, maximum] = [Number(range.minimum), Number(range.maximum)];
  return (content) => {
    const exact = readInteger(content, type);
    if (isProblem(exact)) return exact;
    const value = Number(exact);
    // Adding 0 turns -0 into 0.
    return value >= minimum && value <= maximum ? value + 0 : outOfRange(content, type);
  };
}

function createWideParser(type: IntegerType): CellParser<bigint> {
  const { minimum, maximum } = integerRange(type);
  return (content) => {
    const exact = readInteger(content, type);
    if (isProblem(exact)) return exact;
    const value = BigInt(exact);
    if (value < minimum || value > maximum) return outOfRange(content, type);
    return typeof content === "number" && !Number.isSafeInteger(content)
      ? problem("rounded-number", { value: contentText(content) })
      : value;
  };
}

/** Returns the smallest and largest value of a type. */
export function integerRange(type: IntegerType): { readonly minimum: bigint; readonly maximum: bigint } {
  const bits = BigInt(type.bits);
  if (!type.signed) return { minimum: 0n, maximum: (1n << bits) - 1n };
  return { minimum: -(1n << (bits - 1n)), maximum: (1n << (bits - 1n)) - 1n };
}

function outOfRange(content: CellContent, type: IntegerType): CellProblem {
  const { minimum, maximum } = integerRange(type);
  return problem("integer-out-of-range", {
    value: trim(contentText(content)),
    type: formatType(type),
    minimum: String(minimum),
    maximum: String(maximum),
  });
}

/** Returns the integer that a content spells, of any size; a bigint only where a number would round it. */
function readInteger(content: CellContent, type: IntegerType): number | bigint | CellProblem {
  if (typeof content === "number") {
    if (Number.isInteger(content)) return content;
    return problem("fraction-in-integer", { value: contentText(content), type: formatType(type) });
  }
  if (typeof content === "string") {
    const text = trim(content);
    return readDigits(text) ?? explain(text, type);
  }
  const parameters = { value: contentText(content), type: formatType(type) };
  return problem(typeof content === "boolean" ? "not-an-integer" : "date-cell", parameters);
}

function readDigits(text: string): number | bigint | undefined {
  if (/^[-+]?[0-9]+$/.test(text)) {
    if (text.length <= 15) return Number(text);
    return BigInt(text.startsWith("+") ? text.slice(1) : text);
  }
  return /^0[xX][0-9a-fA-F]+$/.test(text) ? BigInt(text) : undefined;
}

/** Says what keeps a text from being an integer. */
function explain(text: string, type: IntegerType): CellProblem {
  const half = toHalfWidth(text);
  if (half !== text && readDigits(half) !== undefined) {
    return problem("full-width-characters", { value: text, plain: half });
  }
  const plain = withoutDigitSeparators(text);
  if (plain !== undefined) return problem("digit-separators", { value: text, plain });
  // What a spreadsheet writes into a text file for a number wider than its column.
  if (/^[-+]?[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{2,}$/.test(text))
    return problem("rounded-number", { value: text });
  const isDecimal = /^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)$/.test(text);
  return problem(isDecimal ? "fraction-in-integer" : "not-an-integer", {
    value: text,
    type: formatType(type),
  });
}

/** Returns `1200` for `1,200`, `1 200`, `1'200` and `1_200`; `undefined` for what is not grouped by thousands. */
export function withoutDigitSeparators(text: string): string | undefined {
  const grouped = /^[-+]?[0-9]{1,3}(?:([,'’_ \u00A0\u202F，])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?$/;
  return grouped.test(text) ? text.replace(/[^-+.0-9]/g, "") : undefined;
}
