import type { HashSeed } from "../base/hash/key-hash.js";
import { bucketOf, displacedSlot } from "../base/hash/key-hash.js";
import { u32At } from "../base/typed-array.js";
import type { KeyIndex } from "../model/key-index.js";
import type { HashAll } from "./hash-rows.js";
import { seedAt } from "./seeds.js";

/** Many more and what leads to the rows is no longer in the first cache, where a pilot of one byte does better. */
export const maxDisplacedKeys = 65_536;
/** For fewer there are bytes; and room is looked for in 32 slots at once. */
const minDisplacedKeys = 64;
/** With more keys in a bucket too many seeds fail, with fewer the table takes more of the first cache. */
const maxKeysPerBucket = 2;
/** As many keys in one bucket have too much in common with the seed: of random ones no bucket has more. */
const maxBucketSize = 32;
/** Pairs of keys of one bucket that share a place in the window, on average. One seed in e to this power has none. */
const maxCollisions = 3.5;
/** Of random keys one seed in some ten will do, in the worst case one in 33. */
const maxAttempts = 256;

type Displacements = Pick<
  KeyIndex,
  "bucketBits" | "slotCount" | "hashLevel" | "multiplier" | "salt" | "data" | "slotOfRow"
>;

/** The keys in the order of their buckets: bucket b has those from starts[b] to starts[b + 1]. */
interface Buckets {
  readonly starts: Uint32Array;
  /** Where each key stands in the window, ascending within its bucket. */
  readonly places: Uint32Array;
}

/**
 * Hash and displace: the slot of a key is its place in a window, xor the displacement of its bucket. That is one multiplication
 * where pilots take three. Finds the first seed, and for each bucket a displacement, that give every key a slot of its own; the
 * order of the keys does not matter.
 *
 * Returns `undefined` when no seed does, or there are too many keys, or too few.
 */
export function findDisplacements(count: number, hash: HashAll): Displacements | undefined {
  if (count < minDisplacedKeys || count > maxDisplacedKeys) return undefined;
  const bucketBits = Math.ceil(Math.log2(count / maxKeysPerBucket));
  const window = chooseWindow(count, bucketBits);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const seed: HashSeed = { ...seedAt(attempt), hashLevel: 0 };
    hash(seed, low, high);
    const buckets = groupByBucket(high, bucketBits, window);
    const displacements = buckets && displaceAll(buckets, count);
    if (displacements === undefined) continue;
    const slotOfRow = high.map((half) =>
      displacedSlot(half, u32At(displacements, bucketOf(half, bucketBits)), window),
    );
    const data = new Uint8Array(displacements.buffer);
    return { ...seed, bucketBits, slotCount: window, data, slotOfRow };
  }
  return undefined;
}

/**
 * Returns a power of two up to the number of keys, such that few keys that no row has get a slot that there is not, about
 * which processors guess wrong: the slots are windows side by side, of which the last is cut off. The larger the window, the fewer keys of a bucket share a place in it.
 */
function chooseWindow(count: number, bucketBits: number): number {
  const largest = 2 ** Math.floor(Math.log2(count));
  const collisions = (window: number) => count ** 2 / 2 ** (bucketBits + 1) / window;
  const windows = [largest, largest / 2, largest / 4].filter((one) => collisions(one) <= maxCollisions);
  return windows.reduce(
    (best, one) => (shareOutside(count, one) < shareOutside(count, best) ? one : best),
    largest,
  );
}

/** Of keys that no row has, how many get a slot that there is not. */
function shareOutside(count: number, window: number): number {
  const cut = count % window;
  return (cut / count) * (1 - cut / window);
}

