import { join } from "node:path";
import { describeFileState } from "../../base/file-state.js";
import type { Host } from "../../base/host.js";
import type { OutputFile } from "../../model/output-file.js";
import type { BuildRun } from "../build-state.js";
import { libraryKey } from "./library-key.js";

/** The sources that a build has written, by path, each with what changes when somebody writes it again. */
export type WrittenFiles = ReadonlyMap<string, string>;

/** Returns what was written of these files; `before` knows those that were on the disk. */
export function noteWritten(
  host: Host,
  folder: string,
  files: readonly OutputFile[],
  before: WrittenFiles | undefined,
): WrittenFiles {
  return new Map(
    files.flatMap(({ path, isOnDisk }) => {
      const known = isOnDisk ? before?.get(path) : undefined;
      if (known !== undefined) return [[path, known] as const];
      const status = host.stat(join(folder, path));
      return status === undefined ? [] : [[path, describeFileState(status)]];
    }),
  );
}

/** Returns the files if they lie where they were written and nobody has touched them. */
export function restoreOutputs(
  paths: readonly string[],
  run: Pick<BuildRun, "cache" | "host" | "outFolder" | "config" | "target">,
): readonly OutputFile[] | undefined {
  const { host, outFolder } = run;
  const written = run.cache.written.get(libraryKey(run));
  const files: OutputFile[] = [];
  for (const path of paths) {
    const status = host.stat(join(outFolder, path));
    if (status === undefined || written?.get(path) !== describeFileState(status)) return undefined;
    files.push({
      path,
      isOnDisk: true,
      get content() {
        return host.readFile(join(outFolder, path));
      },
    });
  }
  return files;
}
