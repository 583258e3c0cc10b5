import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import type { Host } from "../base/host.js";
import { systemErrorCode } from "./system-error.js";

/**
 * Returns a new name in the folder of `path` for what is to be renamed to it. It holds the process's number,
 * for the sake of `removeStaleFiles`, and is random: numbers repeat in containers that share a folder.
 */
export function temporaryPath(host: Host, path: string): string {
  const unique = `${host.processId}-${randomBytes(8).toString("hex")}`;
  return join(dirname(path), `.${basename(path)}.${unique}.tmp`);
}

/**
 * Removes the temporary files that ended processes have left in a folder.
 *
 * A process of another container may be taken for an ended one. It then finds its file gone when it comes to
 * rename it, and starts again: nothing incomplete is ever renamed.
 */
export function removeStaleFiles(host: Host, folder: string): void {
  for (const name of host.list(folder)) {
    const owner = /^\..+\.(\d+)-[0-9a-f]{16}\.tmp$/.exec(name)?.[1];
    if (owner === undefined) continue;
    const path = join(folder, name);
    if (isInUse(host, Number(owner), path)) continue;
    host.remove(path);
  }
}

/** A number may have passed on to a process that lives for long: nobody writes one file for an hour. */
const longestUseMs = 3_600_000;

function isInUse(host: Host, owner: number, path: string): boolean {
  // Publishing does not pause, so what carries this process's own number is left from a failure.
  if (owner === host.processId || !host.isProcessRunning(owner)) return false;
  const status = host.statEntry(path);
  return status !== undefined && Date.now() - status.modifiedMs < longestUseMs;
}

/**
 * Puts what `make` makes at a path in one step: it comes into being under a temporary name and is renamed, so
 * at any moment the path holds the old or the new.
 */
export function replaceFile(host: Host, path: string, make: (temporary: string) => void): void {
  for (let attempt = 1; ; attempt++) {
    const temporary = temporaryPath(host, path);
    try {
      make(temporary);
      host.rename(temporary, path);
      return;
    } catch (error) {
      discard(host, temporary);
      // The file may have been taken for a stale one, see above.
      if (attempt === mostAttempts || systemErrorCode(error) !== "ENOENT") throw error;
    }
  }
}

const mostAttempts = 3;

/** Removes what a failure has left. Its own failure does not matter: the next run removes it. */
export function discard(host: Host, temporary: string): void {
  try {
    host.remove(temporary);
  } catch {}
}
