import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import type { OutputFile } from "../../src/model/output-file.js";
import type { Value } from "../../src/model/value.js";
import { createImage, emit, int32, type LibrarySpec, string, uint64 } from "../emit/cpp/images.js";
import { writeFiles } from "../native-runtime/native.js";

/** Every row of every table carries the number of its release, so that a reader sees at once when two are mixed. */
export function describeRelease(release: number, rowCount: number): LibrarySpec {
  const rows = (make: (row: number) => readonly Value[]) =>
    Array.from({ length: rowCount }, (_, row) => make(row));
  return {
    name: "soak",
    tables: [
      {
        name: "Item",
        columns: [
          ["id", int32],
          ["release", int32],
          ["name", string],
        ],
        keys: [["id"]],
        rows: rows((row) => [row + 1, release, `item ${row} of ${release}`]),
      },
      {
        name: "Drop",
        columns: [
          ["id", uint64],
          ["release", int32],
        ],
        keys: [["id"]],
        // Spread out, so that they need a perfect hash.
        rows: rows((row) => [(BigInt(row) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn, release]),
      },
      {
        name: "Text",
        columns: [
          ["key", string],
          ["release", int32],
        ],
        keys: [["key"]],
        // More rows in later releases: sizes change as well.
        rows: Array.from({ length: rowCount + (release % 5) }, (_, row) => [`key.${row}`, release]),
      },
      { name: "Constant", columns: [["id", int32]], keys: [["id"]], rows: [[7]] },
    ],
  };
}

export interface ReleaseFile {
  readonly version: string;
  readonly path: string;
}

/** Writes `libsoak.<version>.so` of the given release into a folder. */
export function writeRelease(folder: string, release: number, rowCount: number): ReleaseFile {
  return writeLibrary(folder, describeRelease(release, rowCount));
}

export function writeLibrary(folder: string, library: LibrarySpec): ReleaseFile {
  const image = createImage(library);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `lib${library.name}.${image.version}.so`);
  const target = process.arch === "arm64" ? "aarch64" : "x86_64";
  writeFileSync(path, writeElfLibrary(image.bytes, target), { mode: 0o444 });
  return { version: image.version, path };
}

/** Writes the headers that read these releases into `<folder>/cpp`. */
export async function writeHeaders(folder: string): Promise<void> {
  const { files } = await emit(createImage(describeRelease(0, 1)));
  writeFiles(
    folder,
    files.filter(({ path }: OutputFile) => path.endsWith(".hpp")),
  );
}
