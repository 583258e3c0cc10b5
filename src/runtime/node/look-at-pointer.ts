import * as fs from "node:fs";
import { basename, dirname } from "node:path";
import { ToolError } from "../../base/tool-error.js";
import { formatFileIdentity } from "./library-source.js";

/** A pointer and the file that it leads to, at one moment. */
export interface PointerLook {
  /** `<inode>-<modification time in ns>` of the pointer itself; empty when there is none. */
  readonly stamp: string;
  /** Identity of the file that it leads to; empty when there is none. */
  readonly target: string;
}

/** Looks at a pointer without opening anything. What cannot be looked at counts as not there. */
export function lookAtPointer(pointer: string): PointerLook {
  const entry = tryStat(pointer, fs.lstatSync);
  const target = entry && tryStat(pointer, fs.statSync);
  return {
    stamp: entry === undefined ? "" : `${entry.ino}-${entry.mtimeNs}`,
    target: target === undefined ? "" : formatFileIdentity(target),
  };
}

function tryStat(path: string, ask: typeof fs.statSync | typeof fs.lstatSync): fs.BigIntStats | undefined {
  try {
    return ask(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

export function isSameLook(a: PointerLook, b: PointerLook): boolean {
  return a.stamp === b.stamp && a.target === b.target;
}

/** Returns the real path of the file that a pointer leads to. Throws ToolError that says what is missing. */
export function resolvePointer(pointer: string): string {
  try {
    return fs.realpathSync(pointer);
  } catch (cause) {
    throw describeMissing(pointer, cause);
  }
}

function describeMissing(pointer: string, cause: unknown): ToolError {
  const [folder, file] = [dirname(pointer), basename(pointer)];
  const target = readTarget(pointer);
  if (target !== undefined) {
    const help = "Publish the release again, or roll back to one that is there.";
    return new ToolError(`The pointer ${pointer} leads to ${target}, which cannot be reached.`, {
      help,
      cause,
    });
  }
  const help = "Build it with `table-gen build`, or correct the path.";
  if (!fs.existsSync(folder)) return new ToolError(`There is no folder ${folder}.`, { help, cause });
  return new ToolError(`The folder ${folder} has no ${file} that leads to a library.`, { help, cause });
}

function readTarget(pointer: string): string | undefined {
  try {
    return fs.readlinkSync(pointer);
  } catch {
    return undefined;
  }
}
