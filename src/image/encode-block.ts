import { assert, at } from "../base/assert.js";
import { u32At } from "../base/typed-array.js";
import {
  absentRow,
  blockAlignment,
  layoutRow,
  minBlockBytes,
  partAlignment,
  type RowLayout,
  roundUp,
  storageOf,
} from "../model/image-format.js";
import type { KeyIndex } from "../model/key-index.js";
import type { BlockPart, TableBlock } from "../model/table-image.js";
import type { TypedTable } from "../model/typed-table.js";
import { findReferences, type ReferenceField, resolveReferences } from "./references.js";
import type { TypeTable } from "./type-table.js";
import { createEncoder, createPools, type Pools } from "./value-encoder.js";

/** A table's part of the image before it has a place there. */
export interface EncodedBlock {
  readonly table: TypedTable;
  readonly indexes: readonly KeyIndex[];
  readonly layout: RowLayout;
  /** A multiple of 64. */
  readonly bytes: number;
  readonly parts: readonly BlockPart[];
  /** Of each part its bytes. References in them still count from the start of their pool. */
  readonly contents: readonly Uint8Array[];
}

/** Encodes the rows, indexes, lists and strings of one table: docs/image-format.md §Block of a table. */
export function encodeBlock(table: TypedTable, indexes: readonly KeyIndex[], types: TypeTable): EncodedBlock {
  const layout = layoutRow(table.schema.columns);
  const slotOfRow = indexes[0]?.slotOfRow ?? identity(table.rowCount);
  const pools = createPools();
  const rows = encodeRows(table, { layout, slotOfRow, types, pools });
  const contents: [BlockPart["kind"], number, Uint8Array][] = [["rows", 0, rows]];
  contents.push(["order", 0, isIdentity(slotOfRow) ? noBytes : bytesOf(slotOfRow)]);
  for (const [position, index] of indexes.entries()) {
    const primary = position === 0;
    contents.push(["index-data", position, encodeIndexData(index, slotOfRow, primary)]);
    contents.push(["index-slots", position, primary ? noBytes : encodeIndexSlots(index, slotOfRow)]);
  }
  for (const [type, pool] of [...pools.lists].sort(([a], [b]) => a - b)) {
    contents.push(["lists", type, pool.content.used]);
  }
  contents.push(["strings", 0, pools.strings.bytes]);
  return { table, indexes, layout, ...layOutParts(contents) };
}

/** Copies the block to its place and turns its references into offsets. */
export function placeBlock(
  block: EncodedBlock,
  types: TypeTable,
  image: { readonly bytes: Uint8Array; readonly offset: number },
): TableBlock {
  const { table, layout, parts, contents } = block;
  const target = image.bytes.subarray(image.offset, image.offset + block.bytes);
  for (const [index, part] of parts.entries()) target.set(at(contents, index), part.offset);
  const view = new DataView(target.buffer, target.byteOffset, target.length);
  const offsetOf = (field: ReferenceField["target"]) =>
    field === "strings" ? offsetOfPart(parts, "strings") : offsetOfPart(parts, "lists", field);
  for (const part of parts) {
    const run = { block: view, start: part.offset, end: part.offset + part.bytes };
    if (part.kind === "rows") {
      resolveReferences({ ...run, stride: layout.stride, fields: referencesOfRow(block, types) }, offsetOf);
    }
    if (part.kind === "lists") {
      const element = at(types.types, part.index);
      const stride = storageOf(element).bytes;
      resolveReferences({ ...run, stride, fields: findReferences(element, types) }, offsetOf);
    }
  }
  return {
    table: table.schema,
    offset: image.offset,
    bytes: block.bytes,
    rowCount: table.rowCount,
    stride: layout.stride,
    columnOffsets: layout.columnOffsets,
    parts,
  };
}

/** Returns where a part starts in its block; 0 when the block has none. */
export function offsetOfPart(parts: readonly BlockPart[], kind: BlockPart["kind"], index = 0): number {
  return parts.find((part) => part.kind === kind && part.index === index)?.offset ?? 0;
}

const noBytes = new Uint8Array(0);

interface RowEncoding {
  readonly layout: RowLayout;
  readonly slotOfRow: Uint32Array;
  readonly types: TypeTable;
  readonly pools: Pools;
}

/** Writes the rows in slot order, so that the pools fill in that order. */
function encodeRows(table: TypedTable, { layout, slotOfRow, types, pools }: RowEncoding): Uint8Array {
  const { stride, columnOffsets } = layout;
  const bytes = new Uint8Array(table.rowCount * stride);
  const view = new DataView(bytes.buffer);
  const columns = table.schema.columns.map(({ type }, index) => ({
    encode: createEncoder(type, types, pools),
    values: at(table.columns, index),
    offset: at(columnOffsets, index),
  }));
  const rowOfSlot = invert(slotOfRow);
  for (let slot = 0; slot < rowOfSlot.length; slot++) {
    const row = u32At(rowOfSlot, slot);
    for (const { encode, values, offset } of columns) encode(values[row], view, slot * stride + offset);
  }
  return bytes;
}

function encodeIndexData(index: KeyIndex, slotOfRow: Uint32Array, primary: boolean): Uint8Array {
  if (index.kind !== "dense") return index.data;
  if (primary && index.slotCount === slotOfRow.length) return noBytes;
  const rows = new Uint32Array(index.slotCount).fill(absentRow);
  for (let row = 0; row < slotOfRow.length; row++) {
    rows[u32At(index.positions, u32At(index.slotOfRow, row))] = u32At(slotOfRow, row);
  }
  return bytesOf(rows);
}

/** Leads from the slots of an index that does not order the rows to those of the one that does. */
function encodeIndexSlots(index: KeyIndex, slotOfRow: Uint32Array): Uint8Array {
  if (index.kind === "dense") return noBytes;
  const slots = new Uint32Array(slotOfRow.length);
  for (let row = 0; row < slots.length; row++) slots[u32At(index.slotOfRow, row)] = u32At(slotOfRow, row);
  return isIdentity(slots) ? noBytes : bytesOf(slots);
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

function referencesOfRow({ table, layout }: EncodedBlock, types: TypeTable): readonly ReferenceField[] {
  return table.schema.columns.flatMap(({ type }, index) =>
    findReferences(type, types, at(layout.columnOffsets, index)),
  );
}

function identity(count: number): Uint32Array {
  return new Uint32Array(count).map((_, index) => index);
}

function isIdentity(values: Uint32Array): boolean {
  return values.every((value, index) => value === index);
}

function invert(slotOfRow: Uint32Array): Uint32Array {
  const rowOfSlot = new Uint32Array(slotOfRow.length).fill(absentRow);
  for (let row = 0; row < slotOfRow.length; row++) {
    const slot = u32At(slotOfRow, row);
    assert(rowOfSlot[slot] === absentRow, "two rows have one slot");
    rowOfSlot[slot] = row;
  }
  return rowOfSlot;
}

/** The numbers' bytes, little-endian as every host that this runs on. */
function bytesOf(values: Uint32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
