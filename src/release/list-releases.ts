import { join } from "node:path";
import type { Host } from "../base/host.js";
import { parseReleaseFile } from "../model/release-directory.js";
import type { HistoryEntry } from "./history.js";

/** A release's file in its directory. */
export interface ReleaseFile {
  readonly version: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** When it was written, milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Returns the releases of a library that are on the disk, in order of version. */
export function listReleases(host: Host, folder: string, name: string): readonly ReleaseFile[] {
  return host.list(folder).flatMap((file) => {
    const version = parseReleaseFile(name, file);
    const path = join(folder, file);
    const status = version === undefined ? undefined : host.statEntry(path);
    if (version === undefined || status?.kind !== "file") return [];
    return { version, path, sizeBytes: status.sizeBytes, writtenAt: Math.floor(status.modifiedMs) };
  });
}

/** Sorts releases, the newest first: by their last switch, and those that nothing ever led to by their age. */
export function sortReleases(
  releases: readonly ReleaseFile[],
  entries: readonly HistoryEntry[],
): readonly ReleaseFile[] {
  const lastLine = new Map(entries.map(({ version }, line) => [version, line]));
  const lineOf = ({ version }: ReleaseFile) => lastLine.get(version) ?? -1;
  return releases.toSorted((left, right) => lineOf(right) - lineOf(left) || right.writtenAt - left.writtenAt);
}
