import { encodeImage } from "../../image/encode-image.js";
import { buildKeyIndexes } from "../../index/build-key-index.js";
import { allocateInLibrary } from "../../library/write-elf-library.js";
import { createRowResolver } from "../../references/create-row-resolver.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { KeptBlocks } from "../kept/kept-blocks.js";
import { libraryKey } from "../kept/library-key.js";

/** Lays rows, indexes and strings out as the bytes of the library. The keys are known to be unique. */
export function buildImage(state: BuildState, run: BuildRun): BuildState {
  const { report, cache, host, onProgress } = run;
  const { tables, resolved } = state;
  const blocks = new KeptBlocks(
    resolved.schema,
    tables.map((table) => cache.keyOf(table)),
  );
  const last = cache.libraries.get(libraryKey(run));
  if (last !== undefined) blocks.open(host, last);
  let done = 0;
  try {
    const image = encodeImage(
      {
        schema: resolved.schema,
        tables,
        indexesOf: (table) => {
          onProgress("building the image", done++, tables.length);
          return buildKeyIndexes(table);
        },
        rows: createRowResolver(tables),
        blocks,
        ...(run.linker === "cc" ? {} : { allocate: (bytes) => allocateInLibrary(bytes, run.arch) }),
      },
      report,
    );
    return image === undefined ? state : { ...state, image, laidBlocks: blocks.laid };
  } finally {
    blocks.close();
  }
}