/** Returns `undefined` where two keys of a bucket have the same place, which no displacement tells apart. */
function groupByBucket(high: Uint32Array, bucketBits: number, window: number): Buckets | undefined {
  const starts = new Uint32Array(2 ** bucketBits + 1);
  for (const half of high) {
    const next = bucketOf(half, bucketBits) + 1;
    starts[next] = u32At(starts, next) + 1;
  }
  for (let bucket = 1; bucket < starts.length; bucket++) {
    starts[bucket] = u32At(starts, bucket) + u32At(starts, bucket - 1);
  }
  const ends = starts.slice();
  const places = new Uint32Array(high.length);
  for (const half of high) {
    const bucket = bucketOf(half, bucketBits);
    const place = half & (window - 1);
    let at = u32At(ends, bucket);
    if (at - u32At(starts, bucket) === maxBucketSize) return undefined;
    ends[bucket] = at + 1;
    for (; at > u32At(starts, bucket) && u32At(places, at - 1) >= place; at--) {
      if (places[at - 1] === place) return undefined;
      places[at] = u32At(places, at - 1);
    }
    places[at] = place;
  }
  return { starts, places };
}

/** Returns the displacement of each bucket, or `undefined` when one finds no room. */
function displaceAll({ starts, places }: Buckets, count: number): Uint32Array | undefined {
  const slots = new FreeSlots(count);
  const displacements = new Uint32Array(starts.length - 1);
  for (const bucket of orderBySize(starts)) {
    const own = places.subarray(u32At(starts, bucket), u32At(starts, bucket + 1));
    const first = slots.findRoom(own, bucket);
    if (first === undefined) return undefined;
    const displacement = first ^ u32At(own, 0);
    for (const place of own) slots.take(place ^ displacement);
    displacements[bucket] = displacement;
  }
  return displacements;
}

/** The more keys a bucket has, the less room it finds. */
function orderBySize(starts: Uint32Array): Uint32Array {
  const sizeOf = (bucket: number) => u32At(starts, bucket + 1) - u32At(starts, bucket);
  const filled = new Uint32Array(starts.length - 1)
    .map((_, bucket) => bucket)
    .filter((bucket) => sizeOf(bucket) > 0);
  return filled.sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
}

/** A bit for each slot that no key has yet. */
class FreeSlots {
  readonly #words: Uint32Array;

  constructor(count: number) {
    this.#words = new Uint32Array(Math.ceil(count / 32)).fill(0xffffffff);
    if (count % 32 !== 0) this.#words[count >>> 5] = 2 ** (count % 32) - 1;
  }

  take(slot: number): void {
    this.#words[slot >>> 5] = u32At(this.#words, slot >>> 5) & ~(1 << (slot & 31));
  }

  /**
   * Returns a slot for the first of some places such that those of the others, under the same displacement, are free too. Where
   * the search begins depends on the bucket: from the front, what is left would all be at the end, and no room for two places
   * that are far apart.
   */
  findRoom(places: Uint32Array, bucket: number): number | undefined {
    const begin = Math.imul(bucket, 0x9e3779b1) >>> 0;
    for (let step = 0; step < this.#words.length; step++) {
      const word = (begin + step) % this.#words.length;
      let free = u32At(this.#words, word);
      for (let key = 1; key < places.length && free !== 0; key++) {
        const distance = u32At(places, key) ^ u32At(places, 0);
        free &= swapBits(this.#words[word ^ (distance >>> 5)] ?? 0, distance & 31);
      }
      if (free !== 0) return 32 * word + 31 - Math.clz32(free & -free);
    }
    return undefined;
  }
}

/** Returns the bits of a word with the one at `position ^ distance` at each position. */
function swapBits(bits: number, distance: number): number {
  let swapped = bits;
  if ((distance & 1) !== 0) swapped = ((swapped & 0x55555555) << 1) | ((swapped >>> 1) & 0x55555555);
  if ((distance & 2) !== 0) swapped = ((swapped & 0x33333333) << 2) | ((swapped >>> 2) & 0x33333333);
  if ((distance & 4) !== 0) swapped = ((swapped & 0x0f0f0f0f) << 4) | ((swapped >>> 4) & 0x0f0f0f0f);
  if ((distance & 8) !== 0) swapped = ((swapped & 0x00ff00ff) << 8) | ((swapped >>> 8) & 0x00ff00ff);
  return (distance & 16) !== 0 ? (swapped << 16) | (swapped >>> 16) : swapped;
}
