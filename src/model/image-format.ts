import { formatType, type TableSchema, type ValueType } from "./schema.js";

/*
 * The numbers of `docs/image-format.md`, for everything that writes or reads an image. An object whose
 * name ends in `Layout` gives the bytes of a struct (`size`) and the offset of each of its fields.
 */

/** First 8 bytes of every image, in ASCII. */
export const imageMagic = "tablegen";
export const layoutVersion = 1;
export const byteOrderMark = 0x01020304;

/** One less than 2 GiB, so that every offset fits a signed 32-bit number. */
export const maxImageBytes = 0x7fffffff;
/** The image, its meta and its blocks start and end at multiples of this. */
export const blockAlignment = 64;
export const partAlignment = 16;
export const directoryAlignment = 8;
export const minMetaBytes = 320;
export const minBlockBytes = 256;
/** Bytes that the header's content hash leaves out; readers compare them one by one. */
export const unhashedBytes = 48;

/** Offset in a `list_ref` that tells an empty list from an absent one; it is not followed. */
export const emptyListOffset = 1;
/** What a dense index holds where no row has the key. */
export const absentRow = 0xffffffff;

export const referenceLayout = { size: 8, alignment: 4, offset: 0, count: 4 } as const;

export const headerLayout = {
  size: 128,
  magic: 0,
  layoutVersion: 8,
  byteOrder: 12,
  imageBytes: 16,
  metaBytes: 24,
  contentHash: 32,
  schemaHash: 48,
  name: 64,
  tables: 72,
  types: 80,
  enums: 88,
} as const;

export const tableEntryLayout = {
  size: 96,
  name: 0,
  note: 8,
  contentHash: 16,
  schemaHash: 32,
  blockOffset: 48,
  blockBytes: 52,
  rowCount: 56,
  stride: 60,
  columns: 64,
  indexes: 72,
  parts: 80,
  order: 88,
} as const;

export const typeEntryLayout = { size: 16, kind: 0, alignment: 2, bytes: 4, inner: 8, detail: 12 } as const;

export const enumEntryLayout = { size: 32, name: 0, note: 8, underlying: 16, values: 24 } as const;

export const enumValueLayout = { size: 24, value: 0, name: 8, note: 16 } as const;

export const columnEntryLayout = { size: 24, name: 0, note: 8, type: 16, offset: 20 } as const;

export const indexEntryLayout = {
  size: 80,
  name: 0,
  kind: 8,
  form: 12,
  parts: 16,
  keyCount: 24,
  slotCount: 28,
  shift: 32,
  bucketBits: 36,
  hashLevel: 40,
  multiplier: 48,
  salt: 56,
  data: 64,
  dataBytes: 68,
  slots: 72,
} as const;

export const keyPartLayout = {
  size: 32,
  column: 0,
  columnOffset: 4,
  minimum: 8,
  range: 16,
  multiplier: 24,
} as const;

export const partEntryLayout = { size: 16, kind: 0, index: 4, offset: 8, bytes: 12 } as const;

/** One block of a bitmap-rank index covers 32 values of k. */
export const rankBlockLayout = { size: 8, rank: 0, bits: 4 } as const;

export const typeKinds = {
  bool: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  uint8: 6,
  uint16: 7,
  uint32: 8,
  uint64: 9,
  float32: 10,
  float64: 11,
  string: 12,
  datetime: 13,
  duration: 14,
  enum: 15,
  list: 16,
  array: 17,
  optional: 18,
} as const;

/** By kind: the types that no other type, enum or length is needed to tell. */
export const scalarTypes: ReadonlyMap<number, ValueType> = new Map<number, ValueType>([
  [typeKinds.bool, { kind: "bool" }],
  [typeKinds.int8, { kind: "integer", bits: 8, signed: true }],
  [typeKinds.int16, { kind: "integer", bits: 16, signed: true }],
  [typeKinds.int32, { kind: "integer", bits: 32, signed: true }],
  [typeKinds.int64, { kind: "integer", bits: 64, signed: true }],
  [typeKinds.uint8, { kind: "integer", bits: 8, signed: false }],
  [typeKinds.uint16, { kind: "integer", bits: 16, signed: false }],
  [typeKinds.uint32, { kind: "integer", bits: 32, signed: false }],
  [typeKinds.uint64, { kind: "integer", bits: 64, signed: false }],
  [typeKinds.float32, { kind: "float", bits: 32 }],
  [typeKinds.float64, { kind: "float", bits: 64 }],
  [typeKinds.string, { kind: "string" }],
  [typeKinds.datetime, { kind: "datetime" }],
  [typeKinds.duration, { kind: "duration" }],
]);

