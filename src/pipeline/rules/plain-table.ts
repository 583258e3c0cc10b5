import { at } from "../../base/assert.js";
import type { ValueType } from "../../model/schema.js";
import type { Value } from "../../model/value.js";
import type { RuleTable } from "./define-rules.js";
import { type TypeNames, toPlainValue } from "./plain-values.js";

/** Rows wherever they come from: of the sheets, or of a release. */
export interface RowSource {
  readonly name: string;
  readonly rowCount: number;
  readonly columns: readonly { readonly name: string; readonly type: ValueType }[];
  /** Positions of the columns of the primary key; none for a table without one. */
  readonly key: readonly number[];
  /** Returns the values of a row, one for each column. */
  readonly rowAt: (row: number) => readonly Value[];
  readonly names: TypeNames;
}

/** A table as rules see it. Its rows are made when they are first asked for. */
export class PlainTable implements RuleTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly #source: RowSource;
  #rows: readonly object[] | undefined;
  #byKey: ReadonlyMap<string, object> | undefined;
  #positions: ReadonlyMap<object, number> | undefined;

  constructor(source: RowSource) {
    this.name = source.name;
    this.columns = source.columns.map(({ name }) => name);
    this.#source = source;
  }

  get rows(): readonly object[] {
    this.#rows ??= Object.freeze(
      Array.from({ length: this.#source.rowCount }, (_, row) => this.#createRow(row)),
    );
    return this.#rows;
  }

  find(...key: readonly unknown[]): object | undefined {
    const { columns, key: parts } = this.#source;
    if (parts.length === 0) return undefined;
    const names = parts.map((column) => at(columns, column).name);
    this.#byKey ??= new Map(
      // Of two rows with one key, which is an error, the first counts.
      [...this.rows].reverse().map((row) => [keyOf(names.map((name) => memberOf(row, name))), row]),
    );
    // The key of a reference to a row with several parts is one list.
    const [only] = key;
    return this.#byKey.get(keyOf(key.length === 1 && Array.isArray(only) ? only : key));
  }

  /** Returns the position of a row of this table. */
  positionOf(row: object): number | undefined {
    if (this.#rows === undefined) return undefined;
    this.#positions ??= new Map(this.#rows.map((one, position) => [one, position]));
    return this.#positions.get(row);
  }

  #createRow(row: number): object {
    const { columns, rowAt, names } = this.#source;
    const values = rowAt(row);
    const members = columns.map(({ name, type }, column) => [
      name,
      toPlainValue(values[column], type, names),
    ]);
    return Object.freeze(Object.fromEntries(members));
  }
}

function memberOf(row: object, name: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[name]; // rows are made of members by name
}

/** Returns what is the same for the same key: 5 and 5n are, as which of them it is depends on the column's width. */
function keyOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts.map((part) => (part instanceof Date ? part.getTime() : String(part))));
}
