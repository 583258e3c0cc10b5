import type { Report } from "../../base/diagnostics.js";
import type { StackedDialectConfig } from "../../model/config.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import { widthOfRows } from "../cells-beyond-header.js";
import { headerText, reportUnreadable, spanOf } from "../header-text.js";
import type { HeaderColumn, HeaderReading } from "../table-header.js";
import { findStackedRows, type StackedRows } from "./stacked-rows.js";

/**
 * Header rows of names, types and notes one above the other, with mark columns to the left.
 *
 * A mark beginning with `#` makes a comment: in a mark column its row, above the header or before a name
 * its column. A column without a name is a comment column too. The first named column is the primary key
 * unless the config says otherwise.
 */
export function readStackedHeader(
  sheet: Sheet,
  options: StackedDialectConfig,
  report: Report,
): HeaderReading {
  const rows = findStackedRows(sheet, options);
  if ("reason" in rows) return { kind: "absent", reason: rows.reason };
  const named = listNamedColumns(sheet, rows, report);
  const comments = named.filter(({ name, column }) => isCommentColumn(sheet, rows, name, column));
  const columns = named.filter((one) => !comments.includes(one));
  const [first] = named;
  if (first === undefined) return { kind: "absent", reason: `row ${rows.nameRow + 1} has no names` };
  return {
    kind: "table",
    columns: columns.map((one, index) => readColumn(sheet, rows, { ...one, isKey: index === 0 }, report)),
    commentColumns: comments.map(({ name, column }) => ({
      name: name.replace(/^#\s*/, ""),
      at: placeOfCell(sheet, rows.nameRow, column),
    })),
    rows: listDataRows(sheet, rows),
    // The rows above the names are part of the header too: they hold the marks of comment columns.
    width: widthOfRows(sheet, Array(rows.dataRow).keys()),
    at: placeOfCell(sheet, rows.nameRow, first.column),
  };
}

interface NamedColumn {
  readonly name: string;
  readonly column: number;
}

function listNamedColumns(
  sheet: Sheet,
  { nameRow, markColumns }: StackedRows,
  report: Report,
): readonly NamedColumn[] {
  const columns: NamedColumn[] = [];
  for (let column = markColumns; column < sheet.columnCount; column++) {
    const name = headerText(sheet, nameRow, column);
    if (name !== "" && !reportUnreadable(sheet, nameRow, column, report)) columns.push({ name, column });
  }
  return columns;
}

function isCommentColumn(sheet: Sheet, rows: StackedRows, name: string, column: number): boolean {
  if (name.startsWith("#")) return true;
  for (let row = 0; row < rows.firstHeaderRow; row++) {
    if (isMark(sheet, row, column)) return true;
  }
  return false;
}

function readColumn(
  sheet: Sheet,
  { nameRow, typeRow, noteRow }: StackedRows,
  { name, column, isKey }: NamedColumn & { readonly isKey: boolean },
  report: Report,
): HeaderColumn {
  const isFaulty = reportUnreadable(sheet, typeRow, column, report);
  const type = isFaulty ? "" : headerText(sheet, typeRow, column);
  const place = placeOfCell(sheet, nameRow, column, name);
  return {
    name,
    at: place,
    column,
    ...spanOf(sheet, nameRow, column),
    ...(type === "" ? {} : { type: { text: type, at: placeOfCell(sheet, typeRow, column, name) } }),
    isFaulty,
    note: noteRow === undefined ? "" : headerText(sheet, noteRow, column),
    rules: isKey ? [{ kind: "key", at: place }] : [],
  };
}

function listDataRows(sheet: Sheet, { dataRow, markColumns }: StackedRows): readonly number[] {
  const rows: number[] = [];
  for (let row = dataRow; row < sheet.rowCount; row++) {
    let isComment = false;
    for (let column = 0; column < markColumns; column++) isComment ||= isMark(sheet, row, column);
    if (!isComment) rows.push(row);
  }
  return rows;
}

/** Only text is a mark: `#REF!` of a broken formula is not. */
function isMark(sheet: Sheet, row: number, column: number): boolean {
  return typeof sheet.cell(row, column) === "string" && headerText(sheet, row, column).startsWith("#");
}
