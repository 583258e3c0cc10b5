import { slotOf, spreadOf } from "../base/hash/key-hash.js";
import { u8At, u32At } from "../base/typed-array.js";
import { RankQueue } from "./rank-queue.js";
import { type Buckets, type Hashes, sortBuckets } from "./sort-buckets.js";

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
  const buckets = sortBuckets(hashes, bucketBits);
  if (buckets.largest > maxBucketSize) return undefined;
  const placement = createPlacement(buckets);
  const maxEvictions = placement.keyCount * maxEvictionsPerKey + recentCount;
  let evictions = 0;
  const waiting = new RankQueue();
  for (let rank = 0; rank < buckets.numbers.length; rank++) {
    for (let next: number | undefined = rank; next !== undefined; next = waiting.pop()) {
      if (placeFreely(placement, next)) continue;
      const pilot = findCheapestPilot(placement, next, evictions);
      if (pilot === undefined || evictions >= maxEvictions) return undefined;
      evictions += evict(placement, next, pilot, waiting);
      occupy(placement, next, pilot);
      remember(placement, next);
    }
  }
  const pilots = new Uint8Array(2 ** bucketBits);
  for (let rank = 0; rank < buckets.numbers.length; rank++) {
    pilots[u32At(buckets.numbers, rank)] = u8At(placement.pilots, rank);
  }
  return pilots;
}

/** Buckets are named by their rank: those with many keys have the low ones. */
interface Placement {
  readonly keyCount: number;
  /** Low halves of the hashes, those of a bucket side by side: bucket r has starts[r] … starts[r + 1]. */
  readonly hashes: Uint32Array;
  readonly starts: Uint32Array;
  /** Buckets from this one on hold one key. */
  readonly firstOfOne: number;
  readonly pilots: Uint8Array;
  /** A bit for each slot that a bucket has, and one for those of buckets of one key: caches hold them where they do not hold the owners. */
  readonly taken: Int32Array;
  readonly takenByOne: Int32Array;
  /** For each taken slot its bucket. */
  readonly owners: Uint32Array;
  /** Slots of the bucket that is being tried. */
  readonly slots: Uint32Array;
  /** A ring of the buckets that were last placed by eviction. */
  readonly recent: number[];
}

function createPlacement({ hashes, starts, numbers, largest, firstOfOne }: Buckets): Placement {
  return {
    keyCount: hashes.length,
    hashes,
    starts,
    firstOfOne,
    pilots: new Uint8Array(numbers.length),
    taken: new Int32Array(Math.ceil(hashes.length / 32)),
    takenByOne: new Int32Array(Math.ceil(hashes.length / 32)),
    owners: new Uint32Array(hashes.length),
    slots: new Uint32Array(largest),
    recent: new Array<number>(recentCount).fill(-1),
  };
}

/** Takes the first pilot that sends the bucket's keys to different free slots; false where there is none. */
function placeFreely(placement: Placement, rank: number): boolean {
  for (let pilot = 0; ; pilot++) {
    pilot = findFreePilot(placement, rank, pilot);
    if (pilot >= pilotCount) return false;
    if (occupy(placement, rank, pilot)) return true;
  }
}

/**
 * Returns the first pilot from `from` on whose slots look free. Most of a build is spent here, so keys that meet are not
 * looked for, and beyond 2^21 keys a slot may be the one next to it: `occupy` is exact.
 */
function findFreePilot({ hashes, starts, taken, keyCount }: Placement, rank: number, from: number): number {
  const start = u32At(starts, rank);
  const end = u32At(starts, rank + 1);
  const first = u32At(hashes, start);
  const scale = keyCount * 2 ** -32;
  if (end - start === 1) return findFreeSlot(taken, first, scale, from);
  for (let pilot = from; pilot < pilotCount; pilot++) {
    if (takenBit(taken, slotNear(first, pilot, scale)) !== 0) continue;
    let key = start + 1;
    while (key < end && takenBit(taken, slotNear(u32At(hashes, key), pilot, scale)) === 0) key++;
    if (key === end) return pilot;
  }
  return pilotCount;
}

/** The same of one key. The last ones have few slots to find, so four are looked at with one branch. */
function findFreeSlot(taken: Int32Array, hash: number, scale: number, from: number): number {
  let pilot = from;
  while (
    pilot <= pilotCount - 4 &&
    (takenBit(taken, slotNear(hash, pilot, scale)) &
      takenBit(taken, slotNear(hash, pilot + 1, scale)) &
      takenBit(taken, slotNear(hash, pilot + 2, scale)) &
      takenBit(taken, slotNear(hash, pilot + 3, scale))) !==
      0
  ) {
    pilot += 4;
  }
  while (pilot < pilotCount && takenBit(taken, slotNear(hash, pilot, scale)) !== 0) pilot++;
  return pilot;
}

