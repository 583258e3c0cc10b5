import { at } from "../base/assert.js";
import { layoutStruct, listNamedTypes } from "../model/image-format.js";
import {
  type EnumSchema,
  enumsOf,
  type FieldSchema,
  mapType,
  type Schema,
  type StructSchema,
  type ValueType,
  type VariantSchema,
} from "../model/schema.js";
import { isInTarget, type Target } from "./target.js";

/** The declared types that a target has, and where those of the whole schema went. */
export interface SelectedTypes {
  readonly enums: readonly EnumSchema[];
  readonly structs: readonly StructSchema[];
  readonly variants: readonly VariantSchema[];
  /** Of each struct of the whole schema the positions of the fields that stay; `undefined` for a struct that goes. */
  readonly keptFields: readonly (readonly number[] | undefined)[];
  /** Returns the type with the positions and sizes that it has in the target; references are left alone. */
  rename(type: ValueType): ValueType;
}

/**
 * Selects the types that the fields of kept tables lead to, and those that no table of the whole schema leads to: they
 * are there for programs. Fields and enum values that are not in the target go.
 */
export function selectTypes(schema: Schema, kept: readonly FieldSchema[], target: Target): SelectedTypes {
  const inTarget = reach(schema, kept, target);
  const inAll = reach(
    schema,
    schema.tables.flatMap(({ columns }) => columns),
    undefined,
  );
  const stays = (kind: keyof Reached, index: number) => inTarget[kind].has(index) || !inAll[kind].has(index);
  const places = {
    enums: renumber(schema.enums, (index) => stays("enums", index)),
    structs: renumber(schema.structs, (index) => stays("structs", index)),
    variants: renumber(schema.variants, (index) => stays("variants", index)),
  };
  const keptFields = schema.structs.map(({ fields }, index) =>
    places.structs[index] === undefined
      ? undefined
      : [...fields.keys()].filter((field) => isInTarget(at(fields, field), target)),
  );
  const structs: StructSchema[] = [];
  const rename = (type: ValueType): ValueType =>
    mapType(type, (one) => {
      switch (one.kind) {
        case "enum":
          return { ...one, index: places.enums[one.index] ?? 0 };
        case "variant":
          return { ...one, index: places.variants[one.index] ?? 0 };
        case "struct": {
          const index = places.structs[one.index] ?? 0;
          // One that is not there yet is held in a list or a pool, and its size is set when it is.
          const layout = layoutStruct(structs[index]?.fields ?? []);
          return { ...one, index, bytes: layout.stride, alignment: layout.alignment };
        }
        default:
          return one;
      }
    });
  for (const [index, struct] of schema.structs.entries()) {
    const fields = keptFields[index];
    if (fields === undefined) continue;
    const own = fields.map((field) => at(struct.fields, field));
    structs.push({ ...struct, fields: own.map((field) => ({ ...field, type: rename(field.type) })) });
  }
  return {
    enums: pick(schema.enums, places.enums).map((one) => ({
      ...one,
      values: one.values.filter((value) => isInTarget(value, target)),
    })),
    // Once more: lists of structs that come later know their sizes now.
    structs: structs.map((struct) => ({
      ...struct,
      fields: struct.fields.map((field) => ({ ...field, type: resize(field.type, structs) })),
    })),
    variants: pick(schema.variants, places.variants).map((one) => ({
      ...one,
      kinds: one.kinds.map((kind) => ({ ...kind, struct: places.structs[kind.struct] ?? 0 })),
    })),
    keptFields,
    rename,
  };
}

function resize(type: ValueType, structs: readonly StructSchema[]): ValueType {
  return mapType(type, (one) => {
    if (one.kind !== "struct") return one;
    const { stride, alignment } = layoutStruct(at(structs, one.index).fields);
    return { ...one, bytes: stride, alignment };
  });
}

interface Reached {
  readonly enums: ReadonlySet<number>;
  readonly structs: ReadonlySet<number>;
  readonly variants: ReadonlySet<number>;
}

/**
 * Finds what fields lead to, through the fields of structs that are in the target; of all without one. The table of
 * texts leads to its languages.
 */
function reach(schema: Schema, fields: readonly FieldSchema[], target: Target | undefined): Reached {
  const isKept = (field: FieldSchema) => target === undefined || isInTarget(field, target);
  const seen = schema.structs.map((struct) => ({ ...struct, fields: struct.fields.filter(isKept) }));
  const { structs, variants } = listNamedTypes({ structs: seen, variants: schema.variants }, fields);
  const all = [...fields, ...structs.flatMap((index) => at(seen, index).fields)];
  return {
    enums: new Set([...all.flatMap(({ type }) => enumsOf(type)), ...languagesOf(schema, target)]),
    structs: new Set(structs),
    variants: new Set(variants),
  };
}

function languagesOf({ tables }: Schema, target: Target | undefined): readonly number[] {
  const kept = tables.filter((table) => target === undefined || isInTarget(table, target));
  return kept.flatMap(({ texts }) => (texts === undefined ? [] : [texts.enum]));
}

/** Returns for each position its new one, `undefined` for what goes. */
function renumber(
  all: readonly unknown[],
  stays: (index: number) => boolean,
): readonly (number | undefined)[] {
  let next = 0;
  return all.map((_, index) => (stays(index) ? next++ : undefined));
}

function pick<Item>(all: readonly Item[], places: readonly (number | undefined)[]): readonly Item[] {
  return all.filter((_, index) => places[index] !== undefined);
}
