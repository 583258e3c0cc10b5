import { join, relative, sep } from "node:path";
import type { Report } from "../../base/diagnostics.js";
import type { Host } from "../../base/host.js";
import { mapConcurrently } from "../../base/map-concurrently.js";
import { ToolError } from "../../base/tool-error.js";
import type { Workbook } from "../../model/workbook.js";
import { readAgain } from "../../sources/read-again.js";
import { type ReadOptions, readWorkbook } from "../../sources/read-workbook.js";
import { ReaderPool } from "../../sources/workers/reader-pool.js";
import type { BuildRun, BuildState } from "../build-state.js";
import { hashContent } from "../content-keys.js";
import { findSourceFolders } from "../find-source-folders.js";
import type { ReportArguments } from "../memo.js";
import { findSources } from "./find-sources.js";

/** Reads every sheet file of the config. A file or folder that cannot be read is reported and left out. */
export async function readSources(state: BuildState, run: BuildRun): Promise<BuildState> {
  // A file that comes in between is read, and not among the names that were seen: never the other way round.
  const unreadable = await findUnreadableFolders(run);
  const files = await findSources(run.config, run.report);
  for (const [file, reason] of unreadable) run.report("unreadable-file", { reason }, { file });
  return { ...state, workbooks: await readFiles(files, run.config, run, { mayBeOutlines: true }) };
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

interface ReadConfig extends ReadOptions {
  readonly folder: string;
}

type ReadRun = Pick<BuildRun, "host" | "report" | "onProgress" | "cache"> & Partial<Pick<BuildRun, "jobs">>;

/**
 * Reads files relative to the config's folder. With `mayBeOutlines` the sheets of a file that has not changed since an
 * earlier build may be known by their outlines alone: they load the file when more is asked of them.
 */
export async function readFiles(
  files: readonly string[],
  config: Omit<ReadConfig, "pool">,
  run: ReadRun,
  { mayBeOutlines = false }: { readonly mayBeOutlines?: boolean } = {},
): Promise<readonly Workbook[]> {
  const pool = new ReaderPool((run.jobs ?? run.host.coreCount) - 1);
  let begun = 0;
  const read = async (file: string) => {
    run.onProgress("reading sheets", begun++, files.length);
    const reports: ReportArguments[] = [];
    const report: Report = (...given) => reports.push(given);
    const workbook = await recallFile(file, { ...config, pool }, { ...run, report }, mayBeOutlines);
    return { workbook, reports };
  };
  try {
    const all = await mapConcurrently(files, pool.capacity, read);
    // In the order of the files, whichever was read first.
    for (const { reports } of all) for (const given of reports) run.report(...given);
    return all.flatMap(({ workbook }) => workbook ?? []);
  } finally {
    await pool.close();
  }
}

async function recallFile(
  file: string,
  { folder, encoding, separator, pool }: ReadConfig,
  { host, report, cache }: ReadRun,
  mayBeOutlines: boolean,
): Promise<Workbook | undefined> {
  const path = join(folder, file);
  const content = lookInto(host, path, file, { report, cache });
  if (content === undefined) return undefined;
  const key = JSON.stringify([content.hash, file, encoding, separator]);
  const read = (heard: Report) => {
    const bytes = content.bytes ?? readBytes(host, path, file, heard);
    return bytes && readWorkbook(bytes, file, { encoding, separator, ...(pool && { pool }) }, heard);
  };
  const restore = () =>
    cache.schemas.restoreWorkbook(file, () => {
      const bytes = host.readFile(path);
      const workbook = hashContent(bytes) === content.hash && readAgain(bytes, file, { encoding, separator });
      if (workbook) return workbook;
      throw new ToolError(`${file} was changed while it was read.`, { help: "Build again." });
    });
  const workbook = await cache.workbooks.recall(path, key, report, read, mayBeOutlines ? restore : undefined);
  for (const [index, sheet] of workbook?.sheets.entries() ?? []) cache.setKey(sheet, `${key} ${index}`);
  return workbook;
}

/** Returns the hash of what a file holds, with the bytes where it had to be read; reports one that cannot be read. */
export function lookInto(
  host: Host,
  path: string,
  file: string,
  { report, cache }: Pick<BuildRun, "report" | "cache">,
): { readonly hash: string; readonly bytes?: Uint8Array } | undefined {
  const hash = cache.contents.find(host, path);
  if (hash !== undefined) return { hash };
  return tryToRead(() => cache.contents.read(host, path), file, report);
}

/** Returns what a file holds; reports one that cannot be read. `file` is its path as reports have it. */
export function readBytes(host: Host, path: string, file: string, report: Report): Uint8Array | undefined {
  return tryToRead(() => host.readFile(path), file, report);
}

function tryToRead<Read>(read: () => Read, file: string, report: Report): Read | undefined {
  try {
    return read();
  } catch (error) {
    report("unreadable-file", { reason: describe(error) }, { file });
    return undefined;
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
