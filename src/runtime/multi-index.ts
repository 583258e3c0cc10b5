import { KeyLookup, type KeyValue } from "./key-lookup.js";
import { type IndexedRows, RowList } from "./row-list.js";

/** An index of a table in which several rows may have a key. */
export class MultiIndex<R, Key extends readonly KeyValue[]> {
  readonly #rows: IndexedRows<R>;
  /** Made at the first use, as most programs do not ask all indexes. */
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
    const lookup = this.#getLookup();
    const group = lookup.find(key);
    return new RowList(this.#rows, group < 0 ? { start: 0, end: 0 } : lookup.rangeOf(group));
  }

  has(...key: Key): boolean {
    return this.#getLookup().find(key) >= 0;
  }

  /** Returns how many rows have this key. */
  count(...key: Key): number {
    return this.all(...key).length;
  }

  #getLookup(): KeyLookup {
    const { memory, table, index } = this.#rows;
    this.#lookup ??= new KeyLookup(memory, table, index);
    return this.#lookup;
  }
}
