import { u8At } from "../../base/typed-array.js";
import type { Cell, CellRange, PlainCells, Sheet } from "../../model/workbook.js";
import { isBlankCell } from "../../schema/header-text.js";

/** What was asked of a sheet while its header was read: enough to read the header again without the file. */
export interface SheetOutline {
  readonly name: string | undefined;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly merges?: readonly CellRange[];
  /** A bit for each cell, row by row: set where it holds more than blanks. */
  readonly filled: Uint8Array;
  /** The cells that were asked for and hold something, by position. */
  readonly cells: ReadonlyMap<number, Cell>;
  /** Of a text file the lines that were asked for. */
  readonly lines?: ReadonlyMap<number, number>;
}

/** A sheet that notes what it is asked. */
export interface WatchedSheet {
  readonly sheet: Sheet;
  readonly outline: () => SheetOutline;
}

/** The position of a cell, by which an outline has it. */
type PositionOf = (row: number, column: number) => number;

export function watchSheet(sheet: Sheet): WatchedSheet {
  const cells = new Map<number, Cell>();
  const lines = new Map<number, number>();
  const positionOf = positionsIn(sheet);
  const { file, name, rowCount, columnCount, merges, isTransposed, plain, lineOf } = sheet;
  const watched: Sheet = {
    ...{ file, name, rowCount, columnCount },
    ...(merges === undefined ? {} : { merges }),
    ...(isTransposed === undefined ? {} : { isTransposed }),
    ...(plain === undefined ? {} : { plain }),
    cell: (row, column) => {
      const cell = sheet.cell(row, column);
      if (cell !== undefined) cells.set(positionOf(row, column), cell);
      return cell;
    },
    ...(lineOf === undefined
      ? {}
      : {
          lineOf: (row, column) => {
            const line = lineOf.call(sheet, row, column);
            if (column < columnCount) lines.set(positionOf(row, column), line);
            return line;
          },
        }),
  };
  return {
    sheet: watched,
    outline: () => ({ ...shapeOf(sheet), cells, ...(lineOf === undefined ? {} : { lines }) }),
  };
}

/** Returns the outline that a sheet has where the same is asked of it as of another one before. */
export function outlineAgain(sheet: Sheet, before: SheetOutline): SheetOutline {
  const { cell, lineOf } = sheet;
  const ask = <Answer>(positions: Iterable<number>, answer: (row: number, column: number) => Answer) =>
    new Map(
      [...positions].map((position) => {
        const { columnCount } = before;
        return [position, answer(Math.floor(position / columnCount), position % columnCount)];
      }),
    );
  const cells = ask(before.cells.keys(), (row, column) => cell.call(sheet, row, column));
  const lines =
    lineOf === undefined || before.lines === undefined
      ? undefined
      : ask(before.lines.keys(), (row, column) => lineOf.call(sheet, row, column));
  return { ...shapeOf(sheet), cells, ...(lines === undefined ? {} : { lines }) };
}

/** Returns a sheet of an outline. What the outline does not have is asked of the sheet itself, which is loaded then. */
export function restoreSheet(outline: SheetOutline, file: string, load: () => Sheet): Sheet {
  const { name, rowCount, columnCount, merges, filled, cells, lines } = outline;
  const positionOf = positionsIn(outline);
  const isWithin = (row: number, column: number) => row < rowCount && column < columnCount;
  const isFilled = (row: number, column: number) =>
    isWithin(row, column) && bitAt(filled, positionOf(row, column));
  const plain: PlainCells = {
    isFilled,
    text: (row, column) => load().plain?.text(row, column),
    integer: (row, column) => load().plain?.integer(row, column) ?? Number.NaN,
    number: (row, column) => load().plain?.number(row, column) ?? Number.NaN,
  };
  return {
    ...{ file, name, rowCount, columnCount, plain },
    ...(merges === undefined ? {} : { merges }),
    cell: (row, column) => {
      if (!isWithin(row, column)) return undefined;
      const cell = cells.get(positionOf(row, column));
      return cell !== undefined || !isFilled(row, column) ? cell : load().cell(row, column);
    },
    ...(lines === undefined
      ? {}
      : {
          lineOf: (row, column) =>
            (column < columnCount ? lines.get(positionOf(row, column)) : undefined) ??
            load().lineOf?.(row, column) ??
            row + 1,
        }),
  };
}

/** Returns a text that is the same for the same outline. */
export function describeOutline({ filled, cells, lines, ...shape }: SheetOutline): string {
  const bits = Buffer.from(filled.buffer, filled.byteOffset, filled.length).toString("latin1");
  return JSON.stringify([shape, [...cells], [...(lines ?? [])], bits]);
}

function shapeOf(sheet: Sheet): Omit<SheetOutline, "cells" | "lines"> {
  const { name, rowCount, columnCount, merges } = sheet;
  const filled = new Uint8Array(Math.ceil((rowCount * columnCount) / 8));
  let position = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++, position++) {
      if (!isBlankCell(sheet, row, column))
        filled[position >> 3] = u8At(filled, position >> 3) | (1 << (position & 7));
    }
  }
  return { ...{ name, rowCount, columnCount, filled }, ...(merges === undefined ? {} : { merges }) };
}

function positionsIn({ columnCount }: { readonly columnCount: number }): PositionOf {
  return (row, column) => row * columnCount + column;
}

function bitAt(bits: Uint8Array, position: number): boolean {
  return ((bits[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
}
