import { assert, at } from "../../base/assert.js";
import {
  headerLayout,
  layoutStruct,
  referenceLayout,
  scalarTypes,
  typeEntryLayout,
  typeKinds,
} from "../../model/image-format.js";
import type { ReferenceType, Schema, StructType, ValueType } from "../../model/schema.js";

/** Numbers and texts of an image that the encoder has just built, by absolute position. */
export interface ImageReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** What a `string_ref` or `list_ref` at a position leads to; `target` is that position itself when absent. */
  reference(position: number): Reference;
  /** The text of a `string_ref`. */
  text(position: number): string;
}

export interface Reference {
  readonly offset: number;
  /** Size of a text, count of a list. */
  readonly count: number;
  readonly target: number;
}

export function readImage(bytes: Uint8Array): ImageReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const reference = (position: number): Reference => {
    const offset = view.getInt32(position + referenceLayout.offset, true);
    const count = view.getUint32(position + referenceLayout.count, true);
    return { offset, count, target: position + offset };
  };
  const text = (position: number): string => {
    const { target, count } = reference(position);
    return decoder.decode(bytes.subarray(target, target + count));
  };
  return { bytes, view, reference, text };
}

/** Returns the type of values of a struct. */
export function structType(schema: Schema, index: number): StructType {
  const { name, fields } = at(schema.structs, index);
  const { stride, alignment } = layoutStruct(fields);
  return { kind: "struct", index, name, bytes: stride, alignment };
}

/** Which key of the tables it is by, the image does not say. */
function readReferenceType(image: ImageReader, schema: Schema, position: number): ReferenceType {
  const tables = readNumbers(image, position + typeEntryLayout.tables);
  const key = readNumbers(image, position + typeEntryLayout.key);
  return {
    kind: "reference",
    targets: tables.map((table) => ({ table, name: at(schema.tables, table).name, keyIndex: 0 })),
    key: key.map((part) => readType(image, schema, part)),
  };
}

function readNumbers(image: ImageReader, position: number): readonly number[] {
  const { target, count } = image.reference(position);
  return Array.from({ length: count }, (_, index) => image.view.getUint32(target + 4 * index, true));
}

/** Returns the type that stands at an index of the image's types. */
export function readType(image: ImageReader, schema: Schema, index: number): ValueType {
  const position = image.reference(headerLayout.types).target + index * typeEntryLayout.size;
  const kind = image.view.getUint16(position + typeEntryLayout.kind, true);
  const inner = () => readType(image, schema, image.view.getUint32(position + typeEntryLayout.inner, true));
  const detail = image.view.getUint32(position + typeEntryLayout.detail, true);
  switch (kind) {
    case typeKinds.list:
      return { kind: "list", element: inner() };
    case typeKinds.set:
      return { kind: "set", element: inner() };
    case typeKinds.map:
      return { kind: "map", key: inner(), value: readType(image, schema, detail) };
    case typeKinds.array:
      return { kind: "array", element: inner(), length: detail };
    case typeKinds.optional:
      return { kind: "optional", value: inner() };
    case typeKinds.enum: {
      const { name, underlying } = at(schema.enums, detail);
      return { kind: "enum", index: detail, name, underlying };
    }
    case typeKinds.struct:
      return structType(schema, detail);
    case typeKinds.variant:
      return { kind: "variant", index: detail, name: at(schema.variants, detail).name };
    case typeKinds.reference:
      return readReferenceType(image, schema, position);
    default: {
      const scalar = scalarTypes.get(kind);
      assert(scalar !== undefined, `no type is of kind ${kind}`);
      return scalar;
    }
  }
}
