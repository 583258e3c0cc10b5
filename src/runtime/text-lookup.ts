import { at as elementAt } from "../base/assert.js";
import { stringHash } from "../base/hash/string-hash.js";
import { createU64Cell, multiply } from "../base/hash/u64.js";
import { u32At } from "../base/typed-array.js";
import { Utf8Scratch } from "../base/utf8.js";
import { keyTypeOf } from "../model/schema.js";
import { createHashSlots, type HashSlots } from "./direct-slots.js";
import type { IndexInfo, TableInfo } from "./image-info.js";
import type { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import { loneSurrogate } from "./key-order.js";
import type { Memory } from "./memory.js";

/** Looks up keys of one text. It allocates nothing for texts of up to 85 characters. */
export class TextLookup implements KeyLookup {
  private readonly memory: Memory;
  readonly #rows: IndexRows;
  private readonly slots: HashSlots | undefined;
  private readonly keyCount: number;
  private readonly firstAt: number;
  private readonly stride: number;
  /** Of the key in a row. */
  private readonly offset: number;
  private readonly saltLow: number;
  private readonly saltHigh: number;
  private readonly multiplierLow: number;
  private readonly multiplierHigh: number;
  readonly #scratch = new Utf8Scratch();
  readonly #hash = createU64Cell();

  constructor(rows: IndexRows) {
    const { memory, table, index } = rows;
    this.memory = memory;
    this.#rows = rows;
    this.slots = createHashSlots(rows);
    this.keyCount = index.keyCount;
    this.firstAt = table.blockOffset;
    this.stride = table.stride;
    this.offset = elementAt(table.columns, elementAt(index.parts, 0).column).offset;
    this.saltLow = index.salt.low | 0;
    this.saltHigh = index.salt.high | 0;
    this.multiplierLow = index.multiplier.low | 0;
    this.multiplierHigh = index.multiplier.high | 0;
  }

  /** True for an index that this can look up. */
  static fits(table: TableInfo, { parts, form }: IndexInfo): boolean {
    const [part, ...others] = parts;
    if (part === undefined || others.length > 0 || form !== "hashed") return false;
    const { type } = elementAt(table.columns, part.column);
    return (keyTypeOf(type) ?? type).kind === "string";
  }

  find(value: KeyValue): number {
    this.memory.requireOpen();
    if (typeof value !== "string") return -1;
    const size = this.#scratch.encode(value);
    const bytes = this.#scratch.bytes;
    // A lone surrogate is written as U+FFFD, which another key may really have.
    if (size !== value.length && loneSurrogate.test(value)) return -1;
    const hash = this.#hash;
    hash[0] = this.saltLow;
    hash[1] = this.saltHigh;
    stringHash(bytes, 0, size, hash);
    multiply(u32At(hash, 0), u32At(hash, 1), this.multiplierLow, this.multiplierHigh, hash);
    const low = u32At(hash, 0);
    const high = u32At(hash, 1);
    const row = this.slots !== undefined ? this.slots.rowOf(low, high) : this.#rows.rowOfHash(low, high);
    if (row < 0 || row >= this.keyCount) return -1;
    const at =
      this.slots !== undefined ? (this.firstAt + Math.imul(row, this.stride)) | 0 : this.#rows.keeperOf(row);
    // Any text leads to some row.
    const stored = at + this.offset;
    if (this.memory.uint32(stored + 4) !== size) return -1;
    if (!this.memory.equalsBytes(this.memory.target(stored), bytes, 0, size)) return -1;
    return this.slots !== undefined ? at : this.#rows.placeOf(row);
  }
}
