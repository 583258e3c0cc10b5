import type { EnumSchema, Schema, TableSchema, ValueType } from "../../../src/model/schema.js";

export const int32 = { kind: "integer", bits: 32, signed: true } as const;
export const int64 = { kind: "integer", bits: 64, signed: true } as const;
export const text = { kind: "string" } as const;

export interface TableOutline {
  readonly note?: string;
  /** Name, type, note. */
  readonly columns: readonly (readonly [string, ValueType, string?])[];
  /** Column names; the primary key first. */
  readonly keys?: readonly (readonly string[])[];
}

export interface EnumOutline {
  readonly note?: string;
  readonly underlying?: EnumSchema["underlying"];
  /** Name, value, note. */
  readonly values: readonly (readonly [string, number, string?])[];
}

/** Builds a schema from its names and types; places are in `<table>.xlsx`. */
export function schemaOf(
  tables: Readonly<Record<string, TableOutline>>,
  enums: Readonly<Record<string, EnumOutline>> = {},
): Schema {
  return {
    name: "tables",
    namespace: "tables",
    tables: sorted(tables).map(([name, outline]) => tableOf(name, outline)),
    enums: sorted(enums).map(([name, outline]) => ({
      name,
      note: outline.note ?? "",
      underlying: outline.underlying ?? int32,
      values: outline.values.map(([value, number, note = ""]) => ({
        name: value,
        value: number,
        note,
        aliases: [],
      })),
      at: { file: "enums.xlsx", sheet: name, row: 0, column: 0 },
    })),
  };
}

function tableOf(name: string, { note = "", columns, keys = [] }: TableOutline): TableSchema {
  const at = { file: `${name}.xlsx`, sheet: name };
  const names = columns.map(([column]) => column);
  return {
    name,
    note,
    columns: columns.map(([column, type, columnNote = ""], index) => ({
      name: column,
      note: columnNote,
      type,
      at: { ...at, row: 0, column: index },
    })),
    keys: keys.map((key, index) => ({
      name: index === 0 ? "primary" : key.join("_"),
      columns: key.map((column) => names.indexOf(column)),
      at: { ...at, row: 0, column: 0 },
    })),
    at,
  };
}

function sorted<Outline>(named: Readonly<Record<string, Outline>>): (readonly [string, Outline])[] {
  return Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1));
}
