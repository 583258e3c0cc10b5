import { isAscii } from "node:buffer";
import { u8At, u32At } from "../base/typed-array.js";
import type { PlainCells } from "../model/workbook.js";
import type { DelimitedGrid } from "./delimited-scan.js";
import { createTextCache, type TextCache } from "./text-cache.js";

export interface ByteScanOptions {
  /** An ASCII character. */
  readonly separator: number;
  /** Where the first row begins. */
  readonly from: number;
}

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * Finds the cells of a delimited text in its UTF-8 bytes, as `scanDelimitedText` finds them in its characters: nothing is
 * decoded before a cell is asked for, and numbers are read without a text of them.
 *
 * Returns `undefined` where there is something to report, or what only the other can tell apart.
 */
export function scanDelimitedBytes(bytes: Uint8Array, options: ByteScanOptions): DelimitedGrid | undefined {
  // With one more byte than the text has, no cell touches the end.
  if (bytes.length >= 0xffff_ffff) return undefined;
  const ends = createEndTable(options.separator);
  let starts = new Uint32Array(estimateCells(bytes, ends));
  let firstCells = new Uint32Array(1024);
  let [cells, row, rowCount, columnCount] = [0, 0, 0, 0];
  let at = options.from;
  for (; at < bytes.length; row++) {
    if (row + 2 > firstCells.length) firstCells = grow(firstCells, row + 2);
    const first = cells;
    firstCells[row] = first;
    for (;;) {
      if (cells + 3 > starts.length) starts = grow(starts, cells + 3);
      const start = at;
      starts[cells] = start;
      cells++;
      if (bytes[at] === quote) {
        at = findQuotedEnd(bytes, at, ends);
        if (at < 0) return undefined;
        if (at - start > 2) {
          rowCount = row + 1;
          if (cells - first > columnCount) columnCount = cells - first;
        }
      } else {
        while (at < bytes.length && u8At(ends, u8At(bytes, at)) === 0) at++;
        if (at > start) {
          rowCount = row + 1;
          if (cells - first > columnCount) columnCount = cells - first;
        }
      }
      if (at >= bytes.length || bytes[at] !== options.separator) break;
      at++;
    }
    // One more offset ends the last cell, as if a separator stood there.
    starts[cells] = at + 1;
    cells++;
    at += bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? 2 : 1;
  }
  firstCells[row] = cells;
  return new ByteGrid({ bytes, rowCount, columnCount, starts, firstCells: firstCells.slice(0, row + 1) });
}

/** By byte, 1 for those that end a cell without quotes. */
function createEndTable(separator: number): Uint8Array {
  const ends = new Uint8Array(256);
  for (const byte of [separator, lineFeed, carriageReturn]) ends[byte] = 1;
  return ends;
}

/** From the first bytes, with a reserve: memory that is never touched costs nothing, and moving a large table does. */
function estimateCells(bytes: Uint8Array, ends: Uint8Array): number {
  const sampleBytes = Math.min(bytes.length, 1 << 18);
  let sample = 0;
  for (let at = 0; at < sampleBytes; at++) sample += u8At(ends, u8At(bytes, at));
  return Math.ceil((2 * sample * bytes.length) / Math.max(1, sampleBytes)) + 1024;
}

function grow(offsets: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, 2 * offsets.length));
  larger.set(offsets);
  return larger;
}

/** Returns the end of a quoted cell, or -1 where its quote does not close, or more than the closing quote follows. */
function findQuotedEnd(bytes: Uint8Array, open: number, ends: Uint8Array): number {
  let close = bytes.indexOf(quote, open + 1);
  while (close >= 0 && bytes[close + 1] === quote) close = bytes.indexOf(quote, close + 2);
  if (close < 0) return -1;
  const end = close + 1;
  return end >= bytes.length || u8At(ends, u8At(bytes, end)) === 1 ? end : -1;
}

interface ByteGridParts {
  readonly bytes: Uint8Array;
  readonly rowCount: number;
  readonly columnCount: number;
  /** Where each cell begins; after the cells of a row, one behind the end of its last. */
  readonly starts: Uint32Array;
  /** For each row the position of its first cell in `starts`. */
  readonly firstCells: Uint32Array;
}

/** Powers of ten that a double holds exactly, as many as 15 digits need. */
const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const mostDigits = 15;

class ByteGrid implements DelimitedGrid, PlainCells {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly plain: PlainCells | undefined;
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #firstCells: Uint32Array;
  readonly #texts: TextCache;
  #counted = { offset: 0, line: 1 };

