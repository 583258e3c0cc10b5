import { at as elementAt } from "../base/assert.js";
import { u64ToBigInt } from "../base/hash/u64.js";
import { Utf8Scratch } from "../base/utf8.js";
import { keyTypeOf, type ValueType } from "../model/schema.js";
import { ClosedError } from "./errors.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import { addressOfListed } from "./index-rows.js";
import type { KeyValue } from "./key-lookup.js";
import { loneSurrogate } from "./key-order.js";
import type { Memory } from "./memory.js";
import { minimumOf, readSmallInteger, storedInteger } from "./stored-integer.js";
import { Version } from "./version.js";

/**
 * Finds where a key would stand among the rows of an ordered index. A key may have fewer parts than the index; a value
 * that no row can have stands between those that are less and those that are greater.
 */
export class OrderLookup {
  readonly #memory: Memory;
  readonly #table: TableInfo;
  readonly #index: IndexInfo;
  readonly #parts: readonly PartOrder[];
  /** Packed keys that a number holds exactly are searched without a look at the rows. */
  readonly #packed: readonly NumberPart[] | undefined;

  constructor(memory: Memory, table: TableInfo, index: IndexInfo) {
    this.#memory = memory;
    this.#table = table;
    this.#index = index;
    this.#parts = index.parts.map((part) => createPartOrder(elementAt(table.columns, part.column)));
    this.#packed = index.form === "packed" ? listNumberParts(table, index) : undefined;
  }

  /** Number of rows. */
  get length(): number {
    return this.#index.keyCount;
  }

  /** Returns the position of the first row whose key is not less; `undefined` for what is of another type than its column. */
  lower(key: readonly KeyValue[]): number | undefined {
    return this.#search(key, false);
  }

  /** Returns the position of the first row whose key is greater, by the parts that are given. */
  upper(key: readonly KeyValue[]): number | undefined {
    return this.#search(key, true);
  }

