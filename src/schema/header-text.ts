import { isBlank, trim } from "../base/blank.js";
import type { Report } from "../base/diagnostics.js";
import { cellText, placeOfCell, type Sheet } from "../model/workbook.js";

/**
 * Returns what a header cell says, in normal form C, without the blanks around it that cannot be seen
 * in a spreadsheet: no-break and zero-width spaces included. Empty for an empty cell.
 */
export function headerText(sheet: Sheet, row: number, column: number): string {
  return trim(cellText(sheet.cell(row, column)) ?? "").normalize("NFC");
}

/** Returns how many columns a heading stands over: more than one where its cell is merged with those to the right. */
export function spanOf({ merges = [] }: Sheet, row: number, column: number): { readonly span?: number } {
  const merge = merges.find((one) => one.firstRow === row && one.firstColumn === column);
  const span = merge === undefined ? 1 : merge.lastColumn - merge.firstColumn + 1;
  return span === 1 ? {} : { span };
}

/** True when the cell holds nothing, or only blanks. */
export function isBlankCell(sheet: Sheet, row: number, column: number): boolean {
  if (sheet.plain?.isFilled(row, column)) return false;
  const cell = sheet.cell(row, column);
  return cell === undefined || (typeof cell === "string" && isBlank(cell));
}

/** True when no cell of the row from `firstColumn` on holds anything. */
export function isBlankRow(sheet: Sheet, row: number, firstColumn = 0): boolean {
  for (let column = firstColumn; column < sheet.columnCount; column++) {
    if (!isBlankCell(sheet, row, column)) return false;
  }
  return true;
}

/** True for a header cell that says nothing, because of its formula; that is reported. */
export function reportUnreadable(sheet: Sheet, row: number, column: number, report: Report): boolean {
  const cell = sheet.cell(row, column);
  if (typeof cell !== "object" || cell.kind === "date") return false;
  const error = cell.kind === "error" ? cell.text : undefined;
  report("unreadable-header", { error }, placeOfCell(sheet, row, column));
  return true;
}
