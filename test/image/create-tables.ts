import { assert } from "../../src/base/assert.js";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import type { Place } from "../../src/base/place.js";
import { encodeImage } from "../../src/image/encode-image.js";
import { buildKeyIndex } from "../../src/index/build-key-index.js";
import type { EnumSchema, IntegerType, Schema, TableSchema, ValueType } from "../../src/model/schema.js";
import type { TableImage } from "../../src/model/table-image.js";
import type { TypedTable } from "../../src/model/typed-table.js";
import type { Value } from "../../src/model/value.js";

/** A table as a test writes it down. */
export interface TableSpec {
  readonly name: string;
  readonly note?: string;
  readonly columns: readonly (readonly [name: string, type: ValueType, note?: string])[];
  /** Names of columns; the first key is the primary one. */
  readonly keys?: readonly (readonly string[])[];
  readonly rows: readonly (readonly Value[])[];
}

const place: Place = { file: "test.xlsx", sheet: "Test" };

/** Creates a table whose cells stand below one header row. */
export function createTable({ name, note = "", columns, keys = [], rows }: TableSpec): TypedTable {
  const columnNames = columns.map(([columnName]) => columnName);
  const schema: TableSchema = {
    name,
    note,
    columns: columns.map(([columnName, type, columnNote = ""]) => ({
      name: columnName,
      note: columnNote,
      type,
      at: place,
    })),
    keys: keys.map((key, index) => ({
      name: index === 0 ? "primary" : key.join("_"),
      columns: key.map((columnName) => columnNames.indexOf(columnName)),
      at: place,
    })),
    at: { ...place, sheet: name },
  };
  return {
    schema,
    rowCount: rows.length,
    columns: columns.map((_, column) => rows.map((row) => row[column])),
    cellAt: (row, column) => ({ ...place, row: row + 1, column }),
  };
}

export function createSchema(tables: readonly TypedTable[], enums: readonly EnumSchema[] = []): Schema {
  return { name: "tables", namespace: "tables", tables: tables.map((table) => table.schema), enums };
}

/** Builds all indexes and encodes; fails when anything is reported. */
export function encodeTables(specs: readonly TableSpec[], enums: readonly EnumSchema[] = []): TableImage {
  const tables = specs.map(createTable);
  const { diagnostics, report } = createDiagnosticSink();
  const indexes = tables.map((table) => table.schema.keys.map((key) => buildKeyIndex(table, key)));
  const image = encodeImage(createSchema(tables, enums), tables, indexes, report);
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
    values: Object.entries(values).map(([valueName, value]) => ({
      name: valueName,
      value,
      aliases: [],
      note: "",
    })),
    at: place,
  };
}
