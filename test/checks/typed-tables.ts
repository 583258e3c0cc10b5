import { createDiagnosticSink, type Diagnostic } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import { checkTables } from "../../src/checks/check-tables.js";
import type { EnumSchema, KeySchema, Schema, ValueType } from "../../src/model/schema.js";
import type { TypedTable } from "../../src/model/typed-table.js";
import type { Value } from "../../src/model/value.js";

export interface TableSpec {
  readonly name?: string;
  readonly columns: readonly (readonly [name: string, type: ValueType])[];
  /** Column positions; the first key is the primary one. */
  readonly keys: readonly (readonly number[])[];
  readonly rows: readonly (readonly Value[])[];
  /** Cells, as row and column, that were bad. */
  readonly invalid?: readonly (readonly [row: number, column: number])[];
}

/** Creates a table whose first row stands in row 4 of a sheet, as below three header rows. */
export function createTypedTable({ name = "Item", columns, keys, rows, invalid }: TableSpec): TypedTable {
  const at = { file: "items.xlsx", sheet: name };
  return {
    schema: {
      name,
      note: "",
      columns: columns.map(([column, type]) => ({ name: column, note: "", type, at })),
      keys: keys.map((key, index): KeySchema => {
        const keyName = index === 0 ? "primary" : key.map((column) => columns[column]?.[0]).join("_");
        return { name: keyName, purpose: "unique", columns: key, at };
      }),
      isSingleton: false,
      at,
    },
    rowCount: rows.length,
    columns: columns.map((_, index) => rows.map((row) => row[index])),
    cellAt: (row, column) => ({ ...at, row: row + 3, column, header: columns[column]?.[0] ?? "" }),
    ...(invalid === undefined
      ? {}
      : { isInvalid: (row, column) => invalid.some((cell) => cell[0] === row && cell[1] === column) }),
  };
}

/** Checks tables and returns what was reported. */
export function check(
  tables: readonly TypedTable[],
  enums: readonly EnumSchema[] = [],
): { readonly diagnostics: readonly Diagnostic[]; readonly problems: readonly string[] } {
  const { diagnostics, report } = createDiagnosticSink();
  const schemas = tables.map((table) => table.schema);
  const schema: Schema = {
    name: "tables",
    namespace: "tables",
    tables: schemas,
    enums,
    structs: [],
    variants: [],
  };
  checkTables(schema, tables, report);
  return { diagnostics, problems: diagnostics.map(format) };
}

/** Returns `TG3001 items.xlsx:Item!A6 Key 1 occurs twice in Item. | first used here @ items.xlsx:Item!A4`. */
function format({ id, at, message, notes }: Diagnostic): string {
  const rest = notes.map(
    (note) => ` | ${note.message} @ ${note.at === undefined ? "" : formatCellRef(note.at)}`,
  );
  return `${id} ${at === undefined ? "" : formatCellRef(at)} ${message}${rest.join("")}`;
}

const int32 = { kind: "integer", bits: 32, signed: true } as const;

/** The types, for tests to name. */
export const types = {
  int32,
  int64: { kind: "integer", bits: 64, signed: true },
  string: { kind: "string" },
  bool: { kind: "bool" },
  datetime: { kind: "datetime" },
  duration: { kind: "duration" },
  quality: { kind: "enum", index: 0, name: "Quality", underlying: int32 },
} as const satisfies Record<string, ValueType>;

export const quality: EnumSchema = {
  name: "Quality",
  note: "",
  underlying: int32,
  isFlags: false,
  values: [
    { name: "White", value: 0, aliases: [], note: "" },
    { name: "Green", value: 1, aliases: [], note: "" },
  ],
  at: { file: "enums.xlsx", sheet: "Quality" },
};
