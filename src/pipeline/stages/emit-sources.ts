import { emitCpp } from "../../emit/cpp/emit-cpp.js";
import { emitTs } from "../../emit/ts/emit-ts.js";
import type { TableImage } from "../../model/table-image.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { toolVersion } from "../tool-version.js";

/** Writes the C++ headers and arrays, below `cpp/`. */
export async function emitCppSources(
  state: BuildState,
  { arrays, report, onProgress }: BuildRun,
): Promise<BuildState> {
  if (state.image === undefined) return state;
  onProgress("writing C++", 0, 1);
  const options = { arrays: arrays === "auto" ? chooseArrays(state.image) : arrays, toolVersion };
  return { ...state, files: [...state.files, ...(await emitCpp(state.image, options, report))] };
}

/** Writes the TypeScript bindings, below `ts/`. */
export async function emitTsSources(
  state: BuildState,
  { report, onProgress }: BuildRun,
): Promise<BuildState> {
  if (state.image === undefined) return state;
  onProgress("writing TypeScript", 0, 1);
  const files = await emitTs(state.image.schema, { toolVersion }, report);
  return { ...state, files: [...state.files, ...files] };
}

/** Above these a compiler would need more than a fraction of a second, and nobody reads that many rows. */
const mostLiteralValues = 100_000;
const mostLiteralBytes = 256 * 1024;

/** Literal arrays while a person might read them and a compiler does not mind; else the bytes are embedded. */
function chooseArrays({ bytes, blocks }: Pick<TableImage, "bytes" | "blocks">): "literal" | "embed" {
  const values = blocks.reduce((sum, { rowCount, table }) => sum + rowCount * table.columns.length, 0);
  return values <= mostLiteralValues && bytes.length <= mostLiteralBytes ? "literal" : "embed";
}
