import type { TableauRange } from "../../model/tableau.js";
import type { Value } from "../../model/value.js";

/** Says how a number is outside of a range; `undefined` for one that is within, and for what is no number. */
export function explainRange(value: Value, { minimum, maximum }: TableauRange): string | undefined {
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  // Compared with a number of either kind a bigint is exact as long as both are whole.
  const [low, high] = [readLimit(minimum), readLimit(maximum)];
  if (low !== undefined && value < low) return `${value} is below ${minimum}`;
  return high !== undefined && value > high ? `${value} is above ${maximum}` : undefined;
}

function readLimit(text: string | undefined): number | bigint | undefined {
  if (text === undefined) return undefined;
  return /^[-+]?\d+$/.test(text) ? BigInt(text.replace("+", "")) : Number(text);
}
