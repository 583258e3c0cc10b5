import { at } from "../base/assert.js";
import type { RowResolver } from "../model/row-resolver.js";
import type { ReferenceTarget, ReferenceType } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";

/**
 * Creates a resolver over the rows of all tables, which are in the schema's order. The keys of a table are collected
 * when the first reference asks for them. Rows whose key has a bad cell are not found.
 */
export function createRowResolver(tables: readonly TypedTable[]): RowResolver {
  const collected = new Map<string, ReadonlyMap<Value, number>>();
  const rowsOf = ({ table, keyIndex }: ReferenceTarget): ReadonlyMap<Value, number> => {
    const id = `${table} ${keyIndex}`;
    const known = collected.get(id) ?? collectKeys(at(tables, table), keyIndex);
    collected.set(id, known);
    return known;
  };
  return {
    resolve: ({ targets }: ReferenceType, key: Value) => {
      const wanted = keyOf(key);
      for (const [target, one] of targets.entries()) {
        const row = rowsOf(one).get(wanted);
        if (row !== undefined) return { target, row };
      }
      return undefined;
    },
  };
}

/** Returns for each key its first row; a second one is reported by the checks. */
function collectKeys(table: TypedTable, keyIndex: number): ReadonlyMap<Value, number> {
  const { columns } = at(table.schema.keys, keyIndex);
  const values = columns.map((column) => at(table.columns, column));
  const rows = new Map<Value, number>();
  for (let row = 0; row < table.rowCount; row++) {
    if (columns.some((column) => table.isInvalid?.(row, column))) continue;
    const parts = values.map((column) => column[row]);
    const key = keyOf(parts.length === 1 ? parts[0] : parts);
    if (!rows.has(key)) rows.set(key, row);
  }
  return rows;
}

/** Returns what is the same for the same key: parts as one text. */
function keyOf(key: Value): Value {
  return Array.isArray(key) ? JSON.stringify(key.map(String)) : key;
}
