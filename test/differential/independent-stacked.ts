import { readdirSync, readFileSync } from "node:fs";
import * as xlsx from "xlsx";

/** A row as `dump` prints it. */
export type DumpedRow = Readonly<Record<string, unknown>>;

export interface IndependentSheet {
  readonly file: string;
  readonly sheet: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly DumpedRow[];
}

/**
 * Reads a folder of stacked workbooks (two mark columns, notes, names, types in rows 3 to 5) straight from the
 * spreadsheet library: nothing of table-gen takes part, so that it can be a judge of `dump`.
 * An empty cell gives 0, "" or [] by its type; `typeOf` stands in for a type cell that names no type.
 */
export function readStackedFolder(
  folder: string,
  typeOf: (file: string, column: string) => string,
): readonly IndependentSheet[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".xlsx") && !file.startsWith("~$"))
    .sort();
  return files.flatMap((file) => {
    const book = xlsx.read(readFileSync(`${folder}/${file}`), { dense: true, sheetStubs: false });
    return book.SheetNames.filter((_, index) => (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) === 0).flatMap(
      (sheet) => {
        const grid = gridOf(book.Sheets[sheet]);
        return grid.length < 5 ? [] : [{ file, sheet, ...readStackedGrid(grid, file, typeOf) }];
      },
    );
  });
}

type Grid = readonly (readonly (string | number | boolean | undefined)[])[];

function gridOf(sheet: xlsx.WorkSheet | undefined): Grid {
  // Dense sheets keep their rows here; the typings of the package say so only for some versions.
  const data = (sheet as { "!data"?: ({ v?: string | number | boolean } | undefined)[][] } | undefined)?.[
    "!data"
  ];
  return (data ?? []).map((row) => (row ?? []).map((cell) => cell?.v));
}

function readStackedGrid(grid: Grid, file: string, typeOf: (file: string, column: string) => string) {
  const [marks = [], moreMarks = [], , names = [], types = []] = grid;
  const columns = names.flatMap((name, column) => {
    const isComment = marks[column] === "#" || moreMarks[column] === "#";
    if (column < 2 || name === undefined || String(name).trim() === "" || isComment) return [];
    const written = String(types[column] ?? "").trim();
    const type = /^(int|long|float|double|string)(\[\])?$/.test(written)
      ? written
      : typeOf(file, String(name));
    return [{ name: String(name).trim(), type, column }];
  });
  const rows = grid.slice(5).flatMap((row) => {
    if ([row[0], row[1]].some((mark) => String(mark ?? "").startsWith("#"))) return [];
    if (columns.every(({ column }) => String(row[column] ?? "").trim() === "")) return [];
    return [Object.fromEntries(columns.map(({ name, type, column }) => [name, readCell(row[column], type)]))];
  });
  return { columns: columns.map(({ name, type }) => ({ name, type })), rows };
}

function readCell(cell: string | number | boolean | undefined, type: string): unknown {
  const text = cell === undefined ? "" : String(cell);
  if (type.endsWith("[]")) {
    // An element in quotes holds the separator: "14,60,3,10","14,0,0,10" are two texts.
    const parts = [...text.matchAll(/\s*(?:"([^"]*)"|([^,]*))(?:,|$)/g)].map(
      (part) => part[1] ?? part[2]?.trim(),
    );
    while (parts.length > 0 && (parts.at(-1) ?? "") === "") parts.pop();
    return parts.map((part) => readCell(part, type.slice(0, -2)));
  }
  switch (type) {
    case "string":
      return text.trim() === "" ? "" : text;
    case "long":
      return text.trim() === "" ? "0" : BigInt(text.trim()).toString();
    default:
      return text.trim() === "" ? 0 : Number(text.trim());
  }
}
