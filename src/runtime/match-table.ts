import type { KeySchema } from "../model/schema.js";
import { SchemaMismatchError } from "./errors.js";
import type { TableInfo } from "./image-info.js";
import {
  type FieldSpec,
  isStructClass,
  matchField,
  matchType,
  type StructClass,
  type TypeClass,
} from "./match-types.js";
import type { ImageReader } from "./open-image.js";
import type { TableReader } from "./table-reader.js";

/** What generated code knows of a table, in the words of the image's schema text. */
export interface TableSpec {
  readonly name: string;
  readonly columns: readonly FieldSpec[];
  /** What each key is for, and its columns. */
  readonly keys: readonly (readonly [purpose: KeySchema["purpose"], columns: readonly string[]])[];
  /** The structs and variants that the columns lead to; a function, as files of tables and structs import each other. */
  readonly types?: () => readonly TypeClass[];
}

export interface MatchedTable {
  readonly reader: TableReader;
  /** For each key of the spec its position in the image's indexes. */
  readonly indexes: readonly number[];
  /** Of the structs that the columns lead to. */
  readonly structClasses: readonly StructClass[];
}

/**
 * Finds the table that generated code was made for. Columns, tables and keys that it does not know are
 * fine; throws SchemaMismatchError when one that it knows is missing or different.
 */
export function matchTable(image: ImageReader, spec: TableSpec): MatchedTable {
  const reader = image.table(spec.name);
  const table = spec.name;
  if (reader === undefined) {
    const message = `The library has no table ${table}, which the bindings were generated with.`;
    throw new SchemaMismatchError(message, { table });
  }
  for (const column of spec.columns) {
    const [name] = column;
    matchField(reader.columns, column, `Column ${table}.${name}`, { table, column: name });
  }
  const types = spec.types?.() ?? [];
  for (const { $spec } of types) matchType(image.info, $spec, table);
  const indexes = spec.keys.map((key) => findIndex(reader.info, key));
  return { reader, indexes, structClasses: types.filter(isStructClass) };
}

function findIndex(table: TableInfo, [purpose, columns]: TableSpec["keys"][number]): number {
  const index = table.indexes.findIndex(
    (one) =>
      one.purpose === purpose &&
      one.parts.length === columns.length &&
      one.parts.every(({ column }, position) => table.columns[column]?.name === columns[position]),
  );
  if (index >= 0) return index;
  const what = `${purpose === "unique" ? "" : `${purpose} `}key ${columns.join(", ")}`;
  const message = `The library has no ${what} in ${table.name}, which the bindings look rows up by.`;
  throw new SchemaMismatchError(message, { table: table.name });
}
