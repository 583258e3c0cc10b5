import { ClosedError } from "./errors.js";
import { toPosition } from "./indexed-access.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import { matchTable, type TableSpec } from "./match-table.js";
import { type Memory, memoryOf } from "./memory.js";
import { MultiIndex } from "./multi-index.js";
import type { ImageReader } from "./open-image.js";
import { OrderedIndex } from "./ordered-index.js";
import type { Row } from "./row.js";
import type { IndexedRows } from "./row-list.js";
import type { TableReader } from "./table-reader.js";
import type { View, ViewClass } from "./view.js";

/**
 * A table of an open library: the base of generated classes, which add `get` and its like. Rows are made
 * when they are asked for and refer to the image; nothing is copied.
 */
export abstract class Table<R extends Row> implements Iterable<R> {
  readonly #reader: TableReader;
  /** For generated classes, as all members that begin with `$`. */
  protected readonly $memory: Memory;
  readonly #rowClass: ViewClass<R>;
  /** For each key of the bindings its position in the image's indexes. */
  readonly #indexes: readonly number[];
  /** When a full garbage collection finds no object of a class, the engine throws away what it has compiled for its objects. */
  protected readonly $kept: readonly View[];

  /** Throws SchemaMismatchError when the image's table is not the one that `spec` describes. */
  constructor(image: ImageReader, spec: TableSpec, rowClass: ViewClass<R>) {
    const { reader, indexes, structClasses } = matchTable(image, spec);
    this.#reader = reader;
    this.$memory = reader[memoryOf]();
    this.#rowClass = rowClass;
    this.#indexes = indexes;
    this.$kept = [rowClass, ...structClasses].map((type) => new type(this.$memory, 0));
  }

  /** Number of rows. */
  get size(): number {
    if (this.$memory.closed) throw new ClosedError();
    return this.#reader.rowCount;
  }

  /** Returns a row by its position in sheet order; a negative one counts from the end, as in `Array.at`. */
  at(position: number): R | undefined {
    const index = toPosition(position, this.size);
    return index < 0 ? undefined : new this.#rowClass(this.$memory, this.#reader.addressAt(index));
  }

  /** The rows in sheet order. */
  *[Symbol.iterator](): IterableIterator<R> {
    for (let position = 0; position < this.size; position++) {
      yield new this.#rowClass(this.$memory, this.#reader.addressAt(position));
    }
  }

  /** Returns what finds rows by a unique key, by the key's position in the spec. */
  protected $unique(key: number): KeyLookup {
    // Generated code asks for the keys of its own spec.
    return this.#reader.lookup(this.#indexes[key] as number);
  }

  /** Returns the multi index over a key, by the key's position in the spec. */
  protected $multi<Key extends readonly KeyValue[]>(key: number): MultiIndex<R, Key> {
    return new MultiIndex(this.#indexedRows(key, "multi"));
  }

  /** Returns the ordered index over a key, by the key's position in the spec. */
  protected $ordered<Key extends readonly KeyValue[]>(key: number): OrderedIndex<R, Key> {
    return new OrderedIndex(this.#indexedRows(key, "ordered"));
  }

  #indexedRows(key: number, purpose: "multi" | "ordered"): IndexedRows<R> {
    const rowClass = this.#rowClass;
    // Generated code asks for the keys of its own spec.
    return this.#reader.indexedRows(
      this.#indexes[key] as number,
      purpose,
      (memory, at) => new rowClass(memory, at),
    );
  }
}