function slotNear(hash: number, pilot: number, scale: number): number {
  return (spreadOf(hash, pilot) * scale) >>> 0;
}

/** Returns 1 for a slot that is taken. */
function takenBit(taken: Int32Array, slot: number): number {
  // In range, a typed array has no holes. Shifts go by the low five bits of their count.
  return ((taken[slot >>> 5] as number) >>> slot) & 1;
}

/** Takes the slots of the bucket under `pilot`; false, and none is taken, where one is already or two are the same. */
function occupy(placement: Placement, rank: number, pilot: number): boolean {
  const { hashes, starts, pilots, taken, takenByOne, owners, firstOfOne, keyCount } = placement;
  const start = u32At(starts, rank);
  const end = u32At(starts, rank + 1);
  for (let key = start; key < end; key++) {
    const slot = slotOf(u32At(hashes, key), pilot, keyCount);
    if (takenBit(taken, slot) !== 0) {
      release(placement, rank, pilot, key);
      return false;
    }
    flip(taken, slot);
    if (rank >= firstOfOne) flip(takenByOne, slot);
    owners[slot] = rank;
  }
  pilots[rank] = pilot;
  return true;
}

/** Frees what the bucket's keys up to `end` have taken under `pilot`. */
function release(
  { hashes, starts, firstOfOne, taken, takenByOne, keyCount }: Placement,
  rank: number,
  pilot: number,
  end: number,
): void {
  for (let key = u32At(starts, rank); key < end; key++) {
    const slot = slotOf(u32At(hashes, key), pilot, keyCount);
    flip(taken, slot);
    if (rank >= firstOfOne) flip(takenByOne, slot);
  }
}

function flip(taken: Int32Array, slot: number): void {
  // In range, a typed array has no holes.
  taken[slot >>> 5] = (taken[slot >>> 5] as number) ^ (1 << slot);
}

/**
 * Returns the pilot that evicts the buckets with the smallest sum of squared sizes. Of several it is the
 * first after `first`, which the caller varies: always the same choice would soon run in a circle.
 */
function findCheapestPilot(placement: Placement, rank: number, first: number): number | undefined {
  const { hashes, starts, firstOfOne, slots, keyCount } = placement;
  const one = rank >= firstOfOne ? findSlotOfOne(placement, rank, first) : pilotCount;
  if (one < pilotCount) return one;
  const start = u32At(starts, rank);
  const size = u32At(starts, rank + 1) - start;
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

/** Returns the first pilot after `first` that evicts no more than one key from the slot of another. */
function findSlotOfOne(
  { hashes, starts, takenByOne, owners, recent, keyCount }: Placement,
  rank: number,
  first: number,
): number {
  const hash = u32At(hashes, u32At(starts, rank));
  for (let index = 0; index < pilotCount; index++) {
    const pilot = (first + index) % pilotCount;
    const slot = slotOf(hash, pilot, keyCount);
    if (takenBit(takenByOne, slot) !== 0 && !recent.includes(u32At(owners, slot))) return pilot;
  }
  return pilotCount;
}

function costOfSlot({ taken, owners, starts, firstOfOne, recent }: Placement, slot: number): number {
  if (takenBit(taken, slot) === 0) return 0;
  const owner = u32At(owners, slot);
  const size = owner >= firstOfOne ? 1 : u32At(starts, owner + 1) - u32At(starts, owner);
  return size ** 2 + (recent.includes(owner) ? recentCost : 0);
}

/** Buckets are small, so comparing all pairs is the quickest. */
function areDistinct(slots: Uint32Array, size: number): boolean {
  for (let index = 1; index < size; index++) {
    const slot = u32At(slots, index);
    for (let other = 0; other < index; other++) if (u32At(slots, other) === slot) return false;
  }
  return true;
}

/** Frees the slots that a bucket wants under `pilot`, and returns how many buckets had to go for that. */
function evict(placement: Placement, rank: number, pilot: number, waiting: RankQueue): number {
  const { hashes, starts, pilots, taken, owners, keyCount } = placement;
  let evicted = 0;
  const end = u32At(starts, rank + 1);
  for (let key = u32At(starts, rank); key < end; key++) {
    const slot = slotOf(u32At(hashes, key), pilot, keyCount);
    if (takenBit(taken, slot) === 0) continue;
    const owner = u32At(owners, slot);
    release(placement, owner, u8At(pilots, owner), u32At(starts, owner + 1));
    waiting.push(owner);
    evicted++;
  }
  return evicted;
}

function remember({ recent }: Placement, rank: number): void {
  recent.shift();
  recent.push(rank);
}
