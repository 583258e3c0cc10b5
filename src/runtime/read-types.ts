import {
  bitsFlag,
  columnEntryLayout,
  enumEntryLayout,
  enumValueLayout,
  headerLayout,
  layoutReference,
  layoutStruct,
  maxStructDepth,
  scalarTypes,
  storageOf,
  structEntryLayout,
  tableEntryLayout,
  typeEntryLayout,
  typeKinds,
  variantEntryLayout,
  variantKindLayout,
} from "../model/image-format.js";
import { keyTypeOf, partsOf, type ValueType } from "../model/schema.js";
import { type DirectorySource, requireDistinctNames, requireImage } from "./directory-source.js";
import type {
  ColumnInfo,
  EnumInfo,
  EnumValueInfo,
  StructInfo,
  VariantInfo,
  VariantKindInfo,
} from "./image-info.js";

/** Types nest no deeper in anything that a header can say; the bound keeps hostile ones from nesting without end. */
const maxTypeDepth = 32;

/** The types of an image and what they name. */
export interface ImageTypes {
  readonly types: readonly ValueType[];
  readonly enums: readonly EnumInfo[];
  readonly structs: readonly StructInfo[];
  readonly variants: readonly VariantInfo[];
}

/**
 * Reads and checks types, enums, structs and variants. A type names only types that come before it, and enums, structs
 * and variants by name and size, so these are read in two steps: what a type needs of them, then what needs the types.
 */
export function readTypes(source: DirectorySource): ImageTypes {
  const named = readNamed(source);
  const types = readTypeEntries(source, named);
  const enums = named.enums.map(({ entry, name }) => readEnum(source, entry, name, types));
  const structs = named.structs.map((struct) => readStruct(source, struct, types));
  const variants = named.variants.map(({ entry, name }) => readVariant(source, entry, name, structs.length));
  requireDistinctNames(enums, "enum");
  requireDistinctNames(structs, "struct");
  requireDistinctNames(variants, "variant");
  checkNesting(structs);
  return { types, enums, structs, variants };
}

interface Named {
  readonly entry: number;
  readonly name: string;
}

interface NamedStruct extends Named {
  readonly bytes: number;
  readonly alignment: number;
}

interface AllNamed {
  readonly enums: readonly Named[];
  readonly structs: readonly NamedStruct[];
  readonly variants: readonly Named[];
  /** Names of the tables, which references lead to. */
  readonly tables: readonly string[];
}

function readNamed(source: DirectorySource): AllNamed {
  const { memory } = source;
  const list = (reference: number, entryBytes: number, name: number): readonly Named[] =>
    source.list(reference, entryBytes).map((entry) => ({ entry, name: source.string(entry + name) }));
  const structs = list(headerLayout.structs, structEntryLayout.size, structEntryLayout.name);
  return {
    enums: list(headerLayout.enums, enumEntryLayout.size, enumEntryLayout.name),
    structs: structs.map(({ entry, name }) => ({
      entry,
      name,
      bytes: memory.uint32(entry + structEntryLayout.bytes),
      alignment: memory.uint32(entry + structEntryLayout.alignment),
    })),
    variants: list(headerLayout.variants, variantEntryLayout.size, variantEntryLayout.name),
    tables: source.tables.map((entry) => source.string(entry + tableEntryLayout.name)),
  };
}

function readTypeEntries(source: DirectorySource, named: AllNamed): readonly ValueType[] {
  const { memory } = source;
  const types: ValueType[] = [];
  const depths = new Map<ValueType, number>();
  for (const entry of source.list(headerLayout.types, typeEntryLayout.size)) {
    const type = readType(source, entry, types, named);
    const depth = Math.max(0, ...partsOf(type).map((part) => (depths.get(part) ?? 0) + 1));
    requireImage(depth <= maxTypeDepth, `type ${types.length} nests too deep`);
    const { bytes, alignment } = storageOf(type);
    const agrees =
      memory.uint32(entry + typeEntryLayout.bytes) === bytes &&
      memory.uint16(entry + typeEntryLayout.alignment) === alignment;
    requireImage(agrees, `size or alignment of type ${types.length} is wrong`);
    types.push(type);
    depths.set(type, depth);
  }
  return types;
}

function readType(
  source: DirectorySource,
  entry: number,
  types: readonly ValueType[],
  named: AllNamed,
): ValueType {
  const { memory } = source;
  const kind = memory.uint16(entry + typeEntryLayout.kind);
  const scalar = scalarTypes.get(kind);
  if (scalar !== undefined) return scalar;
  const detail = memory.uint32(entry + typeEntryLayout.detail);
  const inner = types[memory.uint32(entry + typeEntryLayout.inner)];
  const what = `the type at ${entry}`;
  switch (kind) {
    case typeKinds.enum: {
      const name = named.enums[detail]?.name;
      requireImage(name !== undefined && inner?.kind === "integer", `${what} names no enum`);
      return { kind: "enum", index: detail, name, underlying: inner };
    }
    case typeKinds.struct: {
      const struct = named.structs[detail];
      requireImage(struct !== undefined, `${what} names no struct`);
      const { name, bytes, alignment } = struct;
      return { kind: "struct", index: detail, name, bytes, alignment };
    }
    case typeKinds.variant: {
      const name = named.variants[detail]?.name;
      requireImage(name !== undefined, `${what} names no variant`);
      return { kind: "variant", index: detail, name };
    }
    case typeKinds.reference:
      return readReference(source, entry, types, named.tables);
    default:
      requireImage(inner !== undefined, `${what} names one that does not come before it`);
      return readContainer(kind, inner, types[detail], detail, what);
  }
}

