import { at } from "../base/assert.js";
import { contentHash } from "../base/hash/content-hash.js";
import { type U64, u64FromBigInt } from "../base/hash/u64.js";
import {
  bitsFlag,
  blockAlignment,
  columnEntryLayout,
  directoryAlignment,
  emptyListOffset,
  enumEntryLayout,
  enumValueLayout,
  formatSchemaTexts,
  headerLayout,
  indexEntryLayout,
  indexKinds,
  indexPurposes,
  keyForms,
  keyPartLayout,
  layoutReference,
  layoutStruct,
  minMetaBytes,
  partEntryLayout,
  partKinds,
  referenceLayout,
  roundUp,
  singletonFlag,
  storageOf,
  structEntryLayout,
  tableEntryLayout,
  typeEntryLayout,
  variantEntryLayout,
  variantKindLayout,
} from "../model/image-format.js";
import type { KeyIndexHead } from "../model/key-index.js";
import type {
  EnumSchema,
  FieldSchema,
  Schema,
  StructSchema,
  ValueType,
  VariantSchema,
} from "../model/schema.js";
import type { EncodedBlock } from "./encode-block.js";
import { offsetOfPart } from "./fill-block.js";
import { StringPool } from "./string-pool.js";
import type { TypeTable } from "./type-table.js";

/** The header's references and the directory, for blocks that have no place yet. */
export interface EncodedDirectory {
  /** A multiple of 64. What depends on the blocks' place and bytes is still zero: hashes and block offsets. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** In the order of `schema.tables`, where each one's entry starts. */
  readonly tableEntries: readonly number[];
}

/** Encodes what describes the tables: docs/image-format.md §Directory. */
export function encodeDirectory(
  schema: Schema,
  blocks: readonly EncodedBlock[],
  types: TypeTable,
): EncodedDirectory {
  const arrays = layOutArrays(schema, blocks, types);
  const writer = new DirectoryWriter(arrays.end);
  writer.string(headerLayout.name, schema.name);
  writer.list(headerLayout.tables, arrays.tables);
  writer.list(headerLayout.types, arrays.types);
  writer.list(headerLayout.enums, arrays.enums);
  writer.list(headerLayout.structs, arrays.structs);
  writer.list(headerLayout.variants, arrays.variants);
  for (const [index, block] of blocks.entries()) {
    const schemaText = at(formatSchemaTexts(schema), index);
    writeTable(writer, startOf(arrays.tables, index), {
      block,
      schemaText,
      arrays: at(arrays.ofTables, index),
    });
  }
  for (const [index, type] of types.types.entries()) {
    writeType(writer, startOf(arrays.types, index), { type, types, arrays: at(arrays.ofTypes, index) });
  }
  for (const [index, entry] of schema.enums.entries()) {
    writeEnum(writer, startOf(arrays.enums, index), { entry, types, values: at(arrays.ofEnums, index) });
  }
  for (const [index, entry] of schema.structs.entries()) {
    writeStruct(writer, startOf(arrays.structs, index), { entry, fields: at(arrays.ofStructs, index) });
  }
  for (const [index, entry] of schema.variants.entries()) {
    writeVariant(writer, startOf(arrays.variants, index), { entry, kinds: at(arrays.ofVariants, index) });
  }
  for (const [index, entry] of schema.enums.entries())
    writeEnumValues(writer, entry, at(arrays.ofEnums, index));
  for (const [index, { fields }] of schema.structs.entries()) {
    const { columnOffsets } = layoutStruct(fields);
    writeFields(writer, { fields, columnOffsets, types, place: at(arrays.ofStructs, index) });
  }
  for (const [index, entry] of schema.variants.entries())
    writeVariantKinds(writer, entry, at(arrays.ofVariants, index));
  for (const [index, block] of blocks.entries()) {
    const ofTable = at(arrays.ofTables, index);
    const { columnOffsets } = block.layout;
    writeFields(writer, {
      fields: block.schema.columns,
      columnOffsets,
      types,
      place: ofTable.columns,
    });
    writeIndexes(writer, block, ofTable);
    writeParts(writer, block, ofTable.parts);
  }
  return { ...writer.finish(), tableEntries: blocks.map((_, index) => startOf(arrays.tables, index)) };
}

/** Where the entries of one array lie. */
interface ArrayPlace {
  readonly start: number;
  readonly count: number;
  readonly size: number;
}

