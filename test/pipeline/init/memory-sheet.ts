import type { Cell, Sheet, Workbook } from "../../../src/model/workbook.js";

/** Returns a sheet of these rows; an empty text is an empty cell. */
function memorySheet(file: string, rows: readonly (readonly Cell[])[], name?: string): Sheet {
  const cell = (row: number, column: number): Cell => {
    const found = rows[row]?.[column];
    return found === "" ? undefined : found;
  };
  const columnCount = Math.max(0, ...rows.map((row) => row.length));
  return { file, name, rowCount: rows.length, columnCount, cell };
}

/** Returns a text file's only sheet, its cells separated by `|`. */
export function textWorkbook(file: string, lines: readonly string[]): Workbook {
  return {
    file,
    sheets: [
      memorySheet(
        file,
        lines.map((line) => line.split("|")),
      ),
    ],
  };
}

/** Returns a workbook of named sheets. */
export function workbook(
  file: string,
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
): Workbook {
  return { file, sheets: Object.entries(sheets).map(([name, rows]) => memorySheet(file, rows, name)) };
}
