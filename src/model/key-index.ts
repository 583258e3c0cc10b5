import type { U64 } from "../base/hash/u64.js";
import type { KeySchema } from "./schema.js";

export type { U64 } from "../base/hash/u64.js";

/** How a key is looked up; `docs/image-format.md` gives each algorithm. */
export type KeyIndexKind = "dense" | "bitmap-rank" | "hash" | "sorted" | "bytes" | "displacement";

/**
 * How the parts of a key become the 64-bit value that is looked up: integers packed by mixed radix
 * (a single integer is the one-part case), or a hash over the parts when one is a string or the
 * ranges do not fit.
 */
export type KeyForm = "packed" | "hashed";

/** One part of a key: the numbers that turn its value into a share of the packed key. */
export interface KeyPart {
  /** Position in `TableSchema.columns`. */
  readonly column: number;
  /** Smallest value, as a two's complement 64-bit pattern; zero for strings. */
  readonly minimum: U64;
  /** Largest value minus the smallest; zero for strings. */
  readonly range: U64;
  /** What one step of this part adds to the packed key; 1 for a single integer, zero in hashed form. */
  readonly multiplier: U64;
}

/** What is known of an index over one key of a table beside its arrays. */
export interface KeyIndexHead {
  readonly key: KeySchema;
  readonly kind: KeyIndexKind;
  readonly form: KeyForm;
  readonly parts: readonly KeyPart[];
  /** Of distinct keys for a multi index, else the number of rows. */
  readonly keyCount: number;
  /** packed: trailing zero bits that all packed keys share, rotated away before the lookup. */
  readonly shift: number;
  /** dense and bitmap-rank: one more than the largest packed key after the shift; displacement: the window. */
  readonly slotCount: number;
  /** hash, displacement: log2 of the number of buckets; bytes: of bytes. */
  readonly bucketBits: number;
  /** hash: 0 = one multiply, 1 = the 128-bit product; displacement: 0. */
  readonly hashLevel: 0 | 1;
  /** hash, bytes, displacement: the multiplier C (odd) of the seed that was found and the salt S. */
  readonly multiplier: U64;
  readonly salt: U64;
}

/** A built index. */
export interface KeyIndex extends KeyIndexHead {
  /** hash: the pilots. displacement: the displacements, 32 bits each. bitmap-rank: the blocks. sorted: the packed keys. dense, bytes: empty, the encoder writes its array. */
  readonly data: Uint8Array;
  /** For each key in slot order, dense: its packed key after the shift; bytes: where its byte is. Else empty. */
  readonly positions: Uint32Array;
  /**
   * For each row in sheet order the slot of its key. unique: a bijection onto 0 … rowCount − 1. ordered: the same, the
   * slots are in the order of keys. multi: rows with the same key have the same slot, 0 … keyCount − 1.
   */
  readonly slotOfRow: Uint32Array;
}
