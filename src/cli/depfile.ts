import { basename, dirname, resolve, sep } from "node:path";
import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import { withSystemErrors } from "../release/system-error.js";
import { discard, replaceFile, temporaryPath } from "../release/temporary-files.js";

/**
 * Returns a dependency file for make, ninja and CMake: what `depfile` without its `.d` has to be built from.
 * Folders count too, those of the sheets and `folders`, so that a new sheet is noticed.
 */
export function formatDepfile(
  depfile: string,
  sources: readonly string[],
  folders: readonly string[] = [],
): string {
  const all = new Set([...sources.slice(1).map((source) => dirname(source)), ...folders]);
  const needed = [...sources, ...all].map(escapePath);
  return `${formatTarget(depfile)}\n${needed.map((path) => `  ${path}`).join(" \\\n")}\n`;
}

/**
 * Throws ToolError when the depfile cannot be written, or when what stands at its path is no depfile of this
 * name: for a caller that wants to know before it builds. `depfile` is relative to `cwd`.
 */
export function checkDepfile(host: Host, depfile: string, cwd: string): void {
  const path = resolve(cwd, depfile);
  withSystemErrors(`Cannot write ${depfile}`, () => {
    if (host.stat(dirname(path))?.kind !== "folder") {
      throw new ToolError(`Cannot write ${depfile}: there is no folder ${dirname(depfile)}.`, {
        help: "Make the folder, or give --depfile another path.",
      });
    }
    refuseForeign(host, path, depfile);
    const temporary = temporaryPath(host, path);
    host.createFile(temporary).close();
    discard(host, temporary);
  });
}

/** Writes a depfile in one step, under the conditions of `checkDepfile`. */
export function writeDepfile(host: Host, depfile: string, cwd: string, content: string): void {
  const path = resolve(cwd, depfile);
  withSystemErrors(`Cannot write ${depfile}`, () => {
    refuseForeign(host, path, depfile); // again: the build may have written to this path
    replaceFile(host, path, (temporary) => host.writeFile(temporary, content));
  });
}

function refuseForeign(host: Host, path: string, depfile: string): void {
  const status = host.stat(path) ?? host.statEntry(path);
  if (status === undefined || (status.kind === "file" && isDepfile(host.readFile(path), depfile))) return;
  throw new ToolError(`What table-gen did not make is in the way of the depfile: ${depfile}.`, {
    help: "Move it elsewhere, or give --depfile another path.",
  });
}

/** An empty file has nothing to lose. The path to the target may have been spelled in another way. */
function isDepfile(content: Uint8Array, depfile: string): boolean {
  const [line = ""] = new TextDecoder().decode(content.subarray(0, 1 << 16)).split("\n");
  return content.length === 0 || basename(line) === formatTarget(basename(depfile));
}

function formatTarget(depfile: string): string {
  return `${escapePath(depfile.replace(/\.d$/, ""))}: \\`;
}

/** As gcc writes them: a backslash before a space or `#`, `$` doubled, and `/` on every system. */
function escapePath(path: string): string {
  return path
    .replaceAll(sep, "/")
    .replace(/[ #]/g, (character) => `\\${character}`)
    .replace(/\$/g, "$$$$");
}
