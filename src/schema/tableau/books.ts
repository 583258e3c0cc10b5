import { posix } from "node:path";
import type { Sheet, Workbook } from "../../model/workbook.js";
import { compileGlob } from "../glob.js";

/** A workbook as tableau has it: a spreadsheet file, or the files `Book#Sheet.csv` of a folder. */
export interface TableauBook {
  /** Relative to the config's folder, `.` for itself. */
  readonly folder: string;
  readonly name: string;
  /** The file, or the first of them. */
  readonly file: string;
  readonly sheets: ReadonlyMap<string, Sheet>;
}

/** Groups files by the workbooks that they are, in the order of their names. */
export function groupBooks(workbooks: readonly Workbook[]): readonly TableauBook[] {
  const books = new Map<string, { book: Omit<TableauBook, "sheets">; sheets: Map<string, Sheet> }>();
  for (const { file, sheets } of workbooks) {
    const folder = posix.dirname(file);
    const base = posix.basename(file).replace(/\.[^.]*$/, "");
    const isText = sheets.some(({ name }) => name === undefined);
    const hash = isText ? base.indexOf("#") : -1;
    if (isText && hash < 0) continue;
    const name = hash < 0 ? base : base.slice(0, hash);
    // A book of each form may have one name.
    const id = `${isText} ${folder}/${name}`;
    const known = books.get(id) ?? { book: { folder, name, file }, sheets: new Map<string, Sheet>() };
    books.set(id, known);
    for (const sheet of sheets) known.sheets.set(sheet.name ?? base.slice(hash + 1), sheet);
  }
  return [...books.values()].map(({ book, sheets }) => ({ ...book, sheets }));
}

export interface FoundSheet {
  readonly book: TableauBook;
  readonly name: string;
  readonly sheet: Sheet;
}

/**
 * Returns the sheets that a pattern of `Merger` or `Scatter` names: `Item*.xlsx`, `Item*.xlsx#Sheet*`,
 * `Item#*.csv#Sheet*`, relative to the workbook that has it. Without a sheet it is the one of that name.
 */
export function findSheets(
  pattern: string,
  { folder, sheet: ownSheet }: { readonly folder: string; readonly sheet: string },
  books: readonly TableauBook[],
): readonly FoundSheet[] {
  const [, files = "", sheets = ownSheet] =
    /^(.*?\.(?:xlsx|xlsm|xls|csv))(?:#([^#]*))?$/i.exec(splitCsv(pattern)) ?? [];
  if (files === "") return [];
  const path = posix.join(folder, files.replace(/\.[^.]*$/, ""));
  const [isBook, isSheet] = [compileGlob(path), compileGlob(sheets)];
  return books.flatMap((book) => {
    if (!isBook(posix.join(book.folder, book.name))) return [];
    return [...book.sheets].flatMap(([name, sheet]) => (isSheet(name) ? [{ book, name, sheet }] : []));
  });
}

/** `Book#*.csv#Sheet` names the files of a workbook: all of them are it. */
function splitCsv(pattern: string): string {
  return pattern.replace(/#[^#]*(\.csv)(?=#|$)/i, "$1");
}
