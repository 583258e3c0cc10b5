import { assert, at } from "../base/assert.js";
import { type KeySchema, keyTypeOf, type ValueType } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";

/** The values that an index is built over, part by part. */
export interface KeyColumns {
  readonly key: KeySchema;
  readonly rowCount: number;
  /** For each part of the key its values; a reference counts as the key that it holds. */
  readonly values: readonly ArrayLike<Value>[];
  /** Of each part, scalar. */
  readonly types: readonly ValueType[];
}

export function keyColumnsOf(table: TypedTable, key: KeySchema): KeyColumns {
  const types = key.columns.map((column) => {
    const type = keyTypeOf(at(table.schema.columns, column).type);
    assert(type !== undefined, `key ${key.name} has a column that can be none`);
    return type;
  });
  const values = key.columns.map((column) => at(table.columns, column));
  return { key, rowCount: table.rowCount, values, types };
}

/** Returns the columns with these rows only. */
export function pickRows({ values, ...rest }: KeyColumns, rows: Uint32Array): KeyColumns {
  const picked = values.map((column) => Array.from(rows, (row) => column[row]));
  return { ...rest, rowCount: rows.length, values: picked };
}
