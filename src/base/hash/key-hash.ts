import { u32At } from "../typed-array.js";
import { k1High, k1Low, k2High, k2Low, stringHash } from "./string-hash.js";
import {
  addTo,
  isGreater,
  mix,
  multiply,
  multiplyHigh32,
  rotateRight,
  type U64,
  type U64Cell,
} from "./u64.js";

/*
 * From the parts of a key to its slot, as docs/image-format.md §Keys has it: building an index and
 * looking a key up go through the same functions.
 */

/** K0 of docs/image-format.md: odd, so that with 2p added it stays odd for every pilot p. */
const pilotBase = 0x9e3779b1;

/** What turns one part's value into its share of the packed key. */
export interface PackedPart {
  readonly minimum: U64;
  readonly range: U64;
  readonly multiplier: U64;
}

/**
 * Adds one part's share to the packed key in `packed`, which begins with 0. `value` holds the part's
 * 64-bit pattern and may be overwritten. Returns false when the value lies outside the part's range, so that
 * no row has the key.
 */
export function packPart(value: U64Cell, part: PackedPart, packed: U64Cell): boolean {
  const { minimum, range, multiplier } = part;
  const low = (u32At(value, 0) - minimum.low) >>> 0;
  const high = (u32At(value, 1) - minimum.high - (u32At(value, 0) < minimum.low ? 1 : 0)) >>> 0;
  if (isGreater(low, high, range.low, range.high)) return false;
  if (multiplier.low === 1 && multiplier.high === 0) {
    addTo(packed, low, high);
    return true;
  }
  multiply(low, high, multiplier.low, multiplier.high, value);
  addTo(packed, u32At(value, 0), u32At(value, 1));
  return true;
}

/** Replaces a packed key by k, the number that is looked up. */
export function rotatePacked(packed: U64Cell, shift: number): void {
  rotateRight(u32At(packed, 0), u32At(packed, 1), shift, packed);
}

/** What turns k into h: the seed's numbers. */
export interface HashSeed {
  /** 0 = one multiply, 1 = the 128-bit product. */
  readonly hashLevel: 0 | 1;
  readonly multiplier: U64;
  readonly salt: U64;
}

/** Replaces k by its hash h. */
export function hashPacked(k: U64Cell, seed: HashSeed): void {
  const { multiplier, salt } = seed;
  const low = u32At(k, 0);
  const high = u32At(k, 1);
  if (seed.hashLevel === 0) {
    multiply(low, high, multiplier.low, multiplier.high, k);
    addTo(k, salt.low, salt.high);
  } else mix(low ^ salt.low, high ^ salt.high, multiplier.low, multiplier.high, k);
  k[0] = u32At(k, 0) ^ u32At(k, 1);
}

/** Takes an integer part into the hash of a key in hashed form. `h` begins with the salt. */
export function hashIntegerPart(value: U64Cell, h: U64Cell): void {
  mix(u32At(value, 0) ^ k1Low, u32At(value, 1) ^ k1High, u32At(h, 0) ^ k2Low, u32At(h, 1) ^ k2High, h);
}

/** Takes a string part, as UTF-8, into the hash of a key in hashed form. `h` begins with the salt. */
export function hashStringPart(bytes: Uint8Array, start: number, size: number, h: U64Cell): void {
  stringHash(bytes, start, size, h);
}

/** Returns the bucket of a hash by its high half. `bucketBits` is 1 … 31. */
export function bucketOf(hashHigh: number, bucketBits: number): number {
  return hashHigh >>> (32 - bucketBits);
}

/** Returns what of 2^32 the slot is of all slots. */
export function spreadOf(hashLow: number, pilot: number): number {
  return Math.imul(hashLow, pilotBase + 2 * pilot) >>> 0;
}

/** Returns the slot of a hash by its low half, in 0 … keyCount − 1. */
export function slotOf(hashLow: number, pilot: number, keyCount: number): number {
  const spread = spreadOf(hashLow, pilot);
  // Up to 2^53 a product of doubles is exact, and three times as fast.
  if (keyCount <= 0x200000) return (spread * keyCount * 2 ** -32) >>> 0;
  return multiplyHigh32(spread, keyCount);
}

/**
 * Returns the slot of a hash by its high half and the displacement of its bucket. `window` is a power of two. A key that no row
 * has may get a slot that there is not.
 */
export function displacedSlot(hashHigh: number, displacement: number, window: number): number {
  return ((hashHigh & (window - 1)) ^ displacement) >>> 0;
}

/** Returns the slot of k in bitmap-rank blocks, or -1 when no row has it. `blocks` holds rank, bits, rank, bits … */
export function lookUpRank(k: number, blocks: Uint32Array): number {
  const block = (k >>> 5) * 2;
  const bits = u32At(blocks, block + 1);
  const bit = k & 31;
  if (((bits >>> bit) & 1) === 0) return -1;
  return u32At(blocks, block) + countBits(bits & ((1 << bit) - 1));
}

/** Returns the number of set bits in a 32-bit number (Warren, Hacker's Delight, figure 5-2). */
export function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
