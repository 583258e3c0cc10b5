import type { Report } from "../base/diagnostics.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { scanDelimitedBytes } from "./delimited-bytes.js";
import { type DelimitedGrid, scanDelimitedText } from "./delimited-scan.js";
import { detectSeparator, parseSeparator } from "./separator.js";
import { decodeText, findUtf8 } from "./text-encoding.js";

export interface DelimitedTextOptions {
  /** A WHATWG label, or `auto`. */
  readonly encoding: string;
  /** One character or its name, or `auto`. */
  readonly separator: string;
  /** The separator where the text does not tell: tab for tsv. */
  readonly preferredSeparator: string;
}

/**
 * Reads comma-, tab- or otherwise separated text (RFC 4180, with any line end) into a workbook of one sheet.
 *
 * All cells are text. A row is a record, so a record of several lines is one row, as a spreadsheet shows it. A first line
 * `sep=;`, which spreadsheets write for themselves, names the separator and is no row.
 */
export function readDelimitedText(
  bytes: Uint8Array,
  file: string,
  options: DelimitedTextOptions,
  report: Report,
): Workbook | undefined {
  const named = options.separator === "auto" ? undefined : parseSeparator(options.separator);
  if (options.separator !== "auto" && named === undefined) {
    report("invalid-separator", { separator: options.separator }, { file });
    return undefined;
  }
  const grid =
    readUtf8Cells(bytes, named, options) ?? readDecodedCells(bytes, file, { ...options, named }, report);
  if (grid === undefined) return undefined;
  const { rowCount, columnCount, cell, lineOf, plain } = grid;
  const own = { file, name: undefined, rowCount, columnCount, cell, lineOf };
  const sheet: Sheet = plain === undefined ? own : { ...own, plain };
  return { file, sheets: [sheet] };
}

/** No separator is looked for behind the first of so many bytes, whatever its characters take. */
const headBytes = 1 << 20;

/** Most files are UTF-8 and well formed; what is not is for `readDecodedCells`. */
function readUtf8Cells(
  bytes: Uint8Array,
  named: string | undefined,
  { encoding, preferredSeparator }: DelimitedTextOptions,
): DelimitedGrid | undefined {
  const body = findUtf8(bytes, encoding);
  if (body === undefined) return undefined;
  const head = new TextDecoder("utf-8", { ignoreBOM: true }).decode(body.subarray(0, headBytes));
  const { separator, from } = findSeparator(head, named, preferredSeparator);
  const code = separator.charCodeAt(0);
  const start = Buffer.byteLength(head.slice(0, from));
  return code < 0x80 ? scanDelimitedBytes(body, { separator: code, from: start }) : undefined;
}

function readDecodedCells(
  bytes: Uint8Array,
  file: string,
  {
    encoding,
    preferredSeparator,
    named,
  }: Omit<DelimitedTextOptions, "separator"> & { readonly named: string | undefined },
  report: Report,
): DelimitedGrid | undefined {
  const text = decodeText(bytes, encoding, file, report);
  if (text === undefined) return undefined;
  return scanDelimitedText(text, { ...findSeparator(text, named, preferredSeparator), file }, report);
}

/** Returns the separator, and where the first row begins: behind a line that names the separator. */
function findSeparator(
  text: string,
  named: string | undefined,
  preferred: string,
): { readonly separator: string; readonly from: number } {
  const declared = /^sep=([^"\r\n])(\r\n|\r|\n|$)/i.exec(text);
  const separator = named ?? declared?.[1] ?? detectSeparator(text, preferred);
  return { separator, from: declared?.[0].length ?? 0 };
}
