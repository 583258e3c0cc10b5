import * as fs from "node:fs";
import { join } from "node:path";
import type { ByteSource } from "../../base/elf/byte-source.js";
import { ToolError } from "../../base/tool-error.js";
import { ImageError } from "../errors.js";

/**
 * Returns the real path of a library: of the file itself, or in a folder of the file that its pointer
 * `<name>.so` leads to. The same path opened again would give the release that is already loaded, so
 * everything goes by real paths.
 */
export function resolveLibrary(path: string, name: string | undefined): string {
  const found = fs.statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw missing(`There is no library at ${path}.`);
  return fs.realpathSync(found.isDirectory() ? findPointer(path, name) : path);
}

function findPointer(folder: string, name: string | undefined): string {
  if (name !== undefined) {
    const pointer = join(folder, `${name}.so`);
    if (fs.existsSync(pointer)) return pointer;
    throw missing(`The folder ${folder} has no ${name}.so that leads to a library.`);
  }
  const pointers = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink() && entry.name.endsWith(".so"))
    .map((entry) => join(folder, entry.name));
  const [pointer, ...others] = pointers.sort();
  if (pointer !== undefined && others.length === 0) return pointer;
  throw missing(`The folder ${folder} has ${pointers.length} pointers to libraries, so one must be named.`);
}

function missing(message: string): ToolError {
  return new ToolError(message, { help: "Build it with `table-gen build`, or correct the path." });
}

/** An open file, read in parts. */
export interface FileSource extends ByteSource {
  close(): void;
}

/** Opens a file for reading in parts. What is read has its own memory. */
export function openFileSource(path: string): FileSource {
  const file = openFile(path);
  const sizeBytes = fs.fstatSync(file).size;
  return {
    sizeBytes,
    read: (offset, size) => readFully(file, offset, size),
    close: () => fs.closeSync(file),
  };
}

function openFile(path: string): number {
  try {
    return fs.openSync(path, "r");
  } catch (cause) {
    throw new ToolError(`The library ${path} cannot be read.`, {
      help: "Check that you may read it.",
      cause,
    });
  }
}

/** One call reads at most a little less than 2 GiB. */
const stepBytes = 1 << 30;

function readFully(file: number, offset: number, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  for (let done = 0; done < sizeBytes; ) {
    const count = fs.readSync(file, bytes, done, Math.min(sizeBytes - done, stepBytes), offset + done);
    if (count === 0) throw new ImageError("The library became shorter while it was read.");
    done += count;
  }
  return bytes;
}
