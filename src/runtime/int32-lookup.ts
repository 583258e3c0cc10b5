import { at as elementAt } from "../base/assert.js";
import { type IntegerType, keyTypeOf, type ValueType } from "../model/schema.js";
import { createNumberSlots, type NumberSlots } from "./direct-slots.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import type { Memory } from "./memory.js";
import { PartsLookup } from "./parts-lookup.js";
import { storedInteger } from "./stored-integer.js";

/** Looks up keys of one integer of at most 32 bits, given as a number, in an index of kind dense or bitmap-rank. */
export class Int32Lookup implements KeyLookup {
  private readonly memory: Memory;
  readonly #rows: IndexRows;
  private readonly slots: NumberSlots | undefined;
  /** For values of other types. */
  #others: PartsLookup | undefined;
  private readonly keyCount: number;
  private readonly firstAt: number;
  private readonly stride: number;
  private readonly isSigned: boolean;
  private readonly shift: number;
  // As signed numbers of 32 bits.
  private readonly minimum: number;

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    const part = elementAt(index.parts, 0);
    const { type } = elementAt(table.columns, part.column);
    this.memory = memory;
    this.#rows = rows;
    this.slots = createNumberSlots(rows);
    this.keyCount = index.keyCount;
    this.firstAt = table.blockOffset;
    this.stride = table.stride;
    this.isSigned = storedOf(type).signed;
    this.shift = index.shift;
    this.minimum = part.minimum.low | 0;
  }

  /** True for an index that this can look up. */
  static fits(table: TableInfo, index: IndexInfo): boolean {
    return (index.kind === "dense" || index.kind === "bitmap-rank") && Int32Lookup.fitsKey(table, index);
  }

  /** True for a key of one integer of at most 32 bits. */
  static fitsKey(table: TableInfo, { parts, form, shift }: IndexInfo): boolean {
    const [part, ...others] = parts;
    if (part === undefined || others.length > 0 || form !== "packed" || shift >= 32) return false;
    const { type } = elementAt(table.columns, part.column);
    const { kind } = keyTypeOf(type) ?? type;
    return (kind === "integer" || kind === "enum") && storedOf(type).bits !== 64 && part.range.high === 0;
  }

  find(value: KeyValue): number {
    if (typeof value !== "number") return this.findOther(value);
    this.memory.requireOpen();
    const distance = ((value | 0) - this.minimum) | 0;
    const k = distance >>> this.shift;
    if (k << this.shift !== distance) return -1;
    // A fraction, or a number of more bits.
    if ((this.isSigned === true ? value | 0 : value >>> 0) !== value) return -1;
    if (this.slots === undefined) return this.#rows.placeOf(this.#rows.rowOfKey(k));
    const row = this.slots.rowOf(k);
    if (row < 0) return -1;
    return row < this.keyCount ? (this.firstAt + Math.imul(row, this.stride)) | 0 : this.#rows.fail();
  }

  private findOther(value: KeyValue): number {
    this.#others ??= new PartsLookup(this.#rows);
    return this.#others.find(value);
  }
}

function storedOf(type: ValueType): IntegerType {
  return storedInteger(keyTypeOf(type) ?? type);
}
