import { encodeImage } from "../../image/encode-image.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Lays rows, indexes and strings out as the bytes of the library. */
export function buildImage(state: BuildState, { report, onProgress }: BuildRun): BuildState {
  onProgress("building the image", 0, 1);
  const image = encodeImage(state.resolved.schema, state.tables, state.indexes, report);
  return image === undefined ? state : { ...state, image };
}
