import { resolve } from "node:path";
import { findNearest } from "../base/find-nearest.js";
import type { Host } from "../base/host.js";
import type { LibraryState } from "../release/read-release-directory.js";
import type { Io } from "./io.js";
import { listNames } from "./open-file.js";
import { UsageError } from "./usage-error.js";

/** Returns the absolute path of a release directory. Throws UsageError for a path that is no folder. */
export function requireFolder(host: Host, dir: string, io: Io): string {
  const folder = resolve(io.cwd, dir);
  const status = host.stat(folder);
  if (status === undefined) throw new UsageError(`There is no folder ${dir}.`);
  if (status.kind !== "folder") throw new UsageError(`${dir} is no folder; name the one that holds it.`);
  return folder;
}

/** Returns the library that is meant: the one that is named, or the only one. Throws UsageError for any other number. */
export async function requireLibrary(
  host: Host,
  folder: string,
  { dir, name }: { readonly dir: string; readonly name?: string | undefined },
): Promise<string> {
  const { findLibraries } = await import("../release/read-release-directory.js");
  const names = findLibraries(host, folder);
  const [only] = names;
  if (only === undefined) throw new UsageError(`${dir} is no release directory: it holds no library.`);
  if (name !== undefined) {
    if (names.includes(name)) return name;
    const nearest = findNearest(name, names);
    const hint = nearest === undefined ? `It has ${listNames(names)}.` : `Did you mean ${nearest}?`;
    throw new UsageError(`There is no library ${name} in ${dir}. ${hint}`);
  }
  if (names.length === 1) return only;
  throw new UsageError(`${dir} holds several libraries; choose one with --name: ${listNames(names)}.`);
}

/** Returns the release on the disk whose version begins so. Throws UsageError when there is none, or several. */
export function requireRelease({ name, releases }: LibraryState, prefix: string): string {
  if (!/^[0-9a-f]{1,32}$/.test(prefix))
    throw new UsageError(`${prefix} is no version, nor the beginning of one.`);
  const found = releases.map(({ version }) => version).filter((version) => version.startsWith(prefix));
  const [only] = found;
  if (only === undefined) throw new UsageError(`No release of ${name} on the disk begins with ${prefix}.`);
  if (found.length === 1) return only;
  throw new UsageError(`Several releases of ${name} begin with ${prefix}: ${listNames(found)}.`);
}
