import { at as elementAt } from "../base/assert.js";
import {
  hashIntegerPart,
  hashPacked,
  hashStringPart,
  packPart,
  rotatePacked,
} from "../base/hash/key-hash.js";
import { createU64Cell, multiply, setInteger, type U64Cell } from "../base/hash/u64.js";
import { u32At } from "../base/typed-array.js";
import { Utf8Scratch } from "../base/utf8.js";
import type { KeyPart } from "../model/key-index.js";
import { type IntegerType, keyTypeOf, type ValueType } from "../model/schema.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import { loneSurrogate } from "./key-order.js";
import type { Memory } from "./memory.js";
import { readSmallInteger, storedInteger } from "./stored-integer.js";
import { Version } from "./version.js";

/** Looks up keys of any parts, of whatever type the values that are given are. */
export class PartsLookup implements KeyLookup {
  readonly #memory: Memory;
  readonly #index: IndexInfo;
  readonly #rows: IndexRows;
  readonly #parts: readonly PartReader[];
  readonly #key = createU64Cell();
  readonly #value = createU64Cell();

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    this.#memory = memory;
    this.#index = index;
    this.#rows = rows;
    this.#parts = index.parts.map((part) => createPartReader(table, part));
  }

  find(...key: readonly KeyValue[]): number {
    this.#memory.requireOpen();
    if (this.#index.keyCount === 0) return -1;
    const parts = this.#parts;
    for (let index = 0; index < parts.length; index++) {
      // The one is this long; what a caller has left out is of no column's type.
      if (!(parts[index] as PartReader).set(key[index] as KeyValue)) return -1;
    }
    return this.#rows.placeOf(this.#index.form === "packed" ? this.#findPacked() : this.#findHashed());
  }

  #findPacked(): number {
    const key = this.#key;
    key[0] = 0;
    key[1] = 0;
    for (const part of this.#parts) {
      if (!part.pack(this.#value, key)) return -1;
    }
    rotatePacked(key, this.#index.shift);
    const { kind } = this.#index;
    if (kind === "dense" || kind === "bitmap-rank")
      return u32At(key, 1) === 0 ? this.#rows.rowOfKey(u32At(key, 0)) : -1;
    hashPacked(key, this.#index);
    return this.#compare(this.#rows.rowOfHash(u32At(key, 0), u32At(key, 1)));
  }

  #findHashed(): number {
    const key = this.#key;
    key[0] = this.#index.salt.low;
    key[1] = this.#index.salt.high;
    for (const part of this.#parts) part.hash(key);
    const { low, high } = this.#index.multiplier;
    multiply(u32At(key, 0), u32At(key, 1), low, high, key);
    return this.#compare(this.#rows.rowOfHash(u32At(key, 0), u32At(key, 1)));
  }

  /** Any key gets a slot of a hash, so the row there says whether it has the key. */
  #compare(row: number): number {
    if (row < 0) return -1;
    const at = this.#rows.keeperOf(row);
    for (const part of this.#parts) {
      if (!part.equals(this.#memory, at)) return -1;
    }
    return row;
  }
}

/** Holds one part of the key that is being looked up. */
interface PartReader {
  /** Takes a value; false when no value of the column's type can equal it. */
  set(value: KeyValue): boolean;
  /** Adds the part to a packed key; false when it lies outside of the part's range. */
  pack(scratch: U64Cell, packed: U64Cell): boolean;
  hash(h: U64Cell): void;
  /** True when the row at `row` has the value that was set. */
  equals(memory: Memory, row: number): boolean;
}

function createPartReader(table: TableInfo, part: KeyPart): PartReader {
  const { offset, type } = elementAt(table.columns, part.column);
  // A reference begins with its key.
  const stored = keyTypeOf(type) ?? type;
  return stored.kind === "string" ? new StringPart(offset) : new IntegerPart(part, offset, stored);
}

class IntegerPart implements PartReader {
  readonly #part: KeyPart;
  readonly #offset: number;
  readonly #kind: ValueType["kind"];
  readonly #stored: IntegerType;
  readonly #pattern = createU64Cell();

  constructor(part: KeyPart, offset: number, type: ValueType) {
    this.#part = part;
    this.#offset = offset;
    this.#kind = type.kind;
    this.#stored = storedInteger(type);
  }

  set(value: KeyValue): boolean {
    const number = this.#kind === "integer" ? value : this.#toInteger(value);
    if (typeof number === "number") {
      if (!Number.isSafeInteger(number)) return false;
    } else if (typeof number !== "bigint" || !this.#fits(number)) return false;
    // Otherwise -1 would have the bits of the largest uint64.
    if (number < 0 && !this.#stored.signed) return false;
    setInteger(number, this.#pattern);
    return true;
  }

  pack(scratch: U64Cell, packed: U64Cell): boolean {
    scratch[0] = u32At(this.#pattern, 0);
    scratch[1] = u32At(this.#pattern, 1);
    return packPart(scratch, this.#part, packed);
  }

  hash(h: U64Cell): void {
    hashIntegerPart(this.#pattern, h);
  }

  equals(memory: Memory, row: number): boolean {
    const at = row + this.#offset;
    const low = u32At(this.#pattern, 0);
    const high = u32At(this.#pattern, 1);
    const { bits, signed } = this.#stored;
    if (bits === 64) return memory.uint32(at) === low && memory.uint32(at + 4) === high;
    const stored = readSmallInteger(memory, at, bits, signed);
    return stored >>> 0 === low && (stored < 0 ? 0xffffffff : 0) === high;
  }

  #toInteger(value: KeyValue): KeyValue | undefined {
    if (this.#kind === "bool") return typeof value === "boolean" ? Number(value) : undefined;
    if (this.#kind === "version") return value instanceof Version ? value.value : toBigInt(value);
    if (this.#kind === "datetime" && value instanceof Date) return value.getTime() / 1000;
    return value;
  }

  #fits(value: bigint): boolean {
    return (this.#stored.signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value;
  }
}

function toBigInt(value: KeyValue): bigint | undefined {
  return typeof value === "bigint" ? value : undefined;
}

class StringPart implements PartReader {
  readonly #offset: number;
  readonly #scratch = new Utf8Scratch();
  #size = 0;

  constructor(offset: number) {
    this.#offset = offset;
  }

  set(value: KeyValue): boolean {
    if (typeof value !== "string") return false;
    this.#size = this.#scratch.encode(value);
    // A lone surrogate is written as U+FFFD, which another key may really have.
    return this.#size === value.length || !loneSurrogate.test(value);
  }

  pack(): boolean {
    return false; // the directory has been checked: a string is never packed
  }

  hash(h: U64Cell): void {
    hashStringPart(this.#scratch.bytes, 0, this.#size, h);
  }

  equals(memory: Memory, row: number): boolean {
    const at = row + this.#offset;
    if (memory.uint32(at + 4) !== this.#size) return false;
    return memory.equalsBytes(memory.target(at), this.#scratch.bytes, 0, this.#size);
  }
}
