import type { Stats } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { FSWatcher } from "chokidar";
import { createHost, type Host } from "../base/host.js";
import type { Config } from "../model/config.js";
import { globOfSource } from "../model/record-source.js";
import { compileGlob } from "../schema/glob.js";
import { isDocumentFile } from "../sources/documents/document-format.js";
import { isSourceFile } from "../sources/is-source-file.js";
import { createBuildCache } from "./build-cache.js";
import { type BuildOptions, type BuildResult, buildTables } from "./build-tables.js";
import { type ChangeQueue, createChangeQueue } from "./change-queue.js";
import { configNames } from "./config/find-config-file.js";
import { loadConfig } from "./config/load-config.js";
import { isLubanConf } from "./config/luban-conf.js";
import { findSourceFolders } from "./find-source-folders.js";
import { listRecordSources } from "./record-patterns.js";
import { findPrograms } from "./rules/find-programs.js";
import { findProtoFiles } from "./stages/read-tableau.js";

export interface WatchOptions extends Omit<BuildOptions, "cache" | "write"> {
  /** Ends the watching; a build that goes on is finished first. */
  readonly signal: AbortSignal;
  /** How long nothing must change before a build begins; 200 ms unless given. */
  readonly debounceMs?: number;
  /**
   * Called before each build with the files and folders that have changed, none before the first; returns a function
   * that is called with what came of it. What the build throws comes out of `build`.
   */
  readonly onBuild: (
    build: () => Promise<BuildResult>,
    changed: readonly string[],
  ) => Promise<"go on" | "end">;
}

const usualDebounceMs = 200;

/**
 * Builds, and builds again whenever a sheet, a folder of sheets or the config changes. What did not change is taken
 * over from the build before. Resolves when the signal says so, or `onBuild`.
 */
export async function watchTables(options: WatchOptions): Promise<void> {
  const { signal, debounceMs = usualDebounceMs, onBuild, ...build } = options;
  const host = options.host ?? createHost();
  const cache = createBuildCache();
  const queue = createChangeQueue(debounceMs, signal);
  let watched: Watched = { folders: [], records: [], programs: [], close: async () => {} };
  try {
    for (
      let changed: readonly string[] | undefined = [];
      changed !== undefined;
      changed = await queue.take()
    ) {
      // First, so that what changes during the build is not missed.
      watched = await watchFolders(watched, await findFolders(host, options), queue, options.onNotice);
      if (signal.aborted) return;
      if ((await onBuild(() => buildTables({ ...build, host, cache }), changed)) === "end") return;
    }
  } finally {
    await watched.close();
  }
}

interface Folders {
  /** Absolute. */
  readonly folders: readonly string[];
  /** File name of a config that was named. */
  readonly config: string;
  /** Absolute folders that builds write to, or that hold no sheets. */
  readonly outs: readonly string[];
  /** Globs of files of records, absolute. */
  readonly records: readonly string[];
  /** Globs of programs with rules, and of what a project of another tool has beside its sheets; absolute. */
  readonly programs: readonly string[];
}

/** Returns the folders in which something that changes asks for a build; of a config that is broken, its own. */
async function findFolders(host: Host, { config = ".", cwd, out }: WatchOptions): Promise<Folders> {
  const path = resolve(cwd, config);
  const own = host.stat(path)?.kind === "folder" ? path : dirname(path);
  const name = basename(path);
  const loaded = await loadConfig({ path: config, cwd, host }, () => {});
  if (loaded === undefined) return { folders: [own], config: name, outs: [], records: [], programs: [] };
  const outs = [resolve(loaded.config.folder, loaded.config.out)];
  if (out !== undefined) outs.push(resolve(cwd, out));
  const found = await findSourceFolders(host, loaded.config, outs.at(-1) ?? own);
  const records = listRecordGlobs(loaded.config, host);
  const { folder } = loaded.config;
  const definitions = await findTableauFiles(loaded.config);
  const programs = [...loaded.config.rules, ...definitions].map((glob) => toSlashes(resolve(folder, glob)));
  const ofPrograms = [...(await findPrograms(loaded.config, () => {})), ...definitions].map((file) =>
    dirname(resolve(folder, file)),
  );
  const folders = [...new Set([own, ...found, ...ofPrograms])].sort();
  return { folders, config: name, outs, records, programs };
}

/** Returns the files that a tableau project has beside its workbooks. */
async function findTableauFiles({ tableau, ...config }: Config): Promise<readonly string[]> {
  if (tableau === undefined) return [];
  const { file, protoFiles, protoFolders } = tableau;
  const found = await Promise.all(protoFiles.map((pattern) => findProtoFiles(pattern, protoFolders, config)));
  return [...(file === undefined ? [] : [file]), ...found.flat()];
}

/** Returns absolute globs, with `/`, of the files of records that count, those of patches among them. */
function listRecordGlobs(config: Config, host: Host): readonly string[] {
  const globs = listRecordSources(config, host).map(({ source }) => globOfSource(source));
  const folders = [config.folder, ...config.patches.map((folder) => resolve(config.folder, folder))];
  // Definitions of a Luban project, and the records that are no sheets.
  const own = config.luban === undefined ? [] : config.sources.map((glob) => resolve(config.folder, glob));
  return [...own, ...folders.flatMap((folder) => globs.map((glob) => join(folder, glob)))].map(toSlashes);
}

function toSlashes(path: string): string {
  return path.split(sep).join("/");
}

interface Watched extends Pick<Folders, "folders" | "records" | "programs"> {
  close(): Promise<void>;
}

/** Returns what watches these folders: what there is, if it does, or another one in its place. */
async function watchFolders(
  before: Watched,
  wanted: Folders,
  queue: ChangeQueue,
  onNotice: WatchOptions["onNotice"],
): Promise<Watched> {
  const { folders, records, programs } = wanted;
  const idOf = (one: Watched | Folders) => JSON.stringify([one.folders, one.records, one.programs]);
  if (idOf(wanted) === idOf(before)) return before;
  const { watch } = await import("chokidar");
  const isRecordFile = matchAny(records);
  const isProgram = matchAny(programs);
  const watcher: FSWatcher = watch([...folders], {
    depth: 0, // the folders below are among those that are named
    ignoreInitial: true,
    ignored: (path, stats) =>
      isIgnored(path, stats, wanted) && !(isDocumentFile(path) && isRecordFile(path)) && !isProgram(path),
  });
  watcher.on("all", (_, path) => queue.note(path));
  // Such as the system's limit of watches, beyond which changes would pass without a word.
  watcher.on("error", (error) => {
    onNotice?.(`Not all folders can be watched: ${error instanceof Error ? error.message : String(error)}.`);
  });
  await new Promise<void>((ready) => watcher.once("ready", ready));
  await before.close();
  return { folders, records, programs, close: () => watcher.close() };
}

function matchAny(globs: readonly string[]): (path: string) => boolean {
  const tests = globs.map(compileGlob);
  return (path) => tests.some((matches) => matches(toSlashes(path)));
}

/** chokidar asks with what it knows of a path, and before it knows anything. */
function isIgnored(path: string, stats: Stats | undefined, { folders, config, outs }: Folders): boolean {
  if (folders.includes(path)) return false;
  if (outs.includes(path)) return true;
  const name = basename(path);
  if (name.startsWith(".") || name.startsWith("~$") || name === "node_modules") return true;
  if (stats === undefined || stats.isDirectory()) return false;
  return !isSourceFile(path) && !configNames.includes(name) && !isLubanConf(path) && name !== config;
}
