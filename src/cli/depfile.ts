import { dirname, sep } from "node:path";

/**
 * Returns a dependency file for make, ninja and CMake: what `depfile` without its `.d` has to be built from.
 * Folders count too, so that a new sheet beside the others is noticed.
 */
export function formatDepfile(depfile: string, sources: readonly string[]): string {
  const folders = new Set(sources.slice(1).map((source) => dirname(source)));
  const needed = [...sources, ...folders].map(escapePath);
  return `${escapePath(depfile.replace(/\.d$/, ""))}: \\\n${needed.map((path) => `  ${path}`).join(" \\\n")}\n`;
}

/** As gcc writes them: a backslash before a space or `#`, `$` doubled, and `/` on every system. */
function escapePath(path: string): string {
  return path
    .replaceAll(sep, "/")
    .replace(/[ #]/g, (character) => `\\${character}`)
    .replace(/\$/g, "$$$$");
}
