import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import type { Schema } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import { checkKeyTexts } from "./check-key-texts.js";
import { checkUniqueKeys } from "./check-unique-keys.js";

/** Reports all that the rows of the tables break, each at its cell. `tables` are in the schema's order. */
export function checkTables(schema: Schema, tables: readonly TypedTable[], report: Report): void {
  for (const index of schema.tables.keys()) {
    const table = at(tables, index);
    checkNotEmpty(table, report);
    checkUniqueKeys(table, schema, report);
    checkKeyTexts(table, report);
  }
}

function checkNotEmpty({ schema, rowCount }: TypedTable, report: Report): void {
  if (rowCount === 0) report("empty-table", { table: schema.name }, schema.at);
}
