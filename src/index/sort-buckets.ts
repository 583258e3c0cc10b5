import { bucketOf } from "../base/hash/key-hash.js";
import { u32At } from "../base/typed-array.js";

/** h of each key, by halves. */
export interface Hashes {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** The buckets that hold keys, by rank: those with the most keys first, of the same size by their number. */
export interface Buckets {
  /** Low halves of the hashes, those of a bucket side by side, in the order of the ranks. */
  readonly hashes: Uint32Array;
  /** For each rank where its hashes start, and behind them their number. */
  readonly starts: Uint32Array;
  /** For each rank the bucket's number. */
  readonly numbers: Uint32Array;
  /** Keys of the first one. */
  readonly largest: number;
  /** The first rank of one key. */
  readonly firstOfOne: number;
}

/** Sorts buckets and their keys by counting, so that who takes one after the other reads memory from start to end. */
export function sortBuckets({ low, high }: Hashes, bucketBits: number): Buckets {
  const sizes = new Uint32Array(2 ** bucketBits);
  for (let key = 0; key < high.length; key++) {
    const bucket = bucketOf(u32At(high, key), bucketBits);
    sizes[bucket] = u32At(sizes, bucket) + 1;
  }
  const { places, ...ranked } = rankBuckets(sizes, low.length);
  const hashes = new Uint32Array(low.length);
  for (let key = 0; key < low.length; key++) {
    const bucket = bucketOf(u32At(high, key), bucketBits);
    const place = u32At(places, bucket);
    places[bucket] = place + 1;
    hashes[place] = u32At(low, key);
  }
  return { hashes, ...ranked };
}

/** `places` says for each bucket where its first hash goes; it takes the place of the sizes. */
function rankBuckets(
  sizes: Uint32Array,
  keyCount: number,
): Omit<Buckets, "hashes"> & { readonly places: Uint32Array } {
  const counts: number[] = [];
  for (let bucket = 0; bucket < sizes.length; bucket++) {
    const size = u32At(sizes, bucket);
    while (counts.length <= size) counts.push(0);
    counts[size] = (counts[size] ?? 0) + 1;
  }
  /** By size, the rank of the next bucket and the place of its first hash. */
  const ranks = new Uint32Array(counts.length);
  const firsts = new Uint32Array(counts.length);
  let [filled, end] = [0, 0];
  for (let size = counts.length - 1; size > 0; size--) {
    ranks[size] = filled;
    firsts[size] = end;
    filled += counts[size] ?? 0;
    end += size * (counts[size] ?? 0);
  }
  const firstOfOne = filled - (counts[1] ?? 0);
  const numbers = new Uint32Array(filled);
  const starts = new Uint32Array(filled + 1).fill(keyCount, filled);
  for (let bucket = 0; bucket < sizes.length; bucket++) {
    const size = u32At(sizes, bucket);
    if (size === 0) continue;
    const rank = u32At(ranks, size);
    ranks[size] = rank + 1;
    const place = u32At(firsts, size);
    firsts[size] = place + size;
    numbers[rank] = bucket;
    starts[rank] = place;
    sizes[bucket] = place;
  }
  return { places: sizes, numbers, starts, largest: counts.length - 1, firstOfOne };
}