  /** Returns how far the first part of the key at a position is from a value; for numbers and times. */
  distanceAt(position: number, value: KeyValue): number | bigint {
    const part = elementAt(this.#parts, 0);
    if (!(part instanceof IntegerOrder && part.set(value))) return Number.NaN;
    return part.distance(this.#memory, this.#addressAt(position));
  }

  #search(key: readonly KeyValue[], isUpper: boolean): number | undefined {
    if (this.#memory.closed) throw new ClosedError();
    const parts = this.#parts;
    if (key.length > parts.length) {
      throw new TypeError(`A key of ${this.#table.name} has ${parts.length} parts, not ${key.length}.`);
    }
    for (let index = 0; index < key.length; index++) {
      // Both are this long.
      if (!(parts[index] as PartOrder).set(key[index] as KeyValue)) return undefined;
    }
    if (key.length === 0) return isUpper ? this.length : 0;
    return this.#packed === undefined
      ? this.#searchRows(key.length, isUpper)
      : this.#searchPacked(this.#packBound(this.#packed, key.length, isUpper));
  }

  #searchRows(partCount: number, isUpper: boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.#compareAt(middle, partCount);
      if (order < 0 || (isUpper && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Negative when the row at a position comes before the key that was set. */
  #compareAt(position: number, partCount: number): number {
    const row = this.#addressAt(position);
    for (let index = 0; index < partCount; index++) {
      const order = (this.#parts[index] as PartOrder).compare(this.#memory, row);
      if (order !== 0) return order;
    }
    return 0;
  }

  #addressAt(position: number): number {
    return addressOfListed(this.#memory, this.#table, this.#index, position);
  }

  #searchPacked(bound: number): number {
    const memory = this.#memory;
    const data = this.#table.blockOffset + this.#index.dataOffset;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = data + middle * 8;
      if (memory.uint32(at + 4) * 0x100000000 + memory.uint32(at) < bound) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns the smallest packed key that is not less than the key that was set, or that is greater. */
  #packBound(packed: readonly NumberPart[], partCount: number, isUpper: boolean): number {
    let bound = 0;
    let step = Number.POSITIVE_INFINITY;
    for (let index = 0; index < partCount; index++) {
      const { minimum, range, multiplier } = packed[index] as NumberPart;
      // A packed key has no text. A bigint that a number cannot hold lies outside of the range all the same.
      const value = Number((this.#parts[index] as IntegerOrder).value);
      const whole = Math.ceil(value) - minimum;
      if (whole < 0) return bound;
      if (whole > range) return bound + step;
      bound += whole * multiplier;
      step = multiplier;
      // A fraction lies between two values: what follows in the key does not matter.
      if (value !== Math.ceil(value)) return bound;
    }
    return isUpper ? bound + step : bound;
  }
}

interface NumberPart {
  readonly minimum: number;
  readonly range: number;
  readonly multiplier: number;
}

/** Returns the numbers of a packed key's parts, or `undefined` where a number cannot hold all that they make. */
function listNumberParts(table: TableInfo, { parts }: IndexInfo): readonly NumberPart[] | undefined {
  const exact = parts.map(({ column, minimum, range, multiplier }) => ({
    minimum: minimumOf(elementAt(table.columns, column).type, minimum),
    range: u64ToBigInt(range),
    multiplier: u64ToBigInt(multiplier),
  }));
  const largest = exact.reduce((sum, { range, multiplier }) => sum + range * multiplier, 0n);
  const isSmall = exact.every(({ minimum }) => minimum > -maxSafe && minimum < maxSafe);
  if (largest >= maxSafe || !isSmall) return undefined;
  return exact.map((part) => ({
    minimum: Number(part.minimum),
    range: Number(part.range),
    multiplier: Number(part.multiplier),
  }));
}

/** So that sums with one step more are exact, too. */
const maxSafe = 2n ** 52n;

/** Holds one part of the key that is being looked for. */
interface PartOrder {
  /** Takes a value; false when it is of another type than the column. */
  set(value: KeyValue): boolean;
  /** Negative when the row at `row` has less than the value that was set. */
  compare(memory: Memory, row: number): number;
}

function createPartOrder({ offset, type }: { readonly offset: number; readonly type: ValueType }): PartOrder {
  // A reference begins with its key.
  const stored = keyTypeOf(type) ?? type;
  return stored.kind === "string" ? new TextOrder(offset) : new IntegerOrder(offset, stored);
}

class IntegerOrder implements PartOrder {
  /** Fractions and infinity have their place between integers. */
  value: number | bigint = 0;
  readonly #offset: number;
  readonly #kind: ValueType["kind"];
  readonly #read: (memory: Memory, at: number) => number | bigint;

  constructor(offset: number, type: ValueType) {
    this.#offset = offset;
    this.#kind = type.kind;
    const { bits, signed } = storedInteger(type);
    if (bits === 64) this.#read = (memory, at) => (signed ? memory.int64(at) : memory.uint64(at));
    else this.#read = (memory, at) => readSmallInteger(memory, at, bits, signed);
  }

  set(value: KeyValue): boolean {
    const number = this.#toNumber(value);
    if (number === undefined || Number.isNaN(number)) return false;
    this.value = number;
    return true;
  }

  compare(memory: Memory, row: number): number {
    const stored = this.#read(memory, row + this.#offset);
    return stored < this.value ? -1 : stored > this.value ? 1 : 0;
  }

  /** How far the row's value is from the one that was set. */
  distance(memory: Memory, row: number): number | bigint {
    const stored = this.#read(memory, row + this.#offset);
    const { value } = this;
    if (typeof stored === "bigint" && (typeof value === "bigint" || Number.isInteger(value))) {
      const difference = stored - BigInt(value);
      return difference < 0n ? -difference : difference;
    }
    return Math.abs(Number(stored) - Number(value));
  }

  #toNumber(value: KeyValue): number | bigint | undefined {
    if (this.#kind === "bool") return typeof value === "boolean" ? Number(value) : undefined;
    if (this.#kind === "datetime" && value instanceof Date) return value.getTime() / 1000;
    if (this.#kind === "version" && value instanceof Version) return value.value;
    return typeof value === "number" || typeof value === "bigint" ? value : undefined;
  }
}

class TextOrder implements PartOrder {
  readonly #offset: number;
  readonly #scratch = new Utf8Scratch();
  #size = 0;

  constructor(offset: number) {
    this.#offset = offset;
  }

  set(value: KeyValue): boolean {
    if (typeof value !== "string" || loneSurrogate.test(value)) return false;
    this.#size = this.#scratch.encode(value);
    return true;
  }

  compare(memory: Memory, row: number): number {
    const at = row + this.#offset;
    return memory.compareBytes(memory.target(at), memory.uint32(at + 4), this.#scratch.bytes, this.#size);
  }
}
