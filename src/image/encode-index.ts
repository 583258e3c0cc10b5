import { assert } from "../base/assert.js";
import { u32At } from "../base/typed-array.js";
import { absentRow } from "../model/image-format.js";
import type { KeyIndex } from "../model/key-index.js";
import type { BlockPart } from "../model/table-image.js";
import { bytesOf, identity, invert, isIdentity, noBytes } from "./slots.js";

type IndexParts = readonly (readonly [BlockPart["kind"], Uint8Array])[];

/** Encodes the parts of one index; `slotOfRow` says where the rows lie, `isPrimary` that this index says so itself. */
export function encodeIndex(index: KeyIndex, slotOfRow: Uint32Array, isPrimary: boolean): IndexParts {
  switch (index.key.purpose) {
    case "unique":
      return [
        ["index-data", encodeUnique(index, slotOfRow, isPrimary)],
        ["index-slots", isPrimary ? noBytes : encodeSlots(index, slotOfRow)],
      ];
    case "multi": {
      const { groups, rows } = groupRows(index, slotOfRow);
      return [
        ["index-data", encodeMulti(index)],
        ["index-slots", bytesOf(groups)],
        ["index-rows", bytesOf(rows)],
      ];
    }
    case "ordered":
      return [
        ["index-data", index.data],
        ["index-rows", bytesOf(invert(index.slotOfRow).map((row) => u32At(slotOfRow, row)))],
      ];
  }
}

function encodeUnique(index: KeyIndex, slotOfRow: Uint32Array, isPrimary: boolean): Uint8Array {
  if (index.kind === "dense") return encodeDense(index, slotOfRow, isPrimary);
  return index.kind === "bytes" ? encodeBytes(index, invert(index.slotOfRow), slotOfRow) : index.data;
}

function encodeMulti(index: KeyIndex): Uint8Array {
  if (index.kind === "dense") return encodeDenseGroups(index);
  return index.kind === "bytes"
    ? encodeBytes(index, identity(index.keyCount), identity(index.keyCount))
    : index.data;
}

/** Leads from the places of the keys to `numbers` of the rows that have them. */
function encodeBytes(index: KeyIndex, rowOfKey: Uint32Array, numbers: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(2 ** index.bucketBits);
  for (let key = 0; key < rowOfKey.length; key++) {
    bytes[u32At(index.positions, key)] = u32At(numbers, u32At(rowOfKey, key));
  }
  return bytes;
}

/** Leads from each number to the row. */
function encodeDense(index: KeyIndex, slotOfRow: Uint32Array, isPrimary: boolean): Uint8Array {
  if (isPrimary && index.slotCount === slotOfRow.length) return noBytes;
  const rows = new Uint32Array(index.slotCount).fill(absentRow);
  for (let row = 0; row < slotOfRow.length; row++) {
    rows[u32At(index.positions, u32At(index.slotOfRow, row))] = u32At(slotOfRow, row);
  }
  return bytesOf(rows);
}

/** Leads from the slots of an index that does not order the rows to those of the one that does. */
function encodeSlots(index: KeyIndex, slotOfRow: Uint32Array): Uint8Array {
  if (index.kind === "dense" || index.kind === "bytes") return noBytes;
  const slots = new Uint32Array(slotOfRow.length);
  for (let row = 0; row < slots.length; row++) slots[u32At(index.slotOfRow, row)] = u32At(slotOfRow, row);
  return isIdentity(slots) ? noBytes : bytesOf(slots);
}

function encodeDenseGroups({ slotCount, keyCount, positions }: KeyIndex): Uint8Array {
  if (slotCount === keyCount) return noBytes;
  const groups = new Uint32Array(slotCount).fill(absentRow);
  for (let group = 0; group < keyCount; group++) groups[u32At(positions, group)] = group;
  return bytesOf(groups);
}

/** Counts the rows of each group, then puts each row behind those of its group that come before it in the sheet. */
function groupRows(
  { keyCount, slotOfRow: groupOfRow }: KeyIndex,
  slotOfRow: Uint32Array,
): { readonly groups: Uint32Array; readonly rows: Uint32Array } {
  if (keyCount === 0) return { groups: new Uint32Array(0), rows: new Uint32Array(0) };
  const groups = new Uint32Array(keyCount + 1);
  for (const group of groupOfRow) groups[group + 1] = u32At(groups, group + 1) + 1;
  for (let group = 0; group < keyCount; group++) {
    assert(u32At(groups, group + 1) > 0, "a group has no rows");
    groups[group + 1] = u32At(groups, group) + u32At(groups, group + 1);
  }
  const next = groups.slice();
  const rows = new Uint32Array(groupOfRow.length);
  for (let row = 0; row < rows.length; row++) {
    const group = u32At(groupOfRow, row);
    const position = u32At(next, group);
    rows[position] = u32At(slotOfRow, row);
    next[group] = position + 1;
  }
  return { groups, rows };
}
