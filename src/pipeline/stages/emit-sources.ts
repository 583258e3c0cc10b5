import { emitCpp } from "../../emit/cpp/emit-cpp.js";
import { emitRuleTypes } from "../../emit/ts/emit-rule-types.js";
import { emitTs } from "../../emit/ts/emit-ts.js";
import type { TableImage } from "../../model/table-image.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { toolVersion } from "../tool-version.js";

/** Writes the C++ headers and arrays, below `cpp/`. */
export async function emitCppSources(
  state: BuildState,
  { arrays, report, cache, onProgress }: BuildRun,
): Promise<BuildState> {
  const { image } = state;
  if (image === undefined) return state;
  onProgress("writing C++", 0, 1);
  const options = { arrays: arrays === "auto" ? chooseArrays(image) : arrays, toolVersion };
  const key = JSON.stringify([image.version, options.arrays, image.schema]);
  const files = await cache.sources.recall("cpp", key, report, (heard) => emitCpp(image, options, heard));
  return { ...state, files: [...state.files, ...files] };
}

/** Writes the TypeScript bindings, below `ts/`. They depend on the schema alone. */
export async function emitTsSources(
  state: BuildState,
  { report, cache, onProgress }: BuildRun,
): Promise<BuildState> {
  if (state.image === undefined) return state;
  const { schema } = state.image;
  onProgress("writing TypeScript", 0, 1);
  const key = JSON.stringify(schema);
  const files = await cache.sources.recall("ts", key, report, (heard) =>
    emitTs(schema, { toolVersion }, heard),
  );
  return { ...state, files: [...state.files, ...files] };
}

/** Writes the types of the rows for the programs with rules, where the config has any: of what the target has. */
export function emitRuleSources(state: BuildState, { config, onProgress }: BuildRun): BuildState {
  if (state.image === undefined || config.rules.length === 0) return state;
  onProgress("writing TypeScript", 0, 1);
  const file = emitRuleTypes(state.resolved.schema, { toolVersion });
  return { ...state, files: [...state.files, { ...file, path: `ts/${config.name}-rules.d.ts` }] };
}

/** Above these a compiler would need more than a fraction of a second, and nobody reads that many rows. */
const mostLiteralValues = 100_000;
const mostLiteralBytes = 256 * 1024;

/** Literal arrays while a person might read them and a compiler does not mind; else the bytes are embedded. */
function chooseArrays({ bytes, blocks }: Pick<TableImage, "bytes" | "blocks">): "literal" | "embed" {
  const values = blocks.reduce((sum, { rowCount, table }) => sum + rowCount * table.columns.length, 0);
  return values <= mostLiteralValues && bytes.length <= mostLiteralBytes ? "literal" : "embed";
}
