import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Place } from "../base/place.js";
import { type DocumentField, fieldsOf, placeOfNode } from "../model/document.js";
import type { DocumentRecord, RecordRegion } from "../model/record-source.js";
import type { TableSchema } from "../model/schema.js";
import type { ColumnReader } from "./column-reader.js";

/** Reads the records of a region into the rows from `start` on; what they have beside columns is reported. */
export function readRecords(
  region: RecordRegion,
  start: number,
  { table, readers }: { readonly table: TableSchema; readonly readers: readonly ColumnReader[] },
  report: Report,
): void {
  const columnOf = listNames(region);
  const { file } = region.document;
  const isPatch = region.patch !== undefined;
  const isLenient = region.isLenient === true;
  for (const [index, record] of region.records.entries()) {
    const { given, misnamed } = pickFields(region, record, { table, columnOf }, report);
    for (const [column, reader] of readers.entries()) {
      const field = given[column];
      if (field === undefined && misnamed.has(column)) {
        reader.setInvalid(start + index);
        continue;
      }
      // No record can give what the table has got of itself.
      const isLeftOut = isPatch || at(region.names, column).length === 0;
      const path = field === undefined ? record.path : [...record.path, field.name];
      if (column === region.whole) {
        reader.readNode(record.node, start + index, { file, path: record.path, isLenient, isLeftOut });
      } else reader.readNode(field?.node, start + index, { file, path, isLenient, isLeftOut });
    }
  }
}

function listNames({ names }: RecordRegion): ReadonlyMap<string, number> {
  return new Map(names.flatMap((all, column) => all.map((name) => [name, column] as const)));
}

interface PickedFields {
  /** For each column the field that gives it. */
  readonly given: readonly (DocumentField | undefined)[];
  /** Columns that are there by a wrong name, so that they are not missing too. */
  readonly misnamed: ReadonlySet<number>;
}

function pickFields(
  { document, ignored, isLenient }: RecordRegion,
  { node, path }: DocumentRecord,
  { table, columnOf }: { readonly table: TableSchema; readonly columnOf: ReadonlyMap<string, number> },
  report: Report,
): PickedFields {
  const misnamed = new Set<number>();
  const picked: (DocumentField | undefined)[] = table.columns.map(() => undefined);
  for (const field of fieldsOf(node) ?? []) {
    const { name } = field;
    const column = columnOf.get(name) ?? columnOf.get(name.normalize("NFC"));
    const place = placeOfNode(document.file, field.node, [...path, name]);
    const other = column === undefined ? undefined : picked[column];
    if (column === undefined) {
      if (isLenient || ignored.includes(name)) continue;
      const suggestion = findNearest(name, columnOf.keys());
      report("unknown-record-field", { table: table.name, field: name, suggestion }, place);
      misnamed.add(columnOf.get(suggestion ?? "") ?? -1);
    } else if (other !== undefined) {
      const parameters = { column: at(table.columns, column).name, first: other.name, second: name };
      report("record-field-by-two-names", parameters, place);
    } else picked[column] = field;
  }
  return { given: picked, misnamed };
}

/** Returns the field of a column in a record; `undefined` where the record has none. */
export function findField(
  { names }: RecordRegion,
  { node }: DocumentRecord,
  column: number,
): DocumentField | undefined {
  const own = at(names, column);
  return fieldsOf(node)?.find(({ name }) => own.includes(name) || own.includes(name.normalize("NFC")));
}

/** Returns the place of a value; that of its record, where the record does not have it. */
export function placeInRecord(region: RecordRegion, index: number, column: number, header: string): Place {
  const record = at(region.records, index);
  const field = findField(region, record, column);
  const { file } = region.document;
  if (field === undefined) return placeOfNode(file, record.node, record.path, header);
  return placeOfNode(file, field.node, [...record.path, field.name]);
}
