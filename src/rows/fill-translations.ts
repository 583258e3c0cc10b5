import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { primaryKeyOf } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";

/** Puts the first language in the place of translations that are missing, and warns of each. */
export function fillTranslations(table: TypedTable, report: Report): TypedTable {
  const { texts } = table.schema;
  const [first, ...others] = texts?.columns ?? [];
  if (first === undefined) return table;
  const originals = at(table.columns, first);
  const columns = [...table.columns];
  for (const column of others) {
    const values = at(table.columns, column);
    columns[column] = Array.from(values, (value, row): Value => {
      if (value !== "" || originals[row] === "" || table.isInvalid?.(row, column)) return value;
      const { name } = at(table.schema.columns, column);
      const parameters = { table: table.schema.name, key: keyOf(table, row), language: name };
      report("missing-translation", parameters, table.cellAt(row, column));
      return originals[row];
    });
  }
  return { ...table, columns };
}

function keyOf(table: TypedTable, row: number): string {
  const column = primaryKeyOf(table.schema)?.columns[0] ?? 0;
  return String(at(table.columns, column)[row]);
}
