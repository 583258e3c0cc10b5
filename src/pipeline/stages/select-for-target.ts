import { at } from "../../base/assert.js";
import { selectTarget } from "../../target/select-target.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Leaves out what is not for the target. */
export function selectForTarget(state: BuildState, { target, report, config }: BuildRun): BuildState {
  if (target === undefined) return state;
  const { schema: whole, sources } = state.resolved;
  const { schema, tables } = selectTarget({ schema: whole, tables: state.tables }, target, report);
  if (schema.tables.length === 0) {
    const path = `targets.${target.name}`;
    report("target-without-tables", { target: target.name }, { file: config.file, path });
  }
  const kept = schema.tables.map(({ name }) => whole.tables.findIndex((table) => table.name === name));
  const resolved = { ...state.resolved, schema, sources: kept.map((index) => at(sources, index)) };
  return { ...state, whole: state.resolved.schema, wholeTables: state.tables, resolved, tables };
}
