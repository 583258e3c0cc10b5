import { formatStoredType } from "../model/image-format.js";
import { SchemaMismatchError } from "./errors.js";
import type { ColumnInfo, ImageInfo, StructInfo, VariantInfo } from "./image-info.js";
import type { View, ViewClass } from "./view.js";

/** Name, type and offset of a column or field, in the words of the image's schema text. */
export type FieldSpec = readonly [name: string, type: string, offset: number];

/** What generated code knows of a struct. */
export interface StructSpec {
  readonly struct: string;
  readonly bytes: number;
  readonly fields: readonly FieldSpec[];
}

/** What generated code knows of a variant. */
export interface VariantSpec {
  readonly variant: string;
  /** In the image's order. */
  readonly kinds: readonly (readonly [name: string, struct: string])[];
}

/** What generated code has for a struct or a variant. */
export interface TypeClass {
  readonly $spec: StructSpec | VariantSpec;
}

/** The generated class of a struct. */
export interface StructClass extends ViewClass<View> {
  readonly $spec: StructSpec;
}

export function isStructClass(type: TypeClass): type is StructClass {
  return "struct" in type.$spec;
}

/**
 * Compares a struct or variant that generated code uses in a table with the image's: a struct must be the same, a variant
 * have the known kinds first. Throws SchemaMismatchError.
 */
export function matchType(image: ImageInfo, spec: StructSpec | VariantSpec, table: string): void {
  if ("struct" in spec) matchStruct(image, spec, table);
  else matchVariant(image, spec, table);
}

function matchStruct({ structs }: ImageInfo, spec: StructSpec, table: string): void {
  const what = `Struct ${spec.struct}`;
  const found = requireNamed(structs, spec.struct, what, table);
  for (const field of spec.fields)
    matchField(found.fields, field, `Field ${spec.struct}.${field[0]}`, { table });
  const [more] = found.fields.slice(spec.fields.length);
  if (more !== undefined) {
    const message = `${what} has a field ${more.name} in the library, which the bindings do not know.`;
    throw new SchemaMismatchError(message, { table });
  }
  if (found.bytes === spec.bytes) return;
  const message = `${what} has ${spec.bytes} bytes in the bindings and ${found.bytes} in the library.`;
  throw new SchemaMismatchError(message, { table });
}

/** Compares a column or field with the image's of the same name. */
export function matchField(
  fields: readonly ColumnInfo[],
  [name, type, offset]: FieldSpec,
  what: string,
  place: { readonly table: string; readonly column?: string },
): void {
  const found = fields.find((field) => field.name === name);
  if (found === undefined)
    throw new SchemaMismatchError(`${what} of the bindings is not in the library.`, place);
  const foundType = formatStoredType(found.type);
  if (foundType !== type) {
    const message = `${what} is ${type} in the bindings and ${foundType} in the library.`;
    throw new SchemaMismatchError(message, place);
  }
  if (found.offset === offset) return;
  const message = `${what} is at offset ${offset} in the bindings and ${found.offset} in the library.`;
  throw new SchemaMismatchError(message, place);
}

function matchVariant({ structs, variants }: ImageInfo, spec: VariantSpec, table: string): void {
  const what = `Variant ${spec.variant}`;
  const found = requireNamed(variants, spec.variant, what, table);
  for (const [index, [name, struct]] of spec.kinds.entries()) {
    const kind = found.kinds[index];
    if (kind?.name !== name) {
      const there = kind === undefined ? "none" : kind.name;
      const message = `Kind ${index} of variant ${spec.variant} is ${name} in the bindings and ${there} in the library.`;
      throw new SchemaMismatchError(message, { table });
    }
    const foundStruct = structs[kind.struct]?.name;
    if (foundStruct === struct) continue;
    const message = `Kind ${name} of variant ${spec.variant} is struct ${struct} in the bindings and ${foundStruct} in the library.`;
    throw new SchemaMismatchError(message, { table });
  }
}

function requireNamed<Info extends StructInfo | VariantInfo>(
  infos: readonly Info[],
  name: string,
  what: string,
  table: string,
): Info {
  const found = infos.find((info) => info.name === name);
  if (found !== undefined) return found;
  throw new SchemaMismatchError(`${what} of the bindings is not in the library.`, { table });
}
