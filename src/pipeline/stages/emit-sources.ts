import type { Report } from "../../base/diagnostics.js";
import { emitCpp, emitCppImage } from "../../emit/cpp/emit-cpp.js";
import { emitRuleTypes } from "../../emit/ts/emit-rule-types.js";
import { emitTs } from "../../emit/ts/emit-ts.js";
import { isPartPath, type OutputFile } from "../../model/output-file.js";
import type { Schema } from "../../model/schema.js";
import type { TableImage } from "../../model/table-image.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { keyOfSchema } from "../content-keys.js";
import { libraryKey } from "../kept/library-key.js";
import { restoreOutputs } from "../kept/written-files.js";
import { toolVersion } from "../tool-version.js";

/** Writes the C++ headers and arrays, below `cpp/`. */
export async function emitCppSources(state: BuildState, run: BuildRun): Promise<BuildState> {
  const { image } = state;
  if (image === undefined) return state;
  run.onProgress("writing C++", 0, 1);
  const headers = await recallSources("cpp", image.schema, run, (heard) =>
    emitCpp(image.schema, { toolVersion }, heard),
  );
  const arrays = run.arrays === "auto" ? chooseArrays(image) : run.arrays;
  const files = emitCppImage(image, { arrays, toolVersion }).map((file) => recallPart(file, run));
  return { ...state, files: [...state.files, ...headers, ...files] };
}

/** Writes the TypeScript bindings, below `ts/`. */
export async function emitTsSources(state: BuildState, run: BuildRun): Promise<BuildState> {
  if (state.image === undefined) return state;
  const { schema } = state.image;
  run.onProgress("writing TypeScript", 0, 1);
  const files = await recallSources("ts", schema, run, (heard) => emitTs(schema, { toolVersion }, heard));
  return { ...state, files: [...state.files, ...files] };
}

/** Emits what depends on the schema alone, or finds it where it was written. */
async function recallSources(
  language: "cpp" | "ts",
  schema: Schema,
  run: BuildRun,
  emit: (heard: Report) => Promise<readonly OutputFile[]>,
): Promise<readonly OutputFile[]> {
  const { cache, report } = run;
  const slot = `${libraryKey(run)} ${language}`;
  let isFromMemory = true;
  const files = await cache.sources.recall(
    slot,
    keyOfSchema(schema, cache),
    report,
    (heard) => {
      isFromMemory = false;
      // What is on the disk under these names is something else.
      cache.written.delete(libraryKey(run));
      return emit(heard);
    },
    (paths) => {
      isFromMemory = false;
      return restoreOutputs(paths, run);
    },
  );
  const paths = files.map(({ path }) => path);
  return (isFromMemory ? restoreOutputs(paths, run) : undefined) ?? files;
}

/** Finds a file that is named by its hash where it was written. */
function recallPart(file: OutputFile, run: BuildRun): OutputFile {
  return (isPartPath(file.path) ? restoreOutputs([file.path], run)?.[0] : undefined) ?? file;
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
