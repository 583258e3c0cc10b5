import { encodeImage } from "../../image/encode-image.js";
import { createRowResolver } from "../../references/create-row-resolver.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Lays rows, indexes and strings out as the bytes of the library. */
export function buildImage(state: BuildState, { report, onProgress }: BuildRun): BuildState {
  onProgress("building the image", 0, 1);
  const { tables, indexes } = state;
  const rows = createRowResolver(tables);
  const image = encodeImage({ schema: state.resolved.schema, tables, indexes, rows }, report);
  return image === undefined ? state : { ...state, image };
}
