import type { Cell, Sheet, Workbook } from "../../src/model/workbook.js";

/** Cells by row; `null` and `undefined` are empty cells. */
export type Grid = readonly (readonly (Cell | null)[])[];

/** Makes a sheet of a grid. The name `undefined` makes a text file's. */
export function sheetOf(grid: Grid, file = "items.xlsx", name: string | undefined = "Item"): Sheet {
  return {
    file,
    name,
    rowCount: grid.length,
    columnCount: Math.max(0, ...grid.map((row) => row.length)),
    cell: (row, column) => grid[row]?.[column] ?? undefined,
  };
}

/** Makes a text file's workbook: one sheet without a name. */
export function textFileOf(grid: Grid, file: string): Workbook {
  return { file, sheets: [{ ...sheetOf(grid, file), name: undefined }] };
}

/** Makes a workbook of grids by sheet name. */
export function workbookOf(sheets: Readonly<Record<string, Grid>>, file = "items.xlsx"): Workbook {
  return { file, sheets: Object.entries(sheets).map(([name, grid]) => sheetOf(grid, file, name)) };
}
