import { at } from "../../base/assert.js";
import { absenceOffset, layoutReference, layoutRow, storageOf } from "../../model/image-format.js";
import {
  type FloatType,
  type IntegerType,
  keyTypeOf,
  type ReferenceType,
  type Schema,
  type ValueType,
} from "../../model/schema.js";
import type { TsNames } from "./choose-names.js";
import { toParameterName } from "./parameter-name.js";

/** What names in types stand for. */
export interface Naming {
  readonly schema: Schema;
  readonly names: TsNames;
}

/** Returns the TypeScript type of a value. */
export function formatTsType(type: ValueType, naming: Naming): string {
  const { names } = naming;
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
    case "version":
      return "Version";
    case "enum":
      return at(names.enums, type.index).type;
    case "struct":
      return at(names.structs, type.index).type;
    case "variant":
      return at(names.variants, type.index).type;
    case "reference":
      return formatRowType(type, naming);
    case "list":
    case "array":
      return `ListView<${formatTsType(type.element, naming)}>`;
    case "set":
      return `SetView<${formatKeyed(type.element, naming)}>`;
    case "map":
      return formatMapType(type.key, type.value, naming);
    case "optional":
      return `${formatTsType(type.value, naming)} | undefined`;
  }
}

/** A row of another table has a key of another type than itself. */
function formatKeyed(element: ValueType, naming: Naming): string {
  const type = formatTsType(element, naming);
  return element.kind === "reference" ? `${type}, ${formatKeyType(element, naming)}` : type;
}

function formatMapType(key: ValueType, value: ValueType, naming: Naming): string {
  const types = [formatTsType(key, naming), formatTsType(value, naming)];
  if (key.kind === "reference") types.push(formatKeyType(key, naming));
  return `MapView<${types.join(", ")}>`;
}

/** The row class, or a union of them. */
function formatRowType({ targets }: ReferenceType, { names }: Naming): string {
  return targets.map(({ table }) => at(names.tables, table).rowClass).join(" | ");
}

/** Returns the type of what a value is looked up by: of a reference its key, a tuple where that has several parts. */
export function formatKeyType(type: ValueType, naming: Naming): string {
  if (type.kind !== "reference") return formatTsType(type, naming);
  const only = keyTypeOf(type);
  if (only !== undefined) return formatTsType(only, naming);
  const names = listKeyNames(type, naming);
  const parts = type.key.map((part, index) => `${names[index]}: ${formatTsType(part, naming)}`);
  return `readonly [${parts.join(", ")}]`;
}

/** The columns of the first table's key. */
function listKeyNames({ targets: [target] }: ReferenceType, { schema, names }: Naming): readonly string[] {
  if (target === undefined) return [];
  const { columns } = at(at(schema.tables, target.table).keys, target.keyIndex);
  return columns.map((column) => toParameterName(at(at(names.tables, target.table).fields, column)));
}

/**
 * Returns the expression that reads a field in a method of its class. `codec` is the expression of the codec that
 * `codecOf` asks for.
 */
export function formatRead(type: ValueType, offset: number, naming: Naming, codec: string): string {
  const { names } = naming;
  const place = formatPlace(offset);
  switch (type.kind) {
    case "enum":
      return `${formatNumber(storageName(type.underlying), place)} as ${at(names.enums, type.index).type}`;
    case "datetime":
      return `new Date(${formatNumber("safeInteger", place)} * 1000)`;
    case "version":
      return `Version.from(${formatNumber("uint64", place)})`;
    case "list":
      return `this.$list(${offset}, ${codec})`;
    case "array":
      return `this.$array(${offset}, ${type.length}, ${codec})`;
    case "struct":
      return `new ${at(names.structs, type.index).type}(this.$memory, ${place})`;
    case "variant":
      return `this.$read(${offset}, ${at(names.variants, type.index).type})`;
    case "set":
    case "map":
      return `this.$read(${offset}, ${codec})`;
    case "reference": {
      const [target, ...others] = type.targets;
      if (target === undefined || others.length > 0) return `this.$read(${offset}, ${codec})`;
      const reference = formatPlace(offset + layoutReference(type).offset);
      const row = `this.$memory.row(${reference}, ${rowBytes(target.table, naming)})`;
      return `new ${at(names.tables, target.table).rowClass}(this.$memory, ${row})`;
    }
    case "optional": {
      const read = formatRead(type.value, offset, naming, codec);
      return `${formatPresence(type.value, offset)} ? ${read} : undefined`;
    }
    default:
      return formatNumber(scalarName(type), place);
  }
}

