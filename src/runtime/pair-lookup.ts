import { at as elementAt } from "../base/assert.js";
import { carryOf, multiplyHigh32 } from "../base/hash/u64.js";
import { keyTypeOf, type ValueType } from "../model/schema.js";
import { createHashSlots, createNumberSlots, type HashSlots, type NumberSlots } from "./direct-slots.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import type { Memory } from "./memory.js";
import { PartsLookup } from "./parts-lookup.js";
import { storedInteger } from "./stored-integer.js";

/** Looks up keys of two integers of 32 bits, given as numbers. It allocates nothing. */
export class PairLookup implements KeyLookup {
  private readonly memory: Memory;
  readonly #rows: IndexRows;
  private readonly slots: HashSlots | undefined;
  private readonly numbers: NumberSlots | undefined;
  /** For values of other types. */
  #others: PartsLookup | undefined;
  private readonly isHash: boolean;
  private readonly keyCount: number;
  private readonly firstAt: number;
  private readonly stride: number;
  /** True when packed keys have 32 bits. */
  private readonly isNarrow: boolean;
  private readonly shift: number;
  // Of the first part and of the second. A value is told by its place in the row, with a sign or without.
  private readonly isSigned1: boolean;
  private readonly isSigned2: boolean;
  private readonly offset1: number;
  private readonly offset2: number;
  private readonly range1: number;
  private readonly range2: number;
  // As signed numbers of 32 bits.
  private readonly minimum1: number;
  private readonly minimum2: number;
  /** What the first part is multiplied by to make room for the second. */
  private readonly factorLow: number;
  private readonly factorHigh: number;
  private readonly multiplierLow: number;
  private readonly multiplierHigh: number;
  private readonly saltLow: number;
  private readonly saltHigh: number;

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    const [part1, part2] = [elementAt(index.parts, 0), elementAt(index.parts, 1)];
    const [column1, column2] = [
      elementAt(table.columns, part1.column),
      elementAt(table.columns, part2.column),
    ];
    this.memory = memory;
    this.#rows = rows;
    this.slots = createHashSlots(rows);
    this.numbers = createNumberSlots(rows);
    this.isHash = rows.isHash;
    this.keyCount = index.keyCount;
    this.firstAt = table.blockOffset;
    this.stride = table.stride;
    this.isNarrow = isNarrow(index);
    this.shift = index.shift;
    this.isSigned1 = storedOf(column1.type).signed;
    this.isSigned2 = storedOf(column2.type).signed;
    this.offset1 = column1.offset;
    this.offset2 = column2.offset;
    this.range1 = part1.range.low;
    this.range2 = part2.range.low;
    this.minimum1 = part1.minimum.low | 0;
    this.minimum2 = part2.minimum.low | 0;
    this.factorLow = part1.multiplier.low | 0;
    this.factorHigh = part1.multiplier.high | 0;
    this.multiplierLow = index.multiplier.low | 0;
    this.multiplierHigh = index.multiplier.high | 0;
    this.saltLow = index.salt.low | 0;
    this.saltHigh = index.salt.high | 0;
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
    if (typeof first !== "number" || typeof second !== "number") return this.findOther(first, second);
    const distance1 = ((first | 0) - this.minimum1) | 0;
    const distance2 = ((second | 0) - this.minimum2) | 0;
    const packed = (Math.imul(distance1, this.factorLow) + distance2) | 0;
    const k = packed >>> this.shift;
    if (this.isHash === false) {
      const isThere =
        distance1 >>> 0 <= this.range1 && distance2 >>> 0 <= this.range2 && k << this.shift === packed;
      return isThere && this.areWhole(first, second) ? this.findByNumber(k) : this.absent();
    }
    const product = Math.imul(k, this.multiplierLow);
    const sum = (product + this.saltLow) | 0;
    const carry = carryOf(product, this.saltLow, sum);
    let middle = (Math.imul(k, this.multiplierHigh) + this.saltHigh + carry) | 0;
    if (this.isNarrow === false) {
      middle = (middle + Math.imul(this.highOf(distance1, packed), this.multiplierLow)) | 0;
    }
    const high = (multiplyHigh32(k, this.multiplierLow) + middle) | 0;
    const low = sum ^ high;
    const row = this.slots !== undefined ? this.slots.rowOf(low, high) : this.#rows.rowOfHash(low, high);
    if (row < 0 || row >= this.keyCount) return this.absent();
    const at =
      this.slots !== undefined ? (this.firstAt + Math.imul(row, this.stride)) | 0 : this.#rows.keeperOf(row);
    // Any numbers lead to some row, also fractions and those out of range. Reading throws when the memory is closed.
    if (this.read(at + this.offset1, this.isSigned1) !== first) return -1;
    if (this.read(at + this.offset2, this.isSigned2) !== second) return -1;
    return this.slots !== undefined ? at : this.#rows.placeOf(row);
  }

  private findByNumber(k: number): number {
    this.memory.requireOpen();
    if (this.numbers === undefined) return this.#rows.placeOf(this.#rows.rowOfKey(k));
    const row = this.numbers.rowOf(k);
    if (row < 0) return -1;
    return row < this.keyCount ? (this.firstAt + Math.imul(row, this.stride)) | 0 : this.#rows.fail();
  }

  private areWhole(first: number, second: number): boolean {
    return (
      (this.isSigned1 === true ? (first | 0) === first : first >>> 0 === first) &&
      (this.isSigned2 === true ? (second | 0) === second : second >>> 0 === second)
    );
  }

  private absent(): number {
    this.memory.requireOpen();
    return -1;
  }

  /** The high half of a packed key, by its low one. */
  private highOf(distance: number, packed: number): number {
    const low = Math.imul(distance, this.factorLow) >>> 0;
    const carry = packed >>> 0 < low ? 1 : 0;
    return (multiplyHigh32(distance, this.factorLow) + Math.imul(distance, this.factorHigh) + carry) | 0;
  }

  private read(at: number, isSigned: boolean): number {
    return isSigned ? this.memory.int32(at) : this.memory.uint32(at);
  }

  private findOther(first: KeyValue, second: KeyValue): number {
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
