import { join } from "node:path";
import { assert } from "../base/assert.js";
import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import { releaseDirectory, stableChannel } from "../model/release-directory.js";
import { type Change, type ChangeOptions, changeReleases } from "./change-releases.js";
import { defaultAccess } from "./file-access.js";
import type { HistoryAction } from "./history.js";
import { type Pointer, readPointer, refuseForeignPointer, replacePointer, switchPointer } from "./pointer.js";
import { findEarlierRelease, stackReleases } from "./release-stack.js";

export interface ChannelOptions extends ChangeOptions {
  /** `stable` unless given. */
  readonly channel?: string;
}

export interface SwitchOptions extends ChannelOptions {
  /** Called with the bytes of the release before the switch; what it throws leaves the old one in use. */
  readonly check?: (bytes: Uint8Array) => void;
}

/** What a switch has done. */
export interface SwitchedChannel {
  readonly channel: string;
  readonly pointer: string;
  /** Where the pointer led before; absent for a channel that is new. */
  readonly from?: string;
  readonly version: string;
  /** False when it led there already. */
  readonly isSwitched: boolean;
}

/**
 * Switches a channel back: to the version `to`, or to the one before the current one that is still on the disk.
 * Rolling back again goes further back. Rejects with ToolError when there is no such release.
 */
export function rollBack(
  host: Host,
  options: SwitchOptions & { readonly to?: string },
): Promise<SwitchedChannel> {
  const { folder, name, channel = stableChannel, to } = options;
  const what = `Cannot roll ${channel} of ${name} back`;
  return changeReleases(host, options, what, (change) => {
    const current = readPointer(host, options, channel);
    const earlier = () =>
      findEarlierRelease(stackReleases(change.entries, channel), current?.version, (version) =>
        isThere(host, folder, name, version),
      );
    const version = to ?? earlier();
    if (version === undefined) {
      throw new ToolError(`There is no release of ${name} before that of ${channel} any more.`, {
        help: "Choose one with --to; `table-gen status` lists what is on the disk.",
      });
    }
    return switchTo(host, options, change, { channel, version, action: "rollback" }, current);
  });
}

/** Makes `channel` lead where `from` does. Rejects with ToolError when `from` leads nowhere. */
export function promoteChannel(
  host: Host,
  options: SwitchOptions & { readonly from: string },
): Promise<SwitchedChannel> {
  const { folder, name, from, channel = stableChannel } = options;
  return changeReleases(host, options, `Cannot promote ${from} of ${name}`, (change) => {
    const source = requirePointer(host, { folder, name }, from);
    const current = readPointer(host, options, channel);
    return switchTo(host, options, change, { channel, version: source.version, action: "promote" }, current);
  });
}

/** Removes the pointer of a channel other than `stable`; its release stays until it is pruned. */
export function removeChannel(
  host: Host,
  options: ChangeOptions & { readonly channel: string },
): Promise<Pointer> {
  const { folder, name, channel } = options;
  assert(channel !== stableChannel, "stable is what processes follow that were told nothing");
  return changeReleases(host, options, `Cannot remove ${channel} of ${name}`, () => {
    const pointer = requirePointer(host, { folder, name }, channel);
    host.remove(pointer.path);
    host.syncFolder(folder);
    return pointer;
  });
}

/** Puts a new pointer in the place of a channel's, so that the processes that follow it look again. */
export function pokeChannel(host: Host, options: ChannelOptions): Promise<Pointer> {
  const { folder, name, channel = stableChannel, access = defaultAccess } = options;
  return changeReleases(host, options, `Cannot touch ${channel} of ${name}`, () => {
    const { path: pointer, version } = requirePointer(host, { folder, name }, channel);
    const file = releaseDirectory.releaseFile(name, version);
    replacePointer(host, { folder, pointer, file }, access);
    return requirePointer(host, { folder, name }, channel);
  });
}

function requirePointer(
  host: Host,
  library: { readonly folder: string; readonly name: string },
  channel: string,
): Pointer {
  const pointer = readPointer(host, library, channel);
  if (pointer !== undefined) return pointer;
  throw new ToolError(`There is no channel ${channel} of ${library.name} in ${library.folder}.`, {
    help: "`table-gen channel list` lists those that there are.",
  });
}

function switchTo(
  host: Host,
  { folder, name, access = defaultAccess, check }: SwitchOptions,
  change: Change,
  {
    channel,
    version,
    action,
  }: { readonly channel: string; readonly version: string; readonly action: HistoryAction },
  current: Pointer | undefined,
): SwitchedChannel {
  const pointer = join(folder, releaseDirectory.pointerFile(name, channel));
  refuseForeignPointer(host, pointer, name);
  if (!isThere(host, folder, name, version)) {
    throw new ToolError(`The release ${version} of ${name} is not in ${folder} any more.`, {
      help: "Publish it again.",
    });
  }
  const file = releaseDirectory.releaseFile(name, version);
  check?.(host.readFile(join(folder, file)));
  const isSwitched = switchPointer(host, { folder, pointer, file }, access);
  if (isSwitched) change.note({ action, channel, version });
  const from = current === undefined ? {} : { from: current.version };
  return { channel, pointer, ...from, version, isSwitched };
}

function isThere(host: Host, folder: string, name: string, version: string): boolean {
  return host.statEntry(join(folder, releaseDirectory.releaseFile(name, version)))?.kind === "file";
}
