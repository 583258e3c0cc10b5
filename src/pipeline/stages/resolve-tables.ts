import type { Report } from "../../base/diagnostics.js";
import { resolveSchema } from "../../schema/resolve-schema.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Finds the tables in the sheets. That there is none is a problem of its own where nothing else explains it. */
export function resolveTables(state: BuildState, { config, report, onProgress }: BuildRun): BuildState {
  onProgress("reading headers", 0, 1);
  let isSilent = true;
  const listen: Report = (...problem) => {
    isSilent = false;
    report(...problem);
  };
  const resolved = resolveSchema(state.workbooks, config, listen);
  if (resolved.schema.tables.length === 0 && isSilent && state.workbooks.length > 0) {
    report("config-no-tables", {}, { file: config.file });
  }
  return { ...state, resolved };
}
