import { createRowResolver } from "../../references/create-row-resolver.js";
import { fillBackReferences } from "../../references/fill-back-references.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Fills in the columns that lead back along references of other tables. */
export function linkRows(state: BuildState, { onProgress }: BuildRun): BuildState {
  const { schema } = state.resolved;
  if (!schema.tables.some(({ columns }) => columns.some((column) => column.backReference !== undefined)))
    return state;
  onProgress("linking rows", 0, 1);
  return { ...state, tables: fillBackReferences(schema, state.tables, createRowResolver(state.tables)) };
}
