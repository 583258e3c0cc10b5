import { createDiagnosticSink, type Diagnostic, type Report } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import type { CheckContext } from "../../src/checks/check-context.js";
import { checkTables } from "../../src/checks/check-tables.js";
import { createFileFinder } from "../../src/checks/files/file-finder.js";
import type { FieldRule, TableRule } from "../../src/model/rule.js";
import type { EnumSchema, KeySchema, Schema, ValueType } from "../../src/model/schema.js";
import type { TypedTable } from "../../src/model/typed-table.js";
import type { Value } from "../../src/model/value.js";
import { createRowResolver } from "../../src/references/create-row-resolver.js";
import { isProblem } from "../../src/rows/cell-parser.js";
import { ParserFactory } from "../../src/rows/create-parser.js";
import { parseRules } from "../../src/schema/parse-rules.js";

export interface TableSpec {
  readonly name?: string;
  /** `rules` are written as in a cell. */
  readonly columns: readonly (readonly [name: string, type: ValueType, rules?: string])[];
  /** Column positions; the first key is the primary one. */
  readonly keys: readonly (readonly number[])[];
  readonly rows: readonly (readonly Value[])[];
  /** Cells, as row and column, that were bad. */
  readonly invalid?: readonly (readonly [row: number, column: number])[];
  readonly rules?: readonly TableRule[];
}

/** Creates a table whose first row stands in row 4 of a sheet, as below three header rows. */
export function createTypedTable({
  name = "Item",
  columns,
  keys,
  rows,
  invalid,
  rules,
}: TableSpec): TypedTable {
  const at = { file: "items.xlsx", sheet: name };
  return {
    schema: {
      name,
      note: "",
      columns: columns.map(([column, type, ruled = ""], index) => ({
        ...{ name: column, note: "", type, at },
        ...(ruled === "" ? {} : { rules: fieldRules(ruled, { ...at, row: 2, column: index }) }),
      })),
      keys: keys.map((key, index): KeySchema => {
        const keyName = index === 0 ? "primary" : key.map((column) => columns[column]?.[0]).join("_");
        return { name: keyName, purpose: "unique", columns: key, at };
      }),
      isSingleton: false,
      ...(rules === undefined ? {} : { rules }),
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

/** Parses rules as they stand in a cell, which must be good. */
export function fieldRules(text: string, at: TypedTable["schema"]["at"]): readonly FieldRule[] {
  const { diagnostics, report } = createDiagnosticSink();
  const rules = parseRules(text, at, report).flatMap((one) => (one.kind === "value" ? [one.rule] : []));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(format).join("\n"));
  return rules;
}

/** What a test gives beside the tables. */
type Given = Partial<Pick<Schema, "structs" | "variants"> & Pick<CheckContext, "paths" | "today" | "files">>;

/** Checks tables and returns what was reported. */
export function check(
  tables: readonly TypedTable[],
  enums: readonly EnumSchema[] = [],
  given: Given = {},
): { readonly diagnostics: readonly Diagnostic[]; readonly problems: readonly string[] } {
  const { diagnostics, report } = createDiagnosticSink();
  checkTables(createContext({ tables, enums, ...given }, report));
  return { diagnostics, problems: diagnostics.map(format) };
}

/** Creates what the checks look at, with what matters to a test. */
export function createContext(
  {
    tables,
    enums = [],
    structs = [],
    variants = [],
    ...given
  }: Given & { readonly tables: readonly TypedTable[]; readonly enums?: readonly EnumSchema[] },
  report: Report,
): CheckContext {
  const schema: Schema = {
    name: "tables",
    namespace: "tables",
    tables: tables.map((table) => table.schema),
    enums,
    structs,
    variants,
  };
  const parsers = new ParserFactory({ schema, options });
  return {
    schema,
    tables,
    resolver: createRowResolver(tables),
    readText: (type, text, at) => {
      const value = parsers.create(type)(text);
      if (!isProblem(value)) return { value };
      report(value.code, value.parameters, at, value.notes);
      return undefined;
    },
    files: createFileFinder({ list: () => [], stat: () => undefined }, "/"),
    paths: {},
    today: "2026-06-01",
    report,
    ...given,
  };
}

const options = { timeZone: "UTC", separators: [",", ";", "|"], emptyCells: {}, constants: {} };

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
  float32: { kind: "float", bits: 32 },
  version: { kind: "version" },
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
