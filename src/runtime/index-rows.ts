import { bucketOf, displacedSlot, lookUpRank, slotOf } from "../base/hash/key-hash.js";
import { u8At, u32At } from "../base/typed-array.js";
import { absentRow } from "../model/image-format.js";
import { ImageError } from "./errors.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import { borrowBytes, borrowWords, type Memory } from "./memory.js";

/**
 * The bytes of an index: from k, or from the hash of a key, to the row; of a multi index, to the group of rows. Rows
 * count in slot order; a damaged index gives an ImageError rather than a row or group that the table does not have.
 */
export class IndexRows {
  readonly memory: Memory;
  readonly table: TableInfo;
  readonly index: IndexInfo;
  /** True where the hash of a key leads to its slot, and k does not. */
  readonly isHash: boolean;
  readonly #isMulti: boolean;
  /** hash: the pilots. bytes: the rows. */
  readonly #bytes: Uint8Array;
  /** bitmap-rank: the blocks. displacement: the displacements. dense: the rows, or nothing. */
  readonly #words: Uint32Array;
  /** For an index slot its row; empty where they are the same. */
  readonly #rows: Uint32Array;
  /** multi: where each group begins in the members; else empty. */
  readonly #groups: Uint32Array;
  /** multi: the rows of all groups, one group after the other; else empty. */
  readonly #members: Uint32Array;
  /** How many rows, or groups, there are. */
  readonly #end: number;

  constructor(memory: Memory, table: TableInfo, index: IndexInfo) {
    const data = table.blockOffset + index.dataOffset;
    this.memory = memory;
    this.table = table;
    this.index = index;
    this.isHash = index.kind !== "dense" && index.kind !== "bitmap-rank";
    this.#bytes = borrowBytes(memory, data, index.dataBytes);
    this.#words = borrowWords(memory, data, index.dataBytes >>> 2);
    this.#isMulti = index.purpose === "multi";
    const slots = borrowWords(memory, table.blockOffset + index.slotsOffset, index.slotsBytes >>> 2);
    this.#rows = this.#isMulti ? noWords : slots;
    this.#groups = this.#isMulti ? slots : noWords;
    this.#members = borrowWords(memory, table.blockOffset + index.rowsOffset, index.rowsBytes >>> 2);
    this.#end = this.#isMulti ? index.keyCount : table.rowCount;
  }

  /** True where the slot of a hash, or of bitmap-rank, is the row, and k is for dense. */
  get isDirect(): boolean {
    const { kind, dataBytes } = this.index;
    if (this.#isMulti || this.#rows.length > 0) return false;
    if (kind === "bytes") return this.#bytes.every((row) => row < this.#end);
    return kind !== "dense" || dataBytes === 0;
  }

  /** For lookups, which read it without a call; as `borrowBytes` of a memory. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }
  /** As `bytes`. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** The row of the key whose k this is, or -1: dense and bitmap-rank, which hold no other key. */
  rowOfKey(k: number): number {
    const { kind, slotCount } = this.index;
    if (k >= slotCount) return -1;
    if (kind === "dense") return this.#denseRow(k);
    const slot = lookUpRank(k, this.#words);
    return slot < 0 ? -1 : this.rowOfSlot(slot);
  }

  /** The only row that may have the key of this hash; -1 where there is none. */
  rowOfHash(low: number, high: number): number {
    const { bucketBits, keyCount, kind, slotCount } = this.index;
    const bucket = bucketOf(high, bucketBits);
    if (kind === "hash") return this.rowOfSlot(slotOf(low, u8At(this.#bytes, bucket), keyCount));
    if (kind === "bytes") return this.#requireRow(u8At(this.#bytes, bucket));
    const slot = displacedSlot(high, u32At(this.#words, bucket), slotCount);
    return slot < keyCount ? this.rowOfSlot(slot) : -1;
  }

  /** The row, or the group of rows, in a slot. */
  rowOfSlot(slot: number): number {
    if (this.#rows.length === 0) return this.#requireRow(slot);
    // A damaged index may give any slot; outside, the array gives undefined, which is no row.
    return this.#requireRow(u32At(this.#rows, slot));
  }

  /** Where the row starts in the image that says which key a row or group has: a group's first. */
  keeperOf(found: number): number {
    if (!this.#isMulti) return this.addressOf(found);
    const row = u32At(this.#members, u32At(this.#groups, found));
    // Outside of the members there is undefined, which is no row.
    return row < this.table.rowCount ? this.addressOf(row) : this.fail();
  }

  /** What a lookup finds: where a row starts in the image, or the group; -1 stays -1. */
  placeOf(found: number): number {
    return found < 0 || this.#isMulti ? found : this.addressOf(found);
  }

  /** Where a row starts in the image. */
  addressOf(row: number): number {
    return this.table.blockOffset + row * this.table.stride;
  }

  /** Where the rows of a group are among the members. */
  rangeOf(group: number): RowRange {
    const start = u32At(this.#groups, group);
    const end = u32At(this.#groups, group + 1);
    return start <= end && end <= this.#members.length ? { start, end } : this.fail();
  }

  /** Says that the index leads to no row. */
  fail(): never {
    this.memory.requireOpen(); // nothing is left of what was mapped
    throw leadsNowhere(this.table, this.index);
  }

  #denseRow(k: number): number {
    if (this.#words.length === 0) return k;
    const row = u32At(this.#words, k);
    return row === absentRow ? -1 : this.#requireRow(row);
  }

  #requireRow(row: number): number {
    return row < this.#end ? row : this.fail();
  }
}

/** Positions in the row array of an index, the end not included. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Returns where the row starts in the image that a multi or ordered index lists at a position of its row array. */
export function addressOfListed(
  memory: Memory,
  table: TableInfo,
  index: IndexInfo,
  position: number,
): number {
  const row = memory.uint32(table.blockOffset + index.rowsOffset + position * 4);
  if (row < table.rowCount) return table.blockOffset + row * table.stride;
  throw leadsNowhere(table, index);
}

function leadsNowhere(table: TableInfo, index: IndexInfo): ImageError {
  return new ImageError(`The image is damaged: index ${index.name} of ${table.name} leads nowhere.`);
}

const noWords = new Uint32Array(0);
