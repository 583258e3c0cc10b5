import { assert, at } from "../../base/assert.js";
import {
  absenceOffset,
  layoutReference,
  layoutStruct,
  mapLayout,
  referenceLayout,
  storageOf,
  variantLayout,
} from "../../model/image-format.js";
import type {
  EnumType,
  FieldSchema,
  IntegerType,
  ReferenceType,
  Schema,
  ValueType,
} from "../../model/schema.js";
import type { CppNames } from "./choose-names.js";
import { quotedExcerpt } from "./comment-text.js";
import type { ImageReader } from "./image-reader.js";
import { doubleLiteral, floatLiteral, integerLiteral } from "./literals.js";

/** Writes the value of one type at a position of the image as an element of a braced list. */
export type ValueInitializer = (position: number) => string;

/** Says for people what stands at a position, for values that do not show it themselves; else nothing. */
export type ValueComment = (position: number) => string | undefined;

/** What the types of a library are made of, and called. */
export interface InitializerContext {
  readonly schema: Schema;
  readonly names: CppNames;
}

/**
 * Returns the initialiser writer of a type. It reads the image, so the compiled bytes are the image's, whatever the
 * encoder chose.
 */
export function createInitializer(
  type: ValueType,
  context: InitializerContext,
  image: ImageReader,
): ValueInitializer {
  const { view } = image;
  switch (type.kind) {
    case "bool":
      return (position) => (view.getUint8(position) === 0 ? "false" : "true");
    case "integer":
      return (position) => integerLiteral(readInteger(view, position, type), type.bits, type.signed);
    case "float":
      return type.bits === 32
        ? (position) => floatLiteral(view.getFloat32(position, true))
        : (position) => doubleLiteral(view.getFloat64(position, true));
    case "enum":
      return createEnumInitializer(type, context, view);
    case "version":
      // Little-endian: the first of the four numbers is the last in memory.
      return (position) =>
        `{${[6, 4, 2, 0].map((offset) => view.getUint16(position + offset, true)).join(", ")}}`;
    case "string":
    case "list":
    case "set":
      return braced(offsetAt(view, referenceLayout.offset), countAt(view, referenceLayout.count));
    case "map":
      return braced(
        offsetAt(view, mapLayout.keys),
        countAt(view, mapLayout.count),
        offsetAt(view, mapLayout.values),
      );
    case "variant":
      return braced(offsetAt(view, variantLayout.offset), countAt(view, variantLayout.kind));
    case "reference":
      return createReferenceInitializer(type, context, image);
    case "struct":
      return createFieldsInitializer(at(context.schema.structs, type.index).fields, context, image);
    case "datetime":
    case "duration":
      return (position) => `{${integerLiteral(view.getBigInt64(position, true), 64, true)}}`;
    case "array": {
      const element = createInitializer(type.element, context, image);
      const { bytes } = storageOf(type.element);
      const positions = Array.from({ length: type.length }, (_, index) => index * bytes);
      return (position) => `{{${positions.map((offset) => element(position + offset)).join(", ")}}}`;
    }
    case "optional": {
      const value = createInitializer(type.value, context, image);
      if (absenceOffset(type.value) !== undefined) return value;
      const { bytes } = storageOf(type.value);
      return (position) => (view.getUint8(position + bytes) === 0 ? "{}" : `{${value(position)}, 1}`);
    }
  }
}

/** Returns the initialiser writer of a struct: its fields in braces. */
function createFieldsInitializer(
  fields: readonly FieldSchema[],
  context: InitializerContext,
  image: ImageReader,
): ValueInitializer {
  const { columnOffsets } = layoutStruct(fields);
  const writers = fields.map(({ type }, index) => {
    const write = createInitializer(type, context, image);
    const offset = at(columnOffsets, index);
    return (position: number) => write(position + offset);
  });
  return braced(...writers);
}

