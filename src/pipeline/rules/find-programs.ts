import { relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import type { Report } from "../../base/diagnostics.js";
import type { Config } from "../../model/config.js";

/** Returns the programs with rules, relative to the config's folder, with `/`, sorted; reports globs that find none. */
export async function findPrograms(
  config: Pick<Config, "file" | "folder" | "rules" | "out">,
  report: Report,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [index, pattern] of config.rules.entries()) {
    const files = await glob(pattern, {
      cwd: config.folder,
      ignore: ["**/node_modules/**", "**/*.d.ts", `${outPath(config)}/**`],
      expandDirectories: false,
    });
    const path = config.rules.length === 1 ? "rules" : `rules[${index}]`;
    if (files.length === 0) {
      report("config-invalid", { problem: `No file matches ${pattern}.` }, { file: config.file, path });
    }
    for (const file of files) found.add(file.split(sep).join("/"));
  }
  return [...found].sort();
}

function outPath({ folder, out }: Pick<Config, "folder" | "out">): string {
  return relative(folder, resolve(folder, out)).split(sep).join("/");
}
