import { encodeImage } from "../../image/encode-image.js";
import { buildKeyIndexes } from "../../index/build-key-index.js";
import { createRowResolver } from "../../references/create-row-resolver.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Lays rows, indexes and strings out as the bytes of the library. The keys are known to be unique. */
export function buildImage(state: BuildState, { report, onProgress }: BuildRun): BuildState {
  const { tables, resolved } = state;
  let done = 0;
  const image = encodeImage(
    {
      schema: resolved.schema,
      tables,
      indexesOf: (table) => {
        onProgress("building the image", done++, tables.length);
        return buildKeyIndexes(table);
      },
      rows: createRowResolver(tables),
    },
    report,
  );
  return image === undefined ? state : { ...state, image };
}
