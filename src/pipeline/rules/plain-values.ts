import { at } from "../../base/assert.js";
import type { ValueType } from "../../model/schema.js";
import { isVariantValue, type Value } from "../../model/value.js";

/** What types name by position: of a schema, or of an image. */
export interface TypeNames {
  readonly enums: readonly {
    readonly isFlags: boolean;
    readonly values: readonly { readonly name: string; readonly value: number }[];
  }[];
  readonly structs: readonly {
    readonly fields: readonly { readonly name: string; readonly type: ValueType }[];
  }[];
  readonly variants: readonly {
    readonly kinds: readonly { readonly name: string; readonly struct: number }[];
  }[];
}

/**
 * Returns a value as rules see it: enums by name, flags as a list of names, datetimes as Date, durations in
 * milliseconds, versions as text, lists and sets as arrays, maps as Map, structs as objects, those of a variant with
 * `$type`, references as the key of the row. Nothing of it can be changed that others see.
 */
export function toPlainValue(value: Value, type: ValueType, names: TypeNames): unknown {
  if (value === undefined) return undefined;
  const list = (element: ValueType) =>
    Object.freeze((Array.isArray(value) ? value : []).map((one: Value) => toPlainValue(one, element, names)));
  switch (type.kind) {
    case "optional":
      return toPlainValue(value, type.value, names);
    case "enum":
      return toEnumName(Number(value), at(names.enums, type.index));
    case "datetime":
      return new Date(Number(value) * 1000);
    case "version":
      return formatVersion(value as bigint); // the value of this type
    case "list":
    case "array":
    case "set":
      return list(type.element);
    case "map": {
      const pairs: readonly Value[] = Array.isArray(value) ? value : [];
      return new Map(
        pairs.map((pair) => {
          const [key, held] = Array.isArray(pair) ? pair : [];
          return [toPlainValue(key, type.key, names), toPlainValue(held, type.value, names)];
        }),
      );
    }
    case "struct":
      return Object.freeze(toObject(value, type.index, names));
    case "variant": {
      if (!isVariantValue(value)) return undefined;
      const { name, struct } = at(at(names.variants, type.index).kinds, value.kind);
      return Object.freeze({ $type: name, ...toObject(value.fields, struct, names) });
    }
    case "reference":
      return type.key.length === 1
        ? toPlainValue(value, at(type.key, 0), names)
        : Object.freeze(
            type.key.map((part, index) =>
              toPlainValue(Array.isArray(value) ? value[index] : undefined, part, names),
            ),
          );
    default:
      return value;
  }
}

function toObject(value: Value, struct: number, names: TypeNames): object {
  const values: readonly Value[] = Array.isArray(value) ? value : [];
  const { fields } = at(names.structs, struct);
  return Object.fromEntries(
    fields.map(({ name, type }, index) => [name, toPlainValue(values[index], type, names)]),
  );
}

/** A number that no value has, as only another release may have it, stays a number. */
function toEnumName(value: number, { isFlags, values }: TypeNames["enums"][number]): unknown {
  if (!isFlags) return values.find((one) => one.value === value)?.name ?? value;
  const bits = BigInt(value);
  const held = values.filter((one) => one.value !== 0 && (bits & BigInt(one.value)) === BigInt(one.value));
  return Object.freeze(held.map(({ name }) => name));
}

/** Two numbers or more, without zeros at the end. */
function formatVersion(value: bigint): string {
  const numbers = [48n, 32n, 16n, 0n].map((shift) => (value >> shift) & 0xffffn);
  while (numbers.length > 2 && numbers.at(-1) === 0n) numbers.pop();
  return numbers.join(".");
}
