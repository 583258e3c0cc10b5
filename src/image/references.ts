import { referenceLayout, storageOf } from "../model/image-format.js";
import type { ValueType } from "../model/schema.js";
import type { TypeTable } from "./type-table.js";
import { firstPosition } from "./value-encoder.js";

/** A reference inside a stored value. */
export interface ReferenceField {
  /** From the start of the value. */
  readonly offset: number;
  /** What it leads into: the strings, or the lists of an element type. */
  readonly target: "strings" | number;
}

/** Finds the references inside a value of `type` that starts at `offset`. */
export function findReferences(type: ValueType, types: TypeTable, offset = 0): readonly ReferenceField[] {
  switch (type.kind) {
    case "string":
      return [{ offset, target: "strings" }];
    case "list":
      return [{ offset, target: types.positionOf(type.element) }];
    case "optional":
      return findReferences(type.value, types, offset);
    case "array": {
      const { bytes } = storageOf(type.element);
      const inElement = findReferences(type.element, types, offset);
      if (inElement.length === 0) return [];
      return Array.from({ length: type.length }, (_, index) =>
        inElement.map((field) => ({ ...field, offset: field.offset + index * bytes })),
      ).flat();
    }
    default:
      return [];
  }
}

/** Elements of equal size that hold references. */
interface ReferenceRun {
  /** The block's bytes. */
  readonly block: DataView;
  readonly start: number;
  readonly end: number;
  readonly stride: number;
  readonly fields: readonly ReferenceField[];
}

/** Turns positions in pools into offsets from the reference's own address, now that the pools have their place. */
export function resolveReferences(
  run: ReferenceRun,
  offsetOf: (target: ReferenceField["target"]) => number,
): void {
  const { block, start, end, stride, fields } = run;
  for (const { offset, target } of fields) {
    const base = offsetOf(target) - firstPosition;
    for (let at = start + offset; at < end; at += stride) {
      const position = block.getUint32(at + referenceLayout.offset, true);
      if (position >= firstPosition) block.setInt32(at + referenceLayout.offset, base + position - at, true);
    }
  }
}
