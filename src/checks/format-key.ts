import { at } from "../base/assert.js";
import { quote } from "../base/quote.js";
import type { KeySchema, Schema, ValueType } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";

/** Returns a row's key as messages show it: `7`, `"sword"`, `(1001, 3)`; enum values by name. */
export function formatKey(
  table: TypedTable,
  key: KeySchema,
  row: number,
  schema: Pick<Schema, "enums">,
): string {
  const parts = key.columns.map((column) => {
    const { type } = at(table.schema.columns, column);
    return formatPart(at(at(table.columns, column), row), type, schema);
  });
  return parts.length === 1 ? at(parts, 0) : `(${parts.join(", ")})`;
}

function formatPart(value: Value, type: ValueType, schema: Pick<Schema, "enums">): string {
  if (typeof value === "string") return quote(value);
  if (type.kind === "enum") {
    const { values } = at(schema.enums, type.index);
    return values.find((one) => one.value === value)?.name ?? String(value);
  }
  if (type.kind === "datetime" && typeof value === "number") {
    return new Date(value * 1000).toISOString().replace(".000Z", "Z");
  }
  return type.kind === "duration" ? `${String(value)}ms` : String(value);
}
