import { join } from "node:path";
import { assert } from "../base/assert.js";
import type { Host } from "../base/host.js";
import { isChannelName, releaseDirectory, stableChannel } from "../model/release-directory.js";
import { type ChangeOptions, changeReleases, tryWithNotice } from "./change-releases.js";
import { defaultAccess } from "./file-access.js";
import { refuseForeignPointer, replacePointer, switchPointer } from "./pointer.js";
import { pruneReleases } from "./prune-releases.js";
import { makeReleaseFolder, makeStateFolders } from "./state-folder.js";
import { withSystemErrors } from "./system-error.js";
import { writeRelease } from "./write-release.js";

export interface PublishOptions extends ChangeOptions {
  /** The release directory; made when it is not there. */
  readonly folder: string;
  /** The library's name, an identifier. */
  readonly name: string;
  /** The image's content hash, 32 lower-case hex digits. */
  readonly version: string;
  readonly bytes: Uint8Array;
  /** Which pointer is switched: `stable` unless given. */
  readonly channel?: string;
  /** How many of the newest releases stay beside those that are in use; five unless given. */
  readonly keep?: number;
  /** Called before anything is written; what it throws leaves the directory as it was. */
  readonly beforeWrite?: () => void;
  /**
   * What else belongs to the release, such as its sources: called when the library is on the disk and the old
   * release still in use. What it throws leaves the old one in use.
   */
  readonly beforeSwitch?: () => void;
}

/** One library in its directory. */
export interface PublishedRelease {
  readonly version: string;
  /** `lib<name>.<version>.so` in the release directory: never changes again. */
  readonly path: string;
  readonly sizeBytes: number;
  /** `<name>.so` beside it, or the pointer of another channel: leads to the release that is in use. */
  readonly pointer: string;
  /** False when the file was there already, byte for byte. */
  readonly isNew: boolean;
  /** False when the pointer led to it already. */
  readonly isSwitched: boolean;
  /** Versions that were removed. */
  readonly pruned: readonly string[];
}

/** How many releases stay unless the config says. */
const usualKeep = 5;

/**
 * Puts a library into a release directory and switches a pointer to it; then notes the switch in the history, and
 * removes old releases that nobody uses. Other publishers wait meanwhile.
 *
 * Each step leaves a directory that is complete: the file appears under its name when all of it is on the
 * disk, and the pointer moves, by one rename, when the file's name is. Whoever is killed on the way leaves the
 * old release in use or the new one, and at most a temporary file and a switch without a line in the history, both
 * of which the next publishing mends. A file that a process has mapped is never written to.
 *
 * Rejects with ToolError when something else stands under the pointer's name, before the library is written, or when
 * the operating system refuses a step; the old release then stays in use. What it refuses after the switch is only
 * noticed.
 */
export async function publishLibrary(host: Host, options: PublishOptions): Promise<PublishedRelease> {
  const { folder, name, version, bytes, onNotice } = options;
  const { channel = stableChannel, keep = usualKeep, access = defaultAccess } = options;
  assert(/^[0-9a-f]{32}$/.test(version), `${version} is no version`);
  assert(isChannelName(channel), `${channel} is no channel`);
  const file = releaseDirectory.releaseFile(name, version);
  const path = join(folder, file);
  const pointer = join(folder, releaseDirectory.pointerFile(name, channel));
  const what = `Cannot publish ${file} in ${folder}`;
  withSystemErrors(what, () => {
    makeReleaseFolder(host, folder, access);
    refuseForeignPointer(host, pointer, name);
    options.beforeWrite?.();
    makeStateFolders(host, options, access);
  });
  return changeReleases(host, options, what, (change) => {
    refuseForeignPointer(host, pointer, name); // again: others may have been waited for
    const isNew = writeRelease(host, path, bytes, access);
    // Also when the file was there: who put it there may have been killed before this.
    host.syncFolder(folder);
    options.beforeSwitch?.();
    const target = { folder, pointer, file };
    const isSwitched = switchPointer(host, target, access);
    // Processes may have refused what stood under the file's name.
    if (isNew && !isSwitched) replacePointer(host, target, access);
    const entries = isSwitched ? change.note({ action: "publish", channel, version }) : change.entries;
    const pruned = tryWithNotice(`Old releases of ${name} cannot be removed`, onNotice, () =>
      pruneReleases(host, { folder, name, keep, entries, onNotice }),
    );
    return { version, path, sizeBytes: bytes.length, pointer, isNew, isSwitched, pruned: pruned ?? [] };
  });
}