function readContainer(
  kind: number,
  inner: ValueType,
  value: ValueType | undefined,
  length: number,
  what: string,
): ValueType {
  switch (kind) {
    case typeKinds.list:
      return { kind: "list", element: inner };
    case typeKinds.array:
      return { kind: "array", element: inner, length };
    case typeKinds.optional:
      return { kind: "optional", value: inner };
    case typeKinds.set:
      requireImage(keyTypeOf(inner) !== undefined, `${what} is a set of what makes no key`);
      return { kind: "set", element: inner };
    case typeKinds.map:
      requireImage(keyTypeOf(inner) !== undefined, `${what} is a map by what makes no key`);
      requireImage(value !== undefined, `${what} names one that does not come before it`);
      return { kind: "map", key: inner, value };
  }
  requireImage(false, `${what} is of the unknown kind ${kind}`);
}

function readReference(
  source: DirectorySource,
  entry: number,
  types: readonly ValueType[],
  tables: readonly string[],
): ValueType {
  const { memory } = source;
  const what = `the reference type at ${entry}`;
  const key = source.list(entry + typeEntryLayout.key, 4).map((position) => {
    const part = types[memory.uint32(position)];
    requireImage(
      part !== undefined && part.kind !== "reference" && keyTypeOf(part) !== undefined,
      `${what} has a part of a type that makes no key`,
    );
    return part;
  });
  const targets = source.list(entry + typeEntryLayout.tables, 4).map((position) => {
    const table = memory.uint32(position);
    const name = tables[table];
    requireImage(name !== undefined, `${what} leads to no table`);
    return { table, name, keyIndex: 0 };
  });
  requireImage(key.length > 0 && targets.length > 0, `${what} has no key, or no table`);
  const type = { kind: "reference", targets, key } as const;
  const agrees = memory.uint32(entry + typeEntryLayout.detail) === layoutReference(type).offset;
  requireImage(agrees, `${what} has its row at another place`);
  return type;
}

function readEnum(
  source: DirectorySource,
  entry: number,
  name: string,
  types: readonly ValueType[],
): EnumInfo {
  const { memory } = source;
  const underlying = types[memory.uint32(entry + enumEntryLayout.underlying)];
  requireImage(underlying?.kind === "integer", `enum ${name} has no underlying integer type`);
  const values = source
    .list(entry + enumEntryLayout.values, enumValueLayout.size)
    .map((value): EnumValueInfo => {
      return {
        name: source.string(value + enumValueLayout.name),
        value: memory.safeInteger(value + enumValueLayout.value),
        note: source.string(value + enumValueLayout.note),
      };
    });
  requireDistinctNames(values, `${name} value`);
  const isFlags = (memory.uint32(entry + enumEntryLayout.flags) & bitsFlag) !== 0;
  return { name, note: source.string(entry + enumEntryLayout.note), underlying, isFlags, values };
}

function readStruct(source: DirectorySource, struct: NamedStruct, types: readonly ValueType[]): StructInfo {
  const { entry, name, bytes, alignment } = struct;
  const fields = source
    .list(entry + structEntryLayout.fields, columnEntryLayout.size)
    .map((field) => readField(source, field, types, name, bytes));
  requireDistinctNames(fields, `${name} field`);
  const layout = layoutStruct(fields);
  const agrees =
    layout.stride === bytes &&
    layout.alignment === alignment &&
    fields.every(({ offset }, index) => offset === layout.columnOffsets[index]);
  requireImage(agrees, `struct ${name} is not laid out as its fields are`);
  return { name, note: source.string(entry + structEntryLayout.note), bytes, alignment, fields };
}

/** Reads a column of a table, or a field of a struct, that must lie in `ownerBytes`. */
export function readField(
  source: DirectorySource,
  entry: number,
  types: readonly ValueType[],
  owner: string,
  ownerBytes: number,
): ColumnInfo {
  const { memory } = source;
  const name = source.string(entry + columnEntryLayout.name);
  const type = types[memory.uint32(entry + columnEntryLayout.type)];
  requireImage(type !== undefined, `column ${owner}.${name} has no type`);
  const offset = memory.uint32(entry + columnEntryLayout.offset);
  const inside = offset + storageOf(type).bytes <= ownerBytes;
  requireImage(inside, `column ${owner}.${name} lies outside of its row`);
  return { name, note: source.string(entry + columnEntryLayout.note), type, offset };
}

function readVariant(source: DirectorySource, entry: number, name: string, structCount: number): VariantInfo {
  const { memory } = source;
  const kinds = source
    .list(entry + variantEntryLayout.kinds, variantKindLayout.size)
    .map((kind): VariantKindInfo => {
      const struct = memory.uint32(kind + variantKindLayout.struct);
      requireImage(struct < structCount, `variant ${name} has a kind that is no struct`);
      return { name: source.string(kind + variantKindLayout.name), struct };
    });
  requireDistinctNames(kinds, `${name} kind`);
  return { name, note: source.string(entry + variantEntryLayout.note), kinds };
}

/** Checks that structs hold in place only earlier ones, and not without end. */
function checkNesting(structs: readonly StructInfo[]): void {
  const depths: number[] = [];
  for (const [index, { name, fields }] of structs.entries()) {
    let depth = 0;
    for (const held of fields.flatMap(({ type }) => structInPlace(type))) {
      requireImage(held < index, `struct ${name} holds one that does not come before it`);
      depth = Math.max(depth, (depths[held] ?? 0) + 1);
    }
    requireImage(depth <= maxStructDepth, `struct ${name} nests too deep`);
    depths.push(depth);
  }
}

function structInPlace(type: ValueType): readonly number[] {
  if (type.kind === "struct") return [type.index];
  if (type.kind === "array") return structInPlace(type.element);
  return type.kind === "optional" ? structInPlace(type.value) : [];
}
