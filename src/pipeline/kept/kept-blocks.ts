import { at } from "../../base/assert.js";
import { describeFileState } from "../../base/file-state.js";
import type { FileReader, FileStatus, Host } from "../../base/host.js";
import { listReferred } from "../../checks/reach.js";
import type { EncodedBlock } from "../../image/encode-block.js";
import type { BlockStore } from "../../image/encode-image.js";
import { layoutRow } from "../../model/image-format.js";
import type { Schema } from "../../model/schema.js";
import type { TableImage } from "../../model/table-image.js";

/** A library that a build has published, and where the blocks of its tables are in it. */
export interface KeptLibrary {
  readonly path: string;
  /** See `describeFileState`. */
  readonly state: string;
  readonly blocks: readonly KeptBlock[];
}

export interface KeptBlock extends Omit<EncodedBlock, "schema" | "layout" | "fill"> {
  readonly table: string;
  /** Of all that the block is made of. */
  readonly key: string;
  /** From the start of the library. */
  readonly offset: number;
  readonly dataHash: Uint8Array;
  readonly links: Uint32Array;
}

/** What is known of a block before the image has its place in a library. */
export type LaidBlock = Omit<KeptBlock, "offset">;

/** Takes blocks from the last library, and notes what the next image may take over. */
export class KeptBlocks implements BlockStore {
  readonly laid: LaidBlock[] = [];
  readonly #schema: Schema;
  readonly #keys: readonly (string | undefined)[];
  readonly #kept = new Map<string, KeptBlock>();
  readonly #referred: ReadonlySet<number>;
  #library: FileReader | undefined;

  /** `keys` are of the contents of the tables; a table without one is encoded anew. */
  constructor(schema: Schema, keys: readonly (string | undefined)[]) {
    this.#schema = schema;
    const referred = schema.tables.map((_, index) => listReferred(index, schema));
    this.#referred = new Set(referred.flat());
    this.#keys = referred.map((ofTable, index) => {
      const parts = [keys[index], ...ofTable.map((one) => keys[one])];
      return parts.includes(undefined) ? undefined : parts.join(" ");
    });
  }

  /** Opens the library, if it is as it was published. It is to be closed. */
  open(host: Host, { path, state, blocks }: KeptLibrary): void {
    try {
      const library = host.openFile(path);
      this.#library = library;
      if (describeFileState(library.status) !== state) return;
    } catch {
      return; // who may not read it builds all of it anew
    }
    for (const block of blocks) this.#kept.set(block.table, block);
  }

  close(): void {
    this.#library?.close();
  }

  take(table: number): EncodedBlock | undefined {
    const schema = at(this.#schema.tables, table);
    const kept = this.#kept.get(schema.name);
    const library = this.#library;
    if (kept === undefined || library === undefined || kept.key !== this.#keys[table]) return undefined;
    const { rowCount, indexes, slotOfRow, bytes, parts, offset, dataHash, links } = kept;
    return {
      ...{ schema, rowCount, indexes, slotOfRow, bytes, parts },
      layout: layoutRow(schema.columns),
      fill: (target) => {
        library.read(target, offset);
        return { dataHash, links };
      },
    };
  }

  keep(
    table: number,
    { schema, rowCount, indexes, slotOfRow, bytes, parts }: EncodedBlock,
    { dataHash, links }: { readonly dataHash: Uint8Array; readonly links: Uint32Array },
  ): void {
    const key = this.#keys[table];
    if (key === undefined) return;
    this.laid.push({
      ...{ table: schema.name, key, rowCount, indexes, bytes, parts, dataHash, links },
      // Only what leads to a row asks where it is.
      slotOfRow: this.#referred.has(table) ? slotOfRow : new Uint32Array(0),
    });
  }
}

/** Returns what is kept of a library whose image begins at an offset. */
export function keepLibrary(
  laid: readonly LaidBlock[],
  { blocks }: TableImage,
  library: { readonly path: string; readonly status: FileStatus; readonly imageOffset: number },
): KeptLibrary {
  const offsets = new Map(blocks.map(({ table, offset }) => [table.name, offset]));
  const { path, status, imageOffset } = library;
  return {
    path,
    state: describeFileState(status),
    blocks: laid.map((block) => ({ ...block, offset: imageOffset + (offsets.get(block.table) ?? 0) })),
  };
}
