import { at } from "../base/assert.js";
import { quote } from "../base/quote.js";
import type { Schema, ValueType } from "../model/schema.js";
import { isVariantValue, type Value } from "../model/value.js";

/** Returns a value as messages show it: `7`, `"sword"`, `[1, 2]`, `(x 1, y 2)`; enum values by name. */
export function formatValue(value: Value, type: ValueType, schema: FormatSchema): string {
  if (value === undefined) return "nothing";
  switch (type.kind) {
    case "optional":
      return formatValue(value, type.value, schema);
    case "string":
      return quote(String(value));
    case "enum":
      return formatEnum(Number(value), at(schema.enums, type.index));
    case "datetime":
      return new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z");
    case "duration":
      return `${String(value)}ms`;
    case "version":
      return formatVersion(BigInt(value as bigint)); // the value of this type
    case "list":
    case "array":
    case "set":
      return formatList(value, ([, element]) => formatValue(element, type.element, schema));
    case "map":
      return formatList(value, ([, pair]) => {
        const [key, held] = Array.isArray(pair) ? pair : [];
        return `${formatValue(key, type.key, schema)}: ${formatValue(held, type.value, schema)}`;
      });
    case "reference":
      return formatReference(value, type.key, schema);
    case "struct":
      return formatStruct(value, type.index, schema);
    case "variant": {
      if (!isVariantValue(value)) return "";
      const kind = at(at(schema.variants, type.index).kinds, value.kind);
      return `${kind.name}${formatStruct(value.fields, kind.struct, schema)}`;
    }
    default:
      return String(value);
  }
}

export type FormatSchema = Pick<Schema, "enums" | "structs" | "variants">;

function formatEnum(value: number, { values, isFlags }: Schema["enums"][number]): string {
  const exact = values.find((one) => one.value === value);
  if (exact !== undefined || !isFlags) return exact?.name ?? String(value);
  const bits = BigInt(value);
  const names = values.filter((one) => one.value !== 0 && (BigInt(one.value) & bits) === BigInt(one.value));
  return names.length === 0 ? String(value) : names.map(({ name }) => name).join("|");
}

/** Zeros at the end, from the third number on, are left out as people do. */
function formatVersion(value: bigint): string {
  const numbers = [48n, 32n, 16n, 0n].map((shift) => (value >> shift) & 0xffffn);
  while (numbers.length > 2 && numbers.at(-1) === 0n) numbers.pop();
  return numbers.join(".");
}

const mostShown = 8;

function formatList(value: Value, format: (entry: [number, Value]) => string): string {
  const elements: readonly Value[] = Array.isArray(value) ? value : [];
  const shown = [...elements.slice(0, mostShown).entries()].map(format);
  return `[${shown.join(", ")}${elements.length > mostShown ? ", …" : ""}]`;
}

function formatReference(value: Value, key: readonly ValueType[], schema: FormatSchema): string {
  const [first] = key;
  if (key.length === 1 && first !== undefined) return formatValue(value, first, schema);
  const parts: readonly Value[] = Array.isArray(value) ? value : [];
  return `(${key.map((type, part) => formatValue(parts[part], type, schema)).join(", ")})`;
}

function formatStruct(value: Value, struct: number, schema: FormatSchema): string {
  const values: readonly Value[] = Array.isArray(value) ? value : [];
  const { fields } = at(schema.structs, struct);
  return `(${fields.map(({ name, type }, index) => `${name} ${formatValue(values[index], type, schema)}`).join(", ")})`;
}
