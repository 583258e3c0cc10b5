import { assert } from "../base/assert.js";
import { bucketOf, slotOf } from "../base/hash/key-hash.js";
import { u8At, u32At } from "../base/typed-array.js";
import type { KeyIndex } from "../model/key-index.js";
import { findPilots } from "./find-pilots.js";
import type { HashAll } from "./hash-rows.js";
import { plainSeeds, seedAt } from "./seeds.js";
import type { Hashes } from "./sort-buckets.js";

/** The keys of all rows, which every seed hashes anew. */
interface SeededKeys {
  readonly count: number;
  readonly hash: HashAll;
  isSameKey(rowA: number, rowB: number): boolean;
}

type PerfectHash = Pick<KeyIndex, "bucketBits" | "hashLevel" | "multiplier" | "salt" | "data" | "slotOfRow">;

/** Keys that differ find a seed long before; more tries would only hide a bug. */
const maxSeeds = 200;

/** Finds the first seed under which every key gets a slot of its own, and the pilots that give it. */
export function buildPerfectHash(keys: SeededKeys): PerfectHash {
  const bucketBits = chooseBucketBits(keys.count);
  const hashes = { low: new Uint32Array(keys.count), high: new Uint32Array(keys.count) };
  for (let attempt = 0; attempt < maxSeeds; attempt++) {
    const seed = seedAt(attempt);
    keys.hash(seed, hashes.low, hashes.high);
    const data = findPilots(hashes, bucketBits);
    if (data !== undefined)
      return { ...seed, bucketBits, data, slotOfRow: findSlots(hashes, bucketBits, data) };
    if (attempt === plainSeeds) checkDistinct(keys, hashes);
  }
  throw new Error(`table-gen bug: no seed of ${maxSeeds} gives ${keys.count} keys slots of their own`);
}

/** Returns log2 of the number of buckets: the fewest that hold at most 2.7 keys on average. */
function chooseBucketBits(count: number): number {
  let bits = 1;
  while (27 * 2 ** bits < 10 * count) bits++;
  return bits;
}

function findSlots({ low, high }: Hashes, bucketBits: number, pilots: Uint8Array): Uint32Array {
  const slots = new Uint32Array(low.length);
  for (let row = 0; row < slots.length; row++) {
    const pilot = u8At(pilots, bucketOf(u32At(high, row), bucketBits));
    slots[row] = slotOf(u32At(low, row), pilot, slots.length);
  }
  return slots;
}

/** Asserts that no two rows have the same key, which would make every seed fail. */
function checkDistinct({ count, isSameKey }: SeededKeys, { low, high }: Hashes): void {
  const rows = new Uint32Array(count).map((_, row) => row);
  rows.sort((a, b) => u32At(high, a) - u32At(high, b) || u32At(low, a) - u32At(low, b));
  for (let index = 1; index < count; index++) {
    const [a, b] = [u32At(rows, index - 1), u32At(rows, index)];
    const same = low[a] === low[b] && high[a] === high[b] && isSameKey(a, b);
    assert(!same, `rows ${a} and ${b} have the same key`);
  }
}
