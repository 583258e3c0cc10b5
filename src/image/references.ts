import { at } from "../base/assert.js";
import { layoutReference, layoutStruct, mapLayout, storageOf } from "../model/image-format.js";
import type { ReferenceType, Schema, ValueType } from "../model/schema.js";
import type { TypeTable } from "./type-table.js";
import { firstPosition } from "./value-encoder.js";

/** An `i32` inside a stored value that leads to something in the same block. */
export interface PoolField {
  readonly kind: "pool";
  /** From the start of the value. */
  readonly offset: number;
  readonly target: PoolTarget;
}

/** What such a field leads into: the strings, the elements of a type, or the structs of the kind that stands beside. */
export type PoolTarget =
  | { readonly kind: "strings" }
  | { readonly kind: "lists"; readonly type: number }
  /** By the kind, which the `u32` behind the offset gives, the position of the struct. */
  | { readonly kind: "structs"; readonly structs: readonly number[] };

/** An `i32` inside a stored value that leads to a row. */
export interface RowField {
  readonly kind: "row";
  /** From the start of the value. */
  readonly offset: number;
  /** Where the `u32` stands that tells which table; `undefined` where there is but one. */
  readonly target: number | undefined;
  /** Positions of the tables in the schema. */
  readonly tables: readonly number[];
}

export type OffsetField = PoolField | RowField;

/** Finds the offsets inside a value of `type` that starts at `start`. */
export function findOffsets(
  type: ValueType,
  schema: Pick<Schema, "structs" | "variants">,
  types: TypeTable,
  start = 0,
): readonly OffsetField[] {
  const pool = (offset: number, target: PoolTarget): OffsetField => ({ kind: "pool", offset, target });
  switch (type.kind) {
    case "string":
      return [pool(start, { kind: "strings" })];
    case "list":
    case "set":
      return [pool(start, { kind: "lists", type: types.positionOf(type.element) })];
    case "map":
      return [
        pool(start + mapLayout.keys, { kind: "lists", type: types.positionOf(type.key) }),
        pool(start + mapLayout.values, { kind: "lists", type: types.positionOf(type.value) }),
      ];
    case "variant": {
      const structs = at(schema.variants, type.index).kinds.map(({ struct }) => struct);
      return [pool(start, { kind: "structs", structs })];
    }
    case "reference":
      return findInReference(type, schema, types, start);
    case "struct": {
      const { fields } = at(schema.structs, type.index);
      const { columnOffsets } = layoutStruct(fields);
      return fields.flatMap((field, index) =>
        findOffsets(field.type, schema, types, start + at(columnOffsets, index)),
      );
    }
    case "optional":
      return findOffsets(type.value, schema, types, start);
    case "array": {
      const { bytes } = storageOf(type.element);
      const inElement = findOffsets(type.element, schema, types, start);
      return Array.from({ length: inElement.length === 0 ? 0 : type.length }, (_, index) =>
        inElement.map((field) => move(field, index * bytes)),
      ).flat();
    }
    default:
      return [];
  }
}

function findInReference(
  type: ReferenceType,
  schema: Pick<Schema, "structs" | "variants">,
  types: TypeTable,
  start: number,
): readonly OffsetField[] {
  const { columnOffsets, offset, target } = layoutReference(type);
  const inKey = type.key.flatMap((part, index) =>
    findOffsets(part, schema, types, start + at(columnOffsets, index)),
  );
  return [
    ...inKey,
    {
      kind: "row",
      offset: start + offset,
      target: target === undefined ? undefined : start + target,
      tables: type.targets.map(({ table }) => table),
    },
  ];
}

function move(field: OffsetField, by: number): OffsetField {
  if (field.kind === "pool") return { ...field, offset: field.offset + by };
  const target = field.target === undefined ? undefined : field.target + by;
  return { ...field, offset: field.offset + by, target };
}

/** Elements of equal size. */
export interface ElementRun {
  readonly start: number;
  readonly end: number;
  readonly stride: number;
}

/** Turns positions in pools into offsets from their own address, now that the pools have their place in the block. */
export function resolvePoolFields(
  block: DataView,
  { start, end, stride }: ElementRun,
  fields: readonly PoolField[],
  offsetOf: (kind: PoolTarget["kind"], index: number) => number,
): void {
  for (const { offset, target } of fields) {
    const starts =
      target.kind === "structs"
        ? target.structs.map((struct) => offsetOf("structs", struct))
        : [offsetOf(target.kind, target.kind === "lists" ? target.type : 0)];
    for (let field = start + offset; field < end; field += stride) {
      const position = block.getUint32(field, true);
      if (position < firstPosition) continue;
      const pool = target.kind === "structs" ? block.getUint32(field + 4, true) : 0;
      block.setInt32(field, at(starts, pool) + position - firstPosition - field, true);
    }
  }
}
