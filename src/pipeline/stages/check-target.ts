import { assert } from "../../base/assert.js";
import { findLeak } from "../../target/find-leak.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Proves that the target's files hold nothing that only other targets have. */
export function checkTarget(state: BuildState, { target }: BuildRun): BuildState {
  const { image, files, whole, wholeTables } = state;
  if (target === undefined || image === undefined || whole === undefined || wholeTables === undefined) {
    return state;
  }
  const kept = { schema: image.schema, tables: state.tables };
  const leak = findLeak({ schema: whole, tables: wholeTables }, kept, { image: image.bytes, files });
  assert(leak === undefined, `${leak?.text} of another target is in ${leak?.where} of ${target.name}`);
  return state;
}
