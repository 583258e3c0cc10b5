import { compareUtf8 } from "./utf8.js";

/**
 * Compares two values of one scalar type as sets, maps and ordered indexes do: negative, 0 or positive. Texts compare
 * by their UTF-8 bytes.
 */
export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === "string" && typeof right === "string") return compareUtf8(left, right);
  if (typeof left === "bigint" && typeof right === "bigint") return left < right ? -1 : left > right ? 1 : 0;
  return Number(left) - Number(right);
}
