import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { findFirstRows } from "../base/first-rows.js";
import { u32At } from "../base/typed-array.js";
import { type KeySchema, primaryKeyName, type Schema } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import { formatKey } from "./format-key.js";
import { listGoodRows } from "./rules/group-rows.js";

/**
 * Reports every row that has the primary key, or the key of a unique index, of an earlier row. Rows with a
 * bad cell in the key are left out: they have no key yet.
 */
export function checkUniqueKeys(table: TypedTable, schema: Schema, report: Report): void {
  for (const key of table.schema.keys.filter(({ purpose }) => purpose === "unique")) {
    const name = key.name === primaryKeyName ? {} : { index: key.name };
    const column = at(key.columns, 0);
    for (const { row, first } of findDuplicates(table, key)) {
      const parameters = { table: table.schema.name, key: formatKey(table, key, row, schema), ...name };
      const note = { message: "first used here", at: table.cellAt(first, column) };
      report("duplicate-key", parameters, table.cellAt(row, column), [note]);
    }
  }
}

interface Duplicate {
  readonly row: number;
  /** The first row with the same key. */
  readonly first: number;
}

function findDuplicates(table: TypedTable, key: KeySchema): readonly Duplicate[] {
  const rows = listGoodRows(table, key.columns);
  const firsts = findFirstRows(
    key.columns.map((column) => at(table.columns, column)),
    rows,
  );
  const duplicates: Duplicate[] = [];
  for (const row of rows) {
    const first = u32At(firsts, row);
    if (first !== row) duplicates.push({ row, first });
  }
  return duplicates;
}
