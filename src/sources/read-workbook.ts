import type { Report } from "../base/diagnostics.js";
import type { Workbook } from "../model/workbook.js";
import { readDelimitedText } from "./delimited-text.js";
import { type FileContent, identifyContent } from "./file-content.js";
import { extensionOf, sourceFormatOf } from "./source-format.js";
import { readSpreadsheet } from "./spreadsheet.js";
import type { ReaderPool } from "./workers/reader-pool.js";
import { createPlainWorkbook } from "./xlsx/read-plain-workbook.js";

export interface ReadOptions {
  /** Encoding of text files: a WHATWG label, or `auto` to detect it. */
  readonly encoding: string;
  /** Separator of text files: a character or its name, or `auto` to detect it. */
  readonly separator: string;
  /** Other threads that may read it. */
  readonly pool?: ReaderPool;
}

/**
 * Reads the visible sheets of a file. `file` is its path for messages; its extension says what it should be.
 *
 * Never throws because of the bytes: what is wrong with them is reported, and the result is `undefined` where nothing of the file
 * can be used.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  file: string,
  options: ReadOptions,
  report: Report,
): Promise<Workbook | undefined> {
  const format = sourceFormatOf(file);
  if (format === undefined) {
    report("unsupported-extension", { extension: extensionOf(file) }, { file });
    return undefined;
  }
  const content = identifyContent(bytes, file, report);
  if (content === undefined) return undefined;
  if (content.kind === "other" || content.kind !== expectedKinds[format]) {
    report("wrong-file-kind", { extension: extensionOf(file), kind: describe(content) }, { file });
    return undefined;
  }
  const workbook =
    content.kind === "text"
      ? readDelimitedText(bytes, file, { ...options, preferredSeparator: preferredSeparatorOf(file) }, report)
      : ((await readInPool(content, bytes, file, options.pool)) ??
        (await readSpreadsheet(content, file, report)));
  if (workbook?.sheets.every((sheet) => sheet.rowCount === 0)) report("no-cells", undefined, { file });
  return workbook;
}

async function readInPool(
  { kind }: FileContent,
  bytes: Uint8Array,
  file: string,
  pool: ReaderPool | undefined,
): Promise<Workbook | undefined> {
  const sheets = kind === "xlsx" ? await pool?.read(bytes) : undefined;
  return sheets && createPlainWorkbook(sheets, file);
}

/** The separator of a text file that does not tell. */
export function preferredSeparatorOf(file: string): string {
  return sourceFormatOf(file) === "tsv" ? "\t" : ",";
}

const expectedKinds = {
  xlsx: "xlsx",
  xlsm: "xlsx",
  xls: "xls",
  ods: "ods",
  csv: "text",
  tsv: "text",
} as const;

const spreadsheetNames = {
  xlsx: "an .xlsx workbook",
  xls: "an .xls workbook of Excel 97-2003",
  ods: "an .ods spreadsheet",
} as const;

function describe(content: FileContent): string {
  return "description" in content ? content.description : spreadsheetNames[content.kind];
}
