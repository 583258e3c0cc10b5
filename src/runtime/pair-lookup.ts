import { at as elementAt } from "../base/assert.js";
import { displacedSlot, lookUpRank, slotOf } from "../base/hash/key-hash.js";
import { multiplyHigh32 } from "../base/hash/u64.js";
import { u8At, u32At } from "../base/typed-array.js";
import { keyTypeOf, type ValueType } from "../model/schema.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import type { Memory } from "./memory.js";
import { PartsLookup } from "./parts-lookup.js";
import { storedInteger } from "./stored-integer.js";

/** Looks up keys of two integers of 32 bits, given as numbers. It allocates nothing. */
export class PairLookup implements KeyLookup {
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
  /** True when packed keys have 32 bits. */
  readonly #isNarrow: boolean;
  readonly #shift: number;
  // Of the first part and of the second. A value is told by its place in the row, with a sign or without.
  readonly #isSigned1: boolean;
  readonly #isSigned2: boolean;
  readonly #offset1: number;
  readonly #offset2: number;
  readonly #range1: number;
  readonly #range2: number;
  // As signed numbers of 32 bits.
  readonly #minimum1: number;
  readonly #minimum2: number;
  /** What the first part is multiplied by to make room for the second. */
  readonly #factorLow: number;
  readonly #factorHigh: number;
  readonly #multiplierLow: number;
  readonly #multiplierHigh: number;
  readonly #saltLow: number;
  readonly #saltHigh: number;

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    const [part1, part2] = [elementAt(index.parts, 0), elementAt(index.parts, 1)];
    const [column1, column2] = [
      elementAt(table.columns, part1.column),
      elementAt(table.columns, part2.column),
    ];
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
    this.#isNarrow = isNarrow(index);
    this.#shift = index.shift;
    this.#isSigned1 = storedOf(column1.type).signed;
    this.#isSigned2 = storedOf(column2.type).signed;
    this.#offset1 = column1.offset;
    this.#offset2 = column2.offset;
    this.#range1 = part1.range.low;
    this.#range2 = part2.range.low;
    this.#minimum1 = part1.minimum.low | 0;
    this.#minimum2 = part2.minimum.low | 0;
    this.#factorLow = part1.multiplier.low | 0;
    this.#factorHigh = part1.multiplier.high | 0;
    this.#multiplierLow = index.multiplier.low | 0;
    this.#multiplierHigh = index.multiplier.high | 0;
    this.#saltLow = index.salt.low | 0;
    this.#saltHigh = index.salt.high | 0;
  }

  /** True for an index that this can look up. */
  static fits(table: TableInfo, index: IndexInfo): boolean {
    const { parts, form, shift, hashLevel, kind } = index;
    const isPair =
      parts.length === 2 && parts.every((part) => isSmall(elementAt(table.columns, part.column).type));
    if (!isPair || form !== "packed" || hashLevel !== 0 || parts.some(({ range }) => range.high !== 0))
      return false;
    if (parts[1]?.multiplier.low !== 1 || parts[1].multiplier.high !== 0) return false;
    return isNarrow(index) ? shift < 32 : shift === 0 && kind !== "dense" && kind !== "bitmap-rank";
  }

  find(first: KeyValue, second: KeyValue): number {
    if (typeof first !== "number" || typeof second !== "number") return this.#findOther(first, second);
    const distance1 = ((first | 0) - this.#minimum1) | 0;
    const distance2 = ((second | 0) - this.#minimum2) | 0;
    const packed = (Math.imul(distance1, this.#factorLow) + distance2) | 0;
    const k = packed >>> this.#shift;
    if (!this.#isHash) {
      const isThere =
        distance1 >>> 0 <= this.#range1 && distance2 >>> 0 <= this.#range2 && k << this.#shift === packed;
      return isThere && this.#areWhole(first, second) ? this.#findByNumber(k) : this.#absent();
    }
    const product = Math.imul(k, this.#multiplierLow);
    const sum = (product + this.#saltLow) | 0;
    const carry = sum >>> 0 < product >>> 0 ? 1 : 0;
    let middle = (Math.imul(k, this.#multiplierHigh) + this.#saltHigh + carry) | 0;
    if (!this.#isNarrow) {
      middle = (middle + Math.imul(this.#highOf(distance1, packed), this.#multiplierLow)) | 0;
    }
    const high = (multiplyHigh32(k, this.#multiplierLow) + middle) | 0;
    const low = sum ^ high;
    const row = this.#isDirect ? this.#rowOf(low, high) : this.#rows.rowOfHash(low, high);
    if (row < 0 || row >= this.#keyCount) return this.#absent();
    const at = this.#isDirect ? (this.#firstAt + Math.imul(row, this.#stride)) | 0 : this.#rows.keeperOf(row);
    // Any numbers lead to some row, also fractions and those out of range. Reading throws when the memory is closed.
    if (this.#read(at + this.#offset1, this.#isSigned1) !== first) return -1;
    if (this.#read(at + this.#offset2, this.#isSigned2) !== second) return -1;
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

  #areWhole(first: number, second: number): boolean {
    return (
      (this.#isSigned1 ? (first | 0) === first : first >>> 0 === first) &&
      (this.#isSigned2 ? (second | 0) === second : second >>> 0 === second)
    );
  }

  #absent(): number {
    this.#memory.requireOpen();
    return -1;
  }

  /** The high half of a packed key, by its low one. */
  #highOf(distance: number, packed: number): number {
    const low = Math.imul(distance, this.#factorLow) >>> 0;
    const carry = packed >>> 0 < low ? 1 : 0;
    return (multiplyHigh32(distance, this.#factorLow) + Math.imul(distance, this.#factorHigh) + carry) | 0;
  }

  #read(at: number, isSigned: boolean): number {
    return isSigned ? this.#memory.int32(at) : this.#memory.uint32(at);
  }

  #findOther(first: KeyValue, second: KeyValue): number {
    this.#others ??= new PartsLookup(this.#rows);
    return this.#others.find(first, second);
  }
}

function isNarrow({ parts }: IndexInfo): boolean {
  // Ranges of 32 bits, whose product a double tells from what is larger than 2^32.
  return parts.reduce((product, { range }) => product * (range.low + 1), 1) <= 2 ** 32;
}

function isSmall(type: ValueType): boolean {
  const { kind } = keyTypeOf(type) ?? type;
  return (kind === "integer" || kind === "enum") && storedOf(type).bits === 32;
}

function storedOf(type: ValueType) {
  return storedInteger(keyTypeOf(type) ?? type);
}
