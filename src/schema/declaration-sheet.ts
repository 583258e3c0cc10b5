import { trim } from "../base/blank.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Place } from "../base/place.js";
import { type Cell, placeOfCell, type Sheet } from "../model/workbook.js";
import { checkCellsBeyondHeader, widthOfRows } from "./cells-beyond-header.js";
import { type DeclarationMark, declarations, isDeclarationMark, readMark } from "./dialects/marked.js";
import { headerText, isBlankRow } from "./header-text.js";
import type { DeclaredText } from "./struct-declaration.js";

/**
 * Returns the mark of a sheet that declares something, its first one; `undefined` for any other sheet. Below another
 * text in column A it is a cell as any other.
 */
export function declarationMarkOf(sheet: Sheet): DeclarationMark | undefined {
  for (let row = 0; row < sheet.rowCount; row++) {
    const text = headerText(sheet, row, 0);
    const mark = readMark(text);
    if (mark === "text" || mark === "marker") return isDeclarationMark(text) ? text : undefined;
  }
  return undefined;
}

export function isDeclarationSheet(sheet: Sheet): boolean {
  return declarationMarkOf(sheet) !== undefined;
}

/** How the sheets of one mark look. */
export interface SheetForm<Heading extends string> {
  readonly mark: DeclarationMark;
  /** In any order, behind the mark; a column without one is a comment. */
  readonly headings: readonly Heading[];
  /** Those without which the sheet says nothing. */
  readonly needed: readonly Heading[];
}

/** The cells of a declaration sheet by heading. */
export interface DeclarationRows<Heading extends string> {
  has(heading: Heading): boolean;
  readonly rows: readonly DeclarationRow<Heading>[];
}

export interface DeclarationRow<Heading extends string> {
  /** Without blanks around it; empty also where the sheet has no such heading. */
  text(heading: Heading): string;
  cell(heading: Heading): Cell;
  at(heading: Heading): Place;
}

/** Reads the headings and rows of a declaration sheet; `undefined` when it says nothing, which has been reported. */
export function readDeclarationRows<Heading extends string>(
  sheet: Sheet,
  form: SheetForm<Heading>,
  report: Report,
): DeclarationRows<Heading> | undefined {
  const { columns, headingRow, rows } = readLayout(sheet, form, report);
  if (!form.needed.every((heading) => columns.has(heading))) return undefined;
  checkCellsBeyondHeader(sheet, widthOfRows(sheet, [headingRow]), rows, report);
  return {
    has: (heading) => columns.has(heading),
    rows: rows.map((row) => {
      const read = <Result>(heading: Heading, readCell: (column: number) => Result) => {
        const column = columns.get(heading);
        return column === undefined ? undefined : readCell(column);
      };
      return {
        text: (heading) => read(heading, (column) => headerText(sheet, row, column)) ?? "",
        cell: (heading) => read(heading, (column) => sheet.cell(row, column)),
        at: (heading) => placeOfCell(sheet, row, columns.get(heading) ?? 0, heading),
      };
    }),
  };
}

/** Splits a cell of names or aliases, which `,`, `|` or their full-width forms separate. */
export function splitNames(text: string, at: Place): readonly DeclaredText[] {
  const names = text.split(/[,，、|｜]/).map(trim);
  return names.filter((name) => name !== "").map((name) => ({ text: name, at }));
}

/** Column of the sheet by heading. */
type HeadingColumns<Heading> = ReadonlyMap<Heading, number>;

interface Layout<Heading> {
  readonly columns: HeadingColumns<Heading>;
  /** Row of the mark. */
  readonly headingRow: number;
  readonly rows: readonly number[];
}

function readLayout<Heading extends string>(
  sheet: Sheet,
  form: SheetForm<Heading>,
  report: Report,
): Layout<Heading> {
  let columns: HeadingColumns<Heading> | undefined;
  let headingRow = 0;
  const rows: number[] = [];
  for (let row = 0; row < sheet.rowCount; row++) {
    const text = headerText(sheet, row, 0);
    const mark = readMark(text);
    if (mark === "comment" || isBlankRow(sheet, row)) continue;
    const place = placeOfCell(sheet, row, 0);
    if (mark === "text") report("text-in-mark-column", { text }, place);
    if (mark !== "marker") rows.push(row);
    else if (text !== form.mark)
      report("mixed-sheet", { marker: text, other: declarations[form.mark] }, place);
    else if (columns !== undefined) report("repeated-marker", { marker: text }, place);
    else {
      if (rows.length > 0) report("marker-after-data", { marker: text }, place);
      columns = readHeadings(sheet, row, form, report);
      headingRow = row;
    }
  }
  return { columns: columns ?? new Map(), headingRow, rows };
}

function readHeadings<Heading extends string>(
  sheet: Sheet,
  row: number,
  { mark, headings, needed }: SheetForm<Heading>,
  report: Report,
): HeadingColumns<Heading> {
  const columns = new Map<Heading, number>();
  const mistyped = new Set<string>();
  for (let column = 1; column < sheet.columnCount; column++) {
    const text = headerText(sheet, row, column);
    if (text === "") continue;
    const heading = headings.find((one) => one === text);
    if (heading !== undefined && !columns.has(heading)) {
      columns.set(heading, column);
      continue;
    }
    const suggestion = findNearest(
      text,
      headings.filter((one) => !columns.has(one)),
    );
    if (suggestion !== undefined) mistyped.add(suggestion);
    report("unknown-heading", { heading: text, mark, suggestion }, placeOfCell(sheet, row, column));
  }
  for (const heading of needed) {
    if (columns.has(heading) || mistyped.has(heading)) continue;
    report("no-heading", { mark, heading }, placeOfCell(sheet, row, 0));
  }
  return columns;
}
