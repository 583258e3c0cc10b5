import type { Report } from "../base/diagnostics.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { prepareBiffStream } from "./biff-stream.js";
import { DamagedFile } from "./damaged-file.js";
import { implicitDateFormats } from "./number-format.js";
import {
  createFormatKinds,
  leanOptions,
  loadSheetJs,
  mergesOf,
  parseContainer,
  rowsOf,
  type SheetJs,
} from "./sheetjs.js";
import { createSpreadsheetSheet } from "./spreadsheet-sheet.js";

/**
 * Reads an xls file (BIFF 5 to 8 in a compound file). Every formula has a computed value in this format.
 * Throws `DamagedFile` where the file is of no use.
 */
export async function readBinaryWorkbook(bytes: Uint8Array, file: string, report: Report): Promise<Workbook> {
  const sheetJs = await loadSheetJs();
  const container = await openContainer(sheetJs, bytes);
  // SheetJS keeps the table of formats from one xls file to the next, so what is missing is put in each time.
  for (const [id, format] of implicitDateFormats) sheetJs.SSF.load(format, id);
  const book = parseContainer(sheetJs, container, leanOptions);
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

/** Opens a compound file and makes sure that its workbook stream is whole, which SheetJS does not tell. */
async function openContainer(sheetJs: SheetJs, bytes: Uint8Array): Promise<unknown> {
  // A copy, as streams may lie in it and are altered.
  const container: unknown = sheetJs.CFB.read(Buffer.from(bytes), { type: "buffer" });
  const workbook = sheetJs.CFB.find(container, "/Workbook");
  const stream = workbook ?? sheetJs.CFB.find(container, "/Book");
  if (stream == null) throw new DamagedFile("it holds no workbook stream");
  if (stream.content.length < stream.size)
    throw new DamagedFile("it breaks off, as after an interrupted copy");
  const { buffer, byteOffset, length } = stream.content;
  prepareBiffStream(Buffer.from(buffer, byteOffset, length));
  // Only files of Excel 95 and before have text in a code page.
  if (workbook == null) sheetJs.set_cptable(await import("xlsx/dist/cpexcel.full.mjs"));
  return container;
}
