import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { RecordRegion } from "../model/record-source.js";
import type { Schema } from "../model/schema.js";
import { columnsOfSource, type SheetRegion, type TableSource } from "../model/table-source.js";
import type { TypedTable } from "../model/typed-table.js";
import { placeOfCell } from "../model/workbook.js";
import { ColumnReader } from "./column-reader.js";
import { type ParseOptions, ParserFactory } from "./create-parser.js";
import { fillTranslations } from "./fill-translations.js";
import { findPart } from "./find-part.js";
import { mergePatches, type PatchPart } from "./merge-patches.js";
import { createPlainReader, type TakePlain } from "./plain-reader.js";
import { findField, placeInRecord, readRecords } from "./read-records.js";
import { findCell } from "./tableau/find-cell.js";

/**
 * Parses the cells of a table. Every bad cell is reported at its place; it gets a placeholder of the column's
 * type and counts as invalid, so that later checks leave it alone.
 */
export function parseTable(
  source: TableSource,
  schema: Schema,
  options: ParseOptions,
  report: Report,
): TypedTable {
  const { table, regions, documents = [] } = source;
  const starts = firstRows([
    ...regions.map(({ rows }) => rows.length),
    ...documents.map(({ records }) => records.length),
  ]);
  const rowCount = at(starts, starts.length - 1);
  const cellAt: TypedTable["cellAt"] = (row, column, elements = []) => {
    return locate({ source, starts, schema }, row, column, elements);
  };
  const parsers = new ParserFactory({ schema, options });
  const readers = table.columns.map((column, index) => {
    const placeOf = (row: number) => cellAt(row, index);
    return new ColumnReader({ schema, table, column, rowCount, parsers, placeOf }, options, report);
  });
  for (const [index, region] of regions.entries()) readRegion(region, at(starts, index), readers);
  for (const [index, region] of documents.entries()) {
    readRecords(region, at(starts, regions.length + index), { table, readers }, report);
  }
  const parts = [...regions, ...documents.flatMap((region) => splitForPatches(region))];
  const typed = {
    schema: table,
    rowCount,
    columns: readers.map((reader) => reader.values),
    cellAt,
    isInvalid: (row: number, column: number) => at(readers, column).invalid.has(row),
  };
  return fillTranslations(
    mergePatches(typed, parts, firstRows(parts.map(({ rows }) => rows.length)), report),
    report,
  );
}

/** Returns the table row that each region begins with, and behind them the number of rows. */
function firstRows(lengths: readonly number[]): readonly number[] {
  const starts = [0];
  for (const length of lengths) starts.push(at(starts, starts.length - 1) + length);
  return starts;
}

/** Each record of a patch leaves what it does not have. */
function splitForPatches(region: RecordRegion): readonly PatchPart[] {
  const { patch, records, names } = region;
  if (patch === undefined) {
    return [{ rows: { length: records.length }, columns: names.map(() => ({ kind: "cell", column: 0 })) }];
  }
  return records.map((record) => ({
    patch,
    rows: { length: 1 },
    columns: names.map((_, column) =>
      findField(region, record, column) === undefined ? { kind: "missing" } : { kind: "cell", column: 0 },
    ),
  }));
}

/** So many rows are read column by column before what is left of them is: their cells are still in the cache. */
const blockRows = 1024;

type ReadRow = (sheetRow: number, index: number) => void;

function readRegion(
  { sheet, rows, records, columns, headers }: SheetRegion,
  start: number,
  readers: readonly ColumnReader[],
): void {
  const present: { readonly read: ReadRow; readonly takePlain?: TakePlain }[] = [];
  for (const [index, reader] of readers.entries()) {
    const source = at(columns, index);
    if (source.kind === "missing") reader.readMissing(start, rows.length, placeOfSheet(sheet));
    else if (source.kind === "cell") {
      const { column } = source;
      const read: ReadRow = (sheetRow, row) => reader.read(sheet.cell(sheetRow, column), start + row);
      const takePlain = sheet.plain && createPlainReader({ reader, cells: sheet.plain, column, rows, start });
      present.push({ read, ...(takePlain === undefined ? {} : { takePlain }) });
    } else {
      const header = reader.header;
      const read: ReadRow = (sheetRow, row) => {
        const where = { sheet, rows: records?.[row] ?? [sheetRow], header, headers };
        reader.readParts(source, where, start + row);
      };
      present.push({ read });
    }
  }
  const left = present.map(({ read }) => ({ read, isLeft: new Uint8Array(blockRows) }));
  for (let first = 0; first < rows.length; first += blockRows) {
    const end = Math.min(first + blockRows, rows.length);
    for (const [index, { takePlain }] of present.entries()) {
      const { isLeft } = at(left, index);
      if (takePlain === undefined) isLeft.fill(1);
      else takePlain(first, end, isLeft);
    }
    // Row by row, so that problems come in the order in which a person reads the sheet.
    for (let index = first; index < end; index++) {
      for (const { read, isLeft } of left) if (isLeft[index - first] === 1) read(at(rows, index), index);
    }
  }
}

function placeOfSheet(sheet: SheetRegion["sheet"]): Place {
  return { file: sheet.file, ...(sheet.name === undefined ? {} : { sheet: sheet.name }) };
}

interface Located {
  readonly source: TableSource;
  /** The table row that each region begins with. */
  readonly starts: readonly number[];
  readonly schema: Schema;
}

/** Returns the place of a value, or of a part of it; its row, where the row's sheet does not have the column. */
function locate(
  { source, starts, schema }: Located,
  row: number,
  column: number,
  elements: readonly (number | string)[],
): Place {
  const { table, regions, documents = [] } = source;
  const index = starts.findLastIndex((start, region) => start <= row && region < starts.length - 1);
  const document = documents[index - regions.length];
  if (document !== undefined) {
    const { name } = at(table.columns, column);
    return placeInRecord(document, row - at(starts, index), column, name);
  }
  const { sheet, rows, records, columns, headers } = at(regions, index);
  const inRegion = row - at(starts, index);
  const { at: headerPlace, name, type } = at(table.columns, column);
  const whole = { source: at(columns, column), rows: records?.[inRegion] ?? [at(rows, inRegion)] };
  if (whole.source.kind === "tableau") {
    const cell = findCell(whole.source, whole.rows, elements, sheet);
    if (cell.column !== undefined) {
      return placeOfCell(sheet, cell.row, cell.column, headers?.get(cell.column) ?? name);
    }
  }
  const part = findPart({ ...whole, type }, elements, { sheet, schema });
  const [sheetRow = 0] = part.rows;
  const [sheetColumn] = columnsOfSource(part.source);
  const header = part.fields.length === 0 ? (headerPlace.header ?? name) : [name, ...part.fields].join(".");
  if (sheetColumn === undefined) return { ...placeOfSheet(sheet), row: sheetRow, header };
  return placeOfCell(sheet, sheetRow, sheetColumn, header);
}
