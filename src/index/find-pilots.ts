import { bucketOf, slotOf } from "../base/hash/key-hash.js";
import { u8At, u32At } from "../base/typed-array.js";

/** h of each key, by halves. */
export interface Hashes {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

const pilotCount = 256;
/**
 * Random hashes never fill a bucket like this (once in 10^22); these keys have too much in common with the
 * seed, and trying all pilots on thousands of keys would take for ever.
 */
const maxBucketSize = 32;
/**
 * A bucket that was placed this recently is evicted only where nothing else can be, or two buckets would
 * evict each other for ever. A key whose hash times 2p vanishes has one slot under all pilots, so there it must be.
 */
const recentCount = 16;
const recentCost = 0x100000000;
/** Random hashes take 0.03 to 0.13, so this many mean that another seed gets there sooner. */
const maxEvictionsPerKey = 0.25;

/**
 * Finds a pilot for each bucket such that all keys get different slots, as PtrHash does (Groot
 * Koerkamp, "PtrHash: Minimal Perfect Hashing at RAM Throughput", SEA 2025): buckets go largest first,
 * each takes the first pilot without a collision, else the one that evicts the least, and what was
 * evicted is placed again. The order of the keys does not matter.
 *
 * Returns `undefined` when these hashes do not lead to an end.
 */
export function findPilots(hashes: Hashes, bucketBits: number): Uint8Array | undefined {
  const placement = createPlacement(hashes, bucketBits);
  if (placement.slots.length > maxBucketSize) return undefined;
  const maxEvictions = placement.keyCount * maxEvictionsPerKey + recentCount;
  let evictions = 0;
  const waiting = new BucketQueue();
  for (const bucket of orderBySize(placement.starts)) {
    for (let next: number | undefined = bucket; next !== undefined; next = waiting.pop()) {
      const free = findFreePilot(placement, next);
      if (free !== undefined) {
        occupy(placement, next, free);
        continue;
      }
      const pilot = findCheapestPilot(placement, next, evictions);
      if (pilot === undefined || evictions >= maxEvictions) return undefined;
      evictions += evict(placement, next, pilot, waiting);
      occupy(placement, next, pilot);
      remember(placement, next);
    }
  }
  return placement.pilots;
}

interface Placement {
  readonly keyCount: number;
  /** Low halves of the hashes, those of a bucket side by side: bucket b has starts[b] … starts[b + 1]. */
  readonly hashes: Uint32Array;
  readonly starts: Uint32Array;
  readonly pilots: Uint8Array;
  /** One bit for each slot. It stays in the cache where the owners of a large table do not. */
  readonly taken: Uint32Array;
  /** For each taken slot its bucket. */
  readonly owners: Uint32Array;
  /** Slots of the bucket that is being tried. */
  readonly slots: Uint32Array;
  /** A ring of the buckets that were last placed by eviction. */
  readonly recent: number[];
}

function createPlacement({ low, high }: Hashes, bucketBits: number): Placement {
  const keyCount = low.length;
  const starts = new Uint32Array(2 ** bucketBits + 1);
  for (let key = 0; key < keyCount; key++) {
    const bucket = bucketOf(u32At(high, key), bucketBits);
    starts[bucket] = u32At(starts, bucket) + 1;
  }
  // Sums make each count the end of its bucket; filling from the end turns it into the start.
  let sum = 0;
  let largest = 0;
  for (let bucket = 0; bucket < starts.length; bucket++) {
    const size = u32At(starts, bucket);
    largest = Math.max(largest, size);
    sum += size;
    starts[bucket] = sum;
  }
  const hashes = new Uint32Array(keyCount);
  for (let key = 0; key < keyCount; key++) {
    const bucket = bucketOf(u32At(high, key), bucketBits);
    const at = u32At(starts, bucket) - 1;
    starts[bucket] = at;
    hashes[at] = u32At(low, key);
  }
  return {
    keyCount,
    hashes,
    starts,
    pilots: new Uint8Array(2 ** bucketBits),
    taken: new Uint32Array(Math.ceil(keyCount / 32)),
    owners: new Uint32Array(keyCount),
    slots: new Uint32Array(largest),
    recent: new Array<number>(recentCount).fill(-1),
  };
}

function sizeOf(starts: Uint32Array, bucket: number): number {
  return u32At(starts, bucket + 1) - u32At(starts, bucket);
}

/** Returns the buckets that hold keys, largest first, by counting. */
function orderBySize(starts: Uint32Array): Uint32Array {
  const bucketCount = starts.length - 1;
  const ends: number[] = [];
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    const size = sizeOf(starts, bucket);
    while (ends.length <= size) ends.push(0);
    ends[size] = (ends[size] ?? 0) + 1;
  }
  const filled = bucketCount - (ends[0] ?? 0);
  let sum = 0;
  for (let size = ends.length - 1; size > 0; size--) {
    sum += ends[size] ?? 0;
    ends[size] = sum;
  }
  const order = new Uint32Array(filled);
  for (let bucket = bucketCount - 1; bucket >= 0; bucket--) {
    const size = sizeOf(starts, bucket);
    if (size === 0) continue;
    const at = (ends[size] ?? 0) - 1;
    ends[size] = at;
    order[at] = bucket;
  }
  return order;
}

