import type { Report } from "../../base/diagnostics.js";
import type { PlainDialectConfig } from "../../model/config.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import { widthOfRows } from "../cells-beyond-header.js";
import { headerText, isBlankRow, reportUnreadable, spanOf } from "../header-text.js";
import type { HeaderColumn, HeaderReading } from "../table-header.js";

/**
 * One row of names, and perhaps a row of notes; types, keys and references come from the config. A column
 * without a name is a comment column.
 */
export function readPlainHeader(sheet: Sheet, options: PlainDialectConfig, report: Report): HeaderReading {
  const noteRow = options.noteRow === undefined ? undefined : options.noteRow - 1;
  const nameRow = options.nameRow === undefined ? findFirstRow(sheet, noteRow) : options.nameRow - 1;
  const columns = listColumns(sheet, nameRow, noteRow, report);
  const [first] = columns;
  if (first === undefined) return { kind: "absent", reason: `row ${nameRow + 1} has no names` };
  const dataRow = options.dataRow === undefined ? Math.max(nameRow, noteRow ?? 0) + 1 : options.dataRow - 1;
  const rows = Array.from({ length: Math.max(0, sheet.rowCount - dataRow) }, (_, index) => dataRow + index);
  const width = widthOfRows(sheet, noteRow === undefined ? [nameRow] : [nameRow, noteRow]);
  return { kind: "table", columns, commentColumns: [], rows, width, at: first.at };
}

/** Returns the first row with cells that is not the note. */
function findFirstRow(sheet: Sheet, noteRow: number | undefined): number {
  let row = 0;
  while (row < sheet.rowCount && (row === noteRow || isBlankRow(sheet, row))) row++;
  return row;
}

function listColumns(
  sheet: Sheet,
  nameRow: number,
  noteRow: number | undefined,
  report: Report,
): readonly HeaderColumn[] {
  const columns: HeaderColumn[] = [];
  for (let column = 0; column < sheet.columnCount; column++) {
    const name = headerText(sheet, nameRow, column);
    if (name === "" || reportUnreadable(sheet, nameRow, column, report)) continue;
    const note = noteRow === undefined ? "" : headerText(sheet, noteRow, column);
    const at = placeOfCell(sheet, nameRow, column, name);
    columns.push({ name, at, column, ...spanOf(sheet, nameRow, column), isFaulty: false, note, rules: [] });
  }
  return columns;
}