interface TableArrays {
  readonly columns: ArrayPlace;
  readonly indexes: ArrayPlace;
  readonly keyParts: readonly ArrayPlace[];
  readonly parts: ArrayPlace;
}

function layOutArrays(schema: Schema, blocks: readonly EncodedBlock[], types: TypeTable) {
  let end: number = headerLayout.size;
  const place = (count: number, { size }: { readonly size: number }): ArrayPlace => {
    const start = roundUp(end, directoryAlignment);
    end = start + count * size;
    return { start, count, size };
  };
  const tables = place(blocks.length, tableEntryLayout);
  const typeEntries = place(types.types.length, typeEntryLayout);
  const ofTypes = types.types.map((type) => ({
    key: place(type.kind === "reference" ? type.key.length : 0, numberLayout),
    tables: place(type.kind === "reference" ? type.targets.length : 0, numberLayout),
  }));
  const enums = place(schema.enums.length, enumEntryLayout);
  const structs = place(schema.structs.length, structEntryLayout);
  const variants = place(schema.variants.length, variantEntryLayout);
  const ofEnums = schema.enums.map(({ values }) => place(values.length, enumValueLayout));
  const ofStructs = schema.structs.map(({ fields }) => place(fields.length, columnEntryLayout));
  const ofVariants = schema.variants.map(({ kinds }) => place(kinds.length, variantKindLayout));
  const ofTables = blocks.map(
    ({ schema: table, indexes, parts }): TableArrays => ({
      columns: place(table.columns.length, columnEntryLayout),
      indexes: place(indexes.length, indexEntryLayout),
      keyParts: indexes.map((index) => place(index.parts.length, keyPartLayout)),
      parts: place(parts.length, partEntryLayout),
    }),
  );
  return {
    ...{ tables, types: typeEntries, enums, structs, variants },
    ...{ ofTypes, ofEnums, ofStructs, ofVariants, ofTables, end },
  };
}

const numberLayout = { size: 4 };

function startOf({ start, size }: ArrayPlace, index: number): number {
  return start + index * size;
}

/** Writes numbers and references to the arrays, and collects their strings behind them. */
class DirectoryWriter {
  readonly #arraysEnd: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #strings = new StringPool();

  constructor(arraysEnd: number) {
    this.#arraysEnd = arraysEnd;
    this.#bytes = new Uint8Array(arraysEnd);
    this.#view = new DataView(this.#bytes.buffer);
  }

  u16(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
  }

  u32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  u64(at: number, { low, high }: U64): void {
    this.u32(at, low);
    this.u32(at + 4, high);
  }

  bytes(at: number, value: Uint8Array): void {
    this.#bytes.set(value, at);
  }

