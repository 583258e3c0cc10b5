import type { Host } from "../base/host.js";
import type { ProcessRecord } from "../model/process-record.js";
import { parseReleaseFile, releaseDirectory } from "../model/release-directory.js";
import { type HistoryEntry, readHistory } from "./history.js";
import { listReleases, type ReleaseFile, sortReleases } from "./list-releases.js";
import { measureMemory, type ProcessMemory } from "./measure-memory.js";
import { listPointers, type Pointer } from "./pointer.js";
import { isAlive, listRecords, readRecord, removeDeadRecord } from "./process-records.js";
import { withSystemErrors } from "./system-error.js";

/** All that is known of one library in a release directory. */
export interface LibraryState {
  readonly name: string;
  /** `stable` first. */
  readonly channels: readonly ChannelState[];
  /** Those on the disk, newest first. */
  readonly releases: readonly ReleaseFile[];
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  /** Those that live, in order of channel and number. */
  readonly processes: readonly AttachedProcess[];
}

export interface ChannelState extends Pointer {
  /** False when the pointer leads to a file that is not there. */
  readonly isOnDisk: boolean;
  /** The line of the switch, where the history has it. */
  readonly switched?: HistoryEntry;
}

/** A process that follows the directory. */
export interface AttachedProcess {
  readonly pid: number;
  /** Absent where its record is not whole. */
  readonly record?: ProcessRecord;
  /** As measured from outside, else as the process says. */
  readonly memory?: ProcessMemory;
  /** When it last wrote its record, milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Returns the names of the libraries in a release directory, sorted. Throws ToolError when it cannot be read. */
export function findLibraries(host: Host, folder: string): readonly string[] {
  return withSystemErrors(`Cannot read ${folder}`, () => {
    const names = new Set<string>();
    for (const file of host.list(folder)) {
      const [, released, kept] = /^lib([A-Za-z_]\w*)\.[0-9a-f]{32}\.so$|^\.([A-Za-z_]\w*)$/.exec(file) ?? [];
      if (released !== undefined && parseReleaseFile(released, file) !== undefined) names.add(released);
      // A folder of that form may be anything's.
      if (kept !== undefined && host.exists(releaseDirectory.historyFile(folder, kept))) names.add(kept);
    }
    return [...names].sort();
  });
}

/**
 * Reads the state of one library; takes no lock. Removes the records of processes that have ended, where that is
 * allowed. Throws ToolError when the directory cannot be read.
 */
export function readLibraryState(host: Host, folder: string, name: string): LibraryState {
  return withSystemErrors(`Cannot read ${folder}`, () => {
    const { entries } = readHistory(host, folder, name);
    const releases = sortReleases(listReleases(host, folder, name), entries);
    const onDisk = new Set(releases.map(({ version }) => version));
    const channels = listPointers(host, { folder, name }).map((pointer) => {
      const last = entries.findLast(({ channel }) => channel === pointer.channel);
      const isOnDisk = onDisk.has(pointer.version);
      return { ...pointer, isOnDisk, ...(last?.version === pointer.version ? { switched: last } : {}) };
    });
    return { name, channels, releases, history: entries, processes: readProcesses(host, folder, name) };
  });
}

function readProcesses(host: Host, folder: string, name: string): readonly AttachedProcess[] {
  const processes = listRecords(host, folder, name).flatMap((file) => {
    if (!isAlive(host, file)) {
      removeDeadRecord(host, file);
      return [];
    }
    const { pid, writtenAt } = file;
    const record = readRecord(host, file.path);
    if (record === undefined) return { pid, writtenAt };
    const { sharedKb, privateKb } = record;
    return { pid, record, writtenAt, memory: measureMemory(host, record, name) ?? { sharedKb, privateKb } };
  });
  return processes.sort(compareProcesses);
}

function compareProcesses(left: AttachedProcess, right: AttachedProcess): number {
  const [one, other] = [left.record?.channel ?? "", right.record?.channel ?? ""];
  return one === other ? left.pid - right.pid : one < other ? -1 : 1;
}
