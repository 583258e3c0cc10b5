import { buildKeyIndex } from "../../index/build-key-index.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Builds an index for every key of every table; the keys are known to be unique. */
export function buildIndexes(state: BuildState, { onProgress }: BuildRun): BuildState {
  const { tables } = state;
  const indexes = tables.map((table, index) => {
    onProgress("building indexes", index, tables.length);
    return table.schema.keys.map((key) => buildKeyIndex(table, key));
  });
  return { ...state, indexes };
}
