import { createDiagnosticSink, type Diagnostic } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import type {
  ColumnSchema,
  EnumSchema,
  FieldSchema,
  Schema,
  StructSchema,
  TableSchema,
  ValueType,
  VariantSchema,
} from "../../src/model/schema.js";
import type { SheetRegion, ValueSource } from "../../src/model/table-source.js";
import type { TypedTable } from "../../src/model/typed-table.js";
import type { Cell, Sheet } from "../../src/model/workbook.js";
import type { ParseOptions } from "../../src/rows/create-parser.js";
import { parseTable } from "../../src/rows/parse-table.js";

/** Creates a sheet `Item` of `items.xlsx` unless named otherwise, from its rows of cells. */
export function createSheet(
  rows: readonly (readonly Cell[])[],
  { file = "items.xlsx", name = "Item" }: { readonly file?: string; readonly name?: string } = {},
): Sheet {
  return {
    file,
    name,
    rowCount: rows.length,
    columnCount: Math.max(0, ...rows.map((row) => row.length)),
    cell: (row, column) => rows[row]?.[column],
  };
}

/** A column's name and type, and what else its schema may say. */
export type ColumnSpec = Pick<ColumnSchema, "name" | "type"> & Partial<ColumnSchema>;

export function createTable(
  columns: readonly ColumnSpec[],
  keys: readonly (readonly number[])[] = [],
): TableSchema {
  return {
    name: "Item",
    note: "",
    columns: columns.map((column, index) => ({
      note: "",
      at: { file: "items.xlsx", sheet: "Item", row: 0, column: index, header: column.name },
      ...column,
    })),
    keys: keys.map((key, index) => ({
      purpose: "unique" as const,
      name: index === 0 ? "primary" : key.map((column) => columns[column]?.name).join("_"),
      columns: key,
      at: { file: "items.xlsx", sheet: "Item", row: 0 },
    })),
    isSingleton: false,
    at: { file: "items.xlsx", sheet: "Item" },
  };
}

/** The types of a library that have names; none unless given. */
export type NamedTypes = Partial<Pick<Schema, "enums" | "structs" | "variants">>;

function createSchema(
  table: TableSchema,
  { enums = [], structs = [], variants = [] }: NamedTypes = {},
): Schema {
  return { name: "tables", namespace: "tables", tables: [table], enums, structs, variants };
}

export const defaultOptions: ParseOptions = {
  timeZone: "UTC",
  separators: [",", ";", "|"],
  emptyCells: {},
  constants: {},
};

export interface ReadOptions extends Partial<ParseOptions>, NamedTypes {}

/** Parses cells that stand in a sheet below one row of names. */
export function readRows(
  table: TableSchema,
  rows: readonly (readonly Cell[])[],
  options: ReadOptions = {},
): { readonly typed: TypedTable; readonly diagnostics: readonly Diagnostic[] } {
  const sheet = createSheet([table.columns.map(({ name }) => name), ...rows]);
  const columns = cellsAt(...table.columns.keys());
  return readRegions(table, [{ sheet, rows: rows.map((_, index) => index + 1), columns }], options);
}

/** Returns the sources of columns that stand in one column of the sheet each; `undefined` for one that it lacks. */
export function cellsAt(...columns: readonly (number | undefined)[]): readonly ValueSource[] {
  return columns.map((column) => (column === undefined ? { kind: "missing" } : { kind: "cell", column }));
}

export function readRegions(
  table: TableSchema,
  regions: readonly SheetRegion[],
  { enums = [], structs = [], variants = [], ...options }: ReadOptions = {},
): { readonly typed: TypedTable; readonly diagnostics: readonly Diagnostic[] } {
  const { diagnostics, report } = createDiagnosticSink();
  const schema = createSchema(table, { enums, structs, variants });
  const typed = parseTable({ table, regions }, schema, { ...defaultOptions, ...options }, report);
  return { typed, diagnostics };
}

/** Returns the values of a table's columns as plain arrays. */
export function valuesOf(typed: TypedTable): readonly (readonly unknown[])[] {
  return typed.columns.map((column) => Array.from(column));
}

