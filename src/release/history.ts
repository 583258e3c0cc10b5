import type { Host } from "../base/host.js";
import { isChannelName, releaseDirectory } from "../model/release-directory.js";
import { systemErrorCode } from "./system-error.js";
import { replaceFile } from "./temporary-files.js";

/** One switch: what led where from then on. */
export interface HistoryEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: HistoryAction;
  readonly channel: string;
  readonly version: string;
  /** `user@host` */
  readonly by: string;
}

/** `unknown`: the switch was found without a line. */
export type HistoryAction = "publish" | "rollback" | "promote" | "unknown";

export interface History {
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  /** True when the file's last line was cut off, so that the next one has to begin with a line break. */
  readonly isTorn: boolean;
}

/** A file that has grown to this many bytes is written anew with its newest half; so is what is no file. */
const trimBytes = 1 << 20;
/** A larger one is none of ours, and is not read; nor is a pipe or a symlink. */
const mostBytes = 1 << 24;

/** Reads the history of a library's releases. Lines that are cut off, or not of the format, are passed over. */
export function readHistory(host: Host, folder: string, name: string): History {
  const path = releaseDirectory.historyFile(folder, name);
  if (host.statEntry(path) === undefined) return parseHistory(new Uint8Array());
  return parseHistory(host.readSmallFile(path, mostBytes) ?? new Uint8Array());
}

/** Reads the text of a history, which anybody may have written. */
export function parseHistory(bytes: Uint8Array): History {
  const text = new TextDecoder().decode(bytes);
  const entries = text.split("\n").flatMap((line) => parseLine(line) ?? []);
  return { entries, isTorn: text !== "" && !text.endsWith("\n") };
}

function parseLine(line: string): HistoryEntry | undefined {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof content !== "object" || content === null) return undefined;
  const { at, action, channel, version, by } = content as Partial<Record<keyof HistoryEntry, unknown>>; // each is looked at
  if (typeof at !== "number" || !Number.isSafeInteger(at) || at < 0) return undefined;
  if (!isAction(action) || typeof by !== "string") return undefined;
  if (typeof channel !== "string" || !isChannelName(channel)) return undefined;
  if (typeof version !== "string" || !/^[0-9a-f]{32}$/.test(version)) return undefined;
  return { at, action, channel, version, by };
}

function isAction(value: unknown): value is HistoryAction {
  return typeof value === "string" && ["publish", "rollback", "promote", "unknown"].includes(value);
}

/** Adds lines at the end. Only who holds the publishers' lock may. */
export function appendHistory(
  host: Host,
  { folder, name }: { readonly folder: string; readonly name: string },
  history: History,
  added: readonly HistoryEntry[],
): void {
  const path = releaseDirectory.historyFile(folder, name);
  const status = host.statEntry(path);
  const isLarge = status !== undefined && (status.kind !== "file" || status.sizeBytes >= trimBytes);
  if (!isLarge && tryAppend(host, path, `${history.isTorn ? "\n" : ""}${formatLines(added)}`)) return;
  const kept = isLarge ? history.entries.slice(-Math.ceil(history.entries.length / 2)) : history.entries;
  replaceFile(host, path, (temporary) => host.writeFile(temporary, formatLines([...kept, ...added])));
}

/** False for the file of another user, who shares the folder but not the files that are made in it. */
function tryAppend(host: Host, path: string, text: string): boolean {
  try {
    host.appendFile(path, text);
    return true;
  } catch (error) {
    if (systemErrorCode(error) !== "EACCES") throw error;
    return false;
  }
}

function formatLines(entries: readonly HistoryEntry[]): string {
  return entries
    .map(({ at, action, channel, version, by }) => {
      return `${JSON.stringify({ at, action, channel, version, by })}\n`;
    })
    .join("");
}
