import { layoutStruct } from "../../../src/model/image-format.js";
import type {
  EnumSchema,
  KeySchema,
  ReferenceType,
  Schema,
  StructType,
  TableSchema,
  ValueType,
  VariantType,
} from "../../../src/model/schema.js";

export const int32 = { kind: "integer", bits: 32, signed: true } as const;
export const int64 = { kind: "integer", bits: 64, signed: true } as const;
export const text = { kind: "string" } as const;

export interface TableOutline {
  readonly note?: string;
  /** Name, type, note. */
  readonly columns: readonly (readonly [string, ValueType, string?])[];
  /** Column names; the primary key first. */
  readonly keys?: readonly (readonly string[])[];
  /** Column names of further indexes. */
  readonly multi?: readonly (readonly string[])[];
  readonly ordered?: readonly (readonly string[])[];
  readonly isSingleton?: boolean;
}

export interface TypesOutline {
  readonly enums?: Readonly<Record<string, EnumOutline>>;
  /** By name the fields: name, type, note. In the image's order. */
  readonly structs?: Readonly<Record<string, readonly (readonly [string, ValueType, string?])[]>>;
  /** By name the kinds: name, struct. */
  readonly variants?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
}

export interface EnumOutline {
  readonly note?: string;
  readonly underlying?: EnumSchema["underlying"];
  readonly isFlags?: boolean;
  /** Name, value, note. */
  readonly values: readonly (readonly [string, number, string?])[];
}

/** Builds a schema from its names and types; places are in `<table>.xlsx`. */
export function schemaOf(
  tables: Readonly<Record<string, TableOutline>>,
  enums: Readonly<Record<string, EnumOutline>> = {},
  { structs = {}, variants = {} }: TypesOutline = {},
): Schema {
  const types = { file: "types.xlsx" };
  const structNames = Object.keys(structs);
  return {
    name: "tables",
    namespace: "tables",
    tables: sorted(tables).map(([name, outline]) => tableOf(name, outline)),
    enums: sorted(enums).map(([name, outline]) => ({
      name,
      note: outline.note ?? "",
      underlying: outline.underlying ?? int32,
      isFlags: outline.isFlags ?? false,
      values: outline.values.map(([value, number, note = ""]) => ({
        name: value,
        value: number,
        note,
        aliases: [],
      })),
      at: { file: "enums.xlsx", sheet: name, row: 0, column: 0 },
    })),
    structs: Object.entries(structs).map(([name, fields]) => ({
      name,
      note: "",
      fields: fields.map(([field, type, note = ""]) => ({ name: field, note, type, at: types })),
      at: types,
    })),
    variants: sorted(variants).map(([name, kinds]) => ({
      name,
      note: "",
      kinds: kinds.map(([kind, struct]) => ({
        name: kind,
        aliases: [],
        struct: structNames.indexOf(struct),
      })),
      at: types,
    })),
  };
}

/** Returns the type of a struct at a position of the schema, with these fields. */
export function structType(
  index: number,
  name: string,
  fields: readonly (readonly [string, ValueType, string?])[],
): StructType {
  const { stride, alignment } = layoutStruct(fields.map(([, type]) => ({ type })));
  return { kind: "struct", index, name, bytes: stride, alignment };
}

export function variantType(index: number, name: string): VariantType {
  return { kind: "variant", index, name };
}

/** Returns the type of a reference by a key of these types to tables by position and name. */
export function referenceTo(
  key: readonly ValueType[],
  ...tables: (readonly [number, string, number?])[]
): ReferenceType {
  const targets = tables.map(([table, name, keyIndex = 0]) => ({ table, name, keyIndex }));
  return { kind: "reference", targets, key };
}

function tableOf(name: string, outline: TableOutline): TableSchema {
  const { note = "", columns, keys = [], multi = [], ordered = [], isSingleton = false } = outline;
  const at = { file: `${name}.xlsx`, sheet: name };
  const names = columns.map(([column]) => column);
  const keyOf = (purpose: KeySchema["purpose"], key: readonly string[], index = 1): KeySchema => ({
    name: purpose === "unique" && index === 0 ? "primary" : key.join("_"),
    purpose,
    columns: key.map((column) => names.indexOf(column)),
    at: { ...at, row: 0, column: 0 },
  });
  return {
    name,
    note,
    columns: columns.map(([column, type, columnNote = ""], index) => ({
      name: column,
      note: columnNote,
      type,
      at: { ...at, row: 0, column: index },
    })),
    keys: [
      ...keys.map((key, index) => keyOf("unique", key, index)),
      ...multi.map((key) => keyOf("multi", key)),
      ...ordered.map((key) => keyOf("ordered", key)),
    ],
    isSingleton,
    at,
  };
}

function sorted<Outline>(named: Readonly<Record<string, Outline>>): (readonly [string, Outline])[] {
  return Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1));
}
