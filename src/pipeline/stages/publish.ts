import { resolve } from "node:path";
import { assert } from "../../base/assert.js";
import { imageOffsetOf } from "../../library/plan-elf-layout.js";
import { resolveAccess } from "../../release/file-access.js";
import { publishLibrary } from "../../release/publish-library.js";
import { findSigningKey, isSigned, signLibrary } from "../../release/sign-library.js";
import { refuseForeignFiles, writeOutputFiles } from "../../release/write-output-files.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { keepLibrary } from "../kept/kept-blocks.js";
import { libraryKey } from "../kept/library-key.js";
import { noteWritten } from "../kept/written-files.js";

/**
 * Writes the library, then the sources, and switches the pointer last: what fails on the way leaves the old
 * release in use. Where a file that is not ours is in the way, nothing is written.
 */
export async function publish(state: BuildState, run: BuildRun): Promise<BuildState> {
  const { host, outFolder, arch, onProgress } = run;
  const { files, image } = state;
  assert(image !== undefined, "publishing comes after linking");
  const bytes = sign(state, run);
  onProgress("writing files", 0, 1);
  const { channel, keep, command, lockTimeoutMs, onNotice } = run.publish;
  const { path, pointer, sizeBytes, isSwitched, pruned } = await publishLibrary(host, {
    folder: outFolder,
    name: image.schema.name,
    version: image.version,
    bytes,
    channel,
    keep,
    access: resolveAccess(host, run.config.publish),
    command,
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
    onNotice,
    beforeWrite: () => refuseForeignFiles(host, outFolder, files),
    beforeSwitch: () => writeOutputFiles(host, outFolder, files, image.schema.name),
  });
  const release = {
    folder: outFolder,
    library: path,
    libraryBytes: sizeBytes,
    pointer,
    channel,
    isSwitched,
    isSigned: isSigned(bytes),
    pruned,
    files: files.map((file) => file.path),
    arch,
  };
  keepBlocks(state, run, path);
  const { written } = run.cache;
  written.set(libraryKey(run), noteWritten(host, outFolder, files, written.get(libraryKey(run))));
  return { ...state, release };
}

/** Has the next build take what does not change from this library. Where the compiler lays it out, nobody knows what lies where. */
function keepBlocks({ image, laidBlocks }: BuildState, run: BuildRun, path: string): void {
  const { host, linker, arch, cache } = run;
  const status = host.stat(path);
  if (image === undefined || laidBlocks === undefined || status === undefined || linker === "cc") return;
  const imageOffset = imageOffsetOf(image.bytes.length, arch);
  cache.libraries.set(libraryKey(run), keepLibrary(laidBlocks, image, { path, status, imageOffset }));
}

function sign(
  { library }: BuildState,
  { host, config, publish: { sign: asked, cwd } }: BuildRun,
): Uint8Array {
  assert(library !== undefined, "publishing comes after linking");
  const { sign: named } = config.publish;
  const configured = named === undefined ? undefined : resolve(config.folder, named);
  const key = findSigningKey(host, { asked, cwd, configured });
  return key === undefined ? library : signLibrary(library, key);
}
