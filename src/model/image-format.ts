import { at } from "../base/assert.js";
import { onceForEach } from "../base/once-for-each.js";
import {
  type FieldSchema,
  formatType,
  type ReferenceType,
  type Schema,
  type ValueType,
  walkType,
} from "./schema.js";

/*
 * The numbers of `docs/image-format.md`, for everything that writes or reads an image. An object whose
 * name ends in `Layout` gives the bytes of a struct (`size`) and the offset of each of its fields.
 */

/** First 8 bytes of every image, in ASCII. */
export const imageMagic = "tablegen";
export const layoutVersion = 2;
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

/** Offset in a `list_ref` or `map_ref` that tells an empty list from an absent one; it is not followed. */
export const emptyListOffset = 1;
/** What a dense index holds where no row has the key. */
export const absentRow = 0xffffffff;
/** Values refer to values no deeper than this. */
export const maxValueDepth = 256;
/** A struct holds structs in place no deeper than this. */
export const maxStructDepth = 64;

/** `string_ref` and `list_ref`. */
export const referenceLayout = { size: 8, alignment: 4, offset: 0, count: 4 } as const;
/** `map_ref`: a list of keys, and another one of values. */
export const mapLayout = { size: 12, alignment: 4, keys: 0, count: 4, values: 8 } as const;
/** `variant_ref`: a struct, and which kind it is. */
export const variantLayout = { size: 8, alignment: 4, offset: 0, kind: 4 } as const;

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
  structs: 96,
  variants: 104,
} as const;

export const tableEntryLayout = {
  size: 112,
  name: 0,
  note: 8,
  contentHash: 16,
  schemaHash: 32,
  dataHash: 48,
  blockOffset: 64,
  blockBytes: 68,
  rowCount: 72,
  stride: 76,
  columns: 80,
  indexes: 88,
  parts: 96,
  order: 104,
  flags: 108,
} as const;

/** In a table's flags: it has one row, and is read as that row. */
export const singletonFlag = 1;

export const typeEntryLayout = {
  size: 32,
  kind: 0,
  alignment: 2,
  bytes: 4,
  inner: 8,
  detail: 12,
  key: 16,
  tables: 24,
} as const;

export const enumEntryLayout = { size: 32, name: 0, note: 8, underlying: 16, flags: 20, values: 24 } as const;

/** In an enum's flags: values are sets of bits. */
export const bitsFlag = 1;

export const structEntryLayout = {
  size: 32,
  name: 0,
  note: 8,
  bytes: 16,
  alignment: 20,
  fields: 24,
} as const;

export const variantEntryLayout = { size: 24, name: 0, note: 8, kinds: 16 } as const;

export const variantKindLayout = { size: 16, name: 0, struct: 8 } as const;

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
  purpose: 44,
  multiplier: 48,
  salt: 56,
  data: 64,
  dataBytes: 68,
  slots: 72,
  rows: 76,
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
  set: 19,
  map: 20,
  struct: 21,
  variant: 22,
  reference: 23,
  version: 24,
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
  [typeKinds.version, { kind: "version" }],
]);

export const partKinds = {
  rows: 1,
  order: 2,
  "index-data": 3,
  "index-slots": 4,
  lists: 5,
  strings: 6,
  structs: 7,
  "index-rows": 8,
} as const;

/** How a key's number is found. An ordered index of hashed form has `sorted`: the rows themselves are compared. */
export const indexKinds = {
  dense: 1,
  "bitmap-rank": 2,
  hash: 3,
  sorted: 4,
  bytes: 5,
  displacement: 6,
} as const;

/** What an index is asked for: the one row of a key, all rows of a key, rows in the order of keys. */
export const indexPurposes = { unique: 0, multi: 1, ordered: 2 } as const;

export const keyForms = { packed: 1, hashed: 2 } as const;

/** What a member of a struct takes. */
interface Sized {
  readonly bytes: number;
  readonly alignment: number;
}

/** How a value of a type is stored. */
interface Storage extends Sized {
  /** One of `typeKinds`. */
  readonly kind: number;
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
    case "version":
      return scalar(typeKinds.version, 8);
    case "enum":
      return scalar(typeKinds.enum, type.underlying.bits / 8);
    case "struct":
      return { kind: typeKinds.struct, bytes: type.bytes, alignment: type.alignment };
    case "variant":
      return { kind: typeKinds.variant, bytes: variantLayout.size, alignment: variantLayout.alignment };
    case "reference": {
      const { stride, alignment } = layoutReference(type);
      return { kind: typeKinds.reference, bytes: stride, alignment };
    }
    case "list":
      return reference(typeKinds.list);
    case "set":
      return reference(typeKinds.set);
    case "map":
      return { kind: typeKinds.map, bytes: mapLayout.size, alignment: mapLayout.alignment };
    case "array": {
      const element = storageOf(type.element);
      return { ...element, kind: typeKinds.array, bytes: element.bytes * type.length };
    }
    case "optional": {
      const value = storageOf(type.value);
      if (absenceOffset(type.value) !== undefined) return { ...value, kind: typeKinds.optional };
      const bytes = roundUp(value.bytes + 1, value.alignment);
      return { kind: typeKinds.optional, bytes, alignment: value.alignment };
    }
  }
}

/**
 * Returns where a value of a type has the `i32` that is 0 when the value is absent, for types that can tell so
 * themselves; others take a byte behind the value.
 */
export function absenceOffset(type: ValueType): number | undefined {
  switch (type.kind) {
    case "string":
    case "list":
    case "set":
    case "map":
    case "variant":
      return 0;
    case "reference":
      return layoutReference(type).offset;
    default:
      return undefined;
  }
}

