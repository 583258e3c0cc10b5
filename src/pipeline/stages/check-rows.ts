import { checkTables } from "../../checks/check-tables.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Checks keys and rules over all rows. */
export function checkRows(state: BuildState, { report, onProgress }: BuildRun): BuildState {
  onProgress("checking", 0, 1);
  checkTables(state.resolved.schema, state.tables, report);
  return state;
}
