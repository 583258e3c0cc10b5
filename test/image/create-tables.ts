import { assert } from "../../src/base/assert.js";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import type { Place } from "../../src/base/place.js";
import { encodeImage } from "../../src/image/encode-image.js";
import { buildKeyIndexes } from "../../src/index/build-key-index.js";
import type {
  EnumSchema,
  IntegerType,
  KeySchema,
  ReferenceType,
  Schema,
  StructSchema,
  TableSchema,
  ValueType,
  VariantSchema,
} from "../../src/model/schema.js";
import type { TableImage } from "../../src/model/table-image.js";
import type { TypedTable } from "../../src/model/typed-table.js";
import type { Value } from "../../src/model/value.js";
import { createRowResolver } from "../../src/references/create-row-resolver.js";

/** A table as a test writes it down. */
export interface TableSpec {
  readonly name: string;
  readonly note?: string;
  readonly columns: readonly (readonly [name: string, type: ValueType, note?: string])[];
  /** Names of columns; the first key is the primary one. */
  readonly keys?: readonly (readonly string[])[];
  /** Names of columns of further indexes. */
  readonly multi?: readonly (readonly string[])[];
  readonly ordered?: readonly (readonly string[])[];
  readonly isSingleton?: boolean;
  readonly rows: readonly (readonly Value[])[];
}

const place: Place = { file: "test.xlsx", sheet: "Test" };

/** Creates a table whose cells stand below one header row. */
export function createTable(spec: TableSpec): TypedTable {
  const { name, note = "", columns, keys = [], multi = [], ordered = [], isSingleton = false, rows } = spec;
  const columnNames = columns.map(([columnName]) => columnName);
  const createKey = (
    purpose: KeySchema["purpose"],
    key: readonly string[],
    keyName = key.join("_"),
  ): KeySchema => ({
    name: keyName,
    purpose,
    columns: key.map((columnName) => columnNames.indexOf(columnName)),
    at: place,
  });
  const schema: TableSchema = {
    name,
    note,
    columns: columns.map(([columnName, type, columnNote = ""]) => ({
      name: columnName,
      note: columnNote,
      type,
      at: place,
    })),
    keys: [
      ...keys.map((key, index) => createKey("unique", key, index === 0 ? "primary" : key.join("_"))),
      ...multi.map((key) => createKey("multi", key)),
      ...ordered.map((key) => createKey("ordered", key)),
    ],
    isSingleton,
    at: { ...place, sheet: name },
  };
  return {
    schema,
    rowCount: rows.length,
    columns: columns.map((_, column) => rows.map((row) => row[column])),
    cellAt: (row, column) => ({ ...place, row: row + 1, column }),
  };
}

/** The types that have names. */
export interface NamedTypes {
  readonly enums?: readonly EnumSchema[];
  readonly structs?: readonly StructSchema[];
  readonly variants?: readonly VariantSchema[];
}

export function createSchema(
  tables: readonly TypedTable[],
  { enums = [], structs = [], variants = [] }: NamedTypes = {},
): Schema {
  const schemas = tables.map((table) => table.schema);
  return { name: "tables", namespace: "tables", tables: schemas, enums, structs, variants };
}

/** Builds all indexes and encodes; fails when anything is reported. */
export function encodeTables(specs: readonly TableSpec[], types: NamedTypes = {}): TableImage {
  const tables = specs.map(createTable);
  const { diagnostics, report } = createDiagnosticSink();
  const schema = createSchema(tables, types);
  const image = encodeImage(
    { schema, tables, indexesOf: buildKeyIndexes, rows: createRowResolver(tables) },
    report,
  );
  assert(image !== undefined && diagnostics.length === 0, "the tables are encoded without a report");
  return image;
}

export function integer(bits: IntegerType["bits"], signed = true): IntegerType {
  return { kind: "integer", bits, signed };
}

export const int32 = integer(32);
export const int64 = integer(64);
export const uint64 = integer(64, false);
export const string: ValueType = { kind: "string" };
export const bool: ValueType = { kind: "bool" };
export const listOf = (element: ValueType): ValueType => ({ kind: "list", element });
export const optional = (value: ValueType): ValueType => ({ kind: "optional", value });
export const arrayOf = (element: ValueType, length: number): ValueType => ({
  kind: "array",
  element,
  length,
});

export function createEnum(
  name: string,
  underlying: IntegerType,
  values: Readonly<Record<string, number>>,
): EnumSchema {
  return {
    name,
    note: "",
    underlying,
    isFlags: false,
    values: Object.entries(values).map(([valueName, value]) => ({
      name: valueName,
      value,
      aliases: [],
      note: "",
    })),
    at: place,
  };
}

/** Returns the type of a reference by the primary key, whose parts are of these types, to tables by position and name. */
export function referenceTo(
  tables: readonly (readonly [table: number, name: string])[],
  key: readonly ValueType[],
): ReferenceType {
  return { kind: "reference", targets: tables.map(([table, name]) => ({ table, name, keyIndex: 0 })), key };
}
