import { join } from "node:path";
import { assert } from "../base/assert.js";
import { findImage } from "../base/elf/find-image.js";
import type { Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import { systemErrorCode, withSystemErrors } from "./system-error.js";
import { removeStaleFiles, replaceFile } from "./temporary-files.js";

export interface PublishOptions {
  /** The release directory; made when it is not there. */
  readonly folder: string;
  /** The library's name, an identifier. */
  readonly name: string;
  /** The image's content hash, 32 lower-case hex digits. */
  readonly version: string;
  readonly bytes: Uint8Array;
  /** Called before the library is written; what it throws leaves the directory as it was. */
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
  /** `<name>.so` beside it: leads to the release that is in use. */
  readonly pointer: string;
  /** False when the file was there already, byte for byte. */
  readonly isNew: boolean;
  /** False when the pointer led to it already. */
  readonly isSwitched: boolean;
}

/**
 * Puts a library into a release directory and switches the pointer to it.
 *
 * Each step leaves a directory that is complete: the file appears under its name when all of it is on the
 * disk, and the pointer moves, by one rename, when the file's name is. Whoever is killed on the way leaves the
 * old release in use, and at most a temporary file that the next publishing removes. A file that a process
 * has mapped is never written to.
 *
 * Throws ToolError when something else stands under the pointer's name, before the library is written, or when the
 * operating system refuses a step.
 */
export function publishLibrary(host: Host, options: PublishOptions): PublishedRelease {
  const { folder, name, version, bytes } = options;
  assert(/^[0-9a-f]{32}$/.test(version), `${version} is no version`);
  const file = `lib${name}.${version}.so`;
  const path = join(folder, file);
  const pointer = join(folder, `${name}.so`);
  return withSystemErrors(`Cannot publish ${file} in ${folder}`, () => {
    host.makeFolder(folder);
    refuseForeignPointer(host, pointer, name);
    options.beforeWrite?.();
    removeStaleFiles(host, folder); // first: a disk may be full of them
    const isNew = !holds(host, path, bytes);
    if (isNew) {
      replaceFile(host, path, (temporary) => {
        writeThrough(host, temporary, bytes);
        host.setMode(temporary, 0o444); // against a `cp` over it, which would change the pages of running processes
      });
    }
    // Also when the file was there: who put it there may have been killed before this.
    host.syncFolder(folder);
    options.beforeSwitch?.();
    const isSwitched = switchPointer(host, pointer, file, bytes);
    if (isSwitched) host.syncFolder(folder);
    return { version, path, sizeBytes: bytes.length, pointer, isNew, isSwitched };
  });
}

function refuseForeignPointer(host: Host, pointer: string, name: string): void {
  const target = host.readSymlink(pointer);
  if (target === undefined ? isFreeOrCopy(host, pointer) : isRelease(target, name)) return;
  throw new ToolError(`What table-gen did not make is in the way of the library's pointer: ${pointer}.`, {
    help: "Move it elsewhere, or choose another output folder with --out.",
  });
}

/** True for a path with nothing at it, and for the copy of a library that stands for a symlink. */
function isFreeOrCopy(host: Host, pointer: string): boolean {
  const status = host.statEntry(pointer);
  if (status === undefined) return true;
  return status.kind === "file" && findImage(host.readFile(pointer)) !== undefined;
}

function isRelease(file: string, name: string): boolean {
  return file.startsWith(`lib${name}.`) && /^\.[0-9a-f]{32}\.so$/.test(file.slice(`lib${name}`.length));
}

/** Anything else under the name, such as a file that was cut off or has another linker's wrapper, is replaced. */
function holds(host: Host, path: string, bytes: Uint8Array): boolean {
  const status = host.stat(path);
  if (status?.kind !== "file" || status.sizeBytes !== bytes.length) return false;
  return Buffer.compare(host.readFile(path), bytes) === 0;
}

/** Writes a new file and waits until the disk has it. */
function writeThrough(host: Host, path: string, bytes: Uint8Array): void {
  const file = host.createFile(path);
  try {
    file.write(bytes);
    file.sync();
  } finally {
    file.close();
  }
}

/** Returns false when the pointer leads to the file already. */
function switchPointer(host: Host, pointer: string, file: string, bytes: Uint8Array): boolean {
  if (host.readSymlink(pointer) === file) return false;
  try {
    replaceFile(host, pointer, (temporary) => host.makeSymlink(file, temporary));
  } catch (error) {
    if (!noSymlinks.has(systemErrorCode(error) ?? "")) throw error;
    if (holds(host, pointer, bytes)) return false;
    replaceFile(host, pointer, (temporary) => writeThrough(host, temporary, bytes));
  }
  return true;
}

/**
 * What a system without symlinks answers (Windows without the right to make them, some network shares). The
 * pointer is a copy of the release there.
 */
const noSymlinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);
