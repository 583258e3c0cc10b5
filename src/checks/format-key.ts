import { at } from "../base/assert.js";
import type { KeySchema } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import { type FormatSchema, formatValue } from "./format-value.js";

/** Returns a row's key as messages show it: `7`, `"sword"`, `(1001, 3)`; enum values by name. */
export function formatKey(
  table: TypedTable,
  { columns }: Pick<KeySchema, "columns">,
  row: number,
  schema: FormatSchema,
): string {
  const parts = columns.map((column) => {
    const { type } = at(table.schema.columns, column);
    return formatValue(at(at(table.columns, column), row), type, schema);
  });
  return parts.length === 1 ? at(parts, 0) : `(${parts.join(", ")})`;
}