/** Returns the first pilot that sends the bucket's keys to different free slots. */
function findFreePilot(placement: Placement, bucket: number): number | undefined {
  const { hashes, starts, taken, slots, keyCount } = placement;
  const start = u32At(starts, bucket);
  const size = u32At(starts, bucket + 1) - start;
  for (let pilot = 0; pilot < pilotCount; pilot++) {
    let index = 0;
    for (; index < size; index++) {
      const slot = slotOf(u32At(hashes, start + index), pilot, keyCount);
      if (((u32At(taken, slot >>> 5) >>> (slot & 31)) & 1) !== 0) break;
      slots[index] = slot;
    }
    if (index === size && areDistinct(slots, size)) return pilot;
  }
  return undefined;
}

/**
 * Returns the pilot that evicts the buckets with the smallest sum of squared sizes. Of several it is the
 * first after `first`, which the caller varies: always the same choice would soon run in a circle.
 */
function findCheapestPilot(placement: Placement, bucket: number, first: number): number | undefined {
  const { hashes, starts, slots, keyCount } = placement;
  const start = u32At(starts, bucket);
  const size = u32At(starts, bucket + 1) - start;
  let cheapest: number | undefined;
  let leastCost = Number.POSITIVE_INFINITY;
  for (let index = 0; index < pilotCount && leastCost > 1; index++) {
    const pilot = (first + index) % pilotCount;
    let cost = 0;
    for (let key = 0; key < size && cost < leastCost; key++) {
      const slot = slotOf(u32At(hashes, start + key), pilot, keyCount);
      slots[key] = slot;
      cost += costOfSlot(placement, slot);
    }
    if (cost < leastCost && areDistinct(slots, size)) {
      cheapest = pilot;
      leastCost = cost;
    }
  }
  return cheapest;
}

function costOfSlot({ taken, owners, starts, recent }: Placement, slot: number): number {
  if (((u32At(taken, slot >>> 5) >>> (slot & 31)) & 1) === 0) return 0;
  const owner = u32At(owners, slot);
  return sizeOf(starts, owner) ** 2 + (recent.includes(owner) ? recentCost : 0);
}

/** Buckets are small, so comparing all pairs is the quickest. */
function areDistinct(slots: Uint32Array, size: number): boolean {
  for (let index = 1; index < size; index++) {
    const slot = u32At(slots, index);
    for (let other = 0; other < index; other++) if (u32At(slots, other) === slot) return false;
  }
  return true;
}

/** Takes the slots of the bucket under `pilot`; all of them are free. */
function occupy(
  { hashes, starts, pilots, taken, owners, keyCount }: Placement,
  bucket: number,
  pilot: number,
): void {
  pilots[bucket] = pilot;
  const end = u32At(starts, bucket + 1);
  for (let index = u32At(starts, bucket); index < end; index++) {
    const slot = slotOf(u32At(hashes, index), pilot, keyCount);
    taken[slot >>> 5] = u32At(taken, slot >>> 5) | (1 << (slot & 31));
    owners[slot] = bucket;
  }
}

/** Frees the slots that `bucket` wants under `pilot`, and returns how many buckets had to go for that. */
function evict(placement: Placement, bucket: number, pilot: number, waiting: BucketQueue): number {
  const { hashes, starts, taken, owners, keyCount } = placement;
  let evicted = 0;
  const end = u32At(starts, bucket + 1);
  for (let index = u32At(starts, bucket); index < end; index++) {
    const slot = slotOf(u32At(hashes, index), pilot, keyCount);
    if (((u32At(taken, slot >>> 5) >>> (slot & 31)) & 1) === 0) continue;
    const owner = u32At(owners, slot);
    release(placement, owner);
    waiting.push(owner, sizeOf(starts, owner));
    evicted++;
  }
  return evicted;
}

function release({ hashes, starts, pilots, taken, keyCount }: Placement, bucket: number): void {
  const pilot = u8At(pilots, bucket);
  const end = u32At(starts, bucket + 1);
  for (let index = u32At(starts, bucket); index < end; index++) {
    const slot = slotOf(u32At(hashes, index), pilot, keyCount);
    taken[slot >>> 5] = u32At(taken, slot >>> 5) & ~(1 << (slot & 31));
  }
}

function remember({ recent }: Placement, bucket: number): void {
  recent.shift();
  recent.push(bucket);
}

/** Buckets that wait for a place, as a binary heap: the largest first, then the one with the higher number. */
class BucketQueue {
  /** size · 2^32 + bucket; no entry is larger than that at half its position. Position 0 is not used. */
  readonly #entries: number[] = [Number.POSITIVE_INFINITY];

  push(bucket: number, size: number): void {
    const entry = size * 0x100000000 + bucket;
    let at = this.#entries.length;
    for (; this.#entry(at >>> 1) < entry; at >>>= 1) this.#entries[at] = this.#entry(at >>> 1);
    this.#entries[at] = entry;
  }

  pop(): number | undefined {
    const last = this.#entries.length === 1 ? undefined : this.#entries.pop();
    if (last === undefined) return undefined;
    const end = this.#entries.length;
    if (end === 1) return last % 0x100000000;
    const largest = this.#entry(1);
    let at = 1;
    for (let child = 2; child < end; child = 2 * at) {
      if (child + 1 < end && this.#entry(child + 1) > this.#entry(child)) child++;
      if (this.#entry(child) <= last) break;
      this.#entries[at] = this.#entry(child);
      at = child;
    }
    this.#entries[at] = last;
    return largest % 0x100000000;
  }

  #entry(position: number): number {
    return this.#entries[position] ?? 0;
  }
}
