import type { TableSchema } from "../../model/schema.js";
import type { TypedTable } from "../../model/typed-table.js";

/** Those of which nobody has asked a value. */
const unread = new WeakSet<TypedTable>();

/** Returns a table of which the number of rows is known; its values are read when they are asked for. */
export function restoreTable(schema: TableSchema, rowCount: number, parse: () => TypedTable): TypedTable {
  let parsed: TypedTable | undefined;
  const read = () => {
    unread.delete(table);
    parsed ??= parse();
    return parsed;
  };
  const table: TypedTable = {
    schema,
    rowCount,
    get columns() {
      return read().columns;
    },
    cellAt: (...given) => read().cellAt(...given),
    isInvalid: (row, column) => read().isInvalid?.(row, column) === true,
  };
  unread.add(table);
  return table;
}

/** True for a table that was restored and takes no memory for its values. */
export function isUnread(table: TypedTable): boolean {
  return unread.has(table);
}
