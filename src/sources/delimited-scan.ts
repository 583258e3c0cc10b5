import type { Report } from "../base/diagnostics.js";
import type { PlainCells } from "../model/workbook.js";

/** The cells of a delimited text, taken out of it when they are asked for. */
export interface DelimitedGrid {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Returns `undefined` for an empty cell and outside. */
  cell(row: number, column: number): string | undefined;
  /** Returns the one-based line in which a cell begins, or its row where that is shorter. */
  lineOf(row: number, column: number): number;
  readonly plain?: PlainCells | undefined;
}

export interface ScanOptions {
  /** One UTF-16 code unit. */
  readonly separator: string;
  /** Where the first row begins. */
  readonly from: number;
  /** For places. */
  readonly file: string;
}

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * Finds the cells of a delimited text. Kept are the text and one 32-bit offset for each cell, so a million rows cost
 * no object each.
 *
 * A quote opens a quoted cell only where the cell begins. Text after the closing quote is reported, blanks there
 * are kept. A quoted cell without an end is reported and gives `undefined`, as nothing behind it can be trusted.
 */
export function scanDelimitedText(
  text: string,
  options: ScanOptions,
  report: Report,
): DelimitedGrid | undefined {
  const separator = options.separator.charCodeAt(0);
  const lineOf = createLineCounter(text);
  const starts = createOffsets();
  const firstCells = createOffsets();
  let rowCount = 0;
  let columnCount = 0;
  let at = options.from;
  for (let row = 0; at < text.length; row++) {
    const first = starts.length();
    firstCells.push(first);
    for (let column = 0; ; column++) {
      const start = at;
      starts.push(start);
      if (text.charCodeAt(at) === quote) {
        const close = findClosingQuote(text, at);
        if (close < 0) {
          report("unterminated-quote", undefined, { file: options.file, row, column, line: lineOf(start) });
          return undefined;
        }
        at = endOfCell(text, close + 1, separator);
        const tail = text.slice(close + 1, at).trim();
        if (tail !== "") {
          report(
            "text-after-quote",
            { text: tail },
            { file: options.file, row, column, line: lineOf(close) },
          );
        }
      } else {
        at = endOfCell(text, at, separator);
      }
      if (!isEmptyCell(text, start, at)) {
        rowCount = row + 1;
        if (column >= columnCount) columnCount = column + 1;
      }
      if (at >= text.length || text.charCodeAt(at) !== separator) break;
      at++;
    }
    // One more offset ends the last cell, as if a separator stood there.
    starts.push(at + 1);
    at += text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? 2 : 1;
  }
  firstCells.push(starts.length());
  return createGrid(text, { rowCount, columnCount, starts: starts.take(), firstCells: firstCells.take() });
}

/** Returns the position of the quote that closes the one at `open`, or -1. */
function findClosingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === quote) close = text.indexOf('"', close + 2);
  return close;
}

function endOfCell(text: string, from: number, separator: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === separator || unit === lineFeed || unit === carriageReturn) return at;
  }
  return text.length;
}

function isEmptyCell(text: string, start: number, end: number): boolean {
  return start === end || (end - start === 2 && text.charCodeAt(start) === quote);
}

interface GridParts {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Where each cell begins; after the cells of a row, one behind the end of its last. */
  readonly starts: Uint32Array;
  /** For each row the position of its first cell in `starts`. */
  readonly firstCells: Uint32Array;
}

function createGrid(text: string, { rowCount, columnCount, starts, firstCells }: GridParts): DelimitedGrid {
  let last = { offset: 0, lineAt: createLineCounter(text) };
  return {
    rowCount,
    columnCount,
    cell: (row, column) => {
      if (row < 0 || row >= rowCount || column < 0) return undefined;
      const index = (firstCells[row] ?? 0) + column;
      if (index + 1 >= (firstCells[row + 1] ?? 0)) return undefined;
      const start = starts[index] ?? 0;
      const value = cellValue(text, start, (starts[index + 1] ?? 0) - 1);
      return value === "" ? undefined : value;
    },
    lineOf: (row, column) => {
      const first = firstCells[row] ?? 0;
      const index = first + column + 1 < (firstCells[row + 1] ?? 0) ? first + column : first;
      const offset = starts[index] ?? 0;
      // Most are asked for from the top down.
      const lineAt = offset < last.offset ? createLineCounter(text) : last.lineAt;
      last = { offset, lineAt };
      return lineAt(offset);
    },
  };
}

function cellValue(text: string, start: number, end: number): string {
  if (start === end || text.charCodeAt(start) !== quote) return text.slice(start, end);
  const close = findClosingQuote(text, start);
  return text.slice(start + 1, close).replaceAll('""', '"') + text.slice(close + 1, end);
}

/** Returns a function from offsets, asked in rising order, to one-based lines. */
function createLineCounter(text: string): (offset: number) => number {
  let line = 1;
  let at = 0;
  return (offset) => {
    for (; at < offset; at++) {
      const unit = text.charCodeAt(at);
      // Of CR LF the LF is counted.
      if (unit === lineFeed || (unit === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) line++;
    }
    return line;
  };
}

interface Offsets {
  push(offset: number): void;
  length(): number;
  take(): Uint32Array;
}

/** Creates a list of 32-bit offsets that grows as it is filled. */
function createOffsets(): Offsets {
  let offsets = new Uint32Array(1024);
  let length = 0;
  return {
    push: (offset) => {
      if (length === offsets.length) {
        const larger = new Uint32Array(length * 2);
        larger.set(offsets);
        offsets = larger;
      }
      offsets[length++] = offset;
    },
    length: () => length,
    take: () => offsets.slice(0, length),
  };
}
