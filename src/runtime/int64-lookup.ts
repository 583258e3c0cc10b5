import { at as elementAt } from "../base/assert.js";
import { displacedSlot, lookUpRank, slotOf } from "../base/hash/key-hash.js";
import { multiplyHigh32 } from "../base/hash/u64.js";
import { u8At, u32At } from "../base/typed-array.js";
import { keyTypeOf } from "../model/schema.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import type { Memory } from "./memory.js";
import { PartsLookup } from "./parts-lookup.js";
import { storedInteger } from "./stored-integer.js";

/** Looks up keys of one integer of 64 bits, given as a bigint. It calculates with halves and allocates nothing. */
export class Int64Lookup implements KeyLookup {
  readonly #memory: Memory;
  readonly #rows: IndexRows;
  /** For values of other types. */
  #others: PartsLookup | undefined;
  readonly #isHash: boolean;
  readonly #isBytes: boolean;
  readonly #isDisplaced: boolean;
  readonly #isDense: boolean;
  readonly #isDirect: boolean;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #bucketShift: number;
  readonly #slotCount: number;
  readonly #keyCount: number;
  readonly #firstAt: number;
  readonly #stride: number;
  readonly #isSigned: boolean;
  /** Of the key in a row. */
  readonly #offset: number;
  readonly #shift: number;
  // As signed numbers of 32 bits.
  readonly #minimumLow: number;
  readonly #minimumHigh: number;
  readonly #multiplierLow: number;
  readonly #multiplierHigh: number;
  readonly #saltLow: number;
  readonly #saltHigh: number;
  /** The key that is looked up, and its halves. */
  readonly #key = new BigUint64Array(1);
  readonly #halves = new Int32Array(this.#key.buffer);

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    const part = elementAt(index.parts, 0);
    const { offset, type } = elementAt(table.columns, part.column);
    this.#memory = memory;
    this.#rows = rows;
    this.#isHash = rows.isHash;
    this.#isDense = index.kind === "dense";
    this.#isBytes = index.kind === "bytes";
    this.#isDisplaced = index.kind === "displacement";
    this.#isDirect = rows.isDirect;
    this.#bytes = rows.bytes;
    this.#words = rows.words;
    this.#bucketShift = 32 - index.bucketBits;
    this.#slotCount = index.slotCount;
    this.#keyCount = index.keyCount;
    this.#firstAt = table.blockOffset;
    this.#stride = table.stride;
    this.#isSigned = storedInteger(keyTypeOf(type) ?? type).signed;
    this.#offset = offset;
    this.#shift = index.shift;
    this.#minimumLow = part.minimum.low | 0;
    this.#minimumHigh = part.minimum.high | 0;
    this.#multiplierLow = index.multiplier.low | 0;
    this.#multiplierHigh = index.multiplier.high | 0;
    this.#saltLow = index.salt.low | 0;
    this.#saltHigh = index.salt.high | 0;
  }

  /** True for an index that this can look up. */
  static fits(table: TableInfo, { parts, form, shift, hashLevel }: IndexInfo): boolean {
    const [part, ...others] = parts;
    if (part === undefined || others.length > 0 || form !== "packed" || shift >= 32 || hashLevel !== 0)
      return false;
    const { type } = elementAt(table.columns, part.column);
    const stored = keyTypeOf(type) ?? type;
    return stored.kind === "integer" && stored.bits === 64;
  }

  find(value: KeyValue): number {
    if (typeof value !== "bigint") return this.#findOther(value);
    this.#key[0] = value;
    const low = this.#halves[0] as number; // there are two
    const high = this.#halves[1] as number;
    const borrow = low >>> 0 < this.#minimumLow >>> 0 ? 1 : 0;
    let kLow = (low - this.#minimumLow) | 0;
    let kHigh = (high - this.#minimumHigh - borrow) | 0;
    if (this.#shift > 0) {
      const rest = kLow << (32 - this.#shift);
      kLow = (kLow >>> this.#shift) | (kHigh << (32 - this.#shift));
      kHigh = (kHigh >>> this.#shift) | rest;
    }
    if (!this.#isHash)
      return kHigh === 0 && this.#fits(value) ? this.#findByNumber(kLow >>> 0) : this.#absent();
    const product = Math.imul(kLow, this.#multiplierLow);
    const sum = (product + this.#saltLow) | 0;
    const carry = sum >>> 0 < product >>> 0 ? 1 : 0;
    const cross = (Math.imul(kLow, this.#multiplierHigh) + Math.imul(kHigh, this.#multiplierLow)) | 0;
    const hash = (multiplyHigh32(kLow, this.#multiplierLow) + cross + this.#saltHigh + carry) | 0;
    const mixed = sum ^ hash;
    const row = this.#isDirect ? this.#rowOf(mixed, hash) : this.#rows.rowOfHash(mixed, hash);
    if (row < 0 || row >= this.#keyCount) return this.#absent();
    const at = this.#isDirect ? (this.#firstAt + Math.imul(row, this.#stride)) | 0 : this.#rows.keeperOf(row);
    // Any number leads to some row, one of more bits too. Reading throws when the memory is closed.
    const stored = at + this.#offset;
    if (this.#memory.int32(stored) !== low || this.#memory.int32(stored + 4) !== high || !this.#fits(value))
      return -1;
    return this.#isDirect ? at : this.#rows.placeOf(row);
  }

  /** As `IndexRows.rowOfHash`, where slots are rows. */
  #rowOf(low: number, high: number): number {
    const bucket = high >>> this.#bucketShift;
    if (this.#isDisplaced) return displacedSlot(high, u32At(this.#words, bucket), this.#slotCount) | 0;
    const byte = u8At(this.#bytes, bucket);
    return this.#isBytes ? byte : slotOf(low, byte, this.#keyCount) | 0;
  }

  #findByNumber(k: number): number {
    this.#memory.requireOpen();
    if (k >= this.#slotCount) return -1;
    if (!this.#isDirect) return this.#rows.placeOf(this.#rows.rowOfKey(k));
    const row = this.#isDense ? k | 0 : lookUpRank(k, this.#words) | 0;
    if (row < 0) return -1;
    return row < this.#keyCount ? (this.#firstAt + Math.imul(row, this.#stride)) | 0 : this.#rows.fail();
  }

  #absent(): number {
    this.#memory.requireOpen();
    return -1;
  }

  /** False for a number of more than the 64 bits that are compared. */
  #fits(value: bigint): boolean {
    return (this.#isSigned ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value;
  }

  #findOther(value: KeyValue): number {
    this.#others ??= new PartsLookup(this.#rows);
    return this.#others.find(value);
  }
}
