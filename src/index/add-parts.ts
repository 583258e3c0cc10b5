import { at } from "../base/assert.js";
import { createU64Cell, multiply } from "../base/hash/u64.js";
import { u32At } from "../base/typed-array.js";
import type { KeyPart } from "../model/key-index.js";

/**
 * Returns the packed keys of all rows as `packPart` makes them one by one, but part by part: low half, high half, low half …
 * `values` are the 64-bit patterns of each part; all lie in its range.
 */
export function addParts(
  values: readonly Uint32Array[],
  parts: readonly KeyPart[],
  rowCount: number,
): Uint32Array {
  const keys = new Uint32Array(2 * rowCount);
  for (const [index, part] of parts.entries()) addPart(at(values, index), part, keys);
  return keys;
}

function addPart(words: Uint32Array, { minimum, multiplier }: KeyPart, keys: Uint32Array): void {
  const isMultiplied = multiplier.low !== 1 || multiplier.high !== 0;
  const share = createU64Cell();
  for (let word = 0; word < keys.length; word += 2) {
    const borrow = u32At(words, word) < minimum.low ? 1 : 0;
    let low = (u32At(words, word) - minimum.low) >>> 0;
    let high = (u32At(words, word + 1) - minimum.high - borrow) >>> 0;
    if (isMultiplied) {
      multiply(low, high, multiplier.low, multiplier.high, share);
      low = u32At(share, 0);
      high = u32At(share, 1);
    }
    const sum = (u32At(keys, word) + low) >>> 0;
    keys[word] = sum;
    keys[word + 1] = u32At(keys, word + 1) + high + (sum < low ? 1 : 0);
  }
}
