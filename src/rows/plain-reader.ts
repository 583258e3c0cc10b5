import type { ValueType } from "../model/schema.js";
import type { PlainCells } from "../model/workbook.js";
import type { ColumnReader } from "./column-reader.js";
import { integerRange } from "./parse-integer.js";

/** Reads the plain cells of a column from row `first` of a region up to `end`, and marks with 1 the rows that are left. */
export type TakePlain = (first: number, end: number, isLeft: Uint8Array) => void;

export interface PlainColumn {
  readonly reader: ColumnReader;
  readonly cells: PlainCells;
  /** Of the sheet. */
  readonly column: number;
  /** Rows of the sheet. */
  readonly rows: ArrayLike<number>;
  /** The row of the table that the first of them is. */
  readonly start: number;
}

/**
 * Creates what reads the cells that are plain, which in most files are nearly all: without a text of those that are
 * numbers, and in one loop for each type. What it stores is what `ColumnReader.read` would store; that reads the others.
 */
export function createPlainReader(context: PlainColumn): TakePlain {
  const { type, takesNumbers } = context.reader;
  if (takesNumbers && type.kind === "integer") return createIntegerReader(context, type);
  if (takesNumbers && type.kind === "float" && !type.isFraction) return createFloatReader(context, type.bits);
  return createTextReader(context);
}

function createIntegerReader(
  { reader, cells, column, rows, start }: PlainColumn,
  type: ValueType & { readonly kind: "integer" },
): TakePlain {
  const range = integerRange(type);
  // What is beyond 15 digits is not plain, so rounding these of 64 bits changes nothing.
  const [minimum, maximum] = [Number(range.minimum), Number(range.maximum)];
  return (first, end, isLeft) => {
    for (let index = first; index < end; index++) {
      const value = cells.integer(rows[index] ?? 0, column);
      const isGood = value >= minimum && value <= maximum;
      if (isGood) reader.setNumber(start + index, value);
      isLeft[index - first] = isGood ? 0 : 1;
    }
  };
}

function createFloatReader({ reader, cells, column, rows, start }: PlainColumn, bits: 32 | 64): TakePlain {
  return (first, end, isLeft) => {
    for (let index = first; index < end; index++) {
      const exact = cells.number(rows[index] ?? 0, column);
      const value = bits === 32 ? Math.fround(exact) : exact;
      // Too small for the type is an error, which is not said here.
      const isGood = exact === 0 || (value !== 0 && Number.isFinite(value));
      if (isGood) reader.setNumber(start + index, value);
      isLeft[index - first] = isGood ? 0 : 1;
    }
  };
}

function createTextReader({ reader, cells, column, rows, start }: PlainColumn): TakePlain {
  return (first, end, isLeft) => {
    for (let index = first; index < end; index++) {
      const text = cells.text(rows[index] ?? 0, column);
      isLeft[index - first] = text !== undefined && reader.tryText(text, start + index) ? 0 : 1;
    }
  };
}
