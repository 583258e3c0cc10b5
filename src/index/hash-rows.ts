import { at } from "../base/assert.js";
import { type HashSeed, hashIntegerPart, hashPacked, hashStringPart } from "../base/hash/key-hash.js";
import { createU64Cell, multiply, readCell, type U64 } from "../base/hash/u64.js";
import { u32At } from "../base/typed-array.js";
import { Utf8Scratch } from "../base/utf8.js";
import type { ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import type { KeyColumns } from "./key-columns.js";
import { isIntegerPart, readIntegers } from "./read-integers.js";

/** Writes h of every row for one seed: low halves and high halves. */
export type HashAll = (seed: HashSeed, low: Uint32Array, high: Uint32Array) => void;

/** Returns the hashing of packed keys, which come as low half, high half, low half, high half … `base` is of `saltOf`. */
export function hashPackedKeys(keys: Uint32Array, base: U64): HashAll {
  const cell = createU64Cell();
  return (plainSeed, low, high) => {
    const seed = { ...plainSeed, salt: saltOf(plainSeed, base) };
    for (let row = 0; row < low.length; row++) {
      cell[0] = u32At(keys, 2 * row);
      cell[1] = u32At(keys, 2 * row + 1);
      hashPacked(cell, seed);
      low[row] = u32At(cell, 0);
      high[row] = u32At(cell, 1);
    }
  };
}

/**
 * Returns the S of a packed key's hash. With one multiply it makes good for the minima: what they take from a packed key, `base`,
 * it gives back, so that a hash is a sum of products of what the parts are.
 */
export function saltOf({ hashLevel, multiplier, salt }: HashSeed, base: U64): U64 {
  if (hashLevel !== 0) return salt;
  const cell = createU64Cell();
  multiply(base.low, base.high, multiplier.low, multiplier.high, cell);
  return readCell(cell);
}

/** Returns the hashing of keys part by part. */
export function hashRows({ values, types }: KeyColumns): HashAll {
  const parts = values.map((part, index) => partHasher(part, at(types, index)));
  const h = createU64Cell();
  return ({ salt }, low, high) => {
    for (let row = 0; row < low.length; row++) {
      h[0] = salt.low;
      h[1] = salt.high;
      for (const hashPart of parts) hashPart(row, h);
      low[row] = u32At(h, 0);
      high[row] = u32At(h, 1);
    }
  };
}

type PartHasher = (row: number, h: Uint32Array) => void;

function partHasher(values: ArrayLike<Value>, type: ValueType): PartHasher {
  if (!isIntegerPart(type)) {
    const scratch = new Utf8Scratch();
    return (row, h) => {
      const size = scratch.encode(String(values[row]));
      hashStringPart(scratch.bytes, 0, size, h);
    };
  }
  const words = readIntegers(values);
  const cell = createU64Cell();
  return (row, h) => {
    cell[0] = u32At(words, 2 * row);
    cell[1] = u32At(words, 2 * row + 1);
    hashIntegerPart(cell, h);
  };
}
