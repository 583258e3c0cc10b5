import { createDiagnosticSink, type Diagnostic } from "../../../src/base/diagnostics.js";
import { emitCpp, emitCppImage } from "../../../src/emit/cpp/emit-cpp.js";
import { encodeImage } from "../../../src/image/encode-image.js";
import { buildKeyIndexes } from "../../../src/index/build-key-index.js";
import { layoutStruct } from "../../../src/model/image-format.js";
import type { OutputFile } from "../../../src/model/output-file.js";
import type {
  ColumnSchema,
  EnumSchema,
  FieldSchema,
  KeySchema,
  Schema,
  StructSchema,
  TableSchema,
  ValueType,
  VariantSchema,
} from "../../../src/model/schema.js";
import type { TableImage } from "../../../src/model/table-image.js";
import type { TypedTable } from "../../../src/model/typed-table.js";
import type { Value } from "../../../src/model/value.js";
import { createRowResolver } from "../../../src/references/create-row-resolver.js";

/** A table as a test writes it down. */
export interface TableSpec {
  readonly name: string;
  readonly note?: string;
  /** Name and type of each column. */
  readonly columns: readonly (readonly [name: string, type: ValueType, note?: string])[];
  /** Names of the primary key's columns, then of each unique key's; none for a table without a key. */
  readonly keys?: readonly (readonly string[])[];
  /** Names of the columns of further indexes, by the index's name. */
  readonly multi?: Readonly<Record<string, readonly string[]>>;
  readonly ordered?: Readonly<Record<string, readonly string[]>>;
  readonly isSingleton?: boolean;
  readonly rows: readonly (readonly Value[])[];
}

export interface LibrarySpec {
  readonly name?: string;
  readonly namespace?: string;
  readonly enums?: readonly EnumSchema[];
  readonly structs?: readonly StructSchema[];
  readonly variants?: readonly VariantSchema[];
  readonly tables: readonly TableSpec[];
}

export const bool: ValueType = { kind: "bool" };
export const int8: ValueType = { kind: "integer", bits: 8, signed: true };
export const int16: ValueType = { kind: "integer", bits: 16, signed: true };
export const int32: ValueType = { kind: "integer", bits: 32, signed: true };
export const int64: ValueType = { kind: "integer", bits: 64, signed: true };
export const uint8: ValueType = { kind: "integer", bits: 8, signed: false };
export const uint16: ValueType = { kind: "integer", bits: 16, signed: false };
export const uint32: ValueType = { kind: "integer", bits: 32, signed: false };
export const uint64: ValueType = { kind: "integer", bits: 64, signed: false };
export const float32: ValueType = { kind: "float", bits: 32 };
export const float64: ValueType = { kind: "float", bits: 64 };
export const string: ValueType = { kind: "string" };
export const datetime: ValueType = { kind: "datetime" };
export const duration: ValueType = { kind: "duration" };
export const version: ValueType = { kind: "version" };
export const list = (element: ValueType): ValueType => ({ kind: "list", element });
export const array = (element: ValueType, length: number): ValueType => ({ kind: "array", element, length });
export const set = (element: ValueType): ValueType => ({ kind: "set", element });
export const map = (key: ValueType, value: ValueType): ValueType => ({ kind: "map", key, value });
export const optional = (value: ValueType): ValueType => ({ kind: "optional", value });

/** Creates an enum with an `int32` below unless named otherwise. */
export function createEnum(
  name: string,
  values: Readonly<Record<string, number>>,
  underlying: EnumSchema["underlying"] = { kind: "integer", bits: 32, signed: true },
): EnumSchema {
  return {
    name,
    note: "",
    underlying,
    isFlags: false,
    values: Object.entries(values).map(([key, value]) => ({ name: key, value, aliases: [], note: "" })),
    at: { file: "enums.csv" },
  };
}

/** The type of a column that holds an enum of the library. */
export function enumType(enums: readonly EnumSchema[], name: string): ValueType {
  const index = enums.findIndex((one) => one.name === name);
  const found = enums[index];
  if (found === undefined) throw new Error(`no enum ${name}`);
  return { kind: "enum", index, name, underlying: found.underlying };
}