/** Returns `TG4001 items.xlsx:Item!A2 Item.id has no value here.`, and its notes behind it. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const place = diagnostic.at === undefined ? "" : `${formatCellRef(diagnostic.at)} `;
  const notes = diagnostic.notes.map(
    ({ message, at }) => ` | ${message}${at === undefined ? "" : ` @ ${formatCellRef(at)}`}`,
  );
  return `${diagnostic.id} ${place}${diagnostic.message}${notes.join("")}`;
}

/** The types, for tests to name. */
export const types = {
  bool: { kind: "bool" },
  int8: { kind: "integer", bits: 8, signed: true },
  int32: { kind: "integer", bits: 32, signed: true },
  int64: { kind: "integer", bits: 64, signed: true },
  uint8: { kind: "integer", bits: 8, signed: false },
  uint32: { kind: "integer", bits: 32, signed: false },
  uint64: { kind: "integer", bits: 64, signed: false },
  float32: { kind: "float", bits: 32 },
  float64: { kind: "float", bits: 64 },
  string: { kind: "string" },
  datetime: { kind: "datetime" },
  duration: { kind: "duration" },
  version: { kind: "version" },
  fraction: { kind: "float", bits: 32, isFraction: true },
  quality: {
    kind: "enum",
    index: 0,
    name: "Quality",
    underlying: { kind: "integer", bits: 32, signed: true },
  },
} as const satisfies Record<string, ValueType>;

export function listOf(element: ValueType): ValueType {
  return { kind: "list", element };
}
export function arrayOf(element: ValueType, length: number): ValueType {
  return { kind: "array", element, length };
}
export function optional(value: ValueType): ValueType {
  return { kind: "optional", value };
}
export function setOf(element: ValueType): ValueType {
  return { kind: "set", element };
}
export function mapOf(key: ValueType, value: ValueType): ValueType {
  return { kind: "map", key, value };
}
/** The type of the struct, or of the variant, at a position of a schema. */
export function structAt(index: number, name: string): ValueType {
  return { kind: "struct", index, name, bytes: 0, alignment: 1 };
}
export function variantAt(index: number, name: string): ValueType {
  return { kind: "variant", index, name };
}

/** A struct's field with its name and type, and what else it may say. */
export type FieldSpec = Pick<FieldSchema, "name" | "type"> & Partial<FieldSchema>;

/** Makes a struct; its fields stand in a row each of a sheet `Structs`. */
export function createStruct(
  name: string,
  fields: readonly FieldSpec[],
  writing?: StructSchema["writing"],
): StructSchema {
  const at = { file: "types.xlsx", sheet: "Structs" };
  return {
    ...{ name, note: "", at },
    ...(writing === undefined ? {} : { writing }),
    fields: fields.map((field, row) => ({ note: "", at: { ...at, row, column: 1 }, ...field })),
  };
}

/** Makes a variant whose kinds have the names of their structs; the numbers are those of the structs. */
export function createVariant(
  name: string,
  kinds: readonly (readonly [name: string, struct: number, ...aliases: string[]])[],
): VariantSchema {
  return {
    name,
    note: "",
    kinds: kinds.map(([kind, struct, ...aliases]) => ({ name: kind, struct, aliases })),
    at: { file: "types.xlsx", sheet: "Structs" },
  };
}

/** Reward { item: int32, count: int32 = 1 }, Circle { radius }, Square { side, tags? }, Nothing {}; the last three are Shapes. */
export const structs: readonly StructSchema[] = [
  createStruct("Reward", [
    { name: "item", type: types.int32 },
    { name: "count", type: types.int32, defaultText: "1" },
  ]),
  createStruct("Circle", [{ name: "radius", type: types.float32 }]),
  createStruct("Square", [
    { name: "side", type: types.int32 },
    { name: "tags", type: optional(listOf(types.string)) },
  ]),
  createStruct("Nothing", []),
];
export const variants: readonly VariantSchema[] = [
  createVariant("Shape", [
    ["Circle", 1, "圆"],
    ["Square", 2],
    ["Nothing", 3],
  ]),
];
export const reward = structAt(0, "Reward");
export const shape = variantAt(0, "Shape");

/** White, Green with the alias 绿, Blue = 5 with the alias `2`, which is no value's number. */
export const quality: EnumSchema = {
  name: "Quality",
  note: "",
  underlying: { kind: "integer", bits: 32, signed: true },
  isFlags: false,
  values: [
    { name: "White", value: 0, aliases: [], note: "" },
    { name: "Green", value: 1, aliases: ["绿"], note: "" },
    { name: "Blue", value: 5, aliases: ["2"], note: "" },
  ],
  at: { file: "enums.xlsx", sheet: "Quality" },
};
