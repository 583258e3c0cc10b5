import { displacedSlot, lookUpRank, slotOf } from "../base/hash/key-hash.js";
import { u8At, u32At } from "../base/typed-array.js";
import type { IndexRows } from "./index-rows.js";

/*
 * What `IndexRows` does for all indexes, for those whose slots are rows: a class for each kind, short enough for the engine to
 * put it into a lookup. A damaged index may give a row that there is not. Views of the memory are private, as nobody else may
 * have them, and are empty views before: the engine then knows that there is always a view.
 */

/** From the hash of a key to the only row that may have it. */
export interface HashSlots {
  /** A row that there is not stands for none. */
  rowOf(low: number, high: number): number;
}

/** From k to its row. */
export interface NumberSlots {
  /** Returns -1 where no row has k. */
  rowOf(k: number): number;
}

/** Returns undefined for an index of k, or whose slots are not rows. */
export function createHashSlots(rows: IndexRows): HashSlots | undefined {
  if (!rows.isHash || !rows.isDirect) return undefined;
  const { kind } = rows.index;
  if (kind === "bytes") return new ByteSlots(rows);
  return kind === "displacement" ? new DisplacedSlots(rows) : new PilotSlots(rows);
}

/** Returns undefined for an index of hashes, or whose slots are not rows. */
export function createNumberSlots(rows: IndexRows): NumberSlots | undefined {
  if (rows.isHash || !rows.isDirect) return undefined;
  return rows.index.kind === "dense" ? new DenseSlots(rows) : new RankedSlots(rows);
}

class PilotSlots implements HashSlots {
  readonly #pilots: Uint8Array = noBytes;
  private readonly bucketShift: number;
  private readonly keyCount: number;

  constructor({ bytes, index }: IndexRows) {
    this.#pilots = bytes;
    this.bucketShift = 32 - index.bucketBits;
    this.keyCount = index.keyCount;
  }

  rowOf(low: number, high: number): number {
    return slotOf(low, u8At(this.#pilots, high >>> this.bucketShift), this.keyCount) | 0;
  }
}

class ByteSlots implements HashSlots {
  readonly #bytes: Uint8Array = noBytes;
  private readonly bucketShift: number;

  constructor({ bytes, index }: IndexRows) {
    this.#bytes = bytes;
    this.bucketShift = 32 - index.bucketBits;
  }

  rowOf(_low: number, high: number): number {
    return u8At(this.#bytes, high >>> this.bucketShift);
  }
}

class DisplacedSlots implements HashSlots {
  readonly #displacements: Uint32Array = noWords;
  private readonly bucketShift: number;
  private readonly window: number;

  constructor({ words, index }: IndexRows) {
    this.#displacements = words;
    this.bucketShift = 32 - index.bucketBits;
    this.window = index.slotCount;
  }

  rowOf(_low: number, high: number): number {
    return displacedSlot(high, u32At(this.#displacements, high >>> this.bucketShift), this.window) | 0;
  }
}

class DenseSlots implements NumberSlots {
  private readonly slotCount: number;

  constructor({ index }: IndexRows) {
    this.slotCount = index.slotCount;
  }

  rowOf(k: number): number {
    return k < this.slotCount ? k | 0 : -1;
  }
}

class RankedSlots implements NumberSlots {
  readonly #blocks: Uint32Array = noWords;
  private readonly slotCount: number;

  constructor({ words, index }: IndexRows) {
    this.#blocks = words;
    this.slotCount = index.slotCount;
  }

  rowOf(k: number): number {
    return k < this.slotCount ? lookUpRank(k, this.#blocks) | 0 : -1;
  }
}

const noBytes = new Uint8Array(0);
const noWords = new Uint32Array(0);
