import { formatStoredType } from "../model/image-format.js";
import { SchemaMismatchError } from "./errors.js";
import type { TableInfo } from "./image-info.js";
import type { ImageReader } from "./open-image.js";
import type { TableReader } from "./table-reader.js";

/** What generated code knows of a table, in the words of the image's schema text. */
export interface TableSpec {
  readonly name: string;
  /** Name, type and offset of each column. */
  readonly columns: readonly (readonly [name: string, type: string, offset: number])[];
  /** The columns of each key, the primary key first. */
  readonly keys: readonly (readonly string[])[];
}

export interface MatchedTable {
  readonly reader: TableReader;
  /** For each key of the spec its position in the image's indexes. */
  readonly indexes: readonly number[];
}

/**
 * Finds the table that generated code was made for. Columns, tables and keys that it does not know are
 * fine; throws SchemaMismatchError when one that it knows is missing or different.
 */
export function matchTable(image: ImageReader, spec: TableSpec): MatchedTable {
  const reader = image.table(spec.name);
  if (reader === undefined) {
    const message = `The library has no table ${spec.name}, which the bindings were generated with.`;
    throw new SchemaMismatchError(message, { table: spec.name });
  }
  matchColumns(reader.info, spec);
  return { reader, indexes: spec.keys.map((columns) => findIndex(reader.info, columns)) };
}

function matchColumns(table: TableInfo, spec: TableSpec): void {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  for (const [name, type, offset] of spec.columns) {
    const found = columns.get(name);
    const place = { table: table.name, column: name };
    const what = `Column ${table.name}.${name}`;
    if (found === undefined) {
      throw new SchemaMismatchError(`${what} of the bindings is not in the library.`, place);
    }
    const foundType = formatStoredType(found.type);
    if (foundType !== type) {
      throw new SchemaMismatchError(
        `${what} is ${type} in the bindings and ${foundType} in the library.`,
        place,
      );
    }
    if (found.offset !== offset) {
      const message = `${what} is at offset ${offset} in the bindings and ${found.offset} in the library.`;
      throw new SchemaMismatchError(message, place);
    }
  }
}

function findIndex(table: TableInfo, columns: readonly string[]): number {
  const index = table.indexes.findIndex(
    ({ parts }) =>
      parts.length === columns.length &&
      parts.every(({ column }, position) => table.columns[column]?.name === columns[position]),
  );
  if (index >= 0) return index;
  const message = `The library has no key ${columns.join(", ")} in ${table.name}, which the bindings look rows up by.`;
  throw new SchemaMismatchError(message, { table: table.name });
}
