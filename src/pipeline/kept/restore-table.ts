import type { TableSchema } from "../../model/schema.js";
import type { TypedTable } from "../../model/typed-table.js";

/** Returns a table of which the number of rows is known; its values are read when they are asked for. */
export function restoreTable(schema: TableSchema, rowCount: number, parse: () => TypedTable): TypedTable {
  let parsed: TypedTable | undefined;
  const read = () => {
    parsed ??= parse();
    return parsed;
  };
  return {
    schema,
    rowCount,
    get columns() {
      return read().columns;
    },
    cellAt: (...given) => read().cellAt(...given),
    isInvalid: (row, column) => read().isInvalid?.(row, column) === true,
  };
}
