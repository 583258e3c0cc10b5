import { assert, at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { contentHash, formatHash } from "../base/hash/content-hash.js";
import {
  byteOrderMark,
  formatSchemaTexts,
  headerLayout,
  imageMagic,
  layoutRow,
  layoutVersion,
  maxImageBytes,
  tableEntryLayout,
  unhashedBytes,
} from "../model/image-format.js";
import type { KeyIndex } from "../model/key-index.js";
import type { RowResolver } from "../model/row-resolver.js";
import type { Schema } from "../model/schema.js";
import type { TableBlock, TableImage } from "../model/table-image.js";
import type { TypedTable } from "../model/typed-table.js";
import { type BlockContent, type EncodedBlock, encodeBlock } from "./encode-block.js";
import { type EncodedDirectory, encodeDirectory } from "./encode-directory.js";
import { placeBlock, type RowPlaces } from "./place-block.js";
import { collectTypes } from "./type-table.js";

/** What is encoded. Tables are in the order of `schema.tables`, which is that of the names. */
export interface EncodeInput {
  readonly schema: Schema;
  readonly tables: readonly TypedTable[];
  /** Returns the indexes of a table, in the order of its keys. */
  readonly indexesOf: (table: TypedTable) => readonly KeyIndex[];
  /** Knows the row of every reference. */
  readonly rows: RowResolver;
  /** Blocks of an image before this one; none unless given. */
  readonly blocks?: BlockStore;
  /** Makes room for the image, all zero: where the file that it becomes a part of will have it, say. */
  readonly allocate?: (bytes: number) => Uint8Array;
}

/** Where blocks are kept from one image to the next. A table is named by its position in the schema. */
export interface BlockStore {
  /** Returns the table's block if all that it is made of is as it was. */
  take(table: number): EncodedBlock | undefined;
  keep(table: number, block: EncodedBlock, content: BlockContent): void;
}

/**
 * Encodes all tables as the bytes of docs/image-format.md.
 *
 * Returns `undefined` when the tables do not fit, which is then reported.
 */
export function encodeImage(
  { schema, tables, indexesOf, rows, blocks: store, allocate = zeros }: EncodeInput,
  report: Report,
): TableImage | undefined {
  checkOrder(schema, tables);
  if (!checkSize(sumOf(tables.map(countRowBytes)), tables, report)) return undefined;
  const types = collectTypes(schema);
  const context = { schema, types, rows };
  const blocks = tables.map(
    (table, index) => store?.take(index) ?? encodeBlock(table, indexesOf(table), context),
  );
  const directory = encodeDirectory(schema, blocks, types);
  const size = directory.bytes.length + sumOf(blocks.map((block) => block.bytes));
  if (!checkSize(size, tables, report)) return undefined;
  return assemble(schema, { directory, blocks, store, bytes: allocate(size) });
}

function zeros(bytes: number): Uint8Array {
  return new Uint8Array(bytes);
}

function checkOrder(schema: Schema, tables: readonly TypedTable[]): void {
  const names = schema.tables.map((table) => table.name);
  assert(tables.length === names.length, "there are other tables than the schema has");
  for (const [index, table] of tables.entries()) {
    assert(table.schema.name === names[index], "the tables are not in the order of the schema");
  }
  assert(isAscending(names), "the tables of the schema are not in the order of their names");
  for (const named of [schema.enums, schema.variants]) {
    assert(
      isAscending(named.map(({ name }) => name)),
      "enums or variants are not in the order of their names",
    );
  }
}

function isAscending(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || at(names, index - 1) < name);
}

/** Reports tables that are too large, at the largest of them. */
function checkSize(bytes: number, tables: readonly TypedTable[], report: Report): boolean {
  if (bytes <= maxImageBytes) return true;
  const [largest] = [...tables].sort((a, b) => countRowBytes(b) - countRowBytes(a));
  report("image-too-large", { bytes }, largest?.schema.at);
  return false;
}

function countRowBytes(table: TypedTable): number {
  return table.rowCount * layoutRow(table.schema.columns).stride;
}

interface Pieces {
  readonly directory: EncodedDirectory;
  readonly blocks: readonly EncodedBlock[];
  readonly store: BlockStore | undefined;
  readonly bytes: Uint8Array;
}

/** Puts directory and blocks together: first the blocks, then what their entries say of them, then the header. */
function assemble(schema: Schema, { directory, blocks, store, bytes }: Pieces): TableImage {
  const metaBytes = directory.bytes.length;
  bytes.set(directory.bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const places = placeRows(blocks, metaBytes);
  const placed: TableBlock[] = [];
  for (const [index, block] of blocks.entries()) {
    const { offset } = at(places, index);
    const { block: table, contentHash: hash, content } = placeBlock(block, { image: bytes, offset, places });
    const entry = at(directory.tableEntries, index);
    view.setUint32(entry + tableEntryLayout.blockOffset, offset, true);
    bytes.set(hash, entry + tableEntryLayout.contentHash);
    bytes.set(content.dataHash, entry + tableEntryLayout.dataHash);
    placed.push({ ...table, contentHash: formatHash(hash) });
    store?.keep(index, block, content);
  }
  const version = writeHeader(schema, bytes, metaBytes);
  return { schema, bytes, version, metaBytes, blocks: placed };
}

/** Blocks follow each other behind the meta, rows are the first part of each. */
function placeRows(blocks: readonly EncodedBlock[], metaBytes: number): readonly RowPlaces[] {
  let end = metaBytes;
  return blocks.map(({ bytes, layout, slotOfRow }) => {
    const offset = end;
    end += bytes;
    return { offset, stride: layout.stride, slotOfRow };
  });
}

/** Fills the header around the references that it already has, and returns the version. */
function writeHeader(schema: Schema, bytes: Uint8Array, metaBytes: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const encoder = new TextEncoder();
  bytes.set(encoder.encode(imageMagic), headerLayout.magic);
  view.setUint32(headerLayout.layoutVersion, layoutVersion, true);
  view.setUint32(headerLayout.byteOrder, byteOrderMark, true);
  view.setUint32(headerLayout.imageBytes, bytes.length, true);
  view.setUint32(headerLayout.metaBytes, metaBytes, true);
  bytes.set(contentHash(encoder.encode(formatSchemaTexts(schema).join(""))), headerLayout.schemaHash);
  const hash = contentHash(bytes.subarray(unhashedBytes, metaBytes));
  bytes.set(hash, headerLayout.contentHash);
  return formatHash(hash);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
