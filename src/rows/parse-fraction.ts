import { trim } from "../base/blank.js";
import type { FloatType } from "../model/schema.js";
import { type CellContent, type CellParser, isProblem, problem } from "./cell-parser.js";
import { contentText, toHalfWidth } from "./content-text.js";
import { createFloatParser } from "./parse-float.js";

/**
 * Creates the parser of a float that may be written as a share: `10%`, `5‰`, `3/4`, or as any number. The value is
 * the nearest one to what is written, not to a rounded step between.
 */
export function createFractionParser(type: FloatType): CellParser<number> {
  const parseNumber = createFloatParser(type);
  const parseExact = createFloatParser({ kind: "float", bits: 64 });
  const round = (value: number) => (type.bits === 32 ? Math.fround(value) : value) + 0;
  return (content) => {
    const shares = typeof content === "string" ? splitShares(toHalfWidth(trim(content))) : undefined;
    if (shares === undefined) return parseNumber(content);
    const [over, under] = shares.map((text) => parseExact(text));
    if (over === undefined || isProblem(over)) return notAFraction(content);
    if (under === undefined || isProblem(under) || under === 0) return notAFraction(content);
    return round(over / under);
  };
}

/** Returns the texts of dividend and divisor; `undefined` for what is written as a number. */
function splitShares(text: string): readonly [string, string] | undefined {
  const sign = text.at(-1);
  if (sign === "%") return [text.slice(0, -1), "100"];
  if (sign === "‰") return [text.slice(0, -1), "1000"];
  const slash = text.indexOf("/");
  return slash < 0 ? undefined : [text.slice(0, slash), text.slice(slash + 1)];
}

function notAFraction(content: CellContent) {
  return problem("not-a-fraction", { value: trim(contentText(content)) });
}
