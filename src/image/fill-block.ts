import { at } from "../base/assert.js";
import { contentHash } from "../base/hash/content-hash.js";
import { layoutStruct, type RowLayout, storageOf } from "../model/image-format.js";
import type { TableSchema } from "../model/schema.js";
import type { BlockPart } from "../model/table-image.js";
import type { BlockContent } from "./encode-block.js";
import { LinkList, type Links } from "./links.js";
import {
  type ElementRun,
  findOffsets,
  type OffsetField,
  type RowField,
  resolvePoolFields,
} from "./references.js";
import type { EncodeContext } from "./value-encoder.js";

/** What the bytes of a block are made of. */
export interface BlockSource {
  readonly schema: TableSchema;
  readonly layout: RowLayout;
  readonly parts: readonly BlockPart[];
  /**
   * Of each part its bytes. Offsets in them are still positions in pools, and numbers of rows: see `EncodeValue`. They
   * are taken out as they are copied.
   */
  readonly contents: Uint8Array[];
}

/** Copies the parts of a block, turns positions in pools into offsets, and takes the references to rows out. */
export function fillBlock(target: Uint8Array, source: BlockSource, context: EncodeContext): BlockContent {
  const { parts, contents } = source;
  for (const part of parts) {
    const [content] = contents.splice(0, 1);
    if (content !== undefined) target.set(content, part.offset);
  }
  const view = new DataView(target.buffer, target.byteOffset, target.length);
  const runs = parts.flatMap((part) => describeRun(source, part, context));
  for (const { run, fields } of runs) {
    const pools = fields.filter((field) => field.kind === "pool");
    resolvePoolFields(view, run, pools, (kind, index) => offsetOfPart(parts, kind, index));
  }
  const links = takeLinks(view, runs);
  return { links, dataHash: contentHash(target) };
}

/** Returns where a part starts in its block; 0 when the block has none. */
export function offsetOfPart(parts: readonly BlockPart[], kind: BlockPart["kind"], index = 0): number {
  return parts.find((part) => part.kind === kind && part.index === index)?.offset ?? 0;
}

interface FieldRun {
  readonly run: ElementRun;
  readonly fields: readonly OffsetField[];
}

/** Describes a part whose elements hold offsets. */
function describeRun(
  { schema: table, layout }: BlockSource,
  part: BlockPart,
  { schema, types }: EncodeContext,
): readonly FieldRun[] {
  const describe = (stride: number, fields: readonly OffsetField[]): readonly FieldRun[] =>
    fields.length === 0
      ? []
      : [{ run: { start: part.offset, end: part.offset + part.bytes, stride }, fields }];
  if (part.kind === "rows") {
    const fields = table.columns.flatMap(({ type }, index) =>
      findOffsets(type, schema, types, at(layout.columnOffsets, index)),
    );
    return describe(layout.stride, fields);
  }
  if (part.kind === "lists") {
    const element = at(types.types, part.index);
    return describe(storageOf(element).bytes, findOffsets(element, schema, types));
  }
  if (part.kind !== "structs") return [];
  const { fields } = at(schema.structs, part.index);
  const { stride, columnOffsets } = layoutStruct(fields);
  const offsets = fields.flatMap(({ type }, index) =>
    findOffsets(type, schema, types, at(columnOffsets, index)),
  );
  return describe(stride, offsets);
}

/** Takes the numbers of rows out of the block, which is then as the data hash sees it. */
function takeLinks(view: DataView, runs: readonly FieldRun[]): Links {
  const links = new LinkList();
  for (const { run, fields } of runs) {
    const rowFields = fields.filter((field): field is RowField => field.kind === "row");
    for (const { offset, target, tables } of rowFields) {
      for (let element = run.start; element < run.end; element += run.stride) {
        const number = view.getUint32(element + offset, true);
        if (number === 0) continue;
        view.setUint32(element + offset, 0, true);
        const table = target === undefined ? 0 : view.getUint32(element + target, true);
        links.add(element + offset, at(tables, table), number - 1);
      }
    }
  }
  return links.words;
}
