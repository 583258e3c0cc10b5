import { compareUtf8 } from "../base/utf8.js";
import type { Value } from "../model/value.js";

/** Compares two values of an ordered type: negative, 0 or positive. Numbers and bigints are compared exactly. */
export function compareOrdered(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") return compareUtf8(left, right);
  const [one, other] = [left as number | bigint, right as number | bigint]; // all other ordered types
  return one < other ? -1 : one > other ? 1 : 0;
}
