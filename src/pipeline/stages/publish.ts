import { assert } from "../../base/assert.js";
import { publishLibrary } from "../../release/publish-library.js";
import { refuseForeignFiles, writeOutputFiles } from "../../release/write-output-files.js";
import type { BuildRun, BuildState } from "../build-state.js";

/**
 * Writes the library, then the sources, and switches the pointer last: what fails on the way leaves the old
 * release in use. Where a file that is not ours is in the way, nothing is written.
 */
export function publish(state: BuildState, { host, outFolder, target, onProgress }: BuildRun): BuildState {
  const { files, image, library } = state;
  assert(image !== undefined && library !== undefined, "publishing comes after linking");
  onProgress("writing files", 0, 1);
  const { path, pointer, sizeBytes } = publishLibrary(host, {
    folder: outFolder,
    name: image.schema.name,
    version: image.version,
    bytes: library,
    beforeWrite: () => refuseForeignFiles(host, outFolder, files),
    beforeSwitch: () => writeOutputFiles(host, outFolder, files, image.schema.name),
  });
  const release = {
    folder: outFolder,
    library: path,
    libraryBytes: sizeBytes,
    pointer,
    files: files.map((file) => file.path),
    target,
  };
  return { ...state, release };
}
