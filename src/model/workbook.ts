import type { Place } from "../base/place.js";

/** What a spreadsheet file or a text table holds: visible sheets in file order. */
export interface Workbook {
  /** Path relative to the config's folder, with `/`. */
  readonly file: string;
  readonly sheets: readonly Sheet[];
}

/** One grid of cells. Cells are asked for by position, so a reader may keep them in any form. */
export interface Sheet {
  readonly file: string;
  /** Absent for text files. */
  readonly name: string | undefined;
  /** One more than the last row and column that hold a cell, whatever range the file claims. */
  readonly rowCount: number;
  readonly columnCount: number;
  /** The cell's value; `undefined` for an empty cell and for any position outside. */
  cell(row: number, column: number): Cell;
  /** Cells that are shown as one; only the first of them holds anything. */
  readonly merges?: readonly CellRange[];
  /** The rows are the columns of the file. */
  readonly isTransposed?: boolean;
  /** One-based line of a text file in which a cell begins; the row's where the row is shorter. */
  lineOf?(row: number, column: number): number;
  /** What most of the cells hold, at less than the cost of a text for each. */
  readonly plain?: PlainCells;
}

/** Cells that need no closer look: whatever it does not answer for is answered by `Sheet.cell`. */
export interface PlainCells {
  /** True for a cell that holds more than blanks; false does not say that it does not. */
  isFilled(row: number, column: number): boolean;
  /** The cell's text if that is more than blanks, no error such as `#REF!`, and without NUL and lone surrogates. */
  text(row: number, column: number): string | undefined;
  /** The integer that the cell holds, or spells by up to 15 digits with or without a minus; NaN for any other cell. */
  integer(row: number, column: number): number;
  /** The same of a decimal number, as the nearest double; never -0. */
  number(row: number, column: number): number;
}

/** A rectangle of cells, both corners included. */
export interface CellRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/**
 * A cell as its file holds it, before any column type is known. Text keeps every character of the
 * file; a number is what the spreadsheet stores, so an integer beyond 2^53 is already rounded.
 */
export type Cell = undefined | string | number | boolean | DateCell | ErrorCell | FormulaCell;

/** A number that its cell format shows as a date or time. */
export interface DateCell {
  readonly kind: "date";
  /** Wall-clock time as milliseconds since 1970-01-01T00:00 of the same clock, no zone applied. */
  readonly wallClockMs: number;
  /** The stored serial number, 1900 system: the value when a number is wanted. */
  readonly serial: number;
}

/** `#REF!`, `#N/A` and their like. */
export interface ErrorCell {
  readonly kind: "error";
  readonly text: string;
}

/** A formula that the file holds no computed value for. */
export interface FormulaCell {
  readonly kind: "formula";
  readonly formula: string;
}

/** Returns the place of a cell, with its text where it has one, and its line where that is not the row's number. */
export function placeOfCell(sheet: Sheet, row: number, column: number, header?: string): Place {
  const text = cellText(sheet.cell(row, column));
  const line = sheet.lineOf?.(row, column) ?? row + 1;
  return {
    file: sheet.file,
    ...(sheet.name === undefined ? {} : { sheet: sheet.name }),
    ...(sheet.isTransposed ? { row: column, column: row } : { row, column }),
    ...(header === undefined ? {} : { header }),
    ...(text === undefined ? {} : { value: text }),
    ...(line === row + 1 || sheet.isTransposed ? {} : { line }),
  };
}

/** Returns the cell as a person would type it, or `undefined` for an empty cell. */
export function cellText(cell: Cell): string | undefined {
  switch (typeof cell) {
    case "undefined":
      return undefined;
    case "string":
      return cell;
    case "number":
      // The shortest decimal that reads back as the same number, without an exponent below 10^21.
      return String(cell);
    case "boolean":
      return cell ? "TRUE" : "FALSE";
    case "object":
      if (cell.kind === "error") return cell.text;
      if (cell.kind === "formula") return `=${cell.formula}`;
      return showDate(cell);
  }
}

/** A serial number below 1 is a time of no day. */
function showDate({ wallClockMs, serial }: DateCell): string {
  const [date, time] = new Date(wallClockMs)
    .toISOString()
    .replace(/(\.000)?Z$/, "")
    .split("T");
  return serial >= 0 && serial < 1 ? `${time}` : `${date} ${time}`;
}
