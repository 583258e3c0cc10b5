import { join } from "node:path";
import type { Host } from "../base/host.js";
import { type ProcessRecord, parseProcessRecord, recordBytes } from "../model/process-record.js";
import { releaseDirectory } from "../model/release-directory.js";
import { isOfThisContainer } from "./is-of-this-container.js";
import { systemErrorCode } from "./system-error.js";

/** A record that some process has left. Its content is for `readRecord`. */
export interface RecordFile {
  readonly path: string;
  /** The process's number, as the file's name has it. */
  readonly pid: number;
  /** When it was last written, milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Returns the records of a library, of living processes and of ended ones. */
export function listRecords(host: Host, folder: string, name: string): readonly RecordFile[] {
  const records = releaseDirectory.recordFolder(folder, name);
  if (host.stat(records)?.kind !== "folder") return [];
  return host.list(records).flatMap((file) => {
    const pid = /^(\d{1,15})-[0-9a-f]{16}\.json$/.exec(file)?.[1];
    const path = join(records, file);
    const status = pid === undefined ? undefined : host.statEntry(path);
    // Others may write to the folder: a pipe, a symlink or a large file is not opened.
    if (status?.kind !== "file" || status.sizeBytes > recordBytes) return [];
    return { path, pid: Number(pid), writtenAt: Math.floor(status.modifiedMs) };
  });
}

const mostAttempts = 3;

/** Returns what a process says of itself; `undefined` for a file that is not whole, or gone, or may not be read. */
export function readRecord(host: Host, path: string): ProcessRecord | undefined {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    try {
      // Looked at here again: since it was listed, a pipe or a symlink may have taken its place.
      const bytes = host.readSmallFile(path, recordBytes);
      const record = bytes && parseProcessRecord(bytes);
      if (record !== undefined) return record;
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      return undefined;
    }
  }
  return undefined;
}

/**
 * True for a record of a process that lives: it holds the lock, and is not known to have ended. Where that cannot be
 * found out, which counts as living: nothing is taken away from a process that may be there.
 */
export function isAlive(host: Host, file: RecordFile): boolean {
  return judge(host, file) !== "ended";
}

/**
 * As `isAlive`, for what others wait for. A record that may not be opened does not say where its process is: it counts
 * as ended when nobody has written to it for an hour and no process of its number runs here.
 */
export function isToBeHeeded(host: Host, file: RecordFile): boolean {
  const judgement = judge(host, file);
  return judgement === "living" || (judgement === "hidden" && !isForsaken(host, file));
}

const longestSilenceMs = 3_600_000;

function isForsaken(host: Host, { pid, writtenAt }: RecordFile): boolean {
  return !host.isProcessRunning(pid) && Date.now() - writtenAt > longestSilenceMs;
}

/** `hidden`: this process has no right to open the record. */
function judge(host: Host, { path }: RecordFile): "living" | "ended" | "hidden" {
  try {
    if (host.isLocked(path) === false) return "ended";
    return hasEndedHere(host, path) ? "ended" : "living";
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return code === "ENOENT" ? "ended" : code === "EACCES" ? "hidden" : "living";
  }
}

/**
 * True for a record whose process this one would see, and does not. Its lock may be held all the same, by a child that
 * it has left behind.
 */
function hasEndedHere(host: Host, path: string): boolean {
  const record = readRecord(host, path);
  return record !== undefined && isOfThisContainer(host, record) && !host.isProcessRunning(record.pid);
}

/** Removes the record of a process that has ended; one that may not be removed stays. */
export function removeDeadRecord(host: Host, file: RecordFile): void {
  try {
    // Nobody makes another record of this name, so none of a living process is removed.
    if (hasEndedHere(host, file.path) || isHiddenAndForsaken(host, file)) host.remove(file.path);
    else removeUnlocked(host, file.path);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
  }
}

function isHiddenAndForsaken(host: Host, file: RecordFile): boolean {
  try {
    host.readSmallFile(file.path, recordBytes);
    return false;
  } catch (error) {
    return systemErrorCode(error) === "EACCES" && isForsaken(host, file);
  }
}

function removeUnlocked(host: Host, path: string): void {
  const lock = host.tryLock(path);
  if (typeof lock === "string") return;
  try {
    if (lock.isLinked()) host.remove(path);
  } finally {
    lock.release();
  }
}
