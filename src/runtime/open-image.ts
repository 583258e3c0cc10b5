import { isElf } from "../base/elf/read-elf.js";
import { contentHash, formatHash } from "../base/hash/content-hash.js";
import { unhashedBytes } from "../model/image-format.js";
import { ImageError } from "./errors.js";
import { extractImage } from "./extract-image.js";
import type { EnumInfo, ImageInfo } from "./image-info.js";
import { borrowBytes, Memory } from "./memory.js";
import { readDirectory } from "./read-directory.js";
import { TableReader } from "./table-reader.js";

/** Where the bytes of an image are. */
export interface ImageOrigin {
  /** `mapped`: pages of the file, shared by all processes that opened it. `private`: a copy of this process. */
  readonly source: "mapped" | "private";
  /** The real path of the file. */
  readonly path?: string;
  /** Why the image is not mapped, as a sentence. */
  readonly note?: string;
  /** Called once when the image is closed. */
  readonly release?: () => void;
}

/**
 * Opens an image, or the library file that holds one, over bytes that nobody changes from now on.
 * Checks header and directory, in time that depends on the number of tables and columns, not of rows;
 * `verify` reads all of it. Throws ImageError for any other bytes.
 */
export function openImage(
  bytes: Uint8Array | ArrayBuffer,
  origin: ImageOrigin = { source: "private" },
): ImageReader {
  const all = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const image = isElf(all) ? extractImage(all) : all;
  // Numbers are read as such, so the image needs their alignment.
  const aligned = image.byteOffset % 8 === 0 ? image : image.slice();
  return new ImageReader(new Memory(aligned), origin);
}

/** An open image: what it says of itself, and its rows as plain values. */
export class ImageReader {
  readonly info: ImageInfo;
  /** In order of name. */
  readonly tables: readonly TableReader[];
  readonly #memory: Memory;
  readonly #origin: ImageOrigin;
  readonly #byName: ReadonlyMap<string, TableReader>;

  /** For `openImage`. */
  constructor(memory: Memory, origin: ImageOrigin) {
    this.#memory = memory;
    this.#origin = origin;
    this.info = readDirectory(memory);
    this.tables = this.info.tables.map((table) => new TableReader(memory, table, this.info));
    this.#byName = new Map(this.tables.map((table) => [table.name, table]));
  }

  /** Library name. */
  get name(): string {
    return this.info.name;
  }

  /** The content hash, which names the release: 32 lower-case hex digits. */
  get version(): string {
    return this.info.version;
  }

  get enums(): readonly EnumInfo[] {
    return this.info.enums;
  }

  get source(): ImageOrigin["source"] {
    return this.#origin.source;
  }

  /** The real path of the library file; absent for bytes that came from elsewhere. */
  get path(): string | undefined {
    return this.#origin.path;
  }

  /** Why the image is not mapped, as a sentence. */
  get note(): string | undefined {
    return this.#origin.note;
  }

  get closed(): boolean {
    return this.#memory.closed;
  }

  table(name: string): TableReader | undefined {
    return this.#byName.get(name);
  }

  /** Compares all bytes with their content hashes. Throws ImageError that says what is altered. */
  verify(): void {
    for (const _ of this.verifyParts());
  }

  /** As `verify`, a part at each step, so that whoever must not stop for long can do something else in between. */
  *verifyParts(): Generator<void, void, void> {
    const { metaBytes, version, tables } = this.info;
    const meta = borrowBytes(this.#memory, unhashedBytes, metaBytes - unhashedBytes);
    if (formatHash(contentHash(meta)) !== version) throw altered("its directory");
    for (const table of tables) {
      yield;
      const block = borrowBytes(this.#memory, table.blockOffset, table.blockBytes);
      if (formatHash(contentHash(block)) !== table.contentHash) throw altered(`table ${table.name}`);
    }
  }

  /** Ends all use: from here on, every row, list and table of this image throws ClosedError. May be called again. */
  close(): void {
    if (this.#memory.closed) return;
    this.#memory.close();
    this.#origin.release?.();
  }
}

function altered(what: string): ImageError {
  return new ImageError(`The image has been altered: the content hash of ${what} does not match.`, {
    help: "Publish the release again; the file was damaged after it had been built.",
  });
}
