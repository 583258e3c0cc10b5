import type { BuildRun, BuildState } from "../build-state.js";
import { keyOfSchema } from "../content-keys.js";
import { describeUsage, findUsable } from "../describe-usage.js";
import { libraryKey } from "../kept/library-key.js";

/** Finds out how a row of the library is looked up. */
export async function noteUsage(state: BuildState, run: BuildRun): Promise<BuildState> {
  const { image, tables } = state;
  const { cache, report } = run;
  const index = findUsable(tables);
  const table = tables[index];
  if (image === undefined || table === undefined) return state;
  const { schema } = image;
  const content = cache.keyOf(table);
  const usage = await cache.usages.recall(
    libraryKey(run),
    content && `${keyOfSchema(schema, cache)} ${content}`,
    report,
    () => describeUsage(schema, table, index),
    (kept) => kept,
  );
  return { ...state, usage };
}
