import { u8At, u32At } from "../../base/typed-array.js";
import type { Cell, CellRange, ErrorCell, PlainCells } from "../../model/workbook.js";
import type { NumberFormatKind } from "../number-format.js";
import { type CellReading, createNumberCell } from "../spreadsheet-sheet.js";
import { NotPlain } from "./xml-bytes.js";

const tags = { none: 0, number: 1, date: 2, time: 3, shared: 4, own: 5, bool: 6, error: 7 } as const;

const isSpecial = /[\0\uD800-\uDFFF]/;

/** The cells of a sheet in plain data, which can be given to another thread. */
export interface PackedCells {
  readonly shared: readonly string[];
  readonly own: readonly string[];
  readonly errors: readonly ErrorCell[];
  readonly tags: Uint8Array<ArrayBuffer>;
  readonly columns: Uint16Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly date1904: boolean;
}

/** The cells of a sheet as numbers in typed arrays: a million cells are no object each. */
export class WorksheetCells implements PlainCells {
  readonly #shared: readonly string[];
  /** By shared text: 1 where it is plain, 2 where it is not; 0 where nobody has looked. */
  readonly #sharedPlain: Uint8Array;
  readonly #own: string[] = [];
  readonly #errors: ErrorCell[] = [];
  #tags = new Uint8Array(1024);
  #columns = new Uint16Array(1024);
  /** The number itself, or which text it is. */
  #values = new Float64Array(1024);
  /** By row, where its cells begin, and behind the last row where they end. */
  #starts = new Uint32Array(64);
  #rowCount = 0;
  #count = 0;
  #reading: Pick<CellReading, "date1904"> = { date1904: false };

  constructor(shared: readonly string[]) {
    this.#shared = shared;
    this.#sharedPlain = new Uint8Array(shared.length);
  }

  static unpack({
    shared,
    own,
    errors,
    tags,
    columns,
    values,
    starts,
    date1904,
  }: PackedCells): WorksheetCells {
    const cells = new WorksheetCells(shared);
    for (const text of own) cells.#own.push(text);
    for (const error of errors) cells.#errors.push(error);
    cells.#tags = tags;
    cells.#columns = columns;
    cells.#values = values;
    cells.#starts = starts;
    cells.#rowCount = starts.length - 1;
    cells.#count = tags.length;
    cells.#reading = { date1904 };
    return cells;
  }

