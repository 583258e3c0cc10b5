import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";
import type { FieldSchema, StructType, ValueType, VariantType, Writing } from "../model/schema.js";
import { type NamedTypes, unresolved } from "./parse-type.js";
import { readType, splitType } from "./read-type.js";
import type {
  FieldDeclaration,
  StructDeclaration,
  VariantDeclaration,
  VariantKindDeclaration,
} from "./struct-declaration.js";
import { suggestName } from "./table-name.js";

/** A struct whose types are not complete yet: references and structs in them are known by name alone. */
export interface DraftStruct {
  readonly name: string;
  readonly note: string;
  readonly fields: readonly FieldSchema[];
  readonly writing?: Writing;
  readonly at: Place;
}

/** A variant whose kinds are known by the names of their structs. */
export interface DraftVariant {
  readonly name: string;
  readonly note: string;
  readonly kinds: readonly {
    readonly name: string;
    readonly aliases: readonly string[];
    readonly struct: string;
  }[];
  readonly writing?: Writing;
  readonly at: Place;
}

export interface DraftTypes {
  readonly structs: readonly DraftStruct[];
  readonly variants: readonly DraftVariant[];
}

/** Returns the types of declared structs and variants by name, as far as they are known before any is resolved. */
export function listStructTypes(
  structs: readonly StructDeclaration[],
  variants: readonly VariantDeclaration[],
): ReadonlyMap<string, StructType | VariantType> {
  return new Map<string, StructType | VariantType>([
    ...structs.map(({ name }) => [name, draftStructType(name)] as const),
    ...variants.map(({ name }) => [name, draftVariantType(name)] as const),
  ]);
}

export function draftStructType(name: string): StructType {
  return { kind: "struct", index: unresolved, name, bytes: 0, alignment: 1 };
}

function draftVariantType(name: string): VariantType {
  return { kind: "variant", index: unresolved, name };
}

/** Resolves the fields of all structs, those of their bases first, and the kinds of variants. */
export function resolveStructs(
  {
    structs,
    variants,
  }: {
    readonly structs: readonly StructDeclaration[];
    readonly variants: readonly VariantDeclaration[];
  },
  types: NamedTypes,
  report: Report,
): DraftTypes {
  const context = { types, report };
  const byName = new Map(structs.map((one) => [one.name, one]));
  const ownFields = new Map(structs.map((one) => [one, readFields(one, context)]));
  const resolved = structs.map((one): DraftStruct => {
    const bases = listBases(one, byName, report);
    const fields = [...bases, one].flatMap((base) => ownFields.get(base) ?? []);
    return {
      ...{ name: one.name, note: one.note, at: one.at },
      ...writingOf(one.separators),
      fields: withoutDuplicates(one.name, fields, report),
    };
  });
  return { structs: resolved, variants: variants.map((one) => resolveVariant(one, byName, report)) };
}

/** Returns the declarations whose fields come before a struct's own, the outermost base first. */
function listBases(
  struct: StructDeclaration,
  byName: ReadonlyMap<string, StructDeclaration>,
  report: Report,
): readonly StructDeclaration[] {
  const bases: StructDeclaration[] = [];
  for (let one = struct; one.base !== undefined; ) {
    const { text, at } = one.base;
    const base = byName.get(text);
    if (base === undefined) {
      // The struct that names it reports it; those that extend that one only inherit the mistake.
      if (one === struct) {
        report("unknown-struct", { struct: text, suggestion: findNearest(text, byName.keys()) }, at);
      }
      break;
    }
    if (base === struct || bases.includes(base)) {
      if (base === struct) report("endless-struct", { struct: struct.name, through: text }, at);
      break;
    }
    bases.unshift(base);
    one = base;
  }
  return bases;
}

interface TypeContext {
  readonly types: NamedTypes;
  readonly report: Report;
}

function readFields(struct: StructDeclaration, context: TypeContext): readonly FieldSchema[] {
  return struct.fields.flatMap((field) => {
    const schema = readField(field, context);
    return schema === undefined ? [] : [schema];
  });
}

function readField(field: FieldDeclaration, context: TypeContext): FieldSchema | undefined {
  const { name, note, at, separators } = field;
  if (!isIdentifier(name)) {
    context.report("invalid-name", { what: "a field", name }, at, [
      { message: `for example ${suggestName(name)}` },
    ]);
    return undefined;
  }
  const split = splitType(field.type.text, field.type.at, context);
  const type = readType(split.type, field.type.at, context);
  if (type === undefined) return undefined;
  const fallback = field.default ?? split.default;
  return {
    ...{ name, note, type, at, typeAt: field.type.at },
    ...(fallback === undefined ? {} : { defaultText: fallback.text, defaultAt: fallback.at }),
    ...writingOf(separators),
    ...(field.groups === undefined ? {} : { groups: field.groups }),
    ...(field.rules === undefined ? {} : { rules: field.rules }),
  };
}

function withoutDuplicates(
  struct: string,
  fields: readonly FieldSchema[],
  report: Report,
): readonly FieldSchema[] {
  const first = new Map<string, FieldSchema>();
  for (const field of fields) {
    const other = first.get(field.name);
    if (other === undefined) first.set(field.name, field);
    else {
      const note = { message: "first here", at: other.at };
      report("duplicate-field", { struct, field: field.name }, field.at, [note]);
    }
  }
  return [...first.values()];
}

function resolveVariant(
  { name, note, at, kinds, separators }: VariantDeclaration,
  structs: ReadonlyMap<string, StructDeclaration>,
  report: Report,
): DraftVariant {
  if (kinds.length === 0) report("variant-without-kinds", { variant: name }, at);
  const used = new Map<string, VariantKindDeclaration>();
  const good = kinds.filter((kind) => {
    const { text, at: place } = kind.struct;
    if (!structs.has(text)) {
      report("unknown-struct", { struct: text, suggestion: findNearest(text, structs.keys()) }, place);
    }
    for (const word of [kind.name, ...kind.aliases]) {
      const other = used.get(word);
      if (other === undefined) used.set(word, kind);
      else {
        const first = { message: "first here", at: other.struct.at };
        report("duplicate-kind", { variant: name, kind: word }, place, [first]);
      }
    }
    return structs.has(text);
  });
  return {
    ...{ name, note, at },
    ...writingOf(separators),
    kinds: good.map((kind) => ({ name: kind.name, aliases: kind.aliases, struct: kind.struct.text })),
  };
}

export function writingOf(separators: readonly string[] | undefined): { readonly writing?: Writing } {
  return separators === undefined ? {} : { writing: { separators } };
}

/** Vectors that every library may use without declaring them. */
export const vectorDeclarations: readonly StructDeclaration[] = (["vec2", "vec3", "vec4"] as const).map(
  (name, index) => {
    const at = { file: "" };
    const axes = ["x", "y", "z", "w"].slice(0, index + 2);
    return {
      ...{ name, at, base: undefined, separators: undefined },
      note: `A vector of ${axes.length} components.`,
      fields: axes.map((axis) => ({
        ...{ name: axis, at, note: "", separators: undefined },
        type: { text: "float32", at },
      })),
    };
  },
);

/** True for types that a struct's size depends on: structs in place, and arrays and options of them. */
export function* structsInPlace(type: ValueType): Generator<StructType> {
  if (type.kind === "struct") yield type;
  if (type.kind === "array") yield* structsInPlace(type.element);
  if (type.kind === "optional") yield* structsInPlace(type.value);
}