  constructor({ bytes, rowCount, columnCount, starts, firstCells }: ByteGridParts) {
    this.rowCount = rowCount;
    this.columnCount = columnCount;
    this.#bytes = bytes;
    this.#starts = starts;
    this.#firstCells = firstCells;
    this.#texts = createTextCache(bytes, isAscii(bytes));
    // A NUL makes a text that is not plain, and hardly any file has one.
    this.plain = bytes.includes(0) ? undefined : this;
    this.cell = this.cell.bind(this);
    this.lineOf = this.lineOf.bind(this);
  }

  cell(row: number, column: number): string | undefined {
    const index = this.#indexOf(row, column);
    if (index < 0) return undefined;
    const start = u32At(this.#starts, index);
    const end = u32At(this.#starts, index + 1) - 1;
    if (start === end) return undefined;
    if (this.#bytes[start] !== quote) return this.#texts.get(start, end);
    return end - start === 2 ? undefined : this.#texts.get(start + 1, end - 1).replaceAll('""', '"');
  }

  lineOf(row: number, column: number): number {
    const first = this.#firstCells[row] ?? 0;
    const index = first + column + 1 < (this.#firstCells[row + 1] ?? 0) ? first + column : first;
    const offset = this.#starts[index] ?? 0;
    // Most are asked for from the top down.
    let { offset: at, line } = offset < this.#counted.offset ? { offset: 0, line: 1 } : this.#counted;
    for (; at < offset; at++) {
      const byte = this.#bytes[at];
      // Of CR LF the LF is counted.
      if (byte === lineFeed || (byte === carriageReturn && this.#bytes[at + 1] !== lineFeed)) line++;
    }
    this.#counted = { offset, line };
    return line;
  }

  isFilled(row: number, column: number): boolean {
    const index = this.#indexOf(row, column);
    return index >= 0 && this.#isPlain(u32At(this.#starts, index), u32At(this.#starts, index + 1) - 1);
  }

  text(row: number, column: number): string | undefined {
    const index = this.#indexOf(row, column);
    if (index < 0) return undefined;
    const start = u32At(this.#starts, index);
    const end = u32At(this.#starts, index + 1) - 1;
    return this.#isPlain(start, end) ? this.#texts.get(start, end) : undefined;
  }

  integer(row: number, column: number): number {
    const index = this.#indexOf(row, column);
    if (index < 0) return Number.NaN;
    let at = u32At(this.#starts, index);
    const end = u32At(this.#starts, index + 1) - 1;
    const isNegative = at < end && this.#bytes[at] === 45;
    if (isNegative) at++;
    if (at >= end || end - at > mostDigits) return Number.NaN;
    let value = 0;
    for (; at < end; at++) {
      const digit = u8At(this.#bytes, at) - 48;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    // Not -0.
    return isNegative ? 0 - value : value;
  }

  number(row: number, column: number): number {
    const index = this.#indexOf(row, column);
    if (index < 0) return Number.NaN;
    let at = u32At(this.#starts, index);
    const end = u32At(this.#starts, index + 1) - 1;
    const isNegative = at < end && this.#bytes[at] === 45;
    if (isNegative) at++;
    // With a point among them one more.
    if (at >= end || end - at > mostDigits + 1) return Number.NaN;
    let value = 0;
    let [digits, decimals] = [0, -1];
    for (; at < end; at++) {
      const digit = u8At(this.#bytes, at) - 48;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
        if (decimals >= 0) decimals++;
      } else if (digit === -2 && decimals < 0 && digits > 0) {
        decimals = 0;
      } else return Number.NaN;
    }
    if (digits > mostDigits) return Number.NaN;
    // Both are exact, so their quotient is the nearest double of the text.
    if (decimals > 0) value /= powersOfTen[decimals] ?? Number.NaN;
    return isNegative ? 0 - value : value;
  }

  /** Returns the position in `starts`, or -1 outside. */
  #indexOf(row: number, column: number): number {
    if (row < 0 || row >= this.rowCount || column < 0) return -1;
    const index = u32At(this.#firstCells, row) + column;
    return index + 1 < u32At(this.#firstCells, row + 1) ? index : -1;
  }

  /** Begins with a letter, digit or sign of ASCII but a quote or `#`, or a character of U+4000 to U+9FFF. */
  #isPlain(start: number, end: number): boolean {
    if (start >= end) return false;
    const first = u8At(this.#bytes, start);
    return (
      (first > 0x20 && first < 0x7f && first !== quote && first !== 35) || (first >= 0xe4 && first <= 0xe9)
    );
  }
}
