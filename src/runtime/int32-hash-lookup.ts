import { at as elementAt } from "../base/assert.js";
import { carryOf, multiplyHigh32 } from "../base/hash/u64.js";
import { keyTypeOf } from "../model/schema.js";
import { createHashSlots, type HashSlots } from "./direct-slots.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import { Int32Lookup } from "./int32-lookup.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import type { Memory } from "./memory.js";
import { PartsLookup } from "./parts-lookup.js";
import { readSmallInteger, storedInteger } from "./stored-integer.js";

/**
 * Looks up keys of one integer of at most 32 bits, given as a number, in an index of hashes. Short, because the
 * engine puts no more than some 900 bytes of its code into a caller, and a call costs as much as half a lookup.
 */
export class Int32HashLookup implements KeyLookup {
  private readonly memory: Memory;
  readonly #rows: IndexRows;
  private readonly slots: HashSlots | undefined;
  /** For values of other types. */
  #others: PartsLookup | undefined;
  private readonly isSigned: boolean;
  private readonly bits: 8 | 16 | 32 | 64;
  private readonly keyCount: number;
  /** Of the key in a row. */
  private readonly offset: number;
  private readonly firstAt: number;
  private readonly stride: number;
  private readonly shift: number;
  // As signed numbers of 32 bits, which the engine keeps without a box.
  private readonly minimum: number;
  private readonly multiplierLow: number;
  private readonly multiplierHigh: number;
  private readonly saltLow: number;
  private readonly saltHigh: number;

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    const part = elementAt(index.parts, 0);
    const { offset, type } = elementAt(table.columns, part.column);
    const { bits, signed } = storedInteger(keyTypeOf(type) ?? type);
    this.memory = memory;
    this.#rows = rows;
    this.slots = bits === 32 ? createHashSlots(rows) : undefined;
    this.isSigned = signed;
    this.bits = bits;
    this.keyCount = index.keyCount;
    this.offset = offset;
    this.firstAt = table.blockOffset;
    this.stride = table.stride;
    this.shift = index.shift;
    this.minimum = part.minimum.low | 0;
    this.multiplierLow = index.multiplier.low | 0;
    this.multiplierHigh = index.multiplier.high | 0;
    this.saltLow = index.salt.low | 0;
    this.saltHigh = index.salt.high | 0;
  }

  /** True for an index that this can look up. */
  static fits(table: TableInfo, index: IndexInfo): boolean {
    const isHash = index.kind !== "dense" && index.kind !== "bitmap-rank";
    return isHash && index.hashLevel === 0 && Int32Lookup.fitsKey(table, index);
  }

  find(value: KeyValue): number {
    if (typeof value !== "number") return this.findOther(value);
    const k = (value - this.minimum) >>> this.shift;
    const product = Math.imul(k, this.multiplierLow);
    const sum = (product + this.saltLow) | 0;
    const carry = carryOf(product, this.saltLow, sum);
    const middle = (Math.imul(k, this.multiplierHigh) + this.saltHigh + carry) | 0;
    const high = (multiplyHigh32(k, this.multiplierLow) + middle) | 0;
    if (this.slots === undefined) return this.findListed(value, sum ^ high, high);
    const row = this.slots.rowOf(sum ^ high, high);
    if (row >= this.keyCount) return this.absent();
    const at = (this.firstAt + Math.imul(row, this.stride)) | 0;
    // Any number leads to some row, a fraction too. Reading throws when the memory is closed.
    const place = at + this.offset;
    return (this.isSigned === true ? this.memory.int32(place) : this.memory.uint32(place)) === value
      ? at
      : -1;
  }

  /** Where there is something between slots and rows, and for keys of fewer bits. */
  private findListed(value: number, low: number, high: number): number {
    const found = this.#rows.rowOfHash(low, high);
    if (found < 0) return this.absent();
    const at = this.#rows.keeperOf(found) + this.offset;
    return this.read(at) === value ? this.#rows.placeOf(found) : -1;
  }

  private absent(): number {
    this.memory.requireOpen();
    return -1;
  }

  private read(at: number): number {
    const bits = this.bits;
    return bits === 64 ? Number.NaN : readSmallInteger(this.memory, at, bits, this.isSigned); // no key has 64, see `fits`
  }

  private findOther(value: KeyValue): number {
    this.#others ??= new PartsLookup(this.#rows);
    return this.#others.find(value);
  }
}