  pack(): PackedCells {
    return {
      ...{ shared: this.#shared, own: this.#own, errors: this.#errors, ...this.#reading },
      tags: this.#tags.slice(0, this.#count),
      columns: this.#columns.slice(0, this.#count),
      values: this.#values.slice(0, this.#count),
      starts: this.#starts.slice(0, this.#rowCount + 1),
    };
  }

  startRow(row: number): void {
    if (row + 2 > this.#starts.length) this.#starts = enlarge(this.#starts, 2 * (row + 2));
    this.#starts.fill(this.#count, this.#rowCount, row + 1);
    this.#rowCount = row + 1;
    this.#starts[row + 1] = this.#count;
  }

  addNumber(column: number, value: number, kind: NumberFormatKind): void {
    this.#add(column, tags[kind], value);
  }

  addShared(column: number, index: number): void {
    const text = this.#shared[index];
    if (text === undefined) throw new NotPlain();
    if (text !== "") this.#add(column, tags.shared, index);
  }

  addText(column: number, text: string): void {
    if (text === "") return;
    this.#add(column, tags.own, this.#own.length);
    this.#own.push(text);
  }

  addBool(column: number, value: boolean): void {
    this.#add(column, tags.bool, value ? 1 : 0);
  }

  addError(column: number, text: string): void {
    this.#add(column, tags.error, this.#errors.length);
    this.#errors.push({ kind: "error", text });
  }

  #add(column: number, tag: number, value: number): void {
    const index = this.#count;
    if (index === this.#tags.length) {
      this.#tags = enlarge(this.#tags, 2 * index);
      this.#columns = enlarge(this.#columns, 2 * index);
      this.#values = enlarge(this.#values, 2 * index);
    }
    this.#tags[index] = tag;
    this.#columns[index] = column;
    this.#values[index] = value;
    this.#count++;
    this.#starts[this.#rowCount] = this.#count;
  }

  /** Takes away what a file may still hold of cells that a merged one covers, and returns how far the others reach. */
  finish(merges: readonly CellRange[], reading: Pick<CellReading, "date1904">) {
    this.#reading = reading;
    for (const merge of merges) this.#clear(merge);
    let [rowCount, columnCount] = [0, 0];
    for (let row = 0; row < this.#rowCount; row++) {
      const start = u32At(this.#starts, row);
      let last = u32At(this.#starts, row + 1) - 1;
      while (last >= start && this.#tags[last] === tags.none) last--;
      if (last < start) continue;
      rowCount = row + 1;
      columnCount = Math.max(columnCount, (this.#columns[last] ?? 0) + 1);
    }
    return { rowCount, columnCount };
  }

  #clear({ firstRow, lastRow, firstColumn, lastColumn }: CellRange): void {
    for (let row = firstRow; row <= lastRow && row < this.#rowCount; row++) {
      for (let index = u32At(this.#starts, row); index < u32At(this.#starts, row + 1); index++) {
        const column = this.#columns[index] ?? 0;
        const isFirst = row === firstRow && column === firstColumn;
        if (column >= firstColumn && column <= lastColumn && !isFirst) this.#tags[index] = tags.none;
      }
    }
  }

  cell(row: number, column: number): Cell {
    const index = this.#indexOf(row, column);
    if (index < 0) return undefined;
    const value = this.#values[index] ?? 0;
    switch (this.#tags[index]) {
      case tags.number:
        return createNumberCell(value, "number", this.#reading);
      case tags.date:
        return createNumberCell(value, "date", this.#reading);
      case tags.time:
        return createNumberCell(value, "time", this.#reading);
      case tags.shared:
        return this.#shared[value];
      case tags.own:
        return this.#own[value];
      case tags.bool:
        return value === 1;
      case tags.error:
        return this.#errors[value];
      default:
        return undefined;
    }
  }

  isFilled(row: number, column: number): boolean {
    const index = this.#indexOf(row, column);
    return index >= 0 && (this.#tags[index] === tags.number || this.#plainText(index) !== undefined);
  }

  text(row: number, column: number): string | undefined {
    const index = this.#indexOf(row, column);
    return index < 0 ? undefined : this.#plainText(index);
  }

  integer(row: number, column: number): number {
    const value = this.number(row, column);
    return Number.isInteger(value) && Math.abs(value) < 1e15 ? value : Number.NaN;
  }

  number(row: number, column: number): number {
    const index = this.#indexOf(row, column);
    if (index < 0 || this.#tags[index] !== tags.number) return Number.NaN;
    const value = this.#values[index] ?? Number.NaN;
    // Not -0.
    return Number.isFinite(value) ? value + 0 : Number.NaN;
  }

  #plainText(index: number): string | undefined {
    if (this.#tags[index] !== tags.shared) return undefined;
    const number = this.#values[index] ?? 0;
    const text = this.#shared[number] ?? "";
    const known = u8At(this.#sharedPlain, number);
    if (known !== 0) return known === 1 ? text : undefined;
    const first = text.charCodeAt(0);
    const begins = (first > 0x20 && first < 0x7f && first !== 35) || (first >= 0x4e00 && first <= 0x9fff);
    const isPlain = begins && !isSpecial.test(text);
    this.#sharedPlain[number] = isPlain ? 1 : 2;
    return isPlain ? text : undefined;
  }

  /** Most rows have no gaps, so most cells are where the first cell of the row says. */
  #indexOf(row: number, column: number): number {
    if (row < 0 || row >= this.#rowCount) return -1;
    let low = u32At(this.#starts, row);
    let high = u32At(this.#starts, row + 1);
    const guess = low + column - (this.#columns[low] ?? 0);
    if (guess >= low && guess < high && this.#columns[guess] === column) return guess;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#columns[middle] ?? 0) < column) low = middle + 1;
      else high = middle;
    }
    return low < u32At(this.#starts, row + 1) && this.#columns[low] === column ? low : -1;
  }
}

type Words = Uint8Array | Uint16Array | Uint32Array | Float64Array;

function enlarge<Kind extends Words>(words: Kind, size: number): Kind {
  const larger = new (words.constructor as new (size: number) => Kind)(size);
  larger.set(words);
  return larger;
}
