import type { Report } from "../base/diagnostics.js";
import { cellText, placeOfCell, type Sheet } from "../model/workbook.js";
import { isBlankCell } from "./header-text.js";

/**
 * Reports rows of a text file that go on to the right of the header: most often a cell holds the separator and is
 * not quoted, so that all values behind it stand one column too far right. In a spreadsheet no cell can move
 * another, and remarks beside the table are usual there.
 */
export function checkCellsBeyondHeader(
  sheet: Sheet,
  width: number,
  rows: readonly number[],
  report: Report,
): void {
  if (sheet.name !== undefined) return;
  const cells = rows.flatMap((row) => {
    const column = findFilledCell(sheet, row, width);
    return column === undefined ? [] : [{ row, column }];
  });
  for (const [index, { row, column }] of cells.slice(0, maxReports).entries()) {
    const more = index === maxReports - 1 ? cells.length - maxReports : 0;
    const notes =
      more === 0 ? [] : [{ message: `and in ${more === 1 ? "one more row" : `${more} more rows`}` }];
    const text = cellText(sheet.cell(row, column)) ?? "";
    report("cell-beyond-header", { text }, placeOfCell(sheet, row, column), notes);
  }
}

/** Returns the number of columns up to the last one that one of these rows says something in. */
export function widthOfRows(sheet: Sheet, rows: Iterable<number>): number {
  let width = 0;
  for (const row of rows) {
    for (let column = width; column < sheet.columnCount; column++) {
      if (!isBlankCell(sheet, row, column)) width = column + 1;
    }
  }
  return width;
}

/** A whole column of remarks is one mistake, however many rows it has. */
const maxReports = 10;

function findFilledCell(sheet: Sheet, row: number, firstColumn: number): number | undefined {
  for (let column = firstColumn; column < sheet.columnCount; column++) {
    if (!isBlankCell(sheet, row, column)) return column;
  }
  return undefined;
}
