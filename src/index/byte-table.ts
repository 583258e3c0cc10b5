import { multiplyHigh32, type U64 } from "../base/hash/u64.js";
import { u32At } from "../base/typed-array.js";
import { seedAt } from "./seeds.js";

/** Numbers of rows, or groups, that fit a byte. */
export const maxByteKeys = 256;
const maxByteBits = 13;
const maxAttempts = 4096;

export interface ByteTable {
  /** log2 of the number of bytes. */
  readonly bits: number;
  readonly multiplier: U64;
  /** For each key where its byte is. */
  readonly positions: Uint32Array;
}

/**
 * Finds a multiplier that gives few keys different places in a table of bytes: the top bits of the product. `keys` come as
 * low half, high half, low half, high half … Tables are as large as makes one in some thousand multipliers do: n² / 16
 * bytes, or more where none of them does.
 *
 * Returns `undefined` when none does at all, or there are too many keys.
 */
export function findByteTable(keys: Uint32Array): ByteTable | undefined {
  const count = keys.length / 2;
  if (count === 0 || count > maxByteKeys) return undefined;
  const least = Math.max(2, count, (count * count) / 16);
  for (let bits = Math.ceil(Math.log2(least)); bits <= maxByteBits; bits++) {
    const found = tryMultipliers(keys, bits);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tryMultipliers(keys: Uint32Array, bits: number): ByteTable | undefined {
  const count = keys.length / 2;
  const positions = new Uint32Array(count);
  /** By place the last attempt that took it, counted from 1. */
  const takenBy = new Uint32Array(2 ** bits);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const { multiplier } = seedAt(attempt);
    let key = 0;
    for (; key < count; key++) {
      const position = positionOf(u32At(keys, 2 * key), u32At(keys, 2 * key + 1), multiplier, bits);
      if (u32At(takenBy, position) === attempt + 1) break;
      takenBy[position] = attempt + 1;
      positions[key] = position;
    }
    if (key === count) return { bits, multiplier, positions };
  }
  return undefined;
}

/** Returns the top bits of the product's low half. */
function positionOf(low: number, high: number, multiplier: U64, bits: number): number {
  const product =
    multiplyHigh32(low, multiplier.low) + Math.imul(low, multiplier.high) + Math.imul(high, multiplier.low);
  return (product >>> 0) >>> (32 - bits);
}
