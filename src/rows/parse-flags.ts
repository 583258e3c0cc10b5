import { trim } from "../base/blank.js";
import type { EnumSchema } from "../model/schema.js";
import { type CellContent, type CellParser, isProblem } from "./cell-parser.js";
import { createEnumParser } from "./parse-enum.js";

/**
 * Creates the parser of a flags enum: one or several of its values with `|` between them, `Fire|Ice`, or commas where
 * the cell holds nothing else. What a number names are the bits of its value.
 */
export function createFlagsParser(schema: EnumSchema): CellParser<number> {
  const parseOne = createEnumParser(schema);
  return (content: CellContent) => {
    if (typeof content !== "string") return parseOne(content);
    const whole = parseOne(content);
    if (!isProblem(whole)) return whole;
    const texts = content.split(/[|｜,，]/).map(trim);
    if (texts.length === 1) return whole;
    let bits = 0n;
    for (const [index, text] of texts.entries()) {
      const value = parseOne(text);
      if (isProblem(value)) return value.inElement(index + 1);
      bits |= BigInt(value);
    }
    return Number(bits);
  };
}
