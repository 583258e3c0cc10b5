import type { Workbook } from "../model/workbook.js";
import { readDelimitedText } from "./delimited-text.js";
import { identifyContent } from "./file-content.js";
import { openWorkbook } from "./office-open-xml.js";
import { preferredSeparatorOf, type ReadOptions } from "./read-workbook.js";
import { sourceFormatOf } from "./source-format.js";
import { readPlainWorkbook } from "./xlsx/read-plain-workbook.js";

/** True for a workbook that `readAgain` gives again: SheetJS would have to be waited for. */
export function isReadAgain({ file, sheets }: Workbook): boolean {
  const format = sourceFormatOf(file);
  return format === "csv" || format === "tsv" || sheets.every(({ plain }) => plain !== undefined);
}

/** Reads a file that has been read before, from the same bytes, at once and without a word. */
export function readAgain(bytes: Uint8Array, file: string, options: ReadOptions): Workbook | undefined {
  const report = () => {};
  const content = identifyContent(bytes, file, report);
  if (content?.kind === "xlsx") return readPlainWorkbook(openWorkbook(content.archive), file);
  if (content?.kind !== "text") return undefined;
  return readDelimitedText(
    bytes,
    file,
    { ...options, preferredSeparator: preferredSeparatorOf(file) },
    report,
  );
}