export const partKinds = {
  rows: 1,
  order: 2,
  "index-data": 3,
  "index-slots": 4,
  lists: 5,
  strings: 6,
} as const;

export const indexKinds = { dense: 1, "bitmap-rank": 2, hash: 3 } as const;

export const keyForms = { packed: 1, hashed: 2 } as const;

/** How a value of a type is stored. */
interface Storage {
  /** One of `typeKinds`. */
  readonly kind: number;
  readonly bytes: number;
  readonly alignment: number;
}

/** Returns how values of `type` are stored: in a row, as elements of a list or of a fixed array. */
export function storageOf(type: ValueType): Storage {
  switch (type.kind) {
    case "bool":
      return scalar(typeKinds.bool, 1);
    case "integer":
      return scalar(typeKinds[`${type.signed ? "int" : "uint"}${type.bits}`], type.bits / 8);
    case "float":
      return scalar(typeKinds[`float${type.bits}`], type.bits / 8);
    case "string":
      return reference(typeKinds.string);
    case "datetime":
      return scalar(typeKinds.datetime, 8);
    case "duration":
      return scalar(typeKinds.duration, 8);
    case "enum":
      return scalar(typeKinds.enum, type.underlying.bits / 8);
    case "list":
      return reference(typeKinds.list);
    case "array": {
      const element = storageOf(type.element);
      return { ...element, kind: typeKinds.array, bytes: element.bytes * type.length };
    }
    case "optional": {
      const value = storageOf(type.value);
      if (hasAbsentReference(type.value)) return { ...value, kind: typeKinds.optional };
      const bytes = roundUp(value.bytes + 1, value.alignment);
      return { kind: typeKinds.optional, bytes, alignment: value.alignment };
    }
  }
}

/** True for types whose reference itself tells that a value is absent; others take a byte beside the value. */
export function hasAbsentReference(type: ValueType): boolean {
  return type.kind === "string" || type.kind === "list";
}

/** Where the columns of a row lie. */
export interface RowLayout {
  readonly stride: number;
  readonly alignment: number;
  /** One per column. */
  readonly columnOffsets: readonly number[];
}

/** Lays the columns out as a C++ struct does: declared order, natural alignment, stride rounded up to the largest. */
export function layoutRow(columns: readonly { readonly type: ValueType }[]): RowLayout {
  const columnOffsets: number[] = [];
  let end = 0;
  let alignment = 1;
  for (const { type } of columns) {
    const storage = storageOf(type);
    const offset = roundUp(end, storage.alignment);
    columnOffsets.push(offset);
    end = offset + storage.bytes;
    alignment = Math.max(alignment, storage.alignment);
  }
  return { stride: roundUp(end, alignment), alignment, columnOffsets };
}

/** Returns the text that a table's schema hash is taken of: one line per column and key. */
export function formatSchemaText(table: TableSchema): string {
  const { stride, columnOffsets } = layoutRow(table.columns);
  const lines = [`table ${table.name}`, `stride ${stride}`];
  for (const [index, column] of table.columns.entries()) {
    lines.push(`column ${column.name} ${formatStoredType(column.type)} ${columnOffsets[index]}`);
  }
  for (const key of table.keys) {
    lines.push(`key ${key.name} ${key.columns.map((column) => table.columns[column]?.name).join(",")}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** Returns the type as a header spells it, but an enum with its underlying type: `enum(Quality:int32)[]`. */
export function formatStoredType(type: ValueType): string {
  return formatType(type, ({ name, underlying }) => `enum(${name}:${formatType(underlying)})`);
}

/** Returns the smallest multiple of `alignment` that is not less than `offset`. */
export function roundUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function scalar(kind: number, bytes: number): Storage {
  return { kind, bytes, alignment: bytes };
}

function reference(kind: number): Storage {
  return { kind, bytes: referenceLayout.size, alignment: referenceLayout.alignment };
}
