import type {
  ConstructorDeclarationStructure,
  GetAccessorDeclarationStructure,
  OptionalKind,
  PropertyDeclarationStructure,
  WriterFunction,
} from "ts-morph";
import { at } from "../../base/assert.js";
import { formatStoredType } from "../../model/image-format.js";
import type { FieldSchema, ValueType } from "../../model/schema.js";
import type { FieldTsNames } from "./choose-names.js";
import { type Bindings, describeNote } from "./statements.js";
import {
  codecOf,
  formatCodec,
  formatKeyRead,
  formatKeyType,
  formatRead,
  formatTsType,
} from "./value-access.js";

/** Fields of a struct, or columns of a table. */
export interface Fields {
  readonly bindings: Bindings;
  readonly fields: readonly FieldSchema[];
  readonly offsets: readonly number[];
  readonly names: FieldTsNames;
  /** Before the names of constants, where a file has several classes. */
  readonly prefix: string;
}

/** Each class has a constructor of its own: see the runtime's `View`. */
export function describeViewConstructor(): OptionalKind<ConstructorDeclarationStructure> {
  return {
    docs: ["For the runtime."],
    parameters: [
      { name: "memory", type: "ImageMemory" },
      { name: "at", type: "number" },
    ],
    statements: ["super();", "this.$memory = memory;", "this.$at = at;"],
  };
}

/** Describes a getter for each field, and one for the key of each that is a row of another table. */
export function describeGetters(fields: Fields): OptionalKind<GetAccessorDeclarationStructure>[] {
  return fields.fields.flatMap((field, index) => {
    const { bindings, names, offsets } = fields;
    const offset = at(offsets, index);
    const name = at(names.fields, index);
    const getter = {
      name,
      returnType: formatTsType(field.type, bindings),
      docs: describeNote(field.note),
      statements: [`return ${formatRead(field.type, offset, bindings, nameCodec(fields, index))};`],
    };
    const key = names.keys[index];
    if (key === undefined) return [getter];
    const keyGetter = {
      name: key,
      returnType: formatFieldKeyType(field.type, bindings),
      docs: [`The key of ${name}.`],
      statements: [`return ${formatKeyRead(field.type, offset, bindings)};`],
    };
    return [getter, keyGetter];
  });
}

function formatFieldKeyType(type: ValueType, bindings: Bindings): string {
  if (type.kind === "optional") return `${formatFieldKeyType(type.value, bindings)} | undefined`;
  return formatKeyType(type, bindings);
}

/** Tells the runtime which properties are the keys of others. */
export function describeKeyNames({ names }: Fields): OptionalKind<PropertyDeclarationStructure>[] {
  const pairs = names.fields.flatMap((name, index) => {
    const key = names.keys[index];
    return key === undefined ? [] : [`${name}: ${JSON.stringify(key)}`];
  });
  if (pairs.length === 0) return [];
  const initializer = `{ ${pairs.join(", ")} }`;
  return [{ name: "$keys", isStatic: true, hasOverrideKeyword: true, isReadonly: true, initializer }];
}

/** A codec that is composed by calls has a constant of its own, so that reading a value composes nothing. */
export function describeCodecs(fields: Fields): readonly WriterFunction[] {
  return fields.fields.flatMap(({ type }, index) => {
    const codec = codecOf(type);
    const name = nameCodec(fields, index);
    if (codec === undefined || !name.startsWith("$")) return [];
    return [(writer) => writer.write(`const ${name} = ${formatCodec(codec, fields.bindings)};`)];
  });
}

function nameCodec({ bindings, fields, prefix }: Fields, index: number): string {
  const { type } = at(fields, index);
  const codec = codecOf(type);
  if (codec === undefined) return "";
  const text = formatCodec(codec, bindings);
  if (!text.endsWith(")")) return text;
  const value = type.kind === "optional" ? type.value : type;
  return `$${prefix}${codec === value ? "codec" : "element"}${index}`;
}

/** Returns the array of name, type and offset of each field, as the lines between its brackets. */
export function listFieldSpecs({ fields, offsets }: Fields): readonly string[] {
  return fields.map(({ name, type }, index) => {
    const texts = [name, formatStoredType(type)].map((text) => JSON.stringify(text));
    return `[${texts.join(", ")}, ${at(offsets, index)}],`;
  });
}
