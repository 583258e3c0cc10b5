import { at } from "../base/assert.js";
import type { RowResolver } from "../model/row-resolver.js";
import { primaryKeyOf, type Schema, type ValueType } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";
import { createVisits } from "../model/visit-values.js";

/**
 * Returns the tables with their back references filled in: for each row the keys of the rows that refer to it by a
 * column, in sheet order, each once.
 */
export function fillBackReferences(
  schema: Schema,
  tables: readonly TypedTable[],
  rows: RowResolver,
): readonly TypedTable[] {
  return tables.map((table, position) => {
    const backward = [...table.schema.columns.entries()].filter(
      ([, column]) => column.backReference !== undefined,
    );
    if (backward.length === 0) return table;
    const columns = [...table.columns];
    for (const [index, { backReference }] of backward) {
      if (backReference === undefined) continue;
      const from = at(tables, backReference.table);
      columns[index] = collectReferring({
        schema,
        rows,
        from,
        position,
        table,
        column: backReference.column,
      });
    }
    return { ...table, columns };
  });
}

interface Referring {
  readonly schema: Schema;
  readonly rows: RowResolver;
  /** The table that refers, and its column. */
  readonly from: TypedTable;
  readonly column: number;
  /** The table that is referred to, and its position. */
  readonly table: TypedTable;
  readonly position: number;
}

function collectReferring({ schema, rows, from, column, table, position }: Referring): readonly Value[] {
  const found = Array.from({ length: table.rowCount }, (): Value[] => []);
  const lastRow = new Int32Array(table.rowCount).fill(-1);
  const keys = primaryKeyOf(from.schema)?.columns.map((part) => at(from.columns, part)) ?? [];
  const keyOf = (row: number): Value => {
    const parts = keys.map((values) => values[row]);
    return parts.length === 1 ? parts[0] : parts;
  };
  const visit = createVisits(schema, {
    onType: (type: ValueType) => {
      if (type.kind !== "reference") return undefined;
      return (value, { row }) => {
        const target = rows.resolve(type, value);
        if (target === undefined || at(type.targets, target.target).table !== position) return;
        if (lastRow[target.row] === row) return;
        lastRow[target.row] = row;
        at(found, target.row).push(keyOf(row));
      };
    },
  })(at(from.schema.columns, column).type);
  const values = at(from.columns, column);
  for (let row = 0; row < from.rowCount; row++) {
    const value = values[row];
    if (value === undefined || from.isInvalid?.(row, column)) continue;
    visit?.(value, { row, fields: [], elements: [] });
  }
  return found;
}
