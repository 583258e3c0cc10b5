import type { CellObject, Range } from "xlsx";
import type { Cell, DateCell, Sheet } from "../model/workbook.js";
import type { NumberFormatKind } from "./number-format.js";

/** A sheet as SheetJS read it, with what it does not tell. */
export interface RawSheet {
  readonly name: string;
  /** Rows of cells by position, with holes. Cells that a merged one covers are removed from it. */
  readonly rows: (CellObject[] | undefined)[];
  readonly merges: readonly Range[];
  /** Cells that are read differently, by `cellIndex`. */
  readonly corrections: ReadonlyMap<number, Cell>;
}

export interface CellReading {
  readonly file: string;
  /** True where serial numbers count from 1904-01-01. */
  readonly date1904: boolean;
  readonly formatKind: (format: string) => NumberFormatKind;
}

const maxColumns = 16384;

/** Returns one number for a position, the key of `RawSheet.corrections`. */
export function cellIndex(row: number, column: number): number {
  return row * maxColumns + column;
}

/** Wraps a sheet of SheetJS: cells are converted when they are asked for. */
export function createSpreadsheetSheet(raw: RawSheet, reading: CellReading): Sheet {
  for (const merge of raw.merges) clearCoveredCells(raw.rows, merge);
  const cell = (row: number, column: number): Cell =>
    (raw.corrections.size > 0 ? raw.corrections.get(cellIndex(row, column)) : undefined) ??
    readCell(raw.rows[row]?.[column], reading);
  const merges = raw.merges.map(({ s: start, e: end }) => ({
    ...{ firstRow: start.r, lastRow: end.r },
    ...{ firstColumn: start.c, lastColumn: end.c },
  }));
  const size = measure(raw, cell);
  return { file: reading.file, name: raw.name, ...size, ...(merges.length === 0 ? {} : { merges }), cell };
}

/** A file may still hold what stood in cells before they were merged; a spreadsheet shows the top left one alone. */
function clearCoveredCells(rows: (CellObject[] | undefined)[], { s: start, e: end }: Range): void {
  for (let row = start.r; row <= end.r && row < rows.length; row++) {
    const cells = rows[row];
    if (cells === undefined) continue;
    for (
      let column = row === start.r ? start.c + 1 : start.c;
      column <= end.c && column < cells.length;
      column++
    ) {
      delete cells[column];
    }
  }
}

function measure(raw: RawSheet, cell: (row: number, column: number) => Cell) {
  let rowCount = 0;
  let columnCount = 0;
  const include = (row: number, column: number): void => {
    rowCount = Math.max(rowCount, row + 1);
    columnCount = Math.max(columnCount, column + 1);
  };
  for (const [row, cells] of raw.rows.entries()) {
    let last = (cells?.length ?? 0) - 1;
    while (last >= 0 && cell(row, last) === undefined) last--;
    if (last >= 0) include(row, last);
  }
  for (const index of raw.corrections.keys()) include(Math.floor(index / maxColumns), index % maxColumns);
  return { rowCount, columnCount };
}

function readCell(cell: CellObject | undefined, reading: CellReading): Cell {
  if (cell === undefined) return undefined;
  switch (cell.t) {
    case "s":
      return typeof cell.v === "string" && cell.v !== "" ? cell.v : undefined;
    case "n":
      return readNumber(cell.v, cell.z, reading);
    case "b":
      return cell.v === true;
    case "e":
      return { kind: "error", text: errorTexts.get(Number(cell.v)) ?? "#ERROR!" };
    default:
      return undefined;
  }
}

function readNumber(value: CellObject["v"], format: CellObject["z"], reading: CellReading): Cell {
  const kind = format === undefined ? "number" : reading.formatKind(String(format));
  return createNumberCell(typeof value === "number" ? value : Number.NaN, kind, reading);
}

/** Returns the cell of a stored number, by what its format shows. */
export function createNumberCell(
  value: number,
  kind: NumberFormatKind,
  { date1904 }: Pick<CellReading, "date1904">,
): Cell {
  if (!Number.isFinite(value)) return { kind: "error", text: "#NUM!" };
  if (kind === "number") return value;
  const serial = date1904 && kind === "date" ? value + days1904 : value;
  return serial < 0 || serial >= dayAfterLast ? value : createDateCell(serial);
}

/** Serial number of 1904-01-01. */
const days1904 = 1462;
/** Serial number of 10000-01-01: a format shows no date from here on. */
const dayAfterLast = 2958466;
const dayMs = 86_400_000;
const dayZeroMs = Date.UTC(1899, 11, 30);

/** Serial numbers below 60 count from one day later: spreadsheets know a 29 February 1900, number 60. */
function createDateCell(serial: number): DateCell {
  const days = serial < 60 ? serial + 1 : serial;
  return { kind: "date", wallClockMs: dayZeroMs + Math.round(days * dayMs), serial };
}

/** [MS-XLS] 2.5.10, BErr. */
const errorTexts: ReadonlyMap<number, string> = new Map([
  [0x00, "#NULL!"],
  [0x07, "#DIV/0!"],
  [0x0f, "#VALUE!"],
  [0x17, "#REF!"],
  [0x1d, "#NAME?"],
  [0x24, "#NUM!"],
  [0x2a, "#N/A"],
  [0x2b, "#GETTING_DATA"],
]);

/** True for the text of an error value, as OpenDocument stores it. */
export function isErrorText(text: string): boolean {
  return /^Err:\d{3}$/.test(text) || [...errorTexts.values()].includes(text);
}
