import { type CellContent, type CellProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";

/**
 * Parses text exactly as the cell has it, blanks around it included. Numbers become their shortest decimal
 * text, booleans TRUE or FALSE.
 */
export function parseString(content: CellContent): string | CellProblem {
  if (typeof content === "object")
    return problem("date-cell", { value: contentText(content), type: "string" });
  const value = contentText(content);
  if (typeof content === "number" && mayBeCut(content)) return problem("rounded-number", { value });
  // One look for what is rare spares every usual text the other two.
  if (!/[\0\uD800-\uDFFF]/.test(value)) return value;
  if (value.includes("\0")) return problem("nul-character", { value });
  return /\p{Surrogate}/u.test(value) ? problem("lone-surrogate", { value }) : value;
}

/**
 * True for a number beyond 2^53 − 1 that uses all of the 15 digits that spreadsheets keep, so that more may
 * have been typed: 52000000000000000 is what somebody wrote, 123456789012345000 may have ended in 678.
 */
function mayBeCut(value: number): boolean {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return false;
  const digits = value.toExponential().replace(/e.*$/, "").replace(/\D/g, "");
  return digits.length >= 15;
}
