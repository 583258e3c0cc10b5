import type { Value } from "../model/value.js";
import { ClosedError, ImageError } from "./errors.js";
import type { ColumnInfo, EnumInfo, IndexInfo, TableInfo } from "./image-info.js";
import { KeyLookup, type KeyValue } from "./key-lookup.js";
import { type Memory, memoryOf } from "./memory.js";
import { readValue } from "./read-value.js";

/** One table of an open image: rows as plain values, one for each column, for tools that know no schema. */
export class TableReader {
  readonly info: TableInfo;
  /** Those of the image: an enum type names one by its position. */
  readonly enums: readonly EnumInfo[];
  readonly #memory: Memory;
  readonly #lookups: (KeyLookup | undefined)[] = [];

  /** For `ImageReader`. */
  constructor(memory: Memory, info: TableInfo, enums: readonly EnumInfo[]) {
    this.#memory = memory;
    this.info = info;
    this.enums = enums;
  }

  get name(): string {
    return this.info.name;
  }
  get rowCount(): number {
    return this.info.rowCount;
  }
  get columns(): readonly ColumnInfo[] {
    return this.info.columns;
  }
  get indexes(): readonly IndexInfo[] {
    return this.info.indexes;
  }

  /** Returns a row by its position in sheet order, which is 0 … rowCount − 1. */
  row(position: number): readonly Value[] {
    if (!(position >= 0 && position < this.info.rowCount)) {
      throw new RangeError(`${this.name} has no row ${position}; it has ${this.info.rowCount}.`);
    }
    return this.#readRow(this.addressAt(position));
  }

  /** All rows in sheet order. */
  *rows(): IterableIterator<readonly Value[]> {
    for (let position = 0; position < this.info.rowCount; position++) yield this.row(position);
  }

  /**
   * Returns the row that has the key, its parts in the order of the index, or `undefined`.
   * `index` is a position in `indexes`; 0 is the primary key.
   */
  find(key: readonly KeyValue[], index = 0): readonly Value[] | undefined {
    const address = this.findAddress(index, key);
    return address < 0 ? undefined : this.#readRow(address);
  }

  /** @internal The bindings' way to the bytes; nothing outside of the runtime gets it. */
  [memoryOf](): Memory {
    return this.#memory;
  }

  /** As `find`, for the bindings: where the row starts in the image, or -1. */
  findAddress(index: number, key: readonly KeyValue[]): number {
    const row = (this.#lookups[index] ?? this.#createLookup(index)).find(key);
    return row < 0 ? -1 : this.info.blockOffset + row * this.info.stride;
  }

  /** Where the row starts in the image, for the bindings. The caller keeps the position in 0 … rowCount − 1. */
  addressAt(position: number): number {
    if (this.#memory.closed) throw new ClosedError();
    const { blockOffset, orderOffset, rowCount, stride } = this.info;
    if (orderOffset === 0) return blockOffset + position * stride;
    const slot = this.#memory.uint32(blockOffset + orderOffset + position * 4);
    if (slot >= rowCount)
      throw new ImageError(`The image is damaged: the order of ${this.name} leads nowhere.`);
    return blockOffset + slot * stride;
  }

  #createLookup(index: number): KeyLookup {
    if (this.#memory.closed) throw new ClosedError();
    const info = this.info.indexes[index];
    if (info === undefined)
      throw new RangeError(`${this.name} has no key ${index}; it has ${this.indexes.length}.`);
    const lookup = new KeyLookup(this.#memory, this.info, info);
    this.#lookups[index] = lookup;
    return lookup;
  }

  #readRow(address: number): readonly Value[] {
    return this.info.columns.map(({ offset, type }) => readValue(this.#memory, address + offset, type));
  }
}
