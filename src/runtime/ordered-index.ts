import { at as elementAt } from "../base/assert.js";
import { keyTypeOf } from "../model/schema.js";
import type { KeyValue } from "./key-lookup.js";
import { OrderLookup } from "./order-lookup.js";
import { type IndexedRows, RowList } from "./row-list.js";

/** The first parts of a key: all of them, or fewer. */
export type KeyPrefix<Key extends readonly unknown[]> = Key extends readonly [...infer First, unknown]
  ? Key | KeyPrefix<First>
  : Key;

/** One end of a range: the value itself for a key of one part, else an array of the first parts. */
export type KeyBound<Key extends readonly unknown[]> = Key extends readonly [infer Only]
  ? Only
  : KeyPrefix<Key>;

/** What `nearest` takes: the value of a key that is one number or time. */
export type NearestKey<Key extends readonly unknown[]> = Key extends readonly [
  infer Only extends number | bigint | Date,
]
  ? Only
  : never;

/**
 * The rows of a table in ascending order of keys, those with the same key in sheet order. Numbers are ordered by value,
 * false before true, texts by their UTF-8 bytes. A key may be given by its first parts alone.
 *
 * A value that no row can have, such as a fraction, has its place in the order; NaN and values of another type find
 * nothing.
 */
export class OrderedIndex<R, Key extends readonly KeyValue[]> extends RowList<R> {
  /** Made at the first use, as most programs do not ask all indexes. */
  #lookup: OrderLookup | undefined;

  /** For the runtime. */
  constructor(rows: IndexedRows<R>) {
    super(rows, { start: 0, end: rows.index.keyCount });
  }

  /** Returns the rows with this key, or with a key that begins with these parts. */
  all(...key: KeyPrefix<Key>): RowList<R> {
    const order = this.#getOrder();
    return this.#slice(order.lower(key), order.upper(key));
  }

  has(...key: KeyPrefix<Key>): boolean {
    return this.all(...key).length > 0;
  }

  /** Returns how many rows have this key, or a key that begins with these parts. */
  count(...key: KeyPrefix<Key>): number {
    return this.all(...key).length;
  }

  /** Returns the last row whose key is not greater: the step of a staircase that a value is on. */
  floor(...key: KeyPrefix<Key>): R | undefined {
    const end = this.#getOrder().upper(key) ?? 0;
    return end === 0 ? undefined : this.at(end - 1);
  }

  /** Returns the first row whose key is not less. */
  ceil(...key: KeyPrefix<Key>): R | undefined {
    const start = this.#getOrder().lower(key);
    return start === undefined ? undefined : this.at(start);
  }

  /** Returns the row whose number or time is closest: the floor or the ceil, the floor when both are equally close. */
  nearest(value: NearestKey<Key>): R | undefined {
    this.#requireNumber();
    const order = this.#getOrder();
    const above = order.lower([value]);
    const end = order.upper([value]);
    if (above === undefined || end === undefined) return undefined;
    if (end === 0 || above === this.length) return this.at(end === 0 ? 0 : end - 1);
    const isAbove = order.distanceAt(above, value) < order.distanceAt(end - 1, value);
    return this.at(isAbove ? above : end - 1);
  }

  /** Returns the rows whose keys are not less than `low` and not greater than `high`. */
  between(low: KeyBound<Key>, high: KeyBound<Key>): RowList<R> {
    const order = this.#getOrder();
    return this.#slice(order.lower(toParts(low)), order.upper(toParts(high)));
  }

  /** Returns the rows whose keys are not less. */
  from(...key: KeyPrefix<Key>): RowList<R> {
    return this.#slice(this.#getOrder().lower(key), this.length);
  }

  /** Returns the rows whose keys are greater. */
  after(...key: KeyPrefix<Key>): RowList<R> {
    return this.#slice(this.#getOrder().upper(key), this.length);
  }

  /** Returns the rows whose keys are not greater. */
  upTo(...key: KeyPrefix<Key>): RowList<R> {
    return this.#slice(0, this.#getOrder().upper(key));
  }

  /** Returns the rows whose keys are less. */
  before(...key: KeyPrefix<Key>): RowList<R> {
    return this.#slice(0, this.#getOrder().lower(key));
  }

  #slice(start: number | undefined, end: number | undefined): RowList<R> {
    const isRange = start !== undefined && end !== undefined && start < end;
    return new RowList(this.$rows, isRange ? { start, end } : { start: 0, end: 0 });
  }

  #requireNumber(): void {
    const { index, table } = this.$rows;
    const types = index.parts.map(({ column }) => keyTypeOf(elementAt(table.columns, column).type)?.kind);
    const [only = "string"] = types;
    if (types.length === 1 && numberKinds.includes(only)) return;
    throw new TypeError(
      `Index ${index.name} of ${table.name} has no nearest row: its key is not one number.`,
    );
  }

  #getOrder(): OrderLookup {
    const { memory, table, index } = this.$rows;
    this.#lookup ??= new OrderLookup(memory, table, index);
    return this.#lookup;
  }
}

const numberKinds: readonly string[] = ["integer", "enum", "datetime", "duration"];

function toParts(bound: KeyValue | readonly KeyValue[]): readonly KeyValue[] {
  return Array.isArray(bound) ? bound : [bound as KeyValue];
}
