import { at as elementAt } from "../base/assert.js";
import { carryOf, multiplyHigh32 } from "../base/hash/u64.js";
import { keyTypeOf } from "../model/schema.js";
import { createHashSlots, createNumberSlots, type HashSlots, type NumberSlots } from "./direct-slots.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import type { Memory } from "./memory.js";
import { PartsLookup } from "./parts-lookup.js";
import { storedInteger } from "./stored-integer.js";

/** Looks up keys of one integer of 64 bits, given as a bigint. It calculates with halves and allocates nothing. */
export class Int64Lookup implements KeyLookup {
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
  private readonly isSigned: boolean;
  /** Of the key in a row. */
  private readonly offset: number;
  private readonly shift: number;
  // As signed numbers of 32 bits.
  private readonly minimumLow: number;
  private readonly minimumHigh: number;
  private readonly multiplierLow: number;
  private readonly multiplierHigh: number;
  private readonly saltLow: number;
  private readonly saltHigh: number;
  /** The key that is looked up, and its halves. */
  readonly #key = new BigUint64Array(1);
  readonly #halves = new Int32Array(this.#key.buffer);

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    const part = elementAt(index.parts, 0);
    const { offset, type } = elementAt(table.columns, part.column);
    this.memory = memory;
    this.#rows = rows;
    this.slots = createHashSlots(rows);
    this.numbers = createNumberSlots(rows);
    this.isHash = rows.isHash;
    this.keyCount = index.keyCount;
    this.firstAt = table.blockOffset;
    this.stride = table.stride;
    this.isSigned = storedInteger(keyTypeOf(type) ?? type).signed;
    this.offset = offset;
    this.shift = index.shift;
    this.minimumLow = part.minimum.low | 0;
    this.minimumHigh = part.minimum.high | 0;
    this.multiplierLow = index.multiplier.low | 0;
    this.multiplierHigh = index.multiplier.high | 0;
    this.saltLow = index.salt.low | 0;
    this.saltHigh = index.salt.high | 0;
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
    if (typeof value !== "bigint") return this.findOther(value);
    this.#key[0] = value;
    const low = this.#halves[0] as number; // there are two
    const high = this.#halves[1] as number;
    const borrow = low >>> 0 < this.minimumLow >>> 0 ? 1 : 0;
    let kLow = (low - this.minimumLow) | 0;
    let kHigh = (high - this.minimumHigh - borrow) | 0;
    if (this.shift > 0) {
      const rest = kLow << (32 - this.shift);
      kLow = (kLow >>> this.shift) | (kHigh << (32 - this.shift));
      kHigh = (kHigh >>> this.shift) | rest;
    }
    if (this.isHash === false)
      return kHigh === 0 && this.fits(value) ? this.findByNumber(kLow >>> 0) : this.absent();
    const product = Math.imul(kLow, this.multiplierLow);
    const sum = (product + this.saltLow) | 0;
    const carry = carryOf(product, this.saltLow, sum);
    const cross = (Math.imul(kLow, this.multiplierHigh) + Math.imul(kHigh, this.multiplierLow)) | 0;
    const hash = (multiplyHigh32(kLow, this.multiplierLow) + cross + this.saltHigh + carry) | 0;
    const mixed = sum ^ hash;
    const row = this.slots !== undefined ? this.slots.rowOf(mixed, hash) : this.#rows.rowOfHash(mixed, hash);
    if (row < 0 || row >= this.keyCount) return this.absent();
    const at =
      this.slots !== undefined ? (this.firstAt + Math.imul(row, this.stride)) | 0 : this.#rows.keeperOf(row);
    // Any number leads to some row, one of more bits too. Reading throws when the memory is closed.
    const stored = at + this.offset;
    if (this.memory.int32(stored) !== low || this.memory.int32(stored + 4) !== high || !this.fits(value))
      return -1;
    return this.slots !== undefined ? at : this.#rows.placeOf(row);
  }

  private findByNumber(k: number): number {
    this.memory.requireOpen();
    if (this.numbers === undefined) return this.#rows.placeOf(this.#rows.rowOfKey(k));
    const row = this.numbers.rowOf(k);
    if (row < 0) return -1;
    return row < this.keyCount ? (this.firstAt + Math.imul(row, this.stride)) | 0 : this.#rows.fail();
  }

  private absent(): number {
    this.memory.requireOpen();
    return -1;
  }

  /** False for a number of more than the 64 bits that are compared. */
  private fits(value: bigint): boolean {
    return (this.isSigned === true ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value;
  }

  private findOther(value: KeyValue): number {
    this.#others ??= new PartsLookup(this.#rows);
    return this.#others.find(value);
  }
}
