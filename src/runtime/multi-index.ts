import { checkPartCount, createKeyLookup } from "./create-key-lookup.js";
import { IndexRows } from "./index-rows.js";
import type { KeyLookup, KeyValue } from "./key-lookup.js";
import { type IndexedRows, RowList } from "./row-list.js";

/** An index of a table in which several rows may have a key. */
export class MultiIndex<R, Key extends readonly KeyValue[]> {
  readonly #rows: IndexedRows<R>;
  /** Made at the first use, as most programs do not ask all indexes. */
  #indexRows: IndexRows | undefined;
  #lookup: KeyLookup | undefined;

  /** For the runtime. */
  constructor(rows: IndexedRows<R>) {
    this.#rows = rows;
  }

  /** Number of different keys. */
  get size(): number {
    return this.#rows.index.keyCount;
  }

  /** Returns the rows with this key in sheet order; an empty list when there are none. */
  all(...key: Key): RowList<R> {
    const group = this.#find(key);
    return new RowList(this.#rows, group < 0 ? { start: 0, end: 0 } : this.#getIndexRows().rangeOf(group));
  }

  has(...key: Key): boolean {
    return this.#find(key) >= 0;
  }

  /** Returns how many rows have this key. */
  count(...key: Key): number {
    return this.all(...key).length;
  }

  #find(key: readonly KeyValue[]): number {
    const { table, index } = this.#rows;
    checkPartCount(table, index, key);
    this.#lookup ??= createKeyLookup(this.#getIndexRows());
    return this.#lookup.find(...key);
  }

  #getIndexRows(): IndexRows {
    const { memory, table, index } = this.#rows;
    this.#indexRows ??= new IndexRows(memory, table, index);
    return this.#indexRows;
  }
}
