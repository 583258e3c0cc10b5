import type { Host } from "../base/host.js";
import { releaseDirectory } from "../model/release-directory.js";
import { type FileAccess, giveAway } from "./file-access.js";

/** Servers of any user have to get at the folder of their records, whatever the publisher's umask. */
const usualRecordsMode = 0o755;

/** Makes the release directory, where it is not there. */
export function makeReleaseFolder(host: Host, folder: string, access: FileAccess): void {
  makeOwnFolder(host, folder, access, access.folderMode);
}

/** Makes the folders of what is kept about a library, where they are not there. */
export function makeStateFolders(
  host: Host,
  { folder, name }: { readonly folder: string; readonly name: string },
  access: FileAccess,
): void {
  makeOwnFolder(host, releaseDirectory.stateFolder(folder, name), access, access.folderMode);
  const records = releaseDirectory.recordFolder(folder, name);
  makeOwnFolder(host, records, access, access.recordsMode, usualRecordsMode);
  makeLockFile(host, releaseDirectory.lockFile(folder, name), access);
}

/** Locking would make it, but for whoever publishes first: the owner must be able to lock it, too. */
function makeLockFile(host: Host, path: string, access: FileAccess): void {
  if ((access.owner === undefined && access.group === undefined) || host.stat(path) !== undefined) return;
  host.appendFile(path, "");
  giveAway(host, path, access);
}

/** A folder that is there keeps its mode, unless one is asked for: an administrator may have chosen it. */
function makeOwnFolder(
  host: Host,
  path: string,
  access: FileAccess,
  mode: number | undefined,
  modeOfNew: number | undefined = mode,
): void {
  const isNew = host.stat(path) === undefined;
  host.makeFolder(path);
  if (isNew) giveAway(host, path, access);
  const wanted = isNew ? (mode ?? modeOfNew) : mode;
  if (wanted !== undefined && host.stat(path)?.mode !== wanted) host.setMode(path, wanted);
}
