import { join } from "node:path";
import { findImage } from "../base/elf/find-image.js";
import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import { parsePointerFile, parseReleaseFile, releaseDirectory } from "../model/release-directory.js";
import { type FileAccess, giveAway } from "./file-access.js";
import { listReleases } from "./list-releases.js";
import { systemErrorCode } from "./system-error.js";
import { replaceFile } from "./temporary-files.js";
import { holds, writeThrough } from "./write-release.js";

/** A channel's pointer, as it is on the disk. */
export interface Pointer {
  readonly channel: string;
  readonly path: string;
  /** Where it leads; the release itself may be gone. */
  readonly version: string;
  /** Changes with each switch: what a process says it has looked at. */
  readonly stamp: string;
  /** When it was last switched, milliseconds since 1970. */
  readonly switchedAt: number;
}

interface Library {
  readonly folder: string;
  readonly name: string;
}

/** Returns a channel's pointer; `undefined` where there is none, or something that table-gen did not make. */
export function readPointer(host: Host, library: Library, channel: string): Pointer | undefined {
  const path = join(library.folder, releaseDirectory.pointerFile(library.name, channel));
  // Before where it leads: a switch in between must not pass for one that was seen.
  const status = host.statEntry(path);
  if (status === undefined || status.kind === "folder") return undefined;
  const target = host.readSymlink(path);
  const version =
    target === undefined ? findCopied(host, library, path) : parseReleaseFile(library.name, target);
  if (version === undefined) return undefined;
  return { channel, path, version, stamp: status.stamp, switchedAt: Math.floor(status.modifiedMs) };
}

/** Returns the pointers of a library, `stable` first. */
export function listPointers(host: Host, library: Library): readonly Pointer[] {
  const channels = host.list(library.folder).flatMap((file) => parsePointerFile(library.name, file) ?? []);
  return channels.flatMap((channel) => readPointer(host, library, channel) ?? []).sort(compareChannels);
}

function compareChannels(left: Pointer, right: Pointer): number {
  const rank = ({ channel }: Pointer) => (channel === "stable" ? "" : channel);
  return rank(left) < rank(right) ? -1 : 1;
}

/** Where a system has no symlinks the pointer is a copy of a release. */
function findCopied(host: Host, { folder, name }: Library, path: string): string | undefined {
  const status = host.stat(path);
  if (status?.kind !== "file") return undefined;
  const candidates = listReleases(host, folder, name).filter((one) => one.sizeBytes === status.sizeBytes);
  if (candidates.length === 0) return undefined;
  const bytes = host.readFile(path);
  return candidates.find((one) => holds(host, one.path, bytes))?.version;
}

/** Throws ToolError when what stands under a pointer's name is none that table-gen has made. */
export function refuseForeignPointer(host: Host, path: string, name: string): void {
  const target = host.readSymlink(path);
  const isOurs =
    target === undefined ? isFreeOrCopy(host, path) : parseReleaseFile(name, target) !== undefined;
  if (isOurs) return;
  throw new ToolError(`What table-gen did not make is in the way of the library's pointer: ${path}.`, {
    help: "Move it elsewhere, or choose another folder.",
  });
}

/** True for a path with nothing at it, and for the copy of a library that stands for a symlink. */
function isFreeOrCopy(host: Host, path: string): boolean {
  const status = host.statEntry(path);
  if (status === undefined) return true;
  return status.kind === "file" && findImage(host.readFile(path)) !== undefined;
}

/** A pointer and the release that it is to lead to, a name in the same folder. */
export interface PointerTarget {
  readonly folder: string;
  readonly pointer: string;
  readonly file: string;
}

/** Makes a pointer lead to a release; that the disk has it is the caller's to wait for. Returns false when it does already. */
export function switchPointer(host: Host, target: PointerTarget, access: FileAccess): boolean {
  if (host.readSymlink(target.pointer) === target.file) return false;
  return putPointer(host, target, access, (bytes) => holds(host, target.pointer, bytes));
}

/**
 * Puts a new pointer to a release in the place of the one there, also of one that leads to the same: then whoever
 * follows it looks again.
 */
export function replacePointer(host: Host, target: PointerTarget, access: FileAccess): void {
  putPointer(host, target, access, () => false);
}

function putPointer(
  host: Host,
  { folder, pointer, file }: PointerTarget,
  access: FileAccess,
  isCopied: (bytes: Uint8Array) => boolean,
): boolean {
  try {
    replaceFile(host, pointer, (temporary) => {
      host.makeSymlink(file, temporary);
      giveAway(host, temporary, access);
    });
  } catch (error) {
    if (!noSymlinks.has(systemErrorCode(error) ?? "")) throw error;
    const bytes = host.readFile(join(folder, file));
    if (isCopied(bytes)) return false;
    replaceFile(host, pointer, (temporary) => {
      writeThrough(host, temporary, bytes);
      giveAway(host, temporary, access);
    });
  }
  return true;
}

/**
 * What a system without symlinks answers (Windows without the right to make them, some network shares). The
 * pointer is a copy of the release there.
 */
const noSymlinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);
