import { join } from "node:path";
import type { BuildRun } from "../build-state.js";

/** Returns what names the libraries that take one another's place. */
export function libraryKey({
  outFolder,
  target,
  config,
}: Pick<BuildRun, "outFolder" | "target" | "config">): string {
  return join(outFolder, target?.library ?? config.name);
}
