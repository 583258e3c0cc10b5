import { resolveSchema } from "../../schema/resolve-schema.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Finds the tables in the sheets. */
export function resolveTables(state: BuildState, { config, report, onProgress }: BuildRun): BuildState {
  onProgress("reading headers", 0, 1);
  return { ...state, resolved: resolveSchema(state.workbooks, config, report) };
}
