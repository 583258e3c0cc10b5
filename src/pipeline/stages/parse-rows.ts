import { parseTable } from "../../rows/parse-table.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Turns the cells of every table into typed values. */
export function parseRows(state: BuildState, { config, report, onProgress }: BuildRun): BuildState {
  const { schema, sources } = state.resolved;
  const tables = sources.map((source, index) => {
    onProgress("reading rows", index, sources.length);
    return parseTable(source, schema, config, report);
  });
  return { ...state, tables };
}
