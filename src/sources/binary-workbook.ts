import type { Report } from "../base/diagnostics.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { DamagedFile } from "./damaged-file.js";
import { implicitDateFormats } from "./number-format.js";
import {
  createFormatKinds,
  leanOptions,
  loadSheetJs,
  mergesOf,
  rowsOf,
  type SheetJs,
  withoutConsole,
} from "./sheetjs.js";
import { createSpreadsheetSheet } from "./spreadsheet-sheet.js";

/**
 * Reads an xls file (BIFF 5 to 8 in a compound file). Every formula has a computed value in this format.
 * Throws `DamagedFile` where the file is of no use.
 */
export async function readBinaryWorkbook(bytes: Uint8Array, file: string, report: Report): Promise<Workbook> {
  const sheetJs = await loadSheetJs();
  await checkStream(sheetJs, bytes);
  // SheetJS keeps the table of formats from one xls file to the next, so what is missing is put in each time.
  for (const [id, format] of implicitDateFormats) sheetJs.SSF.load(format, id);
  const book = withoutConsole(() => sheetJs.read(bytes, { ...leanOptions, type: "buffer" }));
  const reading = {
    file,
    date1904: book.Workbook?.WBProps?.date1904 === true,
    formatKind: createFormatKinds(sheetJs),
  };
  const hidden = new Set(
    (book.Workbook?.Sheets ?? []).filter((sheet) => sheet.Hidden).map((sheet) => sheet.name),
  );
  const sheets: Sheet[] = [];
  for (const name of book.SheetNames) {
    const sheet = book.Sheets[name];
    if (hidden.has(name) || (sheet?.["!type"] ?? "sheet") !== "sheet") continue;
    if (sheet === undefined) {
      report("unreadable-sheet", { sheet: name }, { file, sheet: name });
      continue;
    }
    const raw = { name, rows: rowsOf(sheet), merges: mergesOf(sheet), corrections: new Map() };
    sheets.push(createSpreadsheetSheet(raw, reading));
  }
  return { file, sheets };
}

/** SheetJS reads as far as the stream goes and does not say that it breaks off. */
async function checkStream(sheetJs: SheetJs, bytes: Uint8Array): Promise<void> {
  const container: unknown = sheetJs.CFB.read(bytes, { type: "buffer" });
  const workbook = sheetJs.CFB.find(container, "/Workbook");
  const stream = workbook ?? sheetJs.CFB.find(container, "/Book");
  if (stream == null) throw new DamagedFile("it holds no workbook stream");
  if (stream.content.length < stream.size)
    throw new DamagedFile("it breaks off, as after an interrupted copy");
  // Only files of Excel 95 and before have text in a code page.
  if (workbook == null) sheetJs.set_cptable(await import("xlsx/dist/cpexcel.full.mjs"));
}
