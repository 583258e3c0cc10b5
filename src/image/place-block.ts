import { at } from "../base/assert.js";
import { contentHash } from "../base/hash/content-hash.js";
import { u32At } from "../base/typed-array.js";
import { layoutStruct, storageOf } from "../model/image-format.js";
import type { BlockPart, TableBlock } from "../model/table-image.js";
import { type EncodedBlock, offsetOfPart } from "./encode-block.js";
import {
  type ElementRun,
  findOffsets,
  type OffsetField,
  type RowField,
  resolvePoolFields,
} from "./references.js";
import type { EncodeContext } from "./value-encoder.js";

/** A block at its place in the image. */
export interface PlacedBlock {
  readonly block: TableBlock;
  readonly contentHash: Uint8Array;
  readonly dataHash: Uint8Array;
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
  readonly context: EncodeContext;
  readonly places: readonly RowPlaces[];
}

/** Copies the block to its place and turns positions into offsets: first those inside the block, then those to rows. */
export function placeBlock(
  encoded: EncodedBlock,
  { image, offset, context, places }: Placement,
): PlacedBlock {
  const { table, layout, parts, contents } = encoded;
  const target = image.subarray(offset, offset + encoded.bytes);
  for (const [index, part] of parts.entries()) target.set(at(contents, index), part.offset);
  const view = new DataView(target.buffer, target.byteOffset, target.length);
  const runs = parts.flatMap((part) => describeRun(encoded, part, context));
  for (const { run, fields } of runs) {
    const pools = fields.filter((field) => field.kind === "pool");
    resolvePoolFields(view, run, pools, (kind, index) => offsetOfPart(parts, kind, index));
  }
  const links = runs.flatMap(({ run, fields }) => takeLinks(view, run, fields));
  const dataHash = contentHash(target);
  for (const link of links) setLink(view, link, { offset, places });
  return {
    block: {
      table: table.schema,
      offset,
      bytes: encoded.bytes,
      rowCount: table.rowCount,
      stride: layout.stride,
      columnOffsets: layout.columnOffsets,
      parts,
    },
    contentHash: links.length === 0 ? dataHash : contentHash(target),
    dataHash,
  };
}

interface FieldRun {
  readonly run: ElementRun;
  readonly fields: readonly OffsetField[];
}

/** Describes a part whose elements hold offsets. */
function describeRun(
  { table, layout }: EncodedBlock,
  part: BlockPart,
  { schema, types }: EncodeContext,
): readonly FieldRun[] {
  const describe = (stride: number, fields: readonly OffsetField[]): readonly FieldRun[] =>
    fields.length === 0
      ? []
      : [{ run: { start: part.offset, end: part.offset + part.bytes, stride }, fields }];
  if (part.kind === "rows") {
    const fields = table.schema.columns.flatMap(({ type }, index) =>
      findOffsets(type, schema, types, at(layout.columnOffsets, index)),
    );
    return describe(layout.stride, fields);
  }
  if (part.kind === "lists") {
    const element = at(types.types, part.index);
    return describe(storageOf(element).bytes, findOffsets(element, schema, types));
  }
  if (part.kind !== "structs") return [];
  const { fields } = at(schema.structs, part.index);
  const { stride, columnOffsets } = layoutStruct(fields);
  const offsets = fields.flatMap(({ type }, index) =>
    findOffsets(type, schema, types, at(columnOffsets, index)),
  );
  return describe(stride, offsets);
}

/** A reference to a row that is still to be written. */
interface Link {
  /** Of its offset, in the block. */
  readonly at: number;
  /** Position of the table in the schema. */
  readonly table: number;
  /** In sheet order. */
  readonly row: number;
}

/** Takes the numbers of rows out of the block, which is then as the data hash sees it. */
function takeLinks(
  view: DataView,
  { start, end, stride }: ElementRun,
  fields: readonly OffsetField[],
): Link[] {
  const links: Link[] = [];
  const rowFields = fields.filter((field): field is RowField => field.kind === "row");
  for (const { offset, target, tables } of rowFields) {
    for (let element = start; element < end; element += stride) {
      const number = view.getUint32(element + offset, true);
      if (number === 0) continue;
      view.setUint32(element + offset, 0, true);
      const table = target === undefined ? 0 : view.getUint32(element + target, true);
      links.push({ at: element + offset, table: at(tables, table), row: number - 1 });
    }
  }
  return links;
}

function setLink(view: DataView, link: Link, { offset, places }: Pick<Placement, "offset" | "places">): void {
  const target = at(places, link.table);
  const row = target.offset + u32At(target.slotOfRow, link.row) * target.stride;
  view.setInt32(link.at, row - (offset + link.at), true);
}
