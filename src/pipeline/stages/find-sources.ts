import { isAbsolute, relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import type { Report } from "../../base/diagnostics.js";
import { patchOf } from "../../base/patch-of.js";
import type { Config } from "../../model/config.js";
import { parseRecordSource } from "../../model/record-source.js";
import { isSourceFile } from "../../sources/is-source-file.js";
import { defaultSources, splitSourcePatterns } from "../source-patterns.js";

/**
 * Returns the sheet files that the config's globs name, relative to its folder, with `/`, sorted by code unit.
 * A glob that begins with `!` takes files away. Packages and the output folder hold no sources.
 */
export async function findSources(
  config: Pick<Config, "file" | "folder" | "sources" | "out" | "patches"> & Partial<Pick<Config, "tables">>,
  report: Report,
): Promise<readonly string[]> {
  const { taken, isExcluded } = splitSourcePatterns(config.sources);
  const found = new Set<string>();
  const reportNone = (pattern: string) => {
    // Who has records in other files need not have sheets.
    if (pattern !== defaultSources || !hasRecordFiles(config)) reportPattern(pattern);
  };
  const reportPattern = (pattern: string) =>
    report("config-no-sources", { pattern }, { file: config.file, path: "sources" });
  let hasMatches = true;
  for (const pattern of taken) {
    const files = await findMatches(config, pattern);
    hasMatches &&= files.length > 0;
    if (files.length === 0) reportNone(pattern);
    for (const file of files.filter((one) => !isExcluded(one))) found.add(file);
  }
  // Each pattern matches, and those with `!` take everything away.
  if (found.size === 0 && hasMatches) reportNone(config.sources.join(", "));
  const own = [...found].filter((file) => patchOf(file, config.patches).patch === undefined).sort();
  return [...own, ...(await findPatches(config, report))];
}

function hasRecordFiles({ tables = {} }: Partial<Pick<Config, "tables">>): boolean {
  return Object.values(tables).some(({ from }) =>
    from.some((entry) => parseRecordSource(entry) !== undefined),
  );
}

/** Returns the files of all patch folders, one folder after the other. */
async function findPatches(
  config: Pick<Config, "file" | "folder" | "out" | "patches"> & Partial<Pick<Config, "tables">>,
  report: Report,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [index, patch] of config.patches.entries()) {
    const folder = patch.replace(/^\.\//, "").replace(/\/+$/, "");
    const files = await findMatches(config, `${folder}/**`);
    if (files.length === 0 && !hasRecordFiles(config)) {
      report("config-no-sources", { pattern: patch }, { file: config.file, path: `patches[${index}]` });
    }
    found.push(...[...files].sort());
  }
  return found;
}

/** Returns the files of a glob that are of a kind, relative to the config's folder, with `/`. */
export async function findMatches(
  { folder, out }: Pick<Config, "folder" | "out">,
  pattern: string,
  isOfKind: (path: string) => boolean = isSourceFile,
): Promise<readonly string[]> {
  const outPath = relative(folder, resolve(folder, out)).split(sep).join("/");
  // An output folder outside, or the folder itself, takes nothing away.
  const isOutInside = outPath !== "" && !outPath.startsWith("..") && !isAbsolute(outPath);
  const files = await glob(pattern, {
    cwd: folder,
    ignore: ["**/node_modules/**", ...(isOutInside ? [`${outPath}/**`] : [])],
    // The same files on every system, whatever its file system thinks of `ITEMS.XLSX`.
    caseSensitiveMatch: false,
    expandDirectories: false,
  });
  return files.map((file) => file.split(sep).join("/")).filter(isOfKind);
}
