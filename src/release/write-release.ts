import type { Host } from "../base/host.js";
import { type FileAccess, giveAway } from "./file-access.js";
import { replaceFile } from "./temporary-files.js";

/**
 * Puts a release's file under its name in one step, when all of it is on the disk. Returns false when it was there
 * already, byte for byte. Anything else under the name, such as a file that was cut off or has no signature, gives
 * way; who has it open keeps it.
 */
export function writeRelease(host: Host, path: string, bytes: Uint8Array, access: FileAccess): boolean {
  if (holds(host, path, bytes)) return false;
  replaceFile(host, path, (temporary) => {
    writeThrough(host, temporary, bytes);
    giveAway(host, temporary, access);
    host.setMode(temporary, access.mode); // against a `cp` over it, which would change the pages of running processes
  });
  return true;
}

/** So much of a file is compared at once: all of a large one would take as much memory again. */
const stepBytes = 1 << 22;

/** True for a file with exactly these bytes. */
export function holds(host: Host, path: string, bytes: Uint8Array): boolean {
  const status = host.stat(path);
  if (status?.kind !== "file" || status.sizeBytes !== bytes.length) return false;
  const file = host.openFile(path);
  try {
    if (file.status.sizeBytes !== bytes.length) return false;
    const step = new Uint8Array(Math.min(stepBytes, bytes.length));
    for (let start = 0; start < bytes.length; start += step.length) {
      const wanted = bytes.subarray(start, start + step.length);
      const found = step.subarray(0, wanted.length);
      file.read(found, start);
      if (Buffer.compare(found, wanted) !== 0) return false;
    }
    return true;
  } finally {
    file.close();
  }
}

/** Writes a new file and waits until the disk has it. */
export function writeThrough(host: Host, path: string, bytes: Uint8Array): void {
  const file = host.createFile(path);
  try {
    file.write(bytes);
    file.sync();
  } finally {
    file.close();
  }
}
