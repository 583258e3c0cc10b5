import { ToolError } from "../../base/tool-error.js";
import { compileLibrary, findCompiler } from "../../library/compile-library.js";
import { writeElfLibrary } from "../../library/write-elf-library.js";
import type { OutputFile } from "../../model/output-file.js";
import type { TableImage } from "../../model/table-image.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Makes the shared library: with the built-in writer, or with the C++ compiler from the emitted sources. */
export function linkLibrary(state: BuildState, run: BuildRun): BuildState {
  const { image } = state;
  if (image === undefined) return state;
  run.onProgress("linking", 0, 1);
  const library =
    run.linker === "cc" ? compile(image, state.files, run) : writeElfLibrary(image.bytes, run.arch);
  return { ...state, library };
}

function compile(
  { bytes, schema }: TableImage,
  files: readonly OutputFile[],
  { host, arch }: BuildRun,
): Uint8Array {
  const compiler = findCompiler(host, arch);
  if (compiler === undefined) {
    throw new ToolError(`There is no C++ compiler for ${arch}.`, {
      help: "Install one or name it in CXX, or build with --linker builtin, which needs none.",
    });
  }
  const source = `cpp/${schema.name}_image.cpp`;
  return compileLibrary(host, { compiler, target: arch, files, source, image: bytes });
}
