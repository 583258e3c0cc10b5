import type { IndexInfo, TableInfo } from "./image-info.js";
import { addressOfListed, type RowRange } from "./index-rows.js";
import { addIndexedAccess, toPosition } from "./indexed-access.js";
import type { Memory } from "./memory.js";
import { type Plain, plainOf, toPlain } from "./plain.js";

/** The rows that an index lists, one after the other; `make` makes one where it starts in the image. */
export interface IndexedRows<R> {
  readonly memory: Memory;
  readonly table: TableInfo;
  readonly index: IndexInfo;
  readonly make: (memory: Memory, at: number) => R;
}

/** Rows that an index has found: each is made when it is asked for, nothing is copied. */
export class RowList<R> implements Iterable<R>, Plain {
  readonly length: number;
  /** As `at`, which is faster. */
  readonly [index: number]: R | undefined;
  // Plain properties: making private fields costs more than the rest of a list.
  protected readonly $rows: IndexedRows<R>;
  private readonly $start: number;

  /** For the runtime. */
  constructor(rows: IndexedRows<R>, { start, end }: RowRange) {
    this.length = end - start;
    this.$rows = rows;
    this.$start = start;
  }

  /** As `Array.at`: a negative index counts from the end, and outside there is `undefined`. */
  at(index: number): R | undefined {
    const position = toPosition(index, this.length);
    return position < 0 ? undefined : this.$rowAt(position);
  }

  *[Symbol.iterator](): IterableIterator<R> {
    for (let index = 0; index < this.length; index++) yield this.$rowAt(index);
  }

  map<U>(transform: (row: R, index: number) => U): U[] {
    return this.toArray().map((row, index) => transform(row, index));
  }

  toArray(): R[] {
    return [...this];
  }

  toJSON(): unknown {
    return this[plainOf](0);
  }

  [plainOf](depth: number): unknown {
    return this.toArray().map((row) => toPlain(row, depth));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return this.toArray();
  }

  private $rowAt(position: number): R {
    const { memory, table, index, make } = this.$rows;
    return make(memory, addressOfListed(memory, table, index, this.$start + position));
  }
}

addIndexedAccess(RowList.prototype);
