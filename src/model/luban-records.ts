import type { LubanTitle } from "./luban.js";
import type { Cell, Sheet } from "./workbook.js";

/**
 * Groups rows by the records, or elements of a title, that they belong to: a row that fills only columns whose
 * elements stand in rows goes on with the one before.
 */
export function splitRecords(
  sheet: Sheet,
  title: LubanTitle,
  rows: readonly number[],
): readonly (readonly number[])[] {
  const filled = rows.filter((row) => !isBlank(sheet, row, title));
  if (!title.holdsRows) return filled.map((row) => [row]);
  const records: number[][] = [];
  for (const row of filled) {
    const last = records.at(-1);
    if (last !== undefined && title.titles.every((one) => isContinued(sheet, row, one))) last.push(row);
    else records.push([row]);
  }
  return records;
}

function isContinued(sheet: Sheet, row: number, title: LubanTitle): boolean {
  if (title.isInRows) return true;
  return title.titles.length > 0
    ? title.titles.every((one) => isContinued(sheet, row, one))
    : isBlank(sheet, row, title);
}

/** True where no cell of a title holds anything in a row. */
export function isBlank(sheet: Sheet, row: number, title: LubanTitle): boolean {
  if (title.titles.length > 0 && !title.holdsRows)
    return title.titles.every((one) => isBlank(sheet, row, one));
  for (let column = Math.max(1, title.from); column <= title.to; column++) {
    if (!isEmptyCell(sheet.cell(row, column))) return false;
  }
  return true;
}

/** True where a cell holds nothing at all: blanks are a text to Luban. */
export function isEmptyCell(cell: Cell): boolean {
  return cell === undefined || cell === "";
}
