import { assertNever, at } from "../../base/assert.js";
import {
  headerLayout,
  indexEntryLayout,
  indexKinds,
  partAlignment,
  rankBlockLayout,
  storageOf,
  tableEntryLayout,
} from "../../model/image-format.js";
import { formatType, type ValueType } from "../../model/schema.js";
import type { BlockPart, TableBlock } from "../../model/table-image.js";
import type { TableCppNames } from "./choose-names.js";
import { commentText } from "./comment-text.js";
import { cppType } from "./cpp-types.js";
import type { EmitContext } from "./emit-headers.js";
import { type ImageReader, readType, structType } from "./image-reader.js";
import { createStringMembers } from "./string-members.js";
import { createPadding, type MemberSource, type StructSource } from "./struct-source.js";
import { createComment, createInitializer, joinComments } from "./value-initializer.js";

/** Describes a table's block: its rows, order, indexes, lists, structs and strings. */
export function createBlockStruct(
  context: EmitContext,
  image: ImageReader,
  block: TableBlock,
  index: number,
): StructSource {
  const names = at(context.names.tables, index);
  const members = block.parts.flatMap((part) => createMembers({ context, image, block, names, index }, part));
  return {
    name: names.block,
    comment: `The block of table ${commentText(block.table.name)}.`,
    bytes: block.bytes,
    members: [...members, ...createPadding(endOf(block), block.bytes)],
  };
}

function endOf({ parts }: TableBlock): number {
  const last = parts[parts.length - 1];
  return last === undefined ? 0 : last.offset + last.bytes;
}

interface BlockContext {
  readonly context: EmitContext;
  readonly image: ImageReader;
  readonly block: TableBlock;
  readonly names: TableCppNames;
  readonly index: number;
}

function createMembers(from: BlockContext, part: BlockPart): readonly MemberSource[] {
  switch (part.kind) {
    case "rows":
      return [createRows(from, part)];
    case "order":
      return [
        createNumbers(from, part, {
          name: "order",
          comment: "order: the slot of each row, in the order of the sheet",
        }),
      ];
    case "index-data":
      return [createIndexData(from, part)];
    case "index-slots":
      return [
        createNumbers(from, part, {
          name: `slots_${part.index}`,
          comment: `${slotsComment(from, part)}: ${keyName(from, part)}`,
        }),
      ];
    case "index-rows":
      return [
        createNumbers(from, part, {
          name: `index_rows_${part.index}`,
          comment: `the rows in the order of ${keyName(from, part)}`,
        }),
      ];
    case "lists":
      return [createLists(from, part)];
    case "structs":
      return [createStructs(from, part)];
    case "strings":
      return createStringMembers(
        from.image.bytes,
        { begin: start(from, part), end: start(from, part) + part.bytes, base: from.block.offset },
        { name: "strings", alignment: partAlignment },
      );
    default:
      return assertNever(part.kind);
  }
}

function createRows(from: BlockContext, part: BlockPart): MemberSource {
  const { block, image, context, names } = from;
  const { columns } = block.table;
  const types = columns.map(({ type }) => type);
  const values = columns.map(({ type }, index) => {
    const initialize = createInitializer(type, context, image);
    return (position: number) => initialize(position + at(block.columnOffsets, index));
  });
  const comment = joinComments(types, block.columnOffsets, context, image);
  const line = (position: number): string =>
    withComment(`{${values.map((write) => write(position)).join(", ")}}`, comment?.(position));
  return {
    name: "rows",
    type: names.row,
    count: block.rowCount,
    offset: part.offset,
    comment: `rows: ${block.table.columns.map(({ name }) => commentText(name)).join(", ")}`,
    isBraced: true,
    lines: () => mapPositions(start(from, part), block.rowCount, block.stride, line),
  };
}

function withComment(initializer: string, comment: string | undefined): string {
  return `${initializer},${comment === undefined ? "" : `  // ${comment}`}`;
}

/** A `u32` array, 16 to a line. */
function createNumbers(
  from: BlockContext,
  part: BlockPart,
  { name, comment }: { readonly name: string; readonly comment: string },
): MemberSource {
  const { view } = from.image;
  return {
    ...{ name, comment, offset: part.offset, alignment: partAlignment, isBraced: true },
    type: "std::uint32_t",
    count: part.bytes / 4,
    lines: () =>
      wrap(
        mapPositions(start(from, part), part.bytes / 4, 4, (at) => `${view.getUint32(at, true)}U`),
        16,
      ),
  };
}

