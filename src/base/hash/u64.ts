import { u32At } from "../typed-array.js";

/*
 * Unsigned 64-bit arithmetic on 32-bit halves. BigInt allocates and is some twenty times slower, and
 * these run for every key. A result goes into a `U64Cell` that the caller keeps and reuses, so that a
 * lookup allocates nothing. Halves that are passed in may be signed or unsigned; results are unsigned.
 */

/** An unsigned 64-bit number as two unsigned 32-bit halves. */
export interface U64 {
  readonly low: number;
  readonly high: number;
}

/** A place for a 64-bit result: `[low, high]`. */
export type U64Cell = Uint32Array;

/** Creates a cell that holds 0. */
export function createU64Cell(): U64Cell {
  return new Uint32Array(2);
}

export function readCell(cell: U64Cell): U64 {
  return { low: u32At(cell, 0), high: u32At(cell, 1) };
}

/** Returns the 64-bit two's complement pattern of an integer. */
export function u64FromBigInt(value: bigint): U64 {
  const pattern = BigInt.asUintN(64, value);
  return { low: Number(pattern & 0xffffffffn), high: Number(pattern >> 32n) };
}

export function u64ToBigInt(value: U64): bigint {
  return (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
}

/** Writes an integer's 64-bit two's complement pattern. A number must be an integer of at most 2^53 either way. */
export function setInteger(value: number | bigint | boolean, out: U64Cell): void {
  if (typeof value === "bigint") {
    out[0] = Number(BigInt.asUintN(32, value));
    out[1] = Number(BigInt.asUintN(32, value >> 32n));
    return;
  }
  const number = Number(value);
  // Storing into a Uint32Array takes the number modulo 2^32.
  out[0] = number;
  out[1] = Math.floor(number / 0x100000000);
}

/** Returns the high half of the 64-bit product of two 32-bit numbers. */
export function multiplyHigh32(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Neither sum exceeds 32 bits: (2^16 - 1)^2 + 2^16 - 1 < 2^32.
  const first = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const second = (Math.imul(aLow, bHigh) + (first & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (first >>> 16) + (second >>> 16)) >>> 0;
}

/**
 * Returns what the sum of two 32-bit numbers carries, 0 or 1. A comparison would be a branch, and random sums make it one that
 * processors guess wrong.
 */
export function carryOf(a: number, b: number, sum: number): number {
  return ((a & b) | ((a | b) & ~sum)) >>> 31;
}

/** Adds b to the cell, modulo 2^64. */
export function addTo(cell: U64Cell, bLow: number, bHigh: number): void {
  const low = (u32At(cell, 0) + bLow) >>> 0;
  cell[0] = low;
  cell[1] = u32At(cell, 1) + bHigh + (low < bLow >>> 0 ? 1 : 0);
}

/** Writes a · b modulo 2^64. */
export function multiply(aLow: number, aHigh: number, bLow: number, bHigh: number, out: U64Cell): void {
  out[0] = Math.imul(aLow, bLow);
  out[1] = multiplyHigh32(aLow, bLow) + Math.imul(aLow, bHigh) + Math.imul(aHigh, bLow);
}

/** Writes the low half of the 128-bit product a · b, xor its high half. */
export function mix(aLow: number, aHigh: number, bLow: number, bHigh: number, out: U64Cell): void {
  // Words of 32 bits and what each carries; sums beyond 32 bits would be doubles, converted there and back.
  const high00 = multiplyHigh32(aLow, bLow);
  const low01 = Math.imul(aLow, bHigh);
  const low10 = Math.imul(aHigh, bLow);
  const sum1 = (high00 + low01) | 0;
  const word1 = (sum1 + low10) | 0;
  const carry1 = carryOf(high00, low01, sum1) + carryOf(sum1, low10, word1);
  const high01 = multiplyHigh32(aLow, bHigh);
  const high10 = multiplyHigh32(aHigh, bLow);
  const low11 = Math.imul(aHigh, bHigh);
  const sum2 = (high01 + carry1) | 0; // the high half of a product leaves room for 2 more
  const sum3 = (sum2 + high10) | 0;
  const word2 = (sum3 + low11) | 0;
  const carry2 = carryOf(sum2, high10, sum3) + carryOf(sum3, low11, word2);
  out[0] = Math.imul(aLow, bLow) ^ word2;
  out[1] = word1 ^ (multiplyHigh32(aHigh, bHigh) + carry2);
}

/** Writes a shifted right by `shift` bits, the bits that fall out coming in at the top. `shift` is 0 … 63. */
export function rotateRight(low: number, high: number, shift: number, out: U64Cell): void {
  const first = shift < 32 ? low : high;
  const second = shift < 32 ? high : low;
  const rest = shift & 31;
  if (rest === 0) {
    out[0] = first;
    out[1] = second;
    return;
  }
  out[0] = (first >>> rest) | (second << (32 - rest));
  out[1] = (second >>> rest) | (first << (32 - rest));
}

/** True when a > b as unsigned numbers. The halves must be unsigned. */
export function isGreater(aLow: number, aHigh: number, bLow: number, bHigh: number): boolean {
  return aHigh > bHigh || (aHigh === bHigh && aLow > bLow);
}
