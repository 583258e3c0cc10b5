import * as fs from "node:fs";
import { join } from "node:path";
import type { ByteSource } from "../../base/elf/byte-source.js";
import { ToolError } from "../../base/tool-error.js";
import { ImageError } from "../errors.js";

/**
 * Returns the real path of a library: of the file itself, or in a folder of the file that its pointer
 * `<name>.so` leads to. Throws ToolError when there is none.
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

/** An open file, read in parts. Whoever opened it closes it. */
export interface FileSource extends ByteSource {
  readonly descriptor: number;
  /** Other than that of any file that takes its place or that it is altered to: see `formatFileIdentity`. */
  readonly identity: string;
  /** Returns all bytes, read in the background. */
  readAll(): Promise<Uint8Array>;
  close(): void;
}

/**
 * Opens a regular file for reading in parts. What is read has its own memory. Throws ToolError
 * when it cannot be opened, ImageError for anything else.
 */
export function openFileSource(path: string): FileSource {
  const file = openFile(path);
  const found = fs.fstatSync(file, { bigint: true });
  if (!found.isFile()) {
    fs.closeSync(file);
    throw new ImageError(`What is at ${path} is no file.`);
  }
  const sizeBytes = Number(found.size);
  return {
    descriptor: file,
    sizeBytes,
    identity: formatFileIdentity(found),
    read: (offset, size) => readFully(file, offset, size),
    readAll: () => readInBackground(file, sizeBytes),
    close: () => fs.closeSync(file),
  };
}

/** Returns a text that changes when another file stands at a path, or the same one with other bytes. */
export function formatFileIdentity(status: fs.BigIntStats): string {
  return `${status.dev}-${status.ino}-${status.mtimeNs}-${status.size}`;
}

function openFile(path: string): number {
  try {
    // A pipe under the name must not make us wait for somebody who writes into it.
    return fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
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
    if (count === 0) throw becameShorter();
    done += count;
  }
  return bytes;
}

async function readInBackground(file: number, sizeBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes);
  for (let done = 0; done < sizeBytes; ) {
    const count = await readPart(file, bytes, done, Math.min(sizeBytes - done, stepBytes));
    if (count === 0) throw becameShorter();
    done += count;
  }
  return bytes;
}

function readPart(file: number, bytes: Uint8Array, at: number, sizeBytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(file, bytes, at, sizeBytes, at, (error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}

function becameShorter(): ImageError {
  return new ImageError("The library became shorter while it was read.");
}
