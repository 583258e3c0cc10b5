import { join } from "node:path";
import type { Host } from "../../base/host.js";
import { releaseDirectory } from "../../model/release-directory.js";
import { primaryKeyName } from "../../model/schema.js";
import { readPointer } from "../../release/pointer.js";
import { type ImageReader, openImage } from "../../runtime/open-image.js";
import type { TableReader } from "../../runtime/table-reader.js";
import { PlainTable } from "./plain-table.js";

export interface PreviousTables {
  readonly version: string;
  readonly tables: Readonly<Record<string, PlainTable>>;
}

/** A library and the folder in which its pointers are. */
export interface LibraryPlace {
  readonly folder: string;
  readonly name: string;
}

/**
 * Reads the releases that a channel's pointers lead to, of all targets together; `undefined` where there is none, or one
 * that this version cannot read, as it may be before the first build by a new version.
 */
export function readPrevious(
  host: Host,
  libraries: readonly LibraryPlace[],
  channel: string,
): PreviousTables | undefined {
  const images = libraries.flatMap((library) => openCurrent(host, library, channel) ?? []);
  const [first] = images;
  if (first === undefined) return undefined;
  const tables: Record<string, PlainTable> = Object.create(null);
  for (const image of images) {
    for (const table of image.tables) tables[table.name] ??= createTable(table);
  }
  return { version: first.version, tables };
}

function openCurrent(host: Host, library: LibraryPlace, channel: string): ImageReader | undefined {
  try {
    if (host.stat(library.folder)?.kind !== "folder") return undefined;
    const pointer = readPointer(host, library, channel);
    if (pointer === undefined) return undefined;
    const file = releaseDirectory.releaseFile(library.name, pointer.version);
    const image = openImage(host.readFile(join(library.folder, file)));
    image.verify();
    return image;
  } catch {
    return undefined;
  }
}

function createTable(table: TableReader): PlainTable {
  const [first] = table.indexes;
  return new PlainTable({
    name: table.name,
    rowCount: table.rowCount,
    columns: table.columns,
    key: first?.name === primaryKeyName ? first.parts.map(({ column }) => column) : [],
    rowAt: (row) => table.row(row),
    names: table.image,
  });
}
