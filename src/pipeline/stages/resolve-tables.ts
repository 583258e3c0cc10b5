import { catalog } from "../../base/catalog/index.js";
import type { Report } from "../../base/diagnostics.js";
import type { ResolvedSchema } from "../../model/table-source.js";
import { resolveLubanSchema } from "../../schema/luban/resolve-luban-schema.js";
import { resolveSchema } from "../../schema/resolve-schema.js";
import { resolveTableauSchema } from "../../schema/tableau/resolve-tableau-schema.js";
import type { BuildRun, BuildState } from "../build-state.js";

/**
 * Finds the tables in the sheets. That there is none is an error of its own where no other error explains it: a
 * library without tables must never take the place of a good one.
 */
export function resolveTables(state: BuildState, run: BuildRun): BuildState {
  const { config, report, onProgress } = run;
  onProgress("reading headers", 0, 1);
  let isExplained = false;
  const listen: Report = (code, ...rest) => {
    isExplained ||= catalog[code].severity === "error";
    report(code, ...rest);
  };
  const hasDocuments = state.records.some(({ documents }) => documents.length > 0);
  const resolved = resolveState(state, { ...run, report: listen });
  if (resolved.schema.tables.length === 0 && !isExplained && (state.workbooks.length > 0 || hasDocuments)) {
    report("config-no-tables", {}, { file: config.file });
  }
  return { ...state, resolved };
}

function resolveState(
  { luban, tableau, workbooks, records }: BuildState,
  { config, report, cache }: BuildRun,
): ResolvedSchema {
  if (luban !== undefined) return resolveLubanSchema(luban, config, report);
  if (tableau !== undefined) return resolveTableauSchema(tableau, config, report);
  // Of files of records every value is looked at.
  if (records.length > 0) return resolveSchema(workbooks, config, report, records);
  return cache.schemas.recall(workbooks, JSON.stringify(config), report, (sheets, heard) =>
    resolveSchema(sheets, config, heard),
  );
}
