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
import { formatType } from "../../model/schema.js";
import type { BlockPart, TableBlock } from "../../model/table-image.js";
import type { TableCppNames } from "./choose-names.js";
import { commentText } from "./comment-text.js";
import { cppType } from "./cpp-types.js";
import type { EmitContext } from "./emit-headers.js";
import { type ImageReader, readType } from "./image-reader.js";
import { createStringMembers } from "./string-members.js";
import { createPadding, type MemberSource, type StructSource } from "./struct-source.js";
import { createComment, createInitializer } from "./value-initializer.js";

/** Describes a table's block: its rows, order, indexes, lists and strings. */
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
          comment: `the row of each slot: ${keyName(from, part)}`,
        }),
      ];
    case "lists":
      return [createLists(from, part)];
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
  const columns = block.table.columns.map((column, index) => ({
    offset: at(block.columnOffsets, index),
    initialize: createInitializer(column.type, context, image),
    comment: createComment(column.type, image),
  }));
  const line = (position: number): string => {
    const values = columns.map(({ offset, initialize }) => initialize(position + offset));
    const comments = columns.flatMap(({ offset, comment }) => comment?.(position + offset) ?? []);
    return `{${values.join(", ")}},${comments.length === 0 ? "" : `  // ${comments.join(", ")}`}`;
  };
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
  return kind === indexKinds.hash ? createPilots(from, part, name) : createRankBlocks(from, part, name);
}

function createPilots(from: BlockContext, part: BlockPart, name: string): MemberSource {
  const { bytes } = from.image;
  return {
    ...{ name, offset: part.offset, alignment: partAlignment, isBraced: true },
    comment: `the pilot of each bucket: ${keyName(from, part)}`,
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
  const { image, context } = from;
  const type = readType(image, context.schema, part.index);
  const { bytes } = storageOf(type);
  const initialize = createInitializer(type, context, image);
  const comment = createComment(type, image);
  const stored = cppType(type, context.names).stored;
  const count = part.bytes / bytes;
  const commented = (position: number) => `${initialize(position)},  // ${comment?.(position) ?? ""}`;
  return {
    ...{ name: `lists_${part.index}`, count, offset: part.offset, alignment: partAlignment, isBraced: true },
    type: stored,
    comment: `elements of ${commentText(formatType(type))}[]`,
    lines: () =>
      comment === undefined
        ? wrap(mapPositions(start(from, part), count, bytes, initialize), 16)
        : mapPositions(start(from, part), count, bytes, commented),
  };
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
