import { at as elementAt } from "../base/assert.js";
import { multiplyHigh32 } from "../base/hash/u64.js";
import { keyTypeOf, type ValueType } from "../model/schema.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { Memory } from "./memory.js";
import { minimumOf, storedInteger } from "./stored-integer.js";

/**
 * Looks up keys of one integer whose values span less than 2^32: most keys there are. It gives what
 * `KeyLookup` gives for a number, in plain arithmetic and a third of the time.
 */
export class NumberLookup {
  readonly #memory: Memory;
  readonly #rows: IndexRows;
  readonly #isHash: boolean;
  readonly #minimum: number;
  readonly #range: number;
  readonly #shift: number;
  /** The low bits that all keys have clear, after the minimum is taken off. */
  readonly #shiftMask: number;
  readonly #multiplierLow: number;
  readonly #multiplierHigh: number;
  readonly #read: (memory: Memory, at: number) => number;
  readonly #firstAt: number;
  readonly #stride: number;

  constructor(memory: Memory, rows: IndexRows, table: TableInfo, index: IndexInfo) {
    const part = elementAt(index.parts, 0);
    const { offset, type } = elementAt(table.columns, part.column);
    this.#memory = memory;
    this.#rows = rows;
    this.#isHash = index.kind === "hash" || index.kind === "bytes";
    this.#minimum = Number(minimumOf(type, part.minimum));
    this.#range = part.range.low;
    this.#shift = index.shift;
    this.#shiftMask = 2 ** index.shift - 1;
    this.#multiplierLow = index.multiplier.low;
    this.#multiplierHigh = index.multiplier.high;
    this.#read = chooseRead(keyTypeOf(type) ?? type);
    this.#firstAt = table.blockOffset + offset;
    this.#stride = table.stride;
  }

  /** True for an index that this can look up. */
  static fits(table: TableInfo, index: IndexInfo): boolean {
    const [part, ...others] = index.parts;
    if (part === undefined || others.length > 0 || index.form !== "packed") return false;
    const { type } = elementAt(table.columns, part.column);
    const minimum = minimumOf(type, part.minimum);
    const isSmall = part.range.high === 0 && minimum >= -(2n ** 52n) && minimum <= 2n ** 52n;
    const isNumber = !["bool", "string", "version"].includes((keyTypeOf(type) ?? type).kind);
    return isSmall && isNumber && index.shift < 32 && (index.kind !== "hash" || index.hashLevel === 0);
  }

  /** Returns the row, or group of rows, that has the key, or -1. */
  find(value: number): number {
    const distance = value - this.#minimum;
    const packed = distance >>> 0;
    // Also false for fractions and NaN.
    if (packed !== distance || packed > this.#range || (packed & this.#shiftMask) !== 0) return -1;
    const k = packed >>> this.#shift;
    if (!this.#isHash) return this.#rows.rowOfKey(k);
    const high = multiplyHigh32(k, this.#multiplierLow) + Math.imul(k, this.#multiplierHigh);
    const row = this.#rows.rowOfHash(Math.imul(k, this.#multiplierLow) ^ high, high);
    const at = this.#firstAt + this.#rows.keeperOf(row) * this.#stride;
    return this.#read(this.#memory, at) === value ? row : -1;
  }
}

/** Numbers that span less than 2^32 from a small minimum are exact also where they are stored in 64 bits. */
function chooseRead(type: ValueType): (memory: Memory, at: number) => number {
  const { bits, signed } = storedInteger(type);
  if (bits === 64) return (memory, at) => memory.safeInteger(at);
  if (bits === 32) return signed ? (memory, at) => memory.int32(at) : (memory, at) => memory.uint32(at);
  if (bits === 16) return signed ? (memory, at) => memory.int16(at) : (memory, at) => memory.uint16(at);
  return signed ? (memory, at) => memory.int8(at) : (memory, at) => memory.uint8(at);
}
