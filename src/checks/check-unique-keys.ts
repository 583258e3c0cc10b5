import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import type { KeySchema, Schema } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";
import { formatKey } from "./format-key.js";

/**
 * Reports every row that has the primary key, or the key of a unique index, of an earlier row. Rows with a
 * bad cell in the key are left out: they have no key yet.
 */
export function checkUniqueKeys(table: TypedTable, schema: Pick<Schema, "enums">, report: Report): void {
  for (const [index, key] of table.schema.keys.entries()) {
    const name = index === 0 ? {} : { index: key.name };
    findDuplicates(table, key, (row, first) => {
      const column = at(key.columns, 0);
      const parameters = { table: table.schema.name, key: formatKey(table, key, row, schema), ...name };
      const note = { message: "first used here", at: table.cellAt(first, column) };
      report("duplicate-key", parameters, table.cellAt(row, column), [note]);
    });
  }
}

type OnDuplicate = (row: number, first: number) => void;

function findDuplicates(table: TypedTable, key: KeySchema, onDuplicate: OnDuplicate): void {
  const keys = key.columns.length === 1 ? at(table.columns, at(key.columns, 0)) : joinParts(table, key);
  const firstRowOf = new Map<Value, number>();
  for (let row = 0; row < table.rowCount; row++) {
    if (key.columns.some((column) => table.isInvalid?.(row, column))) continue;
    const value = at(keys, row);
    const first = firstRowOf.get(value);
    if (first === undefined) firstRowOf.set(value, row);
    else onDuplicate(row, first);
  }
}

/**
 * Returns a number for each row, the same for two rows when all parts of their keys are the same: each part
 * is numbered in order of appearance, and so is each pair of what is left of it and itself.
 */
function joinParts(table: TypedTable, key: KeySchema): Float64Array {
  const joined = new Float64Array(table.rowCount);
  for (const column of key.columns) {
    const values = at(table.columns, column);
    const numberOfValue = new Map<Value, number>();
    const numberOfPair = new Map<number, number>();
    for (let row = 0; row < table.rowCount; row++) {
      const part = numberFor(at(values, row), numberOfValue);
      // Both numbers are below the row count, so their pair is exact: at most its square, less than 2^53.
      joined[row] = numberFor(at(joined, row) * table.rowCount + part, numberOfPair);
    }
  }
  return joined;
}

function numberFor<Key>(key: Key, numbers: Map<Key, number>): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const next = numbers.size;
  numbers.set(key, next);
  return next;
}
