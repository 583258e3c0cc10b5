/** Where a file stands that may be part of a patch. Paths have `/` and are relative to one folder. */
export interface PatchedPath {
  /** Number of the patch folder, from 1; `undefined` for a file of the tables themselves. */
  readonly patch: number | undefined;
  /** The path without the patch folder: that of the file which it may change. */
  readonly path: string;
}

/** Finds the patch folder that a file lies in. */
export function patchOf(file: string, patches: readonly string[]): PatchedPath {
  const index = patches.findLastIndex((folder) => file.startsWith(`${trimSlash(folder)}/`));
  if (index < 0) return { patch: undefined, path: file };
  return { patch: index + 1, path: file.slice(trimSlash(patches[index] ?? "").length + 1) };
}

function trimSlash(folder: string): string {
  return folder.replace(/^\.\//, "").replace(/\/+$/, "");
}
