import type { Value } from "../model/value.js";
import { checkPartCount, createKeyLookup } from "./create-key-lookup.js";
import { ClosedError, ImageError } from "./errors.js";
import type {
  ColumnInfo,
  EnumInfo,
  ImageInfo,
  IndexInfo,
  StructInfo,
  TableInfo,
  VariantInfo,
} from "./image-info.js";
import { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import { type Memory, memoryOf } from "./memory.js";
import { MultiIndex } from "./multi-index.js";
import { OrderedIndex } from "./ordered-index.js";
import { readValue } from "./read-value.js";
import type { IndexedRows } from "./row-list.js";

/** A row as a tool sees it: a value for each column. */
export type RowValues = readonly Value[];

/** One table of an open image: rows as plain values, one for each column, for tools that know no schema. */
export class TableReader {
  readonly info: TableInfo;
  /** All tables of the image, and the enums, structs and variants that types name by their position. */
  readonly image: ImageInfo;
  readonly #memory: Memory;
  readonly #lookups: (KeyLookup | undefined)[] = [];

  /** For `ImageReader`. */
  constructor(memory: Memory, info: TableInfo, image: ImageInfo) {
    this.#memory = memory;
    this.info = info;
    this.image = image;
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
  get enums(): readonly EnumInfo[] {
    return this.image.enums;
  }
  get structs(): readonly StructInfo[] {
    return this.image.structs;
  }
  get variants(): readonly VariantInfo[] {
    return this.image.variants;
  }

  /** Returns a row by its position in sheet order, which is 0 … rowCount − 1. */
  row(position: number): RowValues {
    if (!(position >= 0 && position < this.info.rowCount)) {
      throw new RangeError(`${this.name} has no row ${position}; it has ${this.info.rowCount}.`);
    }
    return this.#readRow(this.addressAt(position));
  }

  /** All rows in sheet order. */
  *rows(): IterableIterator<RowValues> {
    for (let position = 0; position < this.info.rowCount; position++) yield this.row(position);
  }

  /**
   * Returns the row that has the key, its parts in the order of the index, or `undefined`.
   * `index` is a position in `indexes`, of a unique one; 0 is the primary key, where there is one.
   */
  find(key: readonly KeyValue[], index = 0): RowValues | undefined {
    checkPartCount(this.info, this.#requireIndex(index, "unique"), key);
    const address = this.lookup(index).find(...key);
    return address < 0 ? undefined : this.#readRow(address);
  }

  /** Returns all rows that have the key, by any index; of an ordered one, a key may have its first parts alone. */
  findAll(key: readonly KeyValue[], index = 0): readonly RowValues[] {
    switch (this.#requireIndex(index).purpose) {
      case "unique": {
        const row = this.find(key, index);
        return row === undefined ? [] : [row];
      }
      case "multi":
        return this.multi(index)
          .all(...key)
          .toArray();
      case "ordered":
        return this.ordered(index)
          .all(...key)
          .toArray();
    }
  }

  /** Returns the multi index at a position in `indexes`. */
  multi(index: number): MultiIndex<RowValues, readonly KeyValue[]> {
    return new MultiIndex(this.indexedRows(index, "multi", (_, at) => this.#readRow(at)));
  }

  /** Returns the ordered index at a position in `indexes`. */
  ordered(index: number): OrderedIndex<RowValues, readonly KeyValue[]> {
    return new OrderedIndex(this.indexedRows(index, "ordered", (_, at) => this.#readRow(at)));
  }

  /** @internal The bindings' way to the bytes; nothing outside of the runtime gets it. */
  [memoryOf](): Memory {
    return this.#memory;
  }

  /** The lookup of a unique index at a position in `indexes`, for the bindings. */
  lookup(index: number): KeyLookup {
    return this.#lookups[index] ?? this.#createLookup(index);
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

  /** The rows of a multi or ordered index, each as what `make` makes of it. */
  indexedRows<R>(
    position: number,
    purpose: IndexInfo["purpose"],
    make: IndexedRows<R>["make"],
  ): IndexedRows<R> {
    const index = this.#requireIndex(position, purpose);
    return { memory: this.#memory, table: this.info, index, make };
  }

  #createLookup(index: number): KeyLookup {
    const lookup = createKeyLookup(
      new IndexRows(this.#memory, this.info, this.#requireIndex(index, "unique")),
    );
    this.#lookups[index] = lookup;
    return lookup;
  }

  #requireIndex(position: number, purpose?: IndexInfo["purpose"]): IndexInfo {
    const index = this.indexes[position];
    if (index === undefined)
      throw new RangeError(`${this.name} has no key ${position}; it has ${this.indexes.length}.`);
    if (purpose === undefined || index.purpose === purpose) return index;
    throw new TypeError(`Index ${index.name} of ${this.name} is ${index.purpose}, not ${purpose}.`);
  }

  #readRow(address: number): RowValues {
    return this.info.columns.map(({ offset, type }) =>
      readValue(this.#memory, address + offset, type, this.image),
    );
  }
}
