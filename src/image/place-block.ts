import { at } from "../base/assert.js";
import { contentHash } from "../base/hash/content-hash.js";
import { u32At } from "../base/typed-array.js";
import type { TableBlock } from "../model/table-image.js";
import type { BlockContent, EncodedBlock } from "./encode-block.js";
import { type Links, wordsOfLink } from "./links.js";

/** A block at its place in the image. */
export interface PlacedBlock {
  readonly block: Omit<TableBlock, "contentHash">;
  readonly contentHash: Uint8Array;
  readonly content: BlockContent;
}

/** Where the rows of each table are, by its position in the schema. */
export interface RowPlaces {
  readonly offset: number;
  readonly stride: number;
  /** For each row in sheet order where it lies. */
  readonly slotOfRow: Uint32Array;
}

/** What a block is placed into. */
export interface Placement {
  readonly image: Uint8Array;
  /** From the start of the image. */
  readonly offset: number;
  readonly places: readonly RowPlaces[];
}

/** Writes the block at its place, then what leads from it to rows of any table. */
export function placeBlock(encoded: EncodedBlock, { image, offset, places }: Placement): PlacedBlock {
  const { schema: table, rowCount, bytes, parts, layout } = encoded;
  const target = image.subarray(offset, offset + bytes);
  const content = encoded.fill(target);
  setLinks(target, content.links, { offset, places });
  return {
    block: {
      ...{ table, offset, bytes, rowCount, parts },
      stride: layout.stride,
      columnOffsets: layout.columnOffsets,
    },
    contentHash: content.links.length === 0 ? content.dataHash : contentHash(target),
    content,
  };
}

function setLinks(
  target: Uint8Array,
  links: Links,
  { offset, places }: Pick<Placement, "offset" | "places">,
): void {
  const view = new DataView(target.buffer, target.byteOffset, target.length);
  for (let index = 0; index < links.length; index += wordsOfLink) {
    const from = u32At(links, index);
    const to = at(places, u32At(links, index + 1));
    const row = to.offset + u32At(to.slotOfRow, u32At(links, index + 2)) * to.stride;
    view.setInt32(from, row - (offset + from), true);
  }
}