  string(at: number, text: string): void {
    const { position, size } = this.#strings.add(text);
    this.u32(at + referenceLayout.offset, this.#arraysEnd + position - at);
    this.u32(at + referenceLayout.count, size);
  }

  list(at: number, { start, count }: ArrayPlace): void {
    this.u32(at + referenceLayout.offset, count === 0 ? emptyListOffset : start - at);
    this.u32(at + referenceLayout.count, count);
  }

  /** Returns arrays and strings, up to the first block. */
  finish(): { readonly bytes: Uint8Array; readonly view: DataView } {
    const strings = this.#strings.bytes;
    const end = this.#arraysEnd + strings.length;
    const bytes = new Uint8Array(Math.max(roundUp(end, blockAlignment), minMetaBytes));
    bytes.set(this.#bytes);
    bytes.set(strings, this.#arraysEnd);
    return { bytes, view: new DataView(bytes.buffer) };
  }
}

interface TableToWrite {
  readonly block: EncodedBlock;
  readonly schemaText: string;
  readonly arrays: TableArrays;
}

function writeTable(
  writer: DirectoryWriter,
  entry: number,
  { block, schemaText, arrays }: TableToWrite,
): void {
  const { schema, rowCount } = block;
  writer.string(entry + tableEntryLayout.name, schema.name);
  writer.string(entry + tableEntryLayout.note, schema.note);
  writer.bytes(entry + tableEntryLayout.schemaHash, contentHash(new TextEncoder().encode(schemaText)));
  writer.u32(entry + tableEntryLayout.blockBytes, block.bytes);
  writer.u32(entry + tableEntryLayout.rowCount, rowCount);
  writer.u32(entry + tableEntryLayout.stride, block.layout.stride);
  writer.list(entry + tableEntryLayout.columns, arrays.columns);
  writer.list(entry + tableEntryLayout.indexes, arrays.indexes);
  writer.list(entry + tableEntryLayout.parts, arrays.parts);
  writer.u32(entry + tableEntryLayout.order, offsetOfPart(block.parts, "order"));
  writer.u32(entry + tableEntryLayout.flags, schema.isSingleton ? singletonFlag : 0);
}

interface TypeToWrite {
  readonly type: ValueType;
  readonly types: TypeTable;
  readonly arrays: { readonly key: ArrayPlace; readonly tables: ArrayPlace };
}

function writeType(writer: DirectoryWriter, entry: number, { type, types, arrays }: TypeToWrite): void {
  const { kind, alignment, bytes } = storageOf(type);
  const { inner, detail } = numbersOf(type, types);
  writer.u16(entry + typeEntryLayout.kind, kind);
  writer.u16(entry + typeEntryLayout.alignment, alignment);
  writer.u32(entry + typeEntryLayout.bytes, bytes);
  writer.u32(entry + typeEntryLayout.inner, inner);
  writer.u32(entry + typeEntryLayout.detail, detail);
  if (type.kind !== "reference") return;
  writer.list(entry + typeEntryLayout.key, arrays.key);
  writer.list(entry + typeEntryLayout.tables, arrays.tables);
  for (const [index, part] of type.key.entries())
    writer.u32(startOf(arrays.key, index), types.positionOf(part));
  for (const [index, { table }] of type.targets.entries()) writer.u32(startOf(arrays.tables, index), table);
}

/** What the entry of a type says beside its kind and size. */
function numbersOf(type: ValueType, types: TypeTable): { readonly inner: number; readonly detail: number } {
  switch (type.kind) {
    case "list":
    case "set":
      return { inner: types.positionOf(type.element), detail: 0 };
    case "array":
      return { inner: types.positionOf(type.element), detail: type.length };
    case "optional":
      return { inner: types.positionOf(type.value), detail: 0 };
    case "map":
      return { inner: types.positionOf(type.key), detail: types.positionOf(type.value) };
    case "enum":
      return { inner: types.positionOf(type.underlying), detail: type.index };
    case "struct":
    case "variant":
      return { inner: 0, detail: type.index };
    case "reference":
      return { inner: 0, detail: layoutReference(type).offset };
    default:
      return { inner: 0, detail: 0 };
  }
}

function writeEnum(
  writer: DirectoryWriter,
  start: number,
  {
    entry,
    types,
    values,
  }: { readonly entry: EnumSchema; readonly types: TypeTable; readonly values: ArrayPlace },
): void {
  writer.string(start + enumEntryLayout.name, entry.name);
  writer.string(start + enumEntryLayout.note, entry.note);
  writer.u32(start + enumEntryLayout.underlying, types.positionOf(entry.underlying));
  writer.u32(start + enumEntryLayout.flags, entry.isFlags ? bitsFlag : 0);
  writer.list(start + enumEntryLayout.values, values);
}

function writeStruct(
  writer: DirectoryWriter,
  start: number,
  { entry, fields }: { readonly entry: StructSchema; readonly fields: ArrayPlace },
): void {
  const { stride, alignment } = layoutStruct(entry.fields);
  writer.string(start + structEntryLayout.name, entry.name);
  writer.string(start + structEntryLayout.note, entry.note);
  writer.u32(start + structEntryLayout.bytes, stride);
  writer.u32(start + structEntryLayout.alignment, alignment);
  writer.list(start + structEntryLayout.fields, fields);
}

function writeVariant(
  writer: DirectoryWriter,
  start: number,
  { entry, kinds }: { readonly entry: VariantSchema; readonly kinds: ArrayPlace },
): void {
  writer.string(start + variantEntryLayout.name, entry.name);
  writer.string(start + variantEntryLayout.note, entry.note);
  writer.list(start + variantEntryLayout.kinds, kinds);
}

function writeVariantKinds(writer: DirectoryWriter, { kinds }: VariantSchema, place: ArrayPlace): void {
  for (const [index, { name, struct }] of kinds.entries()) {
    const start = startOf(place, index);
    writer.string(start + variantKindLayout.name, name);
    writer.u32(start + variantKindLayout.struct, struct);
  }
}

function writeEnumValues(writer: DirectoryWriter, { values }: EnumSchema, place: ArrayPlace): void {
  for (const [index, { value, name, note }] of values.entries()) {
    const start = startOf(place, index);
    writer.u64(start + enumValueLayout.value, u64FromBigInt(BigInt(value)));
    writer.string(start + enumValueLayout.name, name);
    writer.string(start + enumValueLayout.note, note);
  }
}

interface FieldsToWrite {
  readonly fields: readonly FieldSchema[];
  readonly columnOffsets: readonly number[];
  readonly types: TypeTable;
  readonly place: ArrayPlace;
}

/** Writes the columns of a table or the fields of a struct. */
function writeFields(writer: DirectoryWriter, { fields, columnOffsets, types, place }: FieldsToWrite): void {
  for (const [index, { name, note, type }] of fields.entries()) {
    const start = startOf(place, index);
    writer.string(start + columnEntryLayout.name, name);
    writer.string(start + columnEntryLayout.note, note);
    writer.u32(start + columnEntryLayout.type, types.positionOf(type));
    writer.u32(start + columnEntryLayout.offset, at(columnOffsets, index));
  }
}

function writeIndexes(writer: DirectoryWriter, block: EncodedBlock, arrays: TableArrays): void {
  for (const [position, index] of block.indexes.entries()) {
    const keyParts = at(arrays.keyParts, position);
    writeIndex(writer, startOf(arrays.indexes, position), { block, position, index, keyParts });
    for (const [number, part] of index.parts.entries()) {
      const start = startOf(keyParts, number);
      writer.u32(start + keyPartLayout.column, part.column);
      writer.u32(start + keyPartLayout.columnOffset, at(block.layout.columnOffsets, part.column));
      writer.u64(start + keyPartLayout.minimum, part.minimum);
      writer.u64(start + keyPartLayout.range, part.range);
      writer.u64(start + keyPartLayout.multiplier, part.multiplier);
    }
  }
}

interface IndexToWrite {
  readonly block: EncodedBlock;
  readonly position: number;
  readonly index: KeyIndexHead;
  readonly keyParts: ArrayPlace;
}

function writeIndex(
  writer: DirectoryWriter,
  start: number,
  { block, position, index, keyParts }: IndexToWrite,
): void {
  const data = block.parts.find((part) => part.kind === "index-data" && part.index === position);
  writer.string(start + indexEntryLayout.name, index.key.name);
  writer.u32(start + indexEntryLayout.kind, indexKinds[index.kind]);
  writer.u32(start + indexEntryLayout.form, keyForms[index.form]);
  writer.list(start + indexEntryLayout.parts, keyParts);
  writer.u32(start + indexEntryLayout.keyCount, index.keyCount);
  writer.u32(start + indexEntryLayout.slotCount, index.slotCount);
  writer.u32(start + indexEntryLayout.shift, index.shift);
  writer.u32(start + indexEntryLayout.bucketBits, index.bucketBits);
  writer.u32(start + indexEntryLayout.hashLevel, index.hashLevel);
  writer.u32(start + indexEntryLayout.purpose, indexPurposes[index.key.purpose]);
  writer.u64(start + indexEntryLayout.multiplier, index.multiplier);
  writer.u64(start + indexEntryLayout.salt, index.salt);
  writer.u32(start + indexEntryLayout.data, data?.offset ?? 0);
  writer.u32(start + indexEntryLayout.dataBytes, data?.bytes ?? 0);
  writer.u32(start + indexEntryLayout.slots, offsetOfPart(block.parts, "index-slots", position));
  writer.u32(start + indexEntryLayout.rows, offsetOfPart(block.parts, "index-rows", position));
}

function writeParts(writer: DirectoryWriter, { parts }: EncodedBlock, place: ArrayPlace): void {
  for (const [index, part] of parts.entries()) {
    const start = startOf(place, index);
    writer.u32(start + partEntryLayout.kind, partKinds[part.kind]);
    writer.u32(start + partEntryLayout.index, part.index);
    writer.u32(start + partEntryLayout.offset, part.offset);
    writer.u32(start + partEntryLayout.bytes, part.bytes);
  }
}
