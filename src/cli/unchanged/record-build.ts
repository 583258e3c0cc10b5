import { extname, join, resolve } from "node:path";
import type { Host } from "../../base/host.js";
import type { BuildOptions, BuildResult } from "../../pipeline/build-tables.js";
import { replaceFile } from "../../release/temporary-files.js";
import type { Io } from "../io.js";
import {
  describeRequest,
  formatRecord,
  hashNames,
  type PrintedText,
  recordPathOf,
  stampOf,
  stateFolderOf,
} from "./build-record.js";
import { makeStateFolder } from "./state-folder.js";

/** Watches a build, so that `repeatBuild` can say that it need not be done again. */
export interface BuildRecorder {
  /** The host that the build is to use: it notes what is read. */
  readonly host: Host;
  /** Notes what the build has printed. */
  note(printed: PrintedText): void;
  /** Says that something was printed that holds for this run alone. */
  spoil(): void;
  /** Writes the record, if the build is one that can be known to be the same again. */
  finish(result: BuildResult): void;
}

/** A file that was changed less than this before the build began may change again within the same tick of its clock. */
const settledMs = 2000;

export function createBuildRecorder(
  host: Host,
  {
    argv,
    io,
    options,
  }: { readonly argv: readonly string[]; readonly io: Io; readonly options: BuildOptions },
): BuildRecorder {
  const startMs = Date.now();
  const key = describeRequest(host, argv, io);
  const seen = new Set<string>();
  const lists = new Map<string, readonly string[]>();
  const printed: PrintedText[] = [];
  let isSpoiled = false;
  const see = (path: string) => {
    seen.add(path);
    return path;
  };
  return {
    host: {
      ...host,
      readFile: (path) => host.readFile(see(path)),
      exists: (path) => host.exists(see(path)),
      stat: (path) => host.stat(see(path)),
      list: (path) => {
        const names = host.list(path);
        // The first look came before the files were read.
        if (!lists.has(path)) lists.set(path, names);
        return names;
      },
    },
    note: (text) => printed.push(text),
    spoil: () => {
      isSpoiled = true;
    },
    finish: (result) => {
      if (isSpoiled || !isRepeatable(result, options)) return;
      const outFolders = listOutFolders(result);
      const isOutput = (path: string) => outFolders.some((folder) => isWithin(path, folder));
      const inputs = [...seen].filter((path) => !isOutput(path));
      if (!inputs.every((path) => isSettled(host, path, startMs))) return;
      const files = [...inputs, ...listOutputs(result)].map(
        (path) => [path, stampOf(host.statEntry(path))] as const,
      );
      const folders = [...lists]
        .filter(([path]) => !isOutput(path))
        .map(([path, names]) => [path, hashNames(path, names, outFolders)] as const);
      const folder = stateFolderOf(host, argv, io.cwd);
      try {
        makeStateFolder(host, folder);
        const text = formatRecord({ key, files, folders, outFolders, printed });
        replaceFile(host, recordPathOf(folder, key), (temporary) => host.writeFile(temporary, text));
      } catch {
        // Where nothing can be kept, the next build does all of it again.
      }
    },
  };
}

/** Programs read what nobody sees, and a compiler may be another one the next time. */
function isRepeatable({ config }: BuildResult, { linker }: BuildOptions): boolean {
  if (config === undefined || linker === "cc") return false;
  return [".json", ".jsonc", ".conf"].includes(extname(config.file)) && config.rules.length === 0;
}

function listOutFolders({ config, outputs }: BuildResult): readonly string[] {
  const own = config === undefined ? [] : [resolve(config.folder, config.out)];
  return [
    ...new Set([
      ...own,
      ...outputs.flatMap(({ release }) => (release === undefined ? [] : [release.folder])),
    ]),
  ];
}

function listOutputs({ outputs }: BuildResult): readonly string[] {
  return outputs.flatMap(({ release }) => {
    if (release === undefined) return [];
    const { folder, library, pointer, files } = release;
    return [library, pointer, ...files.map((file) => join(folder, file))];
  });
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, "/"));
}

/** What is behind a symlink may change without it. */
function isSettled(host: Host, path: string, startMs: number): boolean {
  const status = host.statEntry(path);
  if (status === undefined || status.kind === "folder") return true;
  return status.kind === "file" && startMs - Math.max(status.modifiedMs, status.changedMs) > settledMs;
}