/** Where a field is in the image. */
function formatPlace(offset: number): string {
  return offset === 0 ? "this.$at" : `this.$at + ${offset}`;
}

/** A method of the memory is called, and none of the base class: that would know too many kinds of objects to be fast. */
function formatNumber(name: string, place: string): string {
  return `this.$memory.${name}(${place})`;
}

/** Returns the expression that reads the key of a reference, or of an optional one, in a method of its class. */
export function formatKeyRead(type: ValueType, offset: number, naming: Naming): string {
  if (type.kind === "optional") {
    return `${formatPresence(type.value, offset)} ? ${formatKeyRead(type.value, offset, naming)} : undefined`;
  }
  if (type.kind !== "reference") return formatRead(type, offset, naming, "");
  const { columnOffsets } = layoutReference(type);
  const parts = type.key.map((part, index) =>
    formatRead(part, offset + at(columnOffsets, index), naming, ""),
  );
  return parts.length === 1 ? parts.join("") : `[${parts.join(", ")}]`;
}

/**
 * Returns the type that a field needs a codec of: the element of a list or fixed array, a set or map, a reference to several
 * tables; also in an optional field. `undefined` for fields that are read without one.
 */
export function codecOf(type: ValueType): ValueType | undefined {
  switch (type.kind) {
    case "optional":
      return codecOf(type.value);
    case "list":
    case "array":
      return type.element;
    case "set":
    case "map":
      return type;
    case "reference":
      return type.targets.length > 1 ? type : undefined;
    default:
      return undefined;
  }
}

/** Returns the expression of the codec that reads a value where it is an element of something. */
export function formatCodec(type: ValueType, naming: Naming): string {
  const { names } = naming;
  switch (type.kind) {
    case "enum":
      return `codecs.enum<${at(names.enums, type.index).type}>(codecs.${storageName(type.underlying)})`;
    case "struct": {
      const { bytes, alignment } = type;
      return `codecs.struct(() => ${at(names.structs, type.index).type}, ${bytes}, ${alignment})`;
    }
    case "variant":
      return `codecs.variant(() => ${at(names.variants, type.index).type})`;
    case "reference":
      return formatReferenceCodec(type, naming);
    case "list":
      return `codecs.list(${formatCodec(type.element, naming)})`;
    case "set":
      return `codecs.set(${formatCodec(type.element, naming)})`;
    case "map":
      return `codecs.map(${formatCodec(type.key, naming)}, ${formatCodec(type.value, naming)})`;
    case "array":
      return `codecs.array(${formatCodec(type.element, naming)}, ${type.length})`;
    case "optional":
      return `codecs.optional(${formatCodec(type.value, naming)})`;
    default:
      return `codecs.${scalarName(type)}`;
  }
}

function formatReferenceCodec(type: ReferenceType, naming: Naming): string {
  const types = `${formatRowType(type, naming)}, ${formatKeyType(type, naming)}`;
  const key = type.key.map((part) => formatCodec(part, naming)).join(", ");
  const targets = type.targets.map(
    ({ table }) => `[() => ${at(naming.names.tables, table).rowClass}, ${rowBytes(table, naming)}]`,
  );
  return `codecs.reference<${types}>([${key}], [${targets.join(", ")}])`;
}

/** How many bytes of a row the class reads; a newer library may have more. */
function rowBytes(table: number, { schema }: Naming): number {
  return layoutRow(at(schema.tables, table).columns).stride;
}

function formatPresence(value: ValueType, offset: number): string {
  const absence = absenceOffset(value);
  if (absence === undefined) return `this.$memory.bool(${formatPlace(offset + storageOf(value).bytes)})`;
  return `this.$memory.isPresent(${formatPlace(offset + absence)})`;
}

type Scalar = Extract<
  ValueType,
  { readonly kind: "bool" | "integer" | "float" | "string" | "datetime" | "duration" | "version" }
>;

/** What the runtime calls a scalar type, as a method of a view and as a codec. */
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
