import type { Report } from "../../base/diagnostics.js";
import {
  parseTableauBool,
  type TableauColumns,
  type TableauHeader,
  type TableauSeparators,
} from "../../model/tableau.js";
import { cellText, placeOfCell, type Sheet } from "../../model/workbook.js";
import type { HeaderColumn } from "./column-types.js";

type HeaderRows = Omit<TableauHeader, keyof TableauSeparators>;

export interface SheetHeader {
  /** Those with a name, from left to right. */
  readonly columns: readonly HeaderColumn[];
  /** All columns with a name, by it. */
  readonly byName: TableauColumns;
  /** Rows of data that are not left out by `#IGNORE`. */
  readonly rows: readonly number[];
}

/** Reads the header of a sheet; reports names that are there twice. */
export function readHeader(sheet: Sheet, rows: HeaderRows, report: Report): SheetHeader {
  const columns: HeaderColumn[] = [];
  const byName = new Map<string, number>();
  for (let column = 0; column < sheet.columnCount; column++) {
    const name = lineOf(textAt(sheet, rows.nameRow - 1, column), rows.nameLine);
    if (name === "") continue;
    const nameAt = placeOfCell(sheet, rows.nameRow - 1, column, name);
    const first = byName.get(name);
    if (first !== undefined) {
      const note = { message: "first here", at: placeOfCell(sheet, rows.nameRow - 1, first, name) };
      report("tableau-header", { reason: `there are two columns ${name}` }, nameAt, [note]);
      continue;
    }
    byName.set(name, column);
    if (name === ignoreColumn) continue;
    columns.push({
      ...{ name, nameAt, typeAt: placeOfCell(sheet, rows.typeRow - 1, column, name) },
      type: lineOf(textAt(sheet, rows.typeRow - 1, column), rows.typeLine),
      note:
        rows.noteRow === rows.typeRow && rows.noteLine === rows.typeLine ? "" : noteOf(sheet, rows, column),
    });
  }
  return { columns, byName, rows: listRows(sheet, rows.dataRow - 1, byName.get(ignoreColumn), report) };
}

/** Rows whose cell in this column is true are left out. */
const ignoreColumn = "#IGNORE";

function noteOf(sheet: Sheet, { noteRow, noteLine }: HeaderRows, column: number): string {
  return lineOf(textAt(sheet, noteRow - 1, column), noteLine);
}

/** Returns a line of a cell, counted from 1; 0 is all of it without its line breaks. */
export function lineOf(text: string, line: number): string {
  if (line === 0) return text.trim().replace(/[\r\n]+/g, "");
  return (text.split("\n")[line - 1] ?? "").trim();
}

export function textAt(sheet: Sheet, row: number, column: number): string {
  return cellText(sheet.cell(row, column)) ?? "";
}

function listRows(
  sheet: Sheet,
  start: number,
  ignore: number | undefined,
  report: Report,
): readonly number[] {
  const rows: number[] = [];
  for (let row = start; row < sheet.rowCount; row++) {
    const mark = ignore === undefined ? "" : textAt(sheet, row, ignore).trim();
    const isIgnored = mark === "" ? false : parseTableauBool(mark);
    if (isIgnored === undefined && ignore !== undefined) {
      report("not-a-bool", { value: mark }, placeOfCell(sheet, row, ignore, ignoreColumn));
    }
    if (isIgnored !== true) rows.push(row);
  }
  return rows;
}
