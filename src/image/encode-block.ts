import { at } from "../base/assert.js";
import { u32At } from "../base/typed-array.js";
import {
  blockAlignment,
  layoutRow,
  minBlockBytes,
  partAlignment,
  type RowLayout,
  roundUp,
} from "../model/image-format.js";
import type { KeyIndex, KeyIndexHead } from "../model/key-index.js";
import { primaryKeyName, primaryKeyOf, type TableSchema } from "../model/schema.js";
import type { BlockPart } from "../model/table-image.js";
import type { TypedTable } from "../model/typed-table.js";
import { encodeNumbers } from "./encode-column.js";
import { encodeIndex } from "./encode-index.js";
import { fillBlock } from "./fill-block.js";
import type { Links } from "./links.js";
import type { ListPool } from "./list-pool.js";
import { bytesOf, identity, invert, isIdentity, noBytes } from "./slots.js";
import { type EncodeContext, ValueEncoders } from "./value-encoder.js";

/** A table's part of the image before it has a place there. */
export interface EncodedBlock {
  readonly schema: TableSchema;
  readonly rowCount: number;
  readonly indexes: readonly KeyIndexHead[];
  readonly layout: RowLayout;
  /** For each row in sheet order where it lies. */
  readonly slotOfRow: Uint32Array;
  /** A multiple of 64. */
  readonly bytes: number;
  readonly parts: readonly BlockPart[];
  /** Writes the block into so many bytes. Only once: what it was made of is given back. */
  readonly fill: (target: Uint8Array) => BlockContent;
}

/** What there is to know of a block that has been written. */
export interface BlockContent {
  /** Of all bytes, with zeros for what leads to rows. */
  readonly dataHash: Uint8Array;
  readonly links: Links;
}

/** Encodes the rows, indexes and pools of one table: docs/image-format.md §Block of a table. */
export function encodeBlock(
  table: TypedTable,
  indexes: readonly KeyIndex[],
  context: EncodeContext,
): EncodedBlock {
  const { schema, rowCount } = table;
  const layout = layoutRow(table.schema.columns);
  const slotOfRow = findSlots(table, indexes);
  const encoders = new ValueEncoders(context);
  const rows = encodeRows(table, { layout, slotOfRow, encoders });
  const { pools } = encoders;
  const contents: [BlockPart["kind"], number, Uint8Array][] = [["rows", 0, rows]];
  contents.push(["order", 0, isIdentity(slotOfRow) ? noBytes : bytesOf(slotOfRow)]);
  for (const [position, index] of indexes.entries()) {
    for (const [kind, bytes] of encodeIndex(index, slotOfRow, isPrimary(index))) {
      contents.push([kind, position, bytes]);
    }
  }
  const ascending = (all: ReadonlyMap<number, ListPool>) => [...all].sort(([a], [b]) => a - b);
  for (const [type, pool] of ascending(pools.lists)) contents.push(["lists", type, pool.content.used]);
  for (const [struct, pool] of ascending(pools.structs))
    contents.push(["structs", struct, pool.content.used]);
  contents.push(["strings", 0, pools.strings.bytes]);
  const { filled, parts, bytes } = layOutParts(contents);
  const heads = indexes.map(({ data: _, positions: _positions, slotOfRow: _slots, ...head }) => head);
  const fill = (target: Uint8Array) =>
    fillBlock(target, { schema, layout, parts, contents: filled }, context);
  return { schema, rowCount, indexes: heads, layout, slotOfRow, bytes, parts, fill };
}

/** Rows lie in the order of the primary index, in sheet order where there is none. */
function findSlots({ schema, rowCount }: TypedTable, indexes: readonly KeyIndex[]): Uint32Array {
  return primaryKeyOf(schema) === undefined ? identity(rowCount) : at(indexes, 0).slotOfRow;
}

function isPrimary({ key }: KeyIndex): boolean {
  return key.name === primaryKeyName;
}

interface RowEncoding {
  readonly layout: RowLayout;
  readonly slotOfRow: Uint32Array;
  readonly encoders: ValueEncoders;
}

/** Writes numbers column by column, and the others row by row in slot order, so that the pools fill in that order. */
function encodeRows(table: TypedTable, { layout, slotOfRow, encoders }: RowEncoding): Uint8Array {
  const { stride, columnOffsets } = layout;
  const bytes = new Uint8Array(table.rowCount * stride);
  const view = new DataView(bytes.buffer);
  const rowOfSlot = invert(slotOfRow);
  const columns = table.schema.columns.flatMap(({ type }, index) => {
    const values = at(table.columns, index);
    const offset = at(columnOffsets, index);
    if (encodeNumbers(type, values, { rows: view, stride, offset, rowOfSlot })) return [];
    return [{ encode: encoders.create(type), values, offset }];
  });
  for (let slot = 0; slot < rowOfSlot.length; slot++) {
    const row = u32At(rowOfSlot, slot);
    for (const { encode, values, offset } of columns) encode(values[row], view, slot * stride + offset);
  }
  return bytes;
}

/** Puts the parts one after the other and leaves out those without bytes. */
function layOutParts(contents: readonly (readonly [BlockPart["kind"], number, Uint8Array])[]): {
  readonly bytes: number;
  readonly parts: readonly BlockPart[];
  readonly filled: Uint8Array[];
} {
  const filled = contents.filter(([, , bytes]) => bytes.length > 0);
  const parts: BlockPart[] = [];
  let end = 0;
  for (const [kind, index, { length }] of filled) {
    const offset = roundUp(end, partAlignment);
    parts.push({ kind, index, offset, bytes: length });
    end = offset + length;
  }
  const bytes = Math.max(roundUp(end, blockAlignment), minBlockBytes);
  return { bytes, parts, filled: filled.map(([, , content]) => content) };
}
