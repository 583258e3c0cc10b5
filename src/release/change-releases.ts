import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import { releaseDirectory } from "../model/release-directory.js";
import { type FileAccess, giveAway } from "./file-access.js";
import { appendHistory, type History, type HistoryEntry, readHistory } from "./history.js";
import { listPointers } from "./pointer.js";
import { type LockOptions, withPublisherLock } from "./publisher-lock.js";
import { withSystemErrors } from "./system-error.js";
import { removeStaleFiles } from "./temporary-files.js";

export interface ChangeOptions extends LockOptions {
  readonly access?: FileAccess;
}

/** What may be done with the history while the lock is held. */
export interface Change {
  /** All switches so far. */
  readonly entries: readonly HistoryEntry[];
  /** Waits until the disk has a switch, adds its line to the history, and returns all of them with it. */
  note(entry: Pick<HistoryEntry, "action" | "channel" | "version">): readonly HistoryEntry[];
}

/**
 * Runs a change of the releases, pointers or history of a library under the publishers' lock, after mending what a
 * publisher has left that was killed: temporary files, and switches without a line in the history.
 */
export function changeReleases<Result>(
  host: Host,
  options: ChangeOptions,
  what: string,
  work: (change: Change) => Result,
): Promise<Result> {
  return withPublisherLock(host, options, what, () => {
    const { folder, name } = options;
    removeStaleFiles(host, folder); // first: a disk may be full of them
    removeStaleFiles(host, releaseDirectory.stateFolder(folder, name));
    const found = readHistory(host, folder, name);
    const history = addLines(host, options, found, findUnnoted(host, options, found.entries));
    return work({
      entries: history.entries,
      note: (entry) => {
        tryWithNotice(`The disk may not have the switch of ${name} yet`, options.onNotice, () =>
          host.syncFolder(folder),
        );
        const by = `${host.userName}@${host.hostName}`;
        return addLines(host, options, history, [{ at: Date.now(), ...entry, by }]).entries;
      },
    });
  });
}

/** Returns a line for each pointer that the history does not lead to. */
function findUnnoted(
  host: Host,
  library: { readonly folder: string; readonly name: string },
  entries: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const last = new Map(entries.map(({ channel, version }) => [channel, version]));
  return listPointers(host, library)
    .filter(({ channel, version }) => last.get(channel) !== version)
    .map(({ channel, version, switchedAt }) => {
      return { at: switchedAt, action: "unknown", channel, version, by: "unknown" };
    });
}

/**
 * Adds lines, and returns the history with them. That they cannot be written undoes no switch, so it is only said;
 * the next publisher adds them.
 */
function addLines(
  host: Host,
  options: ChangeOptions,
  history: History,
  added: readonly HistoryEntry[],
): History {
  if (added.length === 0) return history;
  const { folder, name, access, onNotice } = options;
  const isNoted = tryWithNotice(`The history of ${name} cannot be written`, onNotice, () => {
    const path = releaseDirectory.historyFile(folder, name);
    const isNew = host.stat(path) === undefined;
    appendHistory(host, options, history, added);
    if (isNew && access !== undefined) giveAway(host, path, access);
    return true;
  });
  if (isNoted !== true) return { ...history, isTorn: true }; // half a line may have been written
  return { entries: [...history.entries, ...added], isTorn: false };
}

/** Runs what does not matter to a switch that is done: what the system refuses there is said and no error. */
export function tryWithNotice<Result>(
  what: string,
  onNotice: ((text: string) => void) | undefined,
  work: () => Result,
): Result | undefined {
  try {
    return withSystemErrors(what, work);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    onNotice?.(error.message);
    return undefined;
  }
}
