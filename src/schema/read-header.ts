import { assertNever } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import type { DialectConfig, TagsConfig } from "../model/config.js";
import type { Sheet } from "../model/workbook.js";
import { readMarkedHeader } from "./dialects/marked.js";
import { readPlainHeader } from "./dialects/plain.js";
import { readStackedHeader } from "./dialects/stacked.js";
import type { HeaderReading } from "./table-header.js";

/** Reads a sheet's header by its dialect. A new dialect is one file and one line here. */
export function readHeader(
  sheet: Sheet,
  dialect: DialectConfig,
  tags: TagsConfig | undefined,
  report: Report,
): HeaderReading {
  if (sheet.rowCount === 0) return { kind: "absent", reason: "it is empty" };
  switch (dialect.kind) {
    case "marked":
      return readMarkedHeader(sheet, tags, report);
    case "stacked":
      return readStackedHeader(sheet, dialect, report);
    case "plain":
      return readPlainHeader(sheet, dialect, report);
    default:
      return assertNever(dialect);
  }
}
