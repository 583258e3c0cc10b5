import { buildKeyIndex } from "../../index/build-key-index.js";
import type { KeyIndex } from "../../model/key-index.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Builds an index for every key of every table; the keys are known to be unique. */
export async function buildIndexes(
  state: BuildState,
  { report, cache, onProgress }: BuildRun,
): Promise<BuildState> {
  const { tables } = state;
  const indexes: (readonly KeyIndex[])[] = [];
  for (const [index, table] of tables.entries()) {
    onProgress("building indexes", index, tables.length);
    const key = String(cache.idOf(table));
    const built = await cache.indexes.recall(table.schema.name, key, report, async () =>
      table.schema.keys.map((one) => buildKeyIndex(table, one)),
    );
    indexes.push(built);
  }
  return { ...state, indexes };
}