/** Creates a struct from names and types of its fields. */
export function createStruct(
  name: string,
  fields: readonly (readonly [name: string, type: ValueType, note?: string])[],
  note = "",
): StructSchema {
  const at = { file: "structs.csv" };
  return {
    name,
    note,
    fields: fields.map(
      ([field, type, fieldNote = ""]): FieldSchema => ({ name: field, note: fieldNote, type, at }),
    ),
    at,
  };
}

/** Creates a variant from the names of its kinds, which are those of their structs. */
export function createVariant(
  name: string,
  structs: readonly StructSchema[],
  kinds: readonly string[],
): VariantSchema {
  return {
    name,
    note: "",
    kinds: kinds.map((kind) => ({
      name: kind,
      aliases: [],
      struct: structs.findIndex((one) => one.name === kind),
    })),
    at: { file: "structs.csv" },
  };
}

/** The type of values of a struct, by where it will stand among the library's. */
export function structType(index: number, { name, fields }: StructSchema): ValueType {
  const { stride, alignment } = layoutStruct(fields);
  return { kind: "struct", index, name, bytes: stride, alignment };
}

export function variantType(index: number, name: string): ValueType {
  return { kind: "variant", index, name };
}

/** The type of references to rows by the primary key. `tables` are in the order of names. */
export function reference(
  tables: readonly string[],
  targets: readonly string[],
  ...key: readonly ValueType[]
): ValueType {
  return {
    kind: "reference",
    targets: targets.map((name) => ({ name, table: tables.indexOf(name), keyIndex: 0 })),
    key,
  };
}

/** Encodes a library. Tables and enums are put in the order of their names. */
export function createImage(spec: LibrarySpec): TableImage {
  const tables = [...spec.tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const typed = tables.map(createTypedTable);
  const schema: Schema = {
    name: spec.name ?? "tables",
    namespace: spec.namespace ?? spec.name ?? "tables",
    tables: typed.map((table) => table.schema),
    enums: spec.enums ?? [],
    structs: spec.structs ?? [],
    variants: spec.variants ?? [],
  };
  const { report, diagnostics } = createDiagnosticSink();
  const image = encodeImage(
    { schema, tables: typed, indexesOf: buildKeyIndexes, rows: createRowResolver(typed) },
    report,
  );
  if (image === undefined) throw new Error(JSON.stringify(diagnostics));
  return image;
}

/** Emits a library with version 0.0.0 of the tool, and what was reported. */
export async function emit(
  image: TableImage,
  arrays: "literal" | "embed" = "literal",
): Promise<{ readonly files: readonly OutputFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { report, diagnostics } = createDiagnosticSink();
  const headers = await emitCpp(image.schema, { toolVersion: "0.0.0" }, report);
  return { files: [...headers, ...emitCppImage(image, { arrays, toolVersion: "0.0.0" })], diagnostics };
}

function createTypedTable(spec: TableSpec): TypedTable {
  const schema = createTableSchema(spec);
  return {
    schema,
    rowCount: spec.rows.length,
    columns: spec.columns.map((_, column) => spec.rows.map((row) => row[column])),
    cellAt: (row, column) => ({ ...schema.at, row, column }),
  };
}

function createTableSchema(spec: TableSpec): TableSchema {
  const { name, note = "", columns, keys = [], multi = {}, ordered = {}, isSingleton = false } = spec;
  const place = { file: `${name}.xlsx`, sheet: name };
  const createKey = (
    purpose: KeySchema["purpose"],
    keyName: string,
    names: readonly string[],
  ): KeySchema => ({
    name: keyName,
    purpose,
    columns: names.map((key) => columns.findIndex(([column]) => column === key)),
    at: { ...place, row: 0 },
  });
  const createIndexes = (purpose: KeySchema["purpose"], all: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(all).map(([keyName, names]) => createKey(purpose, keyName, names));
  return {
    name,
    note,
    columns: columns.map(
      ([column, type, columnNote = ""], index): ColumnSchema => ({
        name: column,
        note: columnNote,
        type,
        at: { ...place, row: 0, column: index },
      }),
    ),
    keys: [
      ...keys.map((names, index) => createKey("unique", index === 0 ? "primary" : names.join("_"), names)),
      ...createIndexes("multi", multi),
      ...createIndexes("ordered", ordered),
    ],
    isSingleton,
    at: place,
  };
}
