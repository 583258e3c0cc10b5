import type { Value } from "../../model/value.js";

/*
 * Whole numbers of any size: those within 2^53 − 1 either way are numbers, all others bigints, so that `===` says
 * whether two are equal, and `<` compares both kinds exactly.
 */

/** Returns a whole number in its one form; anything else as it is. */
export function normalize(value: Value): Value {
  return typeof value === "bigint" && isSafe(value) ? Number(value) : value;
}

function isSafe(value: bigint): boolean {
  return value <= 9007199254740991n && value >= -9007199254740991n;
}

type Whole = number | bigint;

export function addExactly(left: Whole, right: Whole): Whole {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return shorten(BigInt(left) + BigInt(right));
}

export function subtractExactly(left: Whole, right: Whole): Whole {
  return addExactly(left, negateExactly(right));
}

export function multiplyExactly(left: Whole, right: Whole): Whole {
  if (typeof left === "number" && typeof right === "number") {
    const product = left * right;
    // Adding 0 turns -0 into 0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return shorten(BigInt(left) * BigInt(right));
}

/** The remainder has the sign of the left number. `right` is not 0. */
export function remainderExactly(left: Whole, right: Whole): Whole {
  if (typeof left === "number" && typeof right === "number") return (left % right) + 0;
  return shorten(BigInt(left) % BigInt(right));
}

/** Without the fraction, toward 0. `right` is not 0. */
export function divideExactly(left: Whole, right: Whole): Whole {
  return shorten(BigInt(left) / BigInt(right));
}

export function negateExactly(value: Whole): Whole {
  return typeof value === "number" ? 0 - value : shorten(-value);
}

function shorten(value: bigint): Whole {
  return isSafe(value) ? Number(value) : value;
}
