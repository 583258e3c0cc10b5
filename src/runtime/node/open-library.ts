import type { KeyObject } from "node:crypto";
import type { ImageReader } from "../open-image.js";
import { resolveLibrary } from "./library-source.js";
import { openLibraryFile } from "./open-library-file.js";
import { readPublicKey } from "./signature.js";

export interface OpenOptions {
  /** Which pointer of a folder is followed, `<name>.so`; may be left out where there is one only. */
  readonly name?: string;
  /**
   * `mapped`: share the file's pages with all other processes, or fail. `private`: read a copy.
   * `auto`, the default: mapped where this machine can; the reader's `note` says why it cannot.
   */
  readonly memory?: "auto" | "mapped" | "private";
  /**
   * `shape`, the default: header, directory and the file's segments, in microseconds at any size.
   * `full`: all content hashes too, which reads every page.
   */
  readonly verify?: "shape" | "full";
  /** A public key of Ed25519, as PEM or as a key of node:crypto: a file that is not signed with it is refused. */
  readonly publicKey?: string | KeyObject;
}

/**
 * Opens a library file, the folder that holds its pointer, or a bare image. Throws ImageError for a file
 * that is no sound library, and one that could run code is never mapped; ToolError when it cannot be read.
 */
export function openLibrary(path: string, options: OpenOptions = {}): ImageReader {
  const { name, memory = "auto", verify = "shape" } = options;
  const publicKey = options.publicKey === undefined ? undefined : readPublicKey(options.publicKey);
  const demands = { memory, verify, publicKey, isRelease: false, isGuarded: false };
  return openLibraryFile(resolveLibrary(path, name), demands).image;
}
