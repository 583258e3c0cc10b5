import { trim } from "../base/blank.js";
import { type CellContent, type CellProblem, problem } from "./cell-parser.js";
import { contentText } from "./content-text.js";

const largestPart = 0xffff;

/**
 * Parses a version: one to four numbers of at most 65535 with dots between them, `1.2.3`, a `v` before them or not.
 * A number cell is refused unless it is whole: 1.10 would have become 1.1.
 */
export function parseVersion(content: CellContent): bigint | CellProblem {
  const value = trim(contentText(content));
  if (typeof content === "number" && !Number.isInteger(content))
    return problem("number-for-version", { value });
  const texts = /^v?(\d+(?:\.\d+){0,3})$/i.exec(value)?.[1]?.split(".");
  if (texts === undefined || typeof content === "object") return problem("not-a-version", { value });
  const parts = [0, 1, 2, 3].map((index) => Number(texts[index] ?? 0));
  if (parts.some((part) => part > largestPart)) return problem("not-a-version", { value });
  return parts.reduce((packed, part) => (packed << 16n) | BigInt(part), 0n);
}
