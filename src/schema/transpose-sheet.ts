import type { Sheet } from "../model/workbook.js";

const made = new WeakMap<Sheet, Sheet>();
const originals = new WeakMap<Sheet, Sheet>();

/** Returns the sheet with rows for columns; places in it are those of the file. The same sheet gives the same one. */
export function transposeSheet(sheet: Sheet): Sheet {
  const known = made.get(sheet);
  if (known !== undefined) return known;
  const { file, name, rowCount, columnCount, merges, lineOf } = sheet;
  const transposed: Sheet = {
    file,
    name,
    rowCount: columnCount,
    columnCount: rowCount,
    cell: (row, column) => sheet.cell(column, row),
    isTransposed: true,
    ...(merges === undefined
      ? {}
      : {
          merges: merges.map(({ firstRow, lastRow, firstColumn, lastColumn }) => ({
            firstRow: firstColumn,
            lastRow: lastColumn,
            firstColumn: firstRow,
            lastColumn: lastRow,
          })),
        }),
    ...(lineOf === undefined ? {} : { lineOf: (row, column) => lineOf.call(sheet, column, row) }),
  };
  made.set(sheet, transposed);
  originals.set(transposed, sheet);
  return transposed;
}

/** Returns the sheet that one was made of by `transposeSheet`; any other sheet is its own. */
export function originalOf(sheet: Sheet): Sheet {
  return originals.get(sheet) ?? sheet;
}
