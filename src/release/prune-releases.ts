import { join } from "node:path";
import type { Host } from "../base/host.js";
import { parseReleaseFile } from "../model/release-directory.js";
import type { HistoryEntry } from "./history.js";
import { listReleases, sortReleases } from "./list-releases.js";
import { listPointers } from "./pointer.js";
import { isToBeHeeded, listRecords, readRecord, removeDeadRecord } from "./process-records.js";

export interface PruneOptions {
  readonly folder: string;
  readonly name: string;
  /** How many of the newest releases stay. */
  readonly keep: number;
  readonly entries: readonly HistoryEntry[];
  /** Called with the reason when nothing may be removed. */
  readonly onNotice?: ((text: string) => void) | undefined;
}

/**
 * Removes the releases of a library beyond the newest, and the records of ended processes. Never removes a release
 * that a pointer leads to or that a living process uses or still holds. Returns the versions that are gone.
 */
export function pruneReleases(
  host: Host,
  { folder, name, keep, entries, onNotice }: PruneOptions,
): readonly string[] {
  const used = listUsed(host, folder, name);
  if (typeof used === "string") {
    onNotice?.(`Old releases of ${name} stay: ${used}.`);
    return [];
  }
  const needed = new Set([...used, ...listTargets(host, folder, name)]);
  const spare = sortReleases(listReleases(host, folder, name), entries)
    .slice(keep)
    .filter(({ version }) => !needed.has(version));
  for (const { path } of spare) host.remove(path);
  return spare.map(({ version }) => version);
}

/** Returns the versions that living processes use, or the reason why that may be any of them. */
function listUsed(host: Host, folder: string, name: string): readonly string[] | string {
  const used: string[] = [];
  for (const file of listRecords(host, folder, name)) {
    if (!isToBeHeeded(host, file)) {
      removeDeadRecord(host, file);
      continue;
    }
    const record = readRecord(host, file.path);
    if (record === undefined) return `the record of process ${file.pid}, which lives, cannot be read`;
    if (record.heldMore === true) return `process ${file.pid} holds more of them than its record lists`;
    used.push(record.release, ...record.held.map(({ release }) => release));
  }
  return used;
}

/** Returns where any pointer in the folder leads, also one that a person has made under a name of his own. */
function listTargets(host: Host, folder: string, name: string): readonly string[] {
  const pointers = listPointers(host, { folder, name }).map(({ version }) => version);
  const links = host.list(folder).flatMap((file) => {
    const target = host.readSymlink(join(folder, file));
    return target === undefined ? [] : (parseReleaseFile(name, target) ?? []);
  });
  return [...pointers, ...links];
}
