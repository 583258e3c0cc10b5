import { createU64Cell, multiply, readCell, type U64 } from "./u64.js";

/**
 * Returns output number `index`, counted from 0, of the generator SplitMix64 (Vigna, 2015) started at 0.
 * `index` is less than 2^32.
 */
export function splitmix64(index: number): U64 {
  const cell = createU64Cell();
  multiply(index + 1, 0, 0x7f4a7c15, 0x9e3779b9, cell);
  xorShiftMultiply(cell, 30, { low: 0x1ce4e5b9, high: 0xbf58476d });
  xorShiftMultiply(cell, 27, { low: 0x133111eb, high: 0x94d049bb });
  const { low, high } = readCell(cell);
  return { low: (low ^ ((low >>> 31) | (high << 1))) >>> 0, high: (high ^ (high >>> 31)) >>> 0 };
}

/** z = (z ^ z >> shift) · factor, for a shift of 1 … 31. */
function xorShiftMultiply(cell: Uint32Array, shift: number, factor: U64): void {
  const { low, high } = readCell(cell);
  const shiftedLow = (low >>> shift) | (high << (32 - shift));
  multiply(low ^ shiftedLow, high ^ (high >>> shift), factor.low, factor.high, cell);
}
