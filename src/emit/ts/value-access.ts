import { at } from "../../base/assert.js";
import { hasAbsentReference, storageOf } from "../../model/image-format.js";
import type { EnumType, FloatType, IntegerType, ValueType } from "../../model/schema.js";

/** The TypeScript names of the schema's enums, by position. */
export type EnumNames = readonly string[];

/** Returns the TypeScript type of a value. */
export function formatTsType(type: ValueType, enums: EnumNames): string {
  switch (type.kind) {
    case "bool":
      return "boolean";
    case "integer":
      return type.bits === 64 ? "bigint" : "number";
    case "float":
    case "duration":
      return "number";
    case "string":
      return "string";
    case "datetime":
      return "Date";
    case "enum":
      return at(enums, type.index);
    case "list":
    case "array":
      return `ListView<${formatTsType(type.element, enums)}>`;
    case "optional":
      return `${formatTsType(type.value, enums)} | undefined`;
  }
}

/**
 * Returns the expression that reads a column in a method of its row class. `codec` is the expression that
 * reads an element, for a list or fixed array.
 */
export function formatRead(type: ValueType, offset: number, enums: EnumNames, codec: string): string {
  switch (type.kind) {
    case "enum":
      return `this.$${storageName(type.underlying)}(${offset}) as ${at(enums, type.index)}`;
    case "list":
      return `this.$list(${offset}, ${codec})`;
    case "array":
      return `this.$array(${offset}, ${type.length}, ${codec})`;
    case "optional": {
      const read = formatRead(type.value, offset, enums, codec);
      return `${formatPresence(type.value, offset)} ? ${read} : undefined`;
    }
    default:
      return `this.$${scalarName(type)}(${offset})`;
  }
}

/** Returns the expression of the codec that reads a value as an element of a list. */
export function formatCodec(type: ValueType, enums: EnumNames): string {
  switch (type.kind) {
    case "enum":
      return `codecs.enum<${at(enums, type.index)}>(codecs.${storageName(type.underlying)})`;
    case "list":
      return `codecs.list(${formatCodec(type.element, enums)})`;
    case "array":
      return `codecs.array(${formatCodec(type.element, enums)}, ${type.length})`;
    case "optional":
      return `codecs.optional(${formatCodec(type.value, enums)})`;
    default:
      return `codecs.${scalarName(type)}`;
  }
}

/** Returns the element type of a list or fixed array, also of an optional one; `undefined` for other types. */
export function elementOf(type: ValueType): ValueType | undefined {
  if (type.kind === "optional") return elementOf(type.value);
  return type.kind === "list" || type.kind === "array" ? type.element : undefined;
}

function formatPresence(value: ValueType, offset: number): string {
  if (hasAbsentReference(value)) return `this.$reference(${offset})`;
  return `this.$flag(${offset + storageOf(value).bytes})`;
}

type Scalar = Exclude<ValueType, EnumType | { readonly kind: "list" | "array" | "optional" }>;

/** What the runtime calls a scalar type, as a method of Row and as a codec. */
function scalarName(type: Scalar): string {
  switch (type.kind) {
    case "integer":
    case "float":
      return numberName(type);
    case "duration":
      return "safeInteger";
    default:
      return type.kind;
  }
}

function numberName(type: IntegerType | FloatType): string {
  if (type.kind === "float") return `float${type.bits}`;
  return `${type.signed ? "int" : "uint"}${type.bits}`;
}

/** An enum is a number to TypeScript also where its integers are of 64 bits. */
function storageName(underlying: IntegerType): string {
  return underlying.bits === 64 ? "safeInteger" : numberName(underlying);
}
