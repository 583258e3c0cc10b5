import type { Report } from "../base/diagnostics.js";
import type { Workbook } from "../model/workbook.js";
import { readBinaryWorkbook } from "./binary-workbook.js";
import { DamagedFile } from "./damaged-file.js";
import { readOfficeOpenXml } from "./office-open-xml.js";
import { readOpenDocument } from "./open-document.js";
import type { Spreadsheet } from "./spreadsheet-kind.js";

/**
 * Reads a spreadsheet file whose kind is known. What its readers throw, SheetJS among them, is reported as damage, as it
 * comes from the bytes of the file.
 */
export async function readSpreadsheet(
  spreadsheet: Spreadsheet,
  file: string,
  report: Report,
): Promise<Workbook | undefined> {
  try {
    switch (spreadsheet.kind) {
      case "xlsx":
        return await readOfficeOpenXml(spreadsheet.archive, file, report);
      case "ods":
        return await readOpenDocument(spreadsheet.archive, file);
      case "xls":
        return await readBinaryWorkbook(spreadsheet.bytes, file, report);
    }
  } catch (error) {
    reportFailure(error, file, report);
    return undefined;
  }
}

/** Reports what a reader of spreadsheet files threw. */
export function reportFailure(error: unknown, file: string, report: Report): void {
  const message = error instanceof Error ? error.message : String(error);
  if (/password|encrypt/i.test(message)) report("protected-workbook", undefined, { file });
  else if (error instanceof DamagedFile) report("damaged-workbook", { reason: message }, { file });
  else report("damaged-workbook", { reason: `its cells cannot be read (${message})` }, { file });
}
