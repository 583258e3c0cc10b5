import { join, relative, sep } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import type { Workbook } from "../../model/workbook.js";
import { readWorkbook } from "../../sources/read-workbook.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { findSourceFolders } from "../find-source-folders.js";
import { findSources } from "./find-sources.js";

/** Reads every sheet file of the config. A file or folder that cannot be read is reported and left out. */
export async function readSources(state: BuildState, run: BuildRun): Promise<BuildState> {
  // A file that comes in between is read, and not among the names that were seen: never the other way round.
  const unreadable = await findUnreadableFolders(run);
  const files = await findSources(run.config, run.report);
  for (const [file, reason] of unreadable) run.report("unreadable-file", { reason }, { file });
  return { ...state, workbooks: await readFiles(files, run.config, run) };
}

/** A glob passes by what it may not look into, and the tables there would be gone without a word. */
async function findUnreadableFolders({
  config,
  host,
  outFolder,
}: BuildRun): Promise<readonly (readonly [file: string, reason: string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const folder of await findSourceFolders(host, config, outFolder)) {
    try {
      host.list(folder);
    } catch (error) {
      const file = relative(config.folder, folder).split(sep).join("/");
      found.push([file === "" ? "." : file, describe(error)]);
    }
  }
  return found;
}

/** Reads files relative to the config's folder. */
export async function readFiles(
  files: readonly string[],
  config: { readonly folder: string; readonly encoding: string; readonly separator: string },
  { host, report, onProgress, cache }: Pick<BuildRun, "host" | "report" | "onProgress" | "cache">,
): Promise<readonly Workbook[]> {
  const workbooks: Workbook[] = [];
  for (const [index, file] of files.entries()) {
    onProgress("reading sheets", index, files.length);
    const path = join(config.folder, file);
    const key = describeState(host, path, [file, config.encoding, config.separator]);
    const workbook = await cache.workbooks.recall(path, key, report, (heard) =>
      readFile(host, path, { ...config, file }, heard),
    );
    if (workbook !== undefined) workbooks.push(workbook);
  }
  return workbooks;
}

async function readFile(
  host: Host,
  path: string,
  { file, ...options }: { readonly file: string; readonly encoding: string; readonly separator: string },
  report: Report,
): Promise<Workbook | undefined> {
  const bytes = readBytes(host, path, file, report);
  return bytes && readWorkbook(bytes, file, options, report);
}

/** Returns what a file holds; reports one that cannot be read. `file` is its path as reports have it. */
export function readBytes(host: Host, path: string, file: string, report: Report): Uint8Array | undefined {
  try {
    return host.readFile(path);
  } catch (error) {
    report("unreadable-file", { reason: describe(error) }, { file });
    return undefined;
  }
}

/** A file that was just written may be written again within the same tick of its clock, which some have of 2 s. */
const settledMs = 2000;

/** Returns what changes when a file is read differently; `undefined` for one that cannot be relied on to say. */
export function describeState(host: Host, path: string, options: readonly string[]): string | undefined {
  try {
    const status = host.stat(path);
    if (status === undefined || Date.now() - status.modifiedMs < settledMs) return undefined;
    return JSON.stringify([status.stamp, status.sizeBytes, ...options]);
  } catch {
    return undefined; // reading it will say why
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EBUSY: "another program holds it open",
  EISDIR: "it is a folder",
  ENOTDIR: "it is no folder",
};

/** Returns the reason of a system error, as part of a sentence. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return reasons[code] ?? error.message;
}
