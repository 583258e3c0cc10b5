import type { Report } from "../base/diagnostics.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { scanDelimitedText } from "./delimited-scan.js";
import { detectSeparator, parseSeparator } from "./separator.js";
import { decodeText } from "./text-encoding.js";

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
  const text = decodeText(bytes, options.encoding, file, report);
  if (text === undefined) return undefined;
  const declared = /^sep=([^"\r\n])(\r\n|\r|\n|$)/i.exec(text);
  const separator = named ?? declared?.[1] ?? detectSeparator(text, options.preferredSeparator);
  const grid = scanDelimitedText(text, { separator, from: declared?.[0].length ?? 0, file }, report);
  if (grid === undefined) return undefined;
  const sheet: Sheet = { file, name: undefined, ...grid };
  return { file, sheets: [sheet] };
}
