import { trim } from "../base/blank.js";
import type { LimitText, RangeText } from "../model/rule.js";

/**
 * Parses a range; its limits are texts as a cell would have them. Returns why where it is none.
 *
 *     range = limit ".." limit | limit ".." | ".." limit       both limits inside
 *           | ("[" | "(") [limit] "," [limit] ("]" | ")")      inside next to a square bracket, outside next to a round one
 *           | limit                                            this value alone
 */
export function parseRange(text: string): RangeText | { readonly reason: string } {
  const whole = trim(text);
  const [, open, from, to, close] = /^([[(])([^,]*),([^,]*)([\])])$/s.exec(whole) ?? [];
  if (open !== undefined && close !== undefined) {
    return joinLimits(readLimit(from, open === "("), readLimit(to, close === ")"));
  }
  if (/^[[(]|[\])]$/.test(whole)) return { reason: "write (1,10] or 1..10" };
  const dots = whole.indexOf("..");
  if (dots < 0) return joinLimits(readLimit(whole, false), readLimit(whole, false));
  return joinLimits(readLimit(whole.slice(0, dots), false), readLimit(whole.slice(dots + 2), false));
}

function readLimit(text: string | undefined, isOpen: boolean): LimitText | undefined {
  const limit = trim(text ?? "");
  return limit === "" ? undefined : { text: limit, isOpen };
}

function joinLimits(
  minimum: LimitText | undefined,
  maximum: LimitText | undefined,
): RangeText | { readonly reason: string } {
  if (minimum === undefined && maximum === undefined)
    return { reason: "it has no limit; write 1..10, 1.. or ..10" };
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}
