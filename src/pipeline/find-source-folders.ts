import { dirname, join, relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import type { Host } from "../base/host.js";
import type { Config } from "../model/config.js";
import { globOfSource } from "../model/record-source.js";
import { listRecordSources } from "./record-patterns.js";
import { splitSourcePatterns } from "./source-patterns.js";

/**
 * Returns the absolute paths of the folders in which a new file would become a source, sorted: those that the
 * config's globs and its tables' globs of files of records begin with, and those below as deep as the globs go.
 *
 * Not among them are folders that a build itself writes to, which would ask for the next build: `outFolder`, the
 * config's own output folder, and CMake's build folders; nor those of packages, nor hidden ones.
 */
export async function findSourceFolders(
  host: Host,
  config: Pick<Config, "folder" | "sources" | "out" | "patches" | "tables">,
  outFolder: string,
): Promise<readonly string[]> {
  const outs = [outFolder, resolve(config.folder, config.out)];
  const { taken, isExcluded } = splitSourcePatterns(config.sources);
  const found = new Set<string>();
  const patches = config.patches.map((folder) => `${folder.replace(/\/+$/, "")}/**`);
  const records = listRecordSources(config, host).map(({ source }) => globOfSource(source));
  for (const pattern of [...taken, ...patches, ...records]) {
    const { root, below } = splitPattern(pattern);
    const top = resolve(config.folder, root);
    if (host.stat(top)?.kind !== "folder") continue;
    for (const folder of await listFolders(top, below)) {
      if (outs.some((out) => isWithin(folder, out) && !isWithin(top, out))) continue;
      if (isInBuildFolder(host, folder, top)) continue;
      // What takes away a file without a name takes away all of the folder.
      const path = relative(config.folder, folder).split(sep).join("/");
      if (isExcluded(path === "" ? "" : `${path}/`) && !records.includes(pattern)) continue;
      found.add(folder);
    }
  }
  return [...found].sort();
}

/** Returns the folder that a glob begins with, and globs of the folders below it that hold what it names. */
function splitPattern(pattern: string): { readonly root: string; readonly below: readonly string[] } {
  const steps = pattern.split("/");
  const first = steps.findIndex((step) => /[*?{}[\]()!+@\\]/.test(step));
  const plain = first === -1 ? steps.length - 1 : Math.min(first, steps.length - 1);
  const root = pattern.startsWith("/") && plain === 1 ? "/" : steps.slice(0, plain).join("/");
  const rest = steps.slice(plain).join("/");
  // A choice may hold folders of its own.
  if (/\*\*|[{(][^})]*\//.test(rest)) return { root, below: ["**"] };
  const levels = steps.length - plain - 1;
  return { root, below: Array.from({ length: levels }, (_, level) => `*${"/*".repeat(level)}`) };
}

async function listFolders(top: string, below: readonly string[]): Promise<readonly string[]> {
  if (below.length === 0) return [top];
  const found = await glob([...below], {
    cwd: top,
    ignore: ["**/node_modules/**"],
    onlyDirectories: true,
    expandDirectories: false,
  });
  return [top, ...found.map((folder) => resolve(top, folder))];
}

function isWithin(folder: string, other: string): boolean {
  return folder === other || folder.startsWith(other.endsWith(sep) ? other : `${other}${sep}`);
}

/** Sheets may come into being in a build folder: then a glob begins inside of it. */
function isInBuildFolder(host: Host, folder: string, top: string): boolean {
  if (host.exists(join(folder, "CMakeCache.txt"))) return true;
  for (let parent = dirname(folder); parent !== top && isWithin(parent, top); parent = dirname(parent)) {
    if (host.exists(join(parent, "CMakeCache.txt"))) return true;
  }
  return false;
}
