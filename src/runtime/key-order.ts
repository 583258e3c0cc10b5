import { Utf8Scratch } from "../base/utf8.js";
import type { Memory } from "./memory.js";
import { Version } from "./version.js";

/** How keys of a set or map are found among those that are stored in ascending order. */
export interface KeyOrder<K> {
  /** Returns the position of `key` among `count` keys, `stride` bytes apart, or -1. */
  find(memory: Memory, start: number, count: number, stride: number, key: K): number;
}

/**
 * The order of keys that are stored as numbers. `toStored` gives what `read` gives for the same key; for what is of
 * another type `undefined`, which is in no set.
 */
export function numberOrder<K>(
  read: (memory: Memory, at: number) => number | bigint,
  toStored: (key: K) => number | bigint | undefined,
): KeyOrder<K> {
  return {
    find(memory, start, count, stride, key) {
      const wanted = toStored(key);
      if (wanted === undefined) return -1;
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (read(memory, start + middle * stride) < wanted) low = middle + 1;
        else high = middle;
      }
      return low < count && read(memory, start + low * stride) === wanted ? low : -1;
    },
  };
}

/** The order of texts: that of their bytes in UTF-8. */
export const textOrder: KeyOrder<string> = {
  find(memory, start, count, stride, key) {
    if (typeof key !== "string" || loneSurrogate.test(key)) return -1;
    const size = scratch.encode(key);
    const compare = (position: number) => {
      const at = start + position * stride;
      return memory.compareBytes(memory.target(at), memory.uint32(at + 4), scratch.bytes, size);
    };
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(middle) < 0) low = middle + 1;
      else high = middle;
    }
    return low < count && compare(low) === 0 ? low : -1;
  },
};

/** What no text of a table has: written as UTF-8, it becomes U+FFFD, which another text may really have. */
export const loneSurrogate = /\p{Surrogate}/u;

/** Nothing of it lasts beyond one search. */
const scratch = new Utf8Scratch();

export const storedNumber = (key: number): number | undefined => (typeof key === "number" ? key : undefined);

export const storedBigInt = (key: bigint): bigint | undefined => (typeof key === "bigint" ? key : undefined);

export const storedBool = (key: boolean): number | undefined =>
  typeof key === "boolean" ? Number(key) : undefined;

/** Seconds; those of an invalid date equal nothing. */
export const storedDatetime = (key: Date): number | undefined =>
  key instanceof Date ? key.getTime() / 1000 : undefined;

export const storedVersion = (key: Version): bigint | undefined =>
  key instanceof Version ? key.value : undefined;
