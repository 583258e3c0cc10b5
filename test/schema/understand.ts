import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { checkTables } from "../../src/checks/check-tables.js";
import { createFileFinder } from "../../src/checks/files/file-finder.js";
import type { Config } from "../../src/model/config.js";
import type { Value } from "../../src/model/value.js";
import type { Workbook } from "../../src/model/workbook.js";
import { createRowResolver } from "../../src/references/create-row-resolver.js";
import { parseTable } from "../../src/rows/parse-table.js";
import { resolveSchema } from "../../src/schema/resolve-schema.js";
import { configOf, describeTable, formatDiagnostic } from "./resolve.js";

export interface Understood {
  /** As `describeTable` writes them. */
  readonly tables: readonly string[];
  /** Rows of all tables, one after the other. */
  readonly rows: readonly (readonly Value[])[];
  /** As `formatDiagnostic` writes them. */
  readonly reported: readonly string[];
}

/** Does with workbooks what a build does before it writes: schema, rows and checks. */
export function understand(workbooks: readonly Workbook[], config: Config = configOf()): Understood {
  const { diagnostics, report } = createDiagnosticSink();
  const { schema, sources } = resolveSchema(workbooks, config, report);
  const tables = sources.map((source) => parseTable(source, schema, config, report));
  checkTables({
    ...{ schema, tables, report, paths: config.paths },
    resolver: createRowResolver(tables),
    readText: () => undefined,
    files: createFileFinder({ list: () => [], stat: () => undefined }, config.folder),
    today: "2026-06-01",
  });
  return {
    tables: schema.tables.map(describeTable),
    rows: tables.flatMap(({ rowCount, columns }) =>
      Array.from({ length: rowCount }, (_, row) => columns.map((column) => column[row])),
    ),
    reported: diagnostics.flatMap(formatDiagnostic),
  };
}
