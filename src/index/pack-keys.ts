import { at } from "../base/assert.js";
import { rotatePacked } from "../base/hash/key-hash.js";
import {
  addTo,
  createU64Cell,
  isGreater,
  multiply,
  readCell,
  type U64,
  u64FromBigInt,
  u64ToBigInt,
} from "../base/hash/u64.js";
import { u32At } from "../base/typed-array.js";
import type { KeyPart } from "../model/key-index.js";
import type { KeySchema } from "../model/schema.js";
import { addParts } from "./add-parts.js";
import type { KeyColumns } from "./key-columns.js";
import { isIntegerPart, isSigned, readIntegers } from "./read-integers.js";

/** The keys of a table, each as one 64-bit number. */
export interface PackedKeys {
  readonly count: number;
  readonly parts: readonly KeyPart[];
  readonly shift: number;
  /** k of each row in sheet order: low half, high half, low half, high half … */
  readonly keys: Uint32Array;
  /** What the minima have taken from all packed keys, modulo 2^64; 0 where there is a shift. */
  readonly base: U64;
  /** One more than the largest k; infinite when that does not fit 32 bits. */
  readonly slotCount: number;
  isSameKey(rowA: number, rowB: number): boolean;
}

/**
 * Packs the parts of each row's key by mixed radix and, where `rotates`, rotates away the zero bits that all end in;
 * without it the order of the packed keys is that of the keys.
 * Returns `undefined` when a part is a string or the product of the ranges exceeds 2^64.
 */
export function packKeys(
  { key, types, rowCount, values: columns }: KeyColumns,
  { rotates }: { readonly rotates: boolean },
): PackedKeys | undefined {
  if (!types.every(isIntegerPart)) return undefined;
  const values = columns.map(readIntegers);
  const bounds = values.map((words, index) => findBounds(words, isSigned(at(types, index))));
  const parts = assignMultipliers(key, bounds);
  if (parts === undefined) return undefined;
  const keys = addParts(values, parts, rowCount);
  const shift = rotates ? rotateKeys(keys) : 0;
  return {
    count: rowCount,
    parts,
    shift,
    keys,
    base: shift === 0 ? sumMinima(parts) : { low: 0, high: 0 },
    slotCount: countSlots(keys),
    isSameKey: (a, b) => keys[2 * a] === keys[2 * b] && keys[2 * a + 1] === keys[2 * b + 1],
  };
}

interface Bounds {
  readonly minimum: U64;
  readonly range: U64;
}

/** Finds the smallest value, and the distance to the largest, of 64-bit patterns; 0 and 0 when there are none. */
function findBounds(words: Uint32Array, signed: boolean): Bounds {
  // With the top bit turned over, signed numbers are in the order of unsigned ones.
  const flip = signed ? 0x80000000 : 0;
  let minLow = words[0] ?? 0;
  let minHigh = ((words[1] ?? 0) ^ flip) >>> 0;
  let maxLow = minLow;
  let maxHigh = minHigh;
  for (let index = 2; index < words.length; index += 2) {
    const low = u32At(words, index);
    const high = (u32At(words, index + 1) ^ flip) >>> 0;
    if (isGreater(low, high, maxLow, maxHigh)) {
      maxLow = low;
      maxHigh = high;
    } else if (isGreater(minLow, minHigh, low, high)) {
      minLow = low;
      minHigh = high;
    }
  }
  const range = u64ToBigInt({ low: maxLow, high: maxHigh }) - u64ToBigInt({ low: minLow, high: minHigh });
  const minimum = { low: minLow, high: (minHigh ^ (words.length === 0 ? 0 : flip)) >>> 0 };
  return { minimum, range: u64FromBigInt(range) };
}

/** Gives each part the weight of its steps: the last 1, each other the product of the later ranges. */
function assignMultipliers(key: KeySchema, bounds: readonly Bounds[]): readonly KeyPart[] | undefined {
  const parts: KeyPart[] = [];
  let product = 1n;
  for (let index = bounds.length - 1; index >= 0; index--) {
    const { minimum, range } = at(bounds, index);
    parts.unshift({ column: at(key.columns, index), minimum, range, multiplier: u64FromBigInt(product) });
    product *= u64ToBigInt(range) + 1n;
  }
  return product <= 1n << 64n ? parts : undefined;
}

function sumMinima(parts: readonly KeyPart[]): U64 {
  const sum = createU64Cell();
  const product = createU64Cell();
  for (const { minimum, multiplier } of parts) {
    multiply(minimum.low, minimum.high, multiplier.low, multiplier.high, product);
    addTo(sum, u32At(product, 0), u32At(product, 1));
  }
  return readCell(sum);
}

/** Rotates all keys right by the zero bits that they end in, in place, and returns how many those are. */
function rotateKeys(keys: Uint32Array): number {
  let low = 0;
  let high = 0;
  for (let word = 0; word < keys.length; word += 2) {
    low |= u32At(keys, word);
    high |= u32At(keys, word + 1);
  }
  const shift = low !== 0 ? countTrailingZeros(low) : high !== 0 ? 32 + countTrailingZeros(high) : 0;
  if (shift === 0) return 0;
  const cell = createU64Cell();
  for (let word = 0; word < keys.length; word += 2) {
    cell[0] = u32At(keys, word);
    cell[1] = u32At(keys, word + 1);
    rotatePacked(cell, shift);
    keys[word] = u32At(cell, 0);
    keys[word + 1] = u32At(cell, 1);
  }
  return shift;
}

function countTrailingZeros(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function countSlots(keys: Uint32Array): number {
  if (keys.length === 0) return 0;
  let largest = 0;
  for (let word = 0; word < keys.length; word += 2) {
    if (u32At(keys, word + 1) !== 0) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, u32At(keys, word));
  }
  return largest + 1;
}
