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
import type { KeyIndex } from "../model/key-index.js";
import { primaryKeyName, primaryKeyOf } from "../model/schema.js";
import type { BlockPart } from "../model/table-image.js";
import type { TypedTable } from "../model/typed-table.js";
import { encodeNumbers } from "./encode-column.js";
import { encodeIndex } from "./encode-index.js";
import type { ListPool } from "./list-pool.js";
import { bytesOf, identity, invert, isIdentity, noBytes } from "./slots.js";
import { type EncodeContext, ValueEncoders } from "./value-encoder.js";

/** A table's part of the image before it has a place there. */
export interface EncodedBlock {
  readonly table: TypedTable;
  readonly indexes: readonly KeyIndex[];
  readonly layout: RowLayout;
  /** For each row in sheet order where it lies. */
  readonly slotOfRow: Uint32Array;
  /** A multiple of 64. */
  readonly bytes: number;
  readonly parts: readonly BlockPart[];
  /** Of each part its bytes. Offsets in them are still positions in pools, and numbers of rows: see `EncodeValue`. */
  readonly contents: readonly Uint8Array[];
}

/** Encodes the rows, indexes and pools of one table: docs/image-format.md §Block of a table. */
export function encodeBlock(
  table: TypedTable,
  indexes: readonly KeyIndex[],
  context: EncodeContext,
): EncodedBlock {
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
  return { table, indexes, layout, slotOfRow, ...layOutParts(contents) };
}

/** Rows lie in the order of the primary index, in sheet order where there is none. */
function findSlots({ schema, rowCount }: TypedTable, indexes: readonly KeyIndex[]): Uint32Array {
  return primaryKeyOf(schema) === undefined ? identity(rowCount) : at(indexes, 0).slotOfRow;
}

function isPrimary({ key }: KeyIndex): boolean {
  return key.name === primaryKeyName;
}

/** Returns where a part starts in its block; 0 when the block has none. */
export function offsetOfPart(parts: readonly BlockPart[], kind: BlockPart["kind"], index = 0): number {
  return parts.find((part) => part.kind === kind && part.index === index)?.offset ?? 0;
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
function layOutParts(
  contents: readonly (readonly [BlockPart["kind"], number, Uint8Array])[],
): Pick<EncodedBlock, "bytes" | "parts" | "contents"> {
  const filled = contents.filter(([, , bytes]) => bytes.length > 0);
  const parts: BlockPart[] = [];
  let end = 0;
  for (const [kind, index, { length }] of filled) {
    const offset = roundUp(end, partAlignment);
    parts.push({ kind, index, offset, bytes: length });
    end = offset + length;
  }
  const bytes = Math.max(roundUp(end, blockAlignment), minBlockBytes);
  return { bytes, parts, contents: filled.map(([, , content]) => content) };
}
