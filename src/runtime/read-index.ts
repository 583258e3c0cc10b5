import { at as elementAt } from "../base/assert.js";
import {
  indexEntryLayout,
  indexKinds,
  indexPurposes,
  keyForms,
  keyPartLayout,
} from "../model/image-format.js";
import type { KeyPart } from "../model/key-index.js";
import { keyTypeOf } from "../model/schema.js";
import { type DirectorySource, nameOf, readU64, requireImage } from "./directory-source.js";
import type { ColumnInfo, IndexInfo } from "./image-info.js";
import type { Memory } from "./memory.js";

/** The numbers of a table that bound what its block may hold. */
export interface BlockSpace {
  readonly table: string;
  readonly rowCount: number;
  readonly stride: number;
  readonly blockBytes: number;
}

/** Reads an index of a table, and checks that a lookup stays inside it for any key. */
export function readIndex(
  source: DirectorySource,
  entry: number,
  columns: readonly ColumnInfo[],
  space: BlockSpace,
): IndexInfo {
  const { memory } = source;
  const name = source.string(entry + indexEntryLayout.name);
  const what = `index ${space.table}.${name}`;
  const field = (offset: number) => memory.uint32(entry + offset);
  const hashLevel = field(indexEntryLayout.hashLevel);
  requireImage(hashLevel === 0 || hashLevel === 1, `${what} has an unknown hash level`);
  const purpose = nameOf(indexPurposes, field(indexEntryLayout.purpose), what);
  const keyCount = field(indexEntryLayout.keyCount);
  const slotsOffset = field(indexEntryLayout.slots);
  const slotCount = purpose === "multi" ? keyCount + 1 : space.rowCount;
  const rowsOffset = field(indexEntryLayout.rows);
  const index: IndexInfo = {
    name,
    purpose,
    kind: nameOf(indexKinds, field(indexEntryLayout.kind), what),
    form: nameOf(keyForms, field(indexEntryLayout.form), what),
    parts: source
      .list(entry + indexEntryLayout.parts, keyPartLayout.size)
      .map((part) => readKeyPart(memory, part, columns, what)),
    keyCount,
    slotCount: field(indexEntryLayout.slotCount),
    shift: field(indexEntryLayout.shift),
    bucketBits: field(indexEntryLayout.bucketBits),
    hashLevel,
    multiplier: readU64(memory, entry + indexEntryLayout.multiplier),
    salt: readU64(memory, entry + indexEntryLayout.salt),
    dataOffset: field(indexEntryLayout.data),
    dataBytes: field(indexEntryLayout.dataBytes),
    slotsOffset,
    slotsBytes: slotsOffset === 0 ? 0 : slotCount * 4,
    rowsOffset,
    rowsBytes: purpose === "unique" ? 0 : space.rowCount * 4,
  };
  checkKey(index, columns, what);
  checkPurpose(index, space, what);
  checkArrays(index, space, what);
  return index;
}

function readKeyPart(memory: Memory, entry: number, columns: readonly ColumnInfo[], what: string): KeyPart {
  const column = memory.uint32(entry + keyPartLayout.column);
  const known = columns[column];
  const agrees = known !== undefined && memory.uint32(entry + keyPartLayout.columnOffset) === known.offset;
  requireImage(agrees, `${what} names a column that is not there`);
  requireImage(keyTypeOf(known.type) !== undefined, `${what} has a part of a type that makes no key`);
  return {
    column,
    minimum: readU64(memory, entry + keyPartLayout.minimum),
    range: readU64(memory, entry + keyPartLayout.range),
    multiplier: readU64(memory, entry + keyPartLayout.multiplier),
  };
}

function checkKey({ parts, shift, form }: IndexInfo, columns: readonly ColumnInfo[], what: string): void {
  requireImage(parts.length > 0 && shift < 64, `${what} has no parts, or a shift that is too large`);
  const isText = parts.some(({ column }) => keyTypeOf(elementAt(columns, column).type)?.kind === "string");
  requireImage(!isText || form === "hashed", `${what} packs a string`);
}

function checkPurpose({ purpose, kind, form, keyCount }: IndexInfo, space: BlockSpace, what: string): void {
  const counts = purpose === "multi" ? keyCount <= space.rowCount : keyCount === space.rowCount;
  requireImage(counts, `${what} counts ${keyCount} keys`);
  requireImage(
    (purpose === "ordered") === (kind === "sorted"),
    `${what} is of a kind that is not for its use`,
  );
  const isLookedUp = form === "packed" || (kind !== "dense" && kind !== "bitmap-rank");
  requireImage(isLookedUp, `${what} has a hashed key but is no hash`);
}

function checkArrays(index: IndexInfo, space: BlockSpace, what: string): void {
  const { dataOffset, slotsOffset, rowsOffset } = index;
  const isAligned = [dataOffset, slotsOffset, rowsOffset].every((offset) => offset % 4 === 0);
  requireImage(isAligned, `${what} is not aligned`);
  requireInBlock(space, dataOffset, index.dataBytes, `data of ${what}`);
  requireInBlock(space, slotsOffset, index.slotsBytes, `slots of ${what}`);
  requireInBlock(space, rowsOffset, index.rowsBytes, `rows of ${what}`);
  if (index.keyCount === 0) return;
  requireImage(index.dataBytes >= minDataBytes(index, what), `the data of ${what} is cut`);
  requireImage(index.purpose !== "multi" || slotsOffset !== 0, `${what} has no groups`);
}

function minDataBytes(index: IndexInfo, what: string): number {
  switch (index.kind) {
    case "dense":
      return index.dataBytes === 0 && index.slotCount <= index.keyCount ? 0 : index.slotCount * 4;
    case "bitmap-rank":
      return Math.ceil(index.slotCount / 32) * 8;
    case "hash":
    case "bytes":
      requireBucketBits(index, what);
      return 2 ** index.bucketBits;
    case "displacement":
      requireBucketBits(index, what);
      requireImage(isPowerOfTwo(index.slotCount), `${what} has a window of ${index.slotCount}`);
      return 2 ** index.bucketBits * 4;
    case "sorted":
      return index.form === "packed" ? index.keyCount * 8 : 0;
  }
}

function requireBucketBits({ bucketBits }: IndexInfo, what: string): void {
  requireImage(bucketBits >= 1 && bucketBits <= 31, `${what} has ${bucketBits} bucket bits`);
}

function isPowerOfTwo(number: number): boolean {
  return number > 0 && (number & (number - 1)) === 0;
}

export function requireInBlock(space: BlockSpace, offset: number, bytes: number, what: string): void {
  const inside = offset + bytes <= space.blockBytes;
  requireImage(inside, `${what} of table ${space.table} lie outside of its block`);
}
