import { assert, at } from "../../base/assert.js";
import { hasAbsentReference, storageOf } from "../../model/image-format.js";
import type { EnumType, IntegerType, Schema, ValueType } from "../../model/schema.js";
import type { CppNames } from "./choose-names.js";
import { quotedExcerpt } from "./comment-text.js";
import type { ImageReader } from "./image-reader.js";
import { doubleLiteral, floatLiteral, integerLiteral } from "./literals.js";

/** Writes the value of one type at a position of the image as an element of a braced list. */
export type ValueInitializer = (position: number) => string;

/** Says for people what stands at a position, for values that do not show it themselves; else nothing. */
export type ValueComment = (position: number) => string | undefined;

/**
 * Returns the initialiser writer of a type. It reads the image, so the compiled bytes are the image's, whatever the
 * encoder chose.
 */
export function createInitializer(
  type: ValueType,
  context: { readonly schema: Schema; readonly names: CppNames },
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
    case "string":
    case "list":
      return (position) => {
        const { offset, count } = image.reference(position);
        return `{${offset}, ${count}}`;
      };
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
      if (hasAbsentReference(type.value)) return value;
      const { bytes } = storageOf(type.value);
      return (position) => (view.getUint8(position + bytes) === 0 ? "{}" : `{${value(position)}, 1}`);
    }
  }
}

/** Returns the comment writer of a type; `undefined` for types whose literals say it all. */
export function createComment(type: ValueType, image: ImageReader): ValueComment | undefined {
  switch (type.kind) {
    case "string":
      return (position) => quotedExcerpt(image.text(position), maxCommentCharacters);
    case "datetime":
      return (position) => formatSeconds(image.view.getBigInt64(position, true));
    case "optional": {
      const value = createComment(type.value, image);
      if (value === undefined) return undefined;
      const flag = hasAbsentReference(type.value) ? 0 : storageOf(type.value).bytes;
      const isPresent = (position: number) =>
        flag === 0 ? image.reference(position).offset !== 0 : image.view.getUint8(position + flag) !== 0;
      return (position) => (isPresent(position) ? value(position) : undefined);
    }
    default:
      return undefined;
  }
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
  { schema, names }: { readonly schema: Schema; readonly names: CppNames },
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