function createIndexData(from: BlockContext, part: BlockPart): MemberSource {
  const { image, index } = from;
  const table = image.reference(headerLayout.tables).target + index * tableEntryLayout.size;
  const entry = image.reference(table + tableEntryLayout.indexes).target + part.index * indexEntryLayout.size;
  const kind = image.view.getUint32(entry + indexEntryLayout.kind, true);
  const name = `index_${part.index}`;
  if (kind === indexKinds.dense) {
    return createNumbers(from, part, { name, comment: `the row of each number: ${keyName(from, part)}` });
  }
  if (kind === indexKinds.sorted) return createSortedKeys(from, part, name);
  if (kind === indexKinds["bitmap-rank"]) return createRankBlocks(from, part, name);
  if (kind === indexKinds.displacement) {
    return createNumbers(from, part, {
      name,
      comment: `the displacement of each bucket: ${keyName(from, part)}`,
    });
  }
  const what = kind === indexKinds.bytes ? "the row of each byte" : "the pilot of each bucket";
  return createBytes(from, part, { name, comment: `${what}: ${keyName(from, part)}` });
}

function createSortedKeys(from: BlockContext, part: BlockPart, name: string): MemberSource {
  const { view } = from.image;
  const count = part.bytes / 8;
  return {
    ...{ name, count, offset: part.offset, alignment: partAlignment, isBraced: true },
    comment: `the packed keys in ascending order: ${keyName(from, part)}`,
    type: "std::uint64_t",
    lines: () =>
      wrap(
        mapPositions(start(from, part), count, 8, (at) => `${view.getBigUint64(at, true)}U`),
        8,
      ),
  };
}

function createBytes(
  from: BlockContext,
  part: BlockPart,
  naming: { readonly name: string; readonly comment: string },
): MemberSource {
  const { bytes } = from.image;
  return {
    ...{ ...naming, offset: part.offset, alignment: partAlignment, isBraced: true },
    type: "std::uint8_t",
    count: part.bytes,
    lines: () =>
      wrap(
        mapPositions(start(from, part), part.bytes, 1, (at) => String(bytes[at])),
        32,
      ),
  };
}

function createRankBlocks(from: BlockContext, part: BlockPart, name: string): MemberSource {
  const { view } = from.image;
  const line = (at: number): string => {
    const bits = view
      .getUint32(at + rankBlockLayout.bits, true)
      .toString(16)
      .padStart(8, "0");
    return `{${view.getUint32(at + rankBlockLayout.rank, true)}U, 0x${bits}U}`;
  };
  const count = part.bytes / rankBlockLayout.size;
  return {
    ...{ name, count, offset: part.offset, alignment: partAlignment, isBraced: true },
    comment: `rank and bits of each 32 numbers: ${keyName(from, part)}`,
    type: "tablegen::layout::rank_block",
    lines: () => wrap(mapPositions(start(from, part), count, rankBlockLayout.size, line), 8),
  };
}

function createLists(from: BlockContext, part: BlockPart): MemberSource {
  const type = readType(from.image, from.context.schema, part.index);
  const comment = `elements of ${commentText(formatType(type))}[]`;
  return createValues(from, part, { name: `lists_${part.index}`, comment, type });
}

function createStructs(from: BlockContext, part: BlockPart): MemberSource {
  const type = structType(from.context.schema, part.index);
  const comment = `values of ${commentText(type.name)}`;
  return createValues(from, part, { name: `structs_${part.index}`, comment, type });
}

interface ValuesSource {
  readonly name: string;
  readonly comment: string;
  readonly type: ValueType;
}

/** Values of one type: one to a line where a comment stands behind each, else 16. */
function createValues(
  from: BlockContext,
  part: BlockPart,
  { name, comment, type }: ValuesSource,
): MemberSource {
  const { image, context } = from;
  const { bytes } = storageOf(type);
  const initialize = createInitializer(type, context, image);
  const commentOf = createComment(type, context, image);
  const count = part.bytes / bytes;
  const commented = (position: number) => withComment(initialize(position), commentOf?.(position));
  return {
    ...{ name, comment, count, offset: part.offset, alignment: partAlignment, isBraced: true },
    type: cppType(type, context.names).stored,
    lines: () =>
      commentOf === undefined
        ? wrap(mapPositions(start(from, part), count, bytes, initialize), 16)
        : mapPositions(start(from, part), count, bytes, commented),
  };
}

function slotsComment({ block }: BlockContext, part: BlockPart): string {
  const { purpose } = at(block.table.keys, part.index);
  return purpose === "multi" ? "where the rows of each key begin" : "the row of each slot";
}

function keyName({ block }: BlockContext, part: BlockPart): string {
  return `key ${commentText(at(block.table.keys, part.index).name)}`;
}

function start({ block }: BlockContext, part: BlockPart): number {
  return block.offset + part.offset;
}

function* mapPositions(
  begin: number,
  count: number,
  step: number,
  format: (position: number) => string,
): Iterable<string> {
  for (let index = 0; index < count; index++) yield format(begin + index * step);
}

/** Joins elements to lines of at most `perLine`. */
function* wrap(elements: Iterable<string>, perLine: number): Iterable<string> {
  let line: string[] = [];
  for (const element of elements) {
    line.push(element);
    if (line.length < perLine) continue;
    yield `${line.join(", ")},`;
    line = [];
  }
  if (line.length > 0) yield `${line.join(", ")},`;
}