/** A struct with one base, which has the parts of the key and then where the row is. */
function createReferenceInitializer(
  type: ReferenceType,
  context: InitializerContext,
  image: ImageReader,
): ValueInitializer {
  const { columnOffsets, offset, target } = layoutReference(type);
  const key = type.key.map((part, index) => {
    const write = createInitializer(part, context, image);
    return (position: number) => write(position + at(columnOffsets, index));
  });
  const { view } = image;
  const row = target === undefined ? [] : [countAt(view, target)];
  const write = braced(...key, braced(offsetAt(view, offset), ...row));
  return (position) => `{${write(position)}}`;
}

function braced(...writers: readonly ValueInitializer[]): ValueInitializer {
  return (position) => `{${writers.map((write) => write(position)).join(", ")}}`;
}

function offsetAt(view: DataView, offset: number): ValueInitializer {
  return (position) => String(view.getInt32(position + offset, true));
}

function countAt(view: DataView, offset: number): ValueInitializer {
  return (position) => String(view.getUint32(position + offset, true));
}

/** Returns the comment writer of a type; `undefined` for types whose literals say it all. */
export function createComment(
  type: ValueType,
  context: InitializerContext,
  image: ImageReader,
): ValueComment | undefined {
  switch (type.kind) {
    case "string":
      return (position) => quotedExcerpt(image.text(position), maxCommentCharacters);
    case "datetime":
      return (position) => formatSeconds(image.view.getBigInt64(position, true));
    case "struct": {
      const { fields } = at(context.schema.structs, type.index);
      const { columnOffsets } = layoutStruct(fields);
      const types = fields.map((field) => field.type);
      return joinComments(types, columnOffsets, context, image);
    }
    case "reference":
      return joinComments(type.key, layoutReference(type).columnOffsets, context, image);
    case "optional": {
      const value = createComment(type.value, context, image);
      if (value === undefined) return undefined;
      const { view } = image;
      const absence = absenceOffset(type.value);
      const { bytes } = storageOf(type.value);
      const isPresent = (position: number) =>
        absence === undefined
          ? view.getUint8(position + bytes) !== 0
          : view.getInt32(position + absence, true) !== 0;
      return (position) => (isPresent(position) ? value(position) : undefined);
    }
    default:
      return undefined;
  }
}

/** Returns the comment writer of values that lie at some offsets beside each other. */
export function joinComments(
  types: readonly ValueType[],
  offsets: readonly number[],
  context: InitializerContext,
  image: ImageReader,
): ValueComment | undefined {
  const writers = types.flatMap((type, index) => {
    const write = createComment(type, context, image);
    const offset = at(offsets, index);
    return write === undefined ? [] : [(position: number) => write(position + offset)];
  });
  if (writers.length === 0) return undefined;
  return (position) => {
    const texts = writers.flatMap((write) => write(position) ?? []);
    return texts.length === 0 ? undefined : texts.join(", ");
  };
}

const maxCommentCharacters = 40;

/** Reads an integer of 8 to 64 bits. */
function readInteger(view: DataView, position: number, { bits, signed }: IntegerType): number | bigint {
  switch (bits) {
    case 8:
      return signed ? view.getInt8(position) : view.getUint8(position);
    case 16:
      return signed ? view.getInt16(position, true) : view.getUint16(position, true);
    case 32:
      return signed ? view.getInt32(position, true) : view.getUint32(position, true);
    case 64:
      return signed ? view.getBigInt64(position, true) : view.getBigUint64(position, true);
  }
}

function createEnumInitializer(
  type: EnumType,
  { schema, names }: InitializerContext,
  view: DataView,
): ValueInitializer {
  const name = at(names.enums, type.index);
  const values = at(schema.enums, type.index).values;
  const enumerators = new Map(
    values.map(({ value }, index) => [value, `${name.type}::${at(name.values, index)}`]),
  );
  const { bits, signed } = type.underlying;
  return (position) => {
    const number = readInteger(view, position, type.underlying);
    return enumerators.get(Number(number)) ?? `${name.type}{${integerLiteral(number, bits, signed)}}`;
  };
}

/** ISO 8601 where a calendar has the year, else nothing. */
function formatSeconds(seconds: bigint): string | undefined {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  assert(date.getUTCMilliseconds() === 0, "a datetime is whole seconds");
  return date.toISOString().replace(".000Z", "Z");
}
