import { at as elementAt } from "../base/assert.js";
import { formatHash } from "../base/hash/content-hash.js";
import {
  blockAlignment,
  byteOrderMark,
  columnEntryLayout,
  enumEntryLayout,
  enumValueLayout,
  headerLayout,
  imageMagic,
  indexEntryLayout,
  indexKinds,
  keyForms,
  keyPartLayout,
  layoutVersion,
  maxImageBytes,
  minMetaBytes,
  partEntryLayout,
  partKinds,
  referenceLayout,
  scalarTypes,
  storageOf,
  tableEntryLayout,
  typeEntryLayout,
  typeKinds,
} from "../model/image-format.js";
import type { KeyPart, U64 } from "../model/key-index.js";
import type { ValueType } from "../model/schema.js";
import type { BlockPart } from "../model/table-image.js";
import { ImageError } from "./errors.js";
import type { ColumnInfo, EnumInfo, EnumValueInfo, ImageInfo, IndexInfo, TableInfo } from "./image-info.js";
import { borrowBytes, type Memory } from "./memory.js";

/** Types nest no deeper in anything that a header can say; the bound keeps hostile ones from nesting without end. */
const maxTypeDepth = 32;

/**
 * Reads and checks the header and the whole directory. After it, every offset and size of the directory
 * is known to lie where it may; what the rows refer to is checked when it is read.
 *
 * Throws ImageError. The work is bounded by the size of the image, whatever its bytes are.
 */
export function readDirectory(memory: Memory): ImageInfo {
  const metaBytes = readHeader(memory);
  const source = new DirectorySource(memory, metaBytes);
  const { enums, types } = readTypes(source);
  const tables = source
    .list(headerLayout.tables, tableEntryLayout.size)
    .map((entry) => readTable(source, entry, types));
  requireDistinctNames(tables, "table");
  checkBlocks(tables, metaBytes, memory.sizeBytes);
  return {
    name: source.string(headerLayout.name),
    layoutVersion,
    version: readHash(memory, headerLayout.contentHash),
    schemaHash: readHash(memory, headerLayout.schemaHash),
    imageBytes: memory.sizeBytes,
    metaBytes,
    tables,
    enums,
  };
}

/** Checks the first 48 bytes and returns the size of the meta. */
function readHeader(memory: Memory): number {
  const { sizeBytes } = memory;
  if (sizeBytes < imageMagic.length || memory.text(0, imageMagic.length) !== imageMagic) {
    throw new ImageError("This is not a table-gen image: it does not begin with the word tablegen.");
  }
  requireImage(sizeBytes >= minMetaBytes, `it is truncated to ${sizeBytes} bytes`);
  const version = memory.uint32(headerLayout.layoutVersion);
  if (version !== layoutVersion) {
    throw new ImageError(
      `The image has layout version ${version}; this runtime reads version ${layoutVersion}.`,
      {
        help: "Build the library again, or update table-gen here, so that both are of one version.",
      },
    );
  }
  requireImage(memory.uint32(headerLayout.byteOrder) === byteOrderMark, "its byte order is unknown");
  const imageBytes = memory.uint64(headerLayout.imageBytes);
  requireImage(imageBytes <= BigInt(maxImageBytes), `it claims ${imageBytes} bytes`);
  requireImage(
    imageBytes === BigInt(sizeBytes),
    `its header says ${imageBytes} bytes, and there are ${sizeBytes}`,
  );
  const metaBytes = Number(memory.uint64(headerLayout.metaBytes));
  const inside = metaBytes >= minMetaBytes && metaBytes <= sizeBytes;
  requireImage(inside && metaBytes % blockAlignment === 0, `its directory claims ${metaBytes} bytes`);
  return metaBytes;
}

/**
 * Lists and strings of the directory. Each byte of it belongs to one list, so all lists together are no
 * longer than the directory; that bound, and the like for strings, stops lists that overlap.
 */
class DirectorySource {
  readonly memory: Memory;
  readonly #metaBytes: number;
  readonly #strings = new Map<string, string>();
  #listBytes = 0;
  #stringBytes = 0;

  constructor(memory: Memory, metaBytes: number) {
    this.memory = memory;
    this.#metaBytes = metaBytes;
  }

