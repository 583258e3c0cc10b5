import { trim } from "../base/blank.js";
import { type FloatType, formatType } from "../model/schema.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import { contentText, toHalfWidth } from "./content-text.js";
import { withoutDigitSeparators } from "./parse-integer.js";

/**
 * Creates the parser of a float type: a decimal number with an optional exponent. The value is the nearest
 * one of the type, always finite, and 0 for -0. What is not zero in the cell never becomes zero.
 */
export function createFloatParser(type: FloatType): CellParser<number> {
  return (content) => {
    const read = readNumber(content, type);
    if (isProblem(read)) return read;
    const value = type.bits === 32 ? Math.fround(read) : read;
    if (value !== 0 && Number.isFinite(value)) return value;
    if (value === 0 && isZero(content)) return 0;
    return problem("float-out-of-range", {
      value: trim(contentText(content)),
      type: formatType(type),
      becomes: value === 0 ? "zero" : "infinite",
    });
  };
}

/** Returns the nearest double of what the content says; it may be infinite, or zero for what is too small. */
function readNumber(content: CellContent, type: FloatType): number | CellProblem {
  if (typeof content === "number") return content;
  if (typeof content === "string") {
    const text = trim(content);
    return isDecimal(text) ? Number(text) : explain(text, type);
  }
  const parameters = { value: contentText(content), type: formatType(type) };
  return problem(typeof content === "boolean" ? "not-a-number" : "date-cell", parameters);
}

function isDecimal(text: string): boolean {
  return /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(text);
}

/** True when the content says zero, not only something too near to it for a float. */
function isZero(content: CellContent): boolean {
  return typeof content === "number"
    ? content === 0
    : !/[1-9]/.test(contentText(content).replace(/[eE].*$/, ""));
}

/** Says what keeps a text from being a number. */
function explain(text: string, type: FloatType): CellProblem {
  const half = toHalfWidth(text);
  if (half !== text && isDecimal(half)) return problem("full-width-characters", { value: text, plain: half });
  const plain = withoutDigitSeparators(text);
  if (plain !== undefined) return problem("digit-separators", { value: text, plain });
  return problem("not-a-number", { value: text, type: formatType(type) });
}
