import {
  blockAlignment,
  byteOrderMark,
  columnEntryLayout,
  headerLayout,
  imageMagic,
  indexEntryLayout,
  layoutVersion,
  maxImageBytes,
  minMetaBytes,
  partEntryLayout,
  partKinds,
  singletonFlag,
  tableEntryLayout,
} from "../model/image-format.js";
import type { ValueType } from "../model/schema.js";
import type { BlockPart } from "../model/table-image.js";
import { DirectorySource, nameOf, readHash, requireDistinctNames, requireImage } from "./directory-source.js";
import { ImageError } from "./errors.js";
import type { ImageInfo, TableInfo } from "./image-info.js";
import type { Memory } from "./memory.js";
import { type BlockSpace, readIndex, requireInBlock } from "./read-index.js";
import { readField, readTypes } from "./read-types.js";

/**
 * Reads and checks the header and the whole directory. After it, every offset and size of the directory
 * is known to lie where it may; what the rows refer to is checked when it is read.
 *
 * Throws ImageError. The work is bounded by the size of the image, whatever its bytes are.
 */
export function readDirectory(memory: Memory): ImageInfo {
  const metaBytes = readHeader(memory);
  const source = new DirectorySource(memory, metaBytes);
  const { types, enums, structs, variants } = readTypes(source);
  const tables = source.tables.map((entry) => readTable(source, entry, types));
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
    structs,
    variants,
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
    .map((column) => readField(source, column, types, name, space.stride));
  requireDistinctNames(columns, `${name} column`);
  const isSingleton = (field(tableEntryLayout.flags) & singletonFlag) !== 0;
  requireImage(
    !isSingleton || space.rowCount === 1,
    `table ${name} is read as one row and has ${space.rowCount}`,
  );
  const indexes = source
    .list(entry + tableEntryLayout.indexes, indexEntryLayout.size)
    .map((index) => readIndex(source, index, columns, space));
  return {
    name,
    note: source.string(entry + tableEntryLayout.note),
    contentHash: readHash(memory, entry + tableEntryLayout.contentHash),
    schemaHash: readHash(memory, entry + tableEntryLayout.schemaHash),
    dataHash: readHash(memory, entry + tableEntryLayout.dataHash),
    isSingleton,
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