  /** Returns the positions of a list's elements. */
  list(reference: number, elementBytes: number): readonly number[] {
    const count = this.memory.uint32(reference + referenceLayout.count);
    if (count === 0) return [];
    const start = this.#requireTarget(reference, count * elementBytes);
    this.#listBytes += count * elementBytes;
    requireImage(this.#listBytes <= this.#metaBytes, "lists of its directory overlap");
    return Array.from({ length: count }, (_, index) => start + index * elementBytes);
  }

  string(reference: number): string {
    const size = this.memory.uint32(reference + referenceLayout.count);
    if (size === 0) return "";
    const start = this.#requireTarget(reference, size);
    const key = `${start}:${size}`;
    const known = this.#strings.get(key);
    if (known !== undefined) return known;
    this.#stringBytes += size;
    requireImage(this.#stringBytes <= this.#metaBytes, "strings of its directory overlap");
    const text = this.memory.text(start, size);
    this.#strings.set(key, text);
    return text;
  }

  #requireTarget(reference: number, bytes: number): number {
    const start = this.memory.target(reference);
    const inside = start >= headerLayout.size && start + bytes <= this.#metaBytes;
    requireImage(inside, `the reference at ${reference} leads out of its directory`);
    return start;
  }
}

interface Types {
  readonly types: readonly ValueType[];
  readonly enums: readonly EnumInfo[];
}

/** Types name enums and enums name types, but both only what comes before them, so one walk builds each. */
function readTypes(source: DirectorySource): Types {
  const { memory } = source;
  const enumEntries = source.list(headerLayout.enums, enumEntryLayout.size);
  const enumNames = enumEntries.map((entry) => source.string(entry + enumEntryLayout.name));
  const types: ValueType[] = [];
  const depths: number[] = [];
  for (const entry of source.list(headerLayout.types, typeEntryLayout.size)) {
    const inner = memory.uint32(entry + typeEntryLayout.inner);
    const type = readType(memory, entry, types[inner], enumNames);
    const depth = hasInner(type) ? (depths[inner] ?? 0) + 1 : 0;
    requireImage(depth <= maxTypeDepth, `type ${types.length} nests too deep`);
    types.push(type);
    depths.push(depth);
    checkStorage(memory, entry, type, types.length - 1);
  }
  const enums = enumEntries.map((entry) => readEnum(source, entry, types));
  requireDistinctNames(enums, "enum");
  return { types, enums };
}

function readType(
  memory: Memory,
  entry: number,
  inner: ValueType | undefined,
  enumNames: readonly string[],
): ValueType {
  const kind = memory.uint16(entry + typeEntryLayout.kind);
  const scalar = scalarTypes.get(kind);
  if (scalar !== undefined) return scalar;
  requireImage(inner !== undefined, `the type at ${entry} names one that does not come before it`);
  const detail = memory.uint32(entry + typeEntryLayout.detail);
  switch (kind) {
    case typeKinds.enum: {
      const name = enumNames[detail];
      requireImage(name !== undefined && inner.kind === "integer", `the type at ${entry} names no enum`);
      return { kind: "enum", index: detail, name, underlying: inner };
    }
    case typeKinds.list:
      return { kind: "list", element: inner };
    case typeKinds.array:
      return { kind: "array", element: inner, length: detail };
    case typeKinds.optional:
      return { kind: "optional", value: inner };
    default:
      throw new ImageError(`The image is damaged: the type at ${entry} is of the unknown kind ${kind}.`);
  }
}

function hasInner(type: ValueType): boolean {
  return type.kind === "list" || type.kind === "array" || type.kind === "optional";
}

function checkStorage(memory: Memory, entry: number, type: ValueType, index: number): void {
  const { bytes, alignment } = storageOf(type);
  const agrees =
    memory.uint32(entry + typeEntryLayout.bytes) === bytes &&
    memory.uint16(entry + typeEntryLayout.alignment) === alignment;
  requireImage(agrees, `size or alignment of type ${index} is wrong`);
}

function readEnum(source: DirectorySource, entry: number, types: readonly ValueType[]): EnumInfo {
  const { memory } = source;
  const name = source.string(entry + enumEntryLayout.name);
  const underlying = types[memory.uint32(entry + enumEntryLayout.underlying)];
  requireImage(underlying?.kind === "integer", `enum ${name} has no underlying integer type`);
  const values = source
    .list(entry + enumEntryLayout.values, enumValueLayout.size)
    .map((value): EnumValueInfo => {
      return {
        name: source.string(value + enumValueLayout.name),
        value: memory.safeInteger(value + enumValueLayout.value),
        note: source.string(value + enumValueLayout.note),
      };
    });
  requireDistinctNames(values, `${name} value`);
  return { name, note: source.string(entry + enumEntryLayout.note), underlying, values };
}

function readTable(source: DirectorySource, entry: number, types: readonly ValueType[]): TableInfo {
  const { memory } = source;
  const name = source.string(entry + tableEntryLayout.name);
  const field = (offset: number) => memory.uint32(entry + offset);
  const space: BlockSpace = {
    table: name,
    rowCount: field(tableEntryLayout.rowCount),
    stride: field(tableEntryLayout.stride),
    blockBytes: field(tableEntryLayout.blockBytes),
  };
  requireInBlock(space, 0, space.rowCount * space.stride, "rows");
  const orderOffset = field(tableEntryLayout.order);
  if (orderOffset !== 0) requireInBlock(space, orderOffset, space.rowCount * 4, "order");
  const columns = source
    .list(entry + tableEntryLayout.columns, columnEntryLayout.size)
    .map((column) => readColumn(source, column, types, space));
  requireDistinctNames(columns, `${name} column`);
  const indexes = source
    .list(entry + tableEntryLayout.indexes, indexEntryLayout.size)
    .map((index) => readIndex(source, index, columns, space));
  return {
    name,
    note: source.string(entry + tableEntryLayout.note),
    contentHash: readHash(memory, entry + tableEntryLayout.contentHash),
    schemaHash: readHash(memory, entry + tableEntryLayout.schemaHash),
    blockOffset: field(tableEntryLayout.blockOffset),
    blockBytes: space.blockBytes,
    rowCount: space.rowCount,
    stride: space.stride,
    columns,
    indexes,
    parts: source
      .list(entry + tableEntryLayout.parts, partEntryLayout.size)
      .map((part) => readPart(memory, part, space)),
    orderOffset,
  };
}

/** The numbers of a table that bound what its block may hold. */
interface BlockSpace {
  readonly table: string;
  readonly rowCount: number;
  readonly stride: number;
  readonly blockBytes: number;
}

function readColumn(
  source: DirectorySource,
  entry: number,
  types: readonly ValueType[],
  space: BlockSpace,
): ColumnInfo {
  const { memory } = source;
  const name = source.string(entry + columnEntryLayout.name);
  const type = types[memory.uint32(entry + columnEntryLayout.type)];
  requireImage(type !== undefined, `column ${space.table}.${name} has no type`);
  const offset = memory.uint32(entry + columnEntryLayout.offset);
  const inside = offset + storageOf(type).bytes <= space.stride;
  requireImage(inside, `column ${space.table}.${name} lies outside of its row`);
  return { name, note: source.string(entry + columnEntryLayout.note), type, offset };
}

function readIndex(
  source: DirectorySource,
  entry: number,
  columns: readonly ColumnInfo[],
  space: BlockSpace,
): IndexInfo {
  const { memory } = source;
  const name = source.string(entry + indexEntryLayout.name);
  const what = `index ${space.table}.${name}`;
  const field = (offset: number) => memory.uint32(entry + offset);
  const kind = nameOf(indexKinds, field(indexEntryLayout.kind), what);
  const form = nameOf(keyForms, field(indexEntryLayout.form), what);
  const hashLevel = field(indexEntryLayout.hashLevel);
  requireImage(hashLevel === 0 || hashLevel === 1, `${what} has an unknown hash level`);
  const slotsOffset = field(indexEntryLayout.slots);
  const index: IndexInfo = {
    name,
    kind,
    form,
    parts: source
      .list(entry + indexEntryLayout.parts, keyPartLayout.size)
      .map((part) => readKeyPart(memory, part, columns, what)),
    keyCount: field(indexEntryLayout.keyCount),
    slotCount: field(indexEntryLayout.slotCount),
    shift: field(indexEntryLayout.shift),
    bucketBits: field(indexEntryLayout.bucketBits),
    hashLevel,
    multiplier: readU64(memory, entry + indexEntryLayout.multiplier),
    salt: readU64(memory, entry + indexEntryLayout.salt),
    dataOffset: field(indexEntryLayout.data),
    dataBytes: field(indexEntryLayout.dataBytes),
    slotsOffset,
    slotsBytes: slotsOffset === 0 ? 0 : space.rowCount * 4,
  };
  checkIndex(index, columns, space, what);
  return index;
}

function readKeyPart(memory: Memory, entry: number, columns: readonly ColumnInfo[], what: string): KeyPart {
  const column = memory.uint32(entry + keyPartLayout.column);
  const known = columns[column];
  const agrees = known !== undefined && memory.uint32(entry + keyPartLayout.columnOffset) === known.offset;
  requireImage(agrees, `${what} names a column that is not there`);
  requireImage(keyTypeKinds.includes(known.type.kind), `${what} has a part of a type that makes no key`);
  return {
    column,
    minimum: readU64(memory, entry + keyPartLayout.minimum),
    range: readU64(memory, entry + keyPartLayout.range),
    multiplier: readU64(memory, entry + keyPartLayout.multiplier),
  };
}

const keyTypeKinds: readonly ValueType["kind"][] = [
  "bool",
  "integer",
  "enum",
  "string",
  "datetime",
  "duration",
];

/** Checks that a lookup stays inside the index for any key. */
function checkIndex(index: IndexInfo, columns: readonly ColumnInfo[], space: BlockSpace, what: string): void {
  requireImage(index.keyCount === space.rowCount, `${what} counts ${index.keyCount} keys`);
  requireImage(
    index.parts.length > 0 && index.shift < 64,
    `${what} has no parts, or a shift that is too large`,
  );
  const isText = index.parts.some((part) => elementAt(columns, part.column).type.kind === "string");
  requireImage(!isText || index.form === "hashed", `${what} packs a string`);
  requireImage(index.form === "packed" || index.kind === "hash", `${what} has a hashed key but is no hash`);
  requireImage(index.dataOffset % 4 === 0 && index.slotsOffset % 4 === 0, `${what} is not aligned`);
  requireInBlock(space, index.dataOffset, index.dataBytes, `data of ${what}`);
  requireInBlock(space, index.slotsOffset, index.slotsBytes, `slots of ${what}`);
  if (index.keyCount > 0)
    requireImage(index.dataBytes >= minDataBytes(index, what), `the data of ${what} is cut`);
}

function minDataBytes(index: IndexInfo, what: string): number {
  switch (index.kind) {
    case "dense":
      return index.dataBytes === 0 && index.slotCount <= index.keyCount ? 0 : index.slotCount * 4;
    case "bitmap-rank":
      return Math.ceil(index.slotCount / 32) * 8;
    case "hash":
      requireImage(
        index.bucketBits >= 1 && index.bucketBits <= 31,
        `${what} has ${index.bucketBits} bucket bits`,
      );
      return 2 ** index.bucketBits;
  }
}

function readPart(memory: Memory, entry: number, space: BlockSpace): BlockPart {
  const part: BlockPart = {
    kind: nameOf(partKinds, memory.uint32(entry + partEntryLayout.kind), `a part of table ${space.table}`),
    index: memory.uint32(entry + partEntryLayout.index),
    offset: memory.uint32(entry + partEntryLayout.offset),
    bytes: memory.uint32(entry + partEntryLayout.bytes),
  };
  requireInBlock(space, part.offset, part.bytes, part.kind);
  return part;
}

/** Checks that the blocks follow each other without a gap from the meta to the end, so that the hashes cover all. */
function checkBlocks(tables: readonly TableInfo[], metaBytes: number, imageBytes: number): void {
  let end = metaBytes;
  for (const table of tables) {
    const follows = table.blockOffset === end && table.blockBytes % blockAlignment === 0;
    requireImage(follows, `the block of table ${table.name} is not where it should be`);
    end += table.blockBytes;
  }
  requireImage(end === imageBytes, "its tables do not fill it");
}

function requireInBlock(space: BlockSpace, offset: number, bytes: number, what: string): void {
  const inside = offset + bytes <= space.blockBytes;
  requireImage(inside, `${what} of table ${space.table} lie outside of its block`);
}

function requireDistinctNames(items: readonly { readonly name: string }[], what: string): void {
  const seen = new Set<string>();
  for (const { name } of items) {
    requireImage(!seen.has(name), `${what} ${name} is there twice`);
    seen.add(name);
  }
}

function nameOf<Name extends string>(
  numbers: Readonly<Record<Name, number>>,
  value: number,
  what: string,
): Name {
  // Object.keys of a record with these names gives these names.
  const name = (Object.keys(numbers) as Name[]).find((key) => numbers[key] === value);
  requireImage(name !== undefined, `${what} is of the unknown kind ${value}`);
  return name;
}

function readU64(memory: Memory, at: number): U64 {
  return { low: memory.uint32(at), high: memory.uint32(at + 4) };
}

function readHash(memory: Memory, at: number): string {
  return formatHash(borrowBytes(memory, at, 16));
}

function requireImage(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new ImageError(`The image is damaged: ${problem}.`);
}
