import { ToolError } from "../../base/tool-error.js";
import { compileLibrary, findCompiler } from "../../library/compile-library.js";
import { writeElfLibrary } from "../../library/write-elf-library.js";
import type { BuildRun, BuildState } from "../build-state.js";

/** Makes the shared library: with the built-in writer, or with the C++ compiler from the emitted sources. */
export function linkLibrary(state: BuildState, run: BuildRun): BuildState {
  const { image } = state;
  if (image === undefined) return state;
  run.onProgress("linking", 0, 1);
  const library =
    run.linker === "cc" ? compile(state, image.bytes, run) : writeElfLibrary(image.bytes, run.target);
  return { ...state, library };
}

function compile({ files }: BuildState, image: Uint8Array, { host, target }: BuildRun): Uint8Array {
  const compiler = findCompiler(host, target);
  if (compiler === undefined) {
    throw new ToolError(`There is no C++ compiler for ${target}.`, {
      help: "Install one or name it in CXX, or build with --linker builtin, which needs none.",
    });
  }
  return compileLibrary(host, { compiler, target, files, source: "cpp/image.cpp", image });
}