/** Where the parts of a stored reference lie. */
export interface ReferenceLayout extends RowLayout {
  /** Of the `i32` that leads from its own address to the row. */
  readonly offset: number;
  /** Of the `u32` that tells which of several tables the row is in; `undefined` where there is but one. */
  readonly target: number | undefined;
}

/** Lays a reference out as a struct: the parts of the key, the offset, and the target where there are several. */
export function layoutReference({ key, targets }: ReferenceType): ReferenceLayout {
  return layoutReferenceParts(key.map(storageOf), targets.length);
}

/** As `layoutReference`, by what the parts of the key take. */
export function layoutReferenceParts(key: readonly Sized[], targetCount: number): ReferenceLayout {
  const layout = layoutMembers([...key, word, ...(targetCount > 1 ? [word] : [])]);
  const target = layout.columnOffsets[key.length + 1];
  return { ...layout, offset: at(layout.columnOffsets, key.length), target };
}

const word: Sized = { bytes: 4, alignment: 4 };

/** Lays the fields of a struct out as a row; a struct without fields takes a byte, as in C++. */
export function layoutStruct(fields: readonly { readonly type: ValueType }[]): RowLayout {
  const layout = layoutRow(fields);
  return layout.stride === 0 ? { ...layout, stride: 1 } : layout;
}

/** Where the columns of a row lie. */
export interface RowLayout {
  readonly stride: number;
  readonly alignment: number;
  /** One per column. */
  readonly columnOffsets: readonly number[];
}

/** Lays the columns out as a C++ struct does: declared order, natural alignment, stride rounded up to the largest. */
export const layoutRow = onceForEach(
  (columns: readonly { readonly type: ValueType }[]): RowLayout =>
    layoutMembers(columns.map(({ type }) => storageOf(type))),
);

function layoutMembers(members: readonly Sized[]): RowLayout {
  const columnOffsets: number[] = [];
  let end = 0;
  let alignment = 1;
  for (const member of members) {
    const offset = roundUp(end, member.alignment);
    columnOffsets.push(offset);
    end = offset + member.bytes;
    alignment = Math.max(alignment, member.alignment);
  }
  return { stride: roundUp(end, alignment), alignment, columnOffsets };
}

/**
 * Returns the text that each table's schema hash is taken of: one line per column and key, then those of the structs and
 * variants that its columns lead to.
 */
export const formatSchemaTexts = onceForEach(
  (schema: Pick<Schema, "tables" | "structs" | "variants">): readonly string[] =>
    schema.tables.map((_, index) => formatSchemaText(schema, index)),
);

function formatSchemaText(schema: Pick<Schema, "tables" | "structs" | "variants">, index: number): string {
  const table = at(schema.tables, index);
  const { stride, columnOffsets } = layoutRow(table.columns);
  const lines = [`table ${table.name}`, `stride ${stride}`];
  for (const [position, column] of table.columns.entries()) {
    lines.push(`column ${column.name} ${formatStoredType(column.type)} ${columnOffsets[position]}`);
  }
  for (const key of table.keys) {
    lines.push(
      `${key.purpose} ${key.name} ${key.columns.map((column) => table.columns[column]?.name).join(",")}`,
    );
  }
  const { structs, variants } = listNamedTypes(schema, table.columns);
  for (const one of structs) lines.push(...describeStruct(at(schema.structs, one)));
  for (const one of variants) {
    const { name, kinds } = at(schema.variants, one);
    lines.push(`variant ${name}`);
    for (const kind of kinds) lines.push(`kind ${kind.name} ${at(schema.structs, kind.struct).name}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function describeStruct({ name, fields }: Schema["structs"][number]): readonly string[] {
  const { stride, columnOffsets } = layoutStruct(fields);
  return [
    `struct ${name}`,
    `size ${stride}`,
    ...fields.map(
      (field, index) => `field ${field.name} ${formatStoredType(field.type)} ${columnOffsets[index]}`,
    ),
  ];
}

/** Positions of the structs and variants that some fields lead to, through others too, in ascending order. */
export interface NamedTypes {
  readonly structs: readonly number[];
  readonly variants: readonly number[];
}

export function listNamedTypes(
  schema: Pick<Schema, "structs" | "variants">,
  fields: readonly Pick<FieldSchema, "type">[],
): NamedTypes {
  const structs = new Set<number>();
  const variants = new Set<number>();
  const addStruct = (index: number): void => {
    if (structs.has(index)) return;
    structs.add(index);
    addFields(at(schema.structs, index).fields);
  };
  const addFields = (all: readonly Pick<FieldSchema, "type">[]): void => {
    for (const one of all.flatMap(({ type }) => [...walkType(type)])) {
      if (one.kind === "struct") addStruct(one.index);
      if (one.kind !== "variant" || variants.has(one.index)) continue;
      variants.add(one.index);
      for (const { struct } of at(schema.variants, one.index).kinds) addStruct(struct);
    }
  };
  addFields(fields);
  const inOrder = (positions: ReadonlySet<number>) => [...positions].sort((left, right) => left - right);
  return { structs: inOrder(structs), variants: inOrder(variants) };
}

/**
 * Returns the type as a header spells it, but an enum with its underlying type, `enum(Quality:int32)[]`, a fraction as
 * the float that it is stored as, and a reference with its key: `ref(Item|Skill:int32)`.
 */
export const formatStoredType: (type: ValueType) => string = onceForEach((type) =>
  formatType(type, {
    enum: ({ name, underlying }) => `enum(${name}:${formatType(underlying)})`,
    float: ({ bits }) => `float${bits}`,
    reference: ({ targets, key }) =>
      `ref(${targets.map(({ name }) => name).join("|")}:${key.map(formatStoredType).join(",")})`,
  }),
);

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
