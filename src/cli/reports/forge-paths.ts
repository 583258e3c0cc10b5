import { dirname, join, relative, resolve, sep } from "node:path";
import type { Host } from "../../base/host.js";

/**
 * Returns the folder that a forge's paths are relative to: the nearest one around a folder that holds `.git`,
 * or `cwd` where there is none.
 */
export function findForgeRoot(host: Host, folder: string, cwd: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (host.exists(join(at, ".git"))) return at;
    if (dirname(at) === at) return cwd;
  }
}

/** Returns a path in `folder` as it is seen from the root, with `/`. What lies on another drive stays absolute. */
export function toForgePath(root: string, folder: string, file: string): string {
  const path = relative(root, resolve(folder, file)).split(sep).join("/");
  return path === "" ? "." : path;
}
