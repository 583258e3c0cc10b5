import { at } from "../../src/base/assert.js";
import type { Schema, ValueType } from "../../src/model/schema.js";
import { isVariantValue, type Value } from "../../src/model/value.js";
import { formatFloat32 } from "../../src/runtime/format-number.js";

/** What Luban's JSON export says of a record or a value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * Returns a value as Luban exports it: enums and datetimes as numbers, 64-bit integers too, maps as pairs, absent
 * values as nothing.
 */
export function toLubanJson(value: Value, type: ValueType, schema: Schema): Json {
  if (value === undefined) return null;
  switch (type.kind) {
    case "optional":
      return toLubanJson(value, type.value, schema);
    case "float":
      return type.bits === 32 ? Number(formatFloat32(value as number)) : (value as number);
    case "reference":
      return toLubanJson(value, at(type.key, 0), schema);
    case "list":
    case "set":
      return elementsOf(value).map((element) => toLubanJson(element, type.element, schema));
    case "map":
      return elementsOf(value).map((entry) => {
        const [key, held] = elementsOf(entry);
        return [toLubanJson(key, type.key, schema), toLubanJson(held, type.value, schema)];
      });
    case "struct":
      return toRecord(elementsOf(value), at(schema.structs, type.index).fields, schema);
    case "variant": {
      if (!isVariantValue(value)) return null;
      const kind = at(at(schema.variants, type.index).kinds, value.kind);
      const { fields } = at(schema.structs, kind.struct);
      return { $type: kind.name, ...(toRecord(value.fields, fields, schema) as object) };
    }
    default:
      return typeof value === "bigint" ? Number(value) : (value as Json);
  }
}

export function toRecord(
  values: readonly Value[],
  fields: readonly { readonly name: string; readonly type: ValueType }[],
  schema: Schema,
): Json {
  const entries = fields.map(
    ({ name, type }, index) => [name, toLubanJson(values[index], type, schema)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function elementsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Returns an exported value in the form that ours has: maps and sets in ascending order, kinds without modules, no
 * reference where it is 0 or an empty text and may be none.
 */
export function normalize(json: Json | undefined, type: ValueType, schema: Schema): Json {
  if (json === undefined || json === null) return null;
  switch (type.kind) {
    case "optional": {
      const isNone = type.value.kind === "reference" && (json === 0 || json === "");
      return isNone ? null : normalize(json, type.value, schema);
    }
    case "list":
      return (json as readonly Json[]).map((element) => normalize(element, type.element, schema));
    case "set":
      return (json as readonly Json[])
        .map((element) => normalize(element, type.element, schema))
        .sort(compare);
    case "map":
      return (json as readonly (readonly [Json, Json])[])
        .map(
          ([key, value]) => [normalize(key, type.key, schema), normalize(value, type.value, schema)] as const,
        )
        .sort(([left], [right]) => compare(left, right));
    case "struct":
      return normalizeRecord(json, at(schema.structs, type.index).fields, schema);
    case "variant": {
      const { $type, ...fields } = json as { readonly [name: string]: Json };
      const name = String($type).replace(/^.*\./, "");
      const kind = at(schema.variants, type.index).kinds.find((one) => one.name === name);
      const struct = kind === undefined ? [] : at(schema.structs, kind.struct).fields;
      return { $type: name, ...(normalizeRecord(fields, struct, schema) as object) };
    }
    default:
      return json;
  }
}

export function normalizeRecord(
  json: Json,
  fields: readonly { readonly name: string; readonly type: ValueType }[],
  schema: Schema,
): Json {
  const record = json as { readonly [name: string]: Json };
  const typeOf = new Map(fields.map(({ name, type }) => [name, type]));
  // What we have no field for stays, so that it is seen.
  const entries = Object.entries(record).map(([name, value]) => {
    const type = typeOf.get(name);
    return [name, type === undefined ? value : normalize(value, type, schema)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function compare(left: Json, right: Json): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left) < String(right) ? -1 : 1;
}
