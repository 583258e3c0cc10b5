import { at } from "../base/assert.js";
import type { Schema, ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";

/** Returns the value that stands in for a bad cell, so that later stages meet values of the right form only. */
export function placeholderOf(type: ValueType, schema: Pick<Schema, "enums" | "structs">): Value {
  switch (type.kind) {
    case "bool":
      return false;
    case "integer":
      return type.bits === 64 ? 0n : 0;
    case "string":
      return "";
    case "enum":
      return at(schema.enums, type.index).values[0]?.value ?? 0;
    case "version":
      return 0n;
    case "struct":
      return at(schema.structs, type.index).fields.map((field) => placeholderOf(field.type, schema));
    case "reference": {
      const key = type.key.map((part) => placeholderOf(part, schema));
      return key.length === 1 ? key[0] : key;
    }
    case "list":
    case "set":
    case "map":
      return [];
    case "array":
      return Array.from({ length: type.length }, () => placeholderOf(type.element, schema));
    // No value of it can be made without one of its kind: what is invalid is not looked into.
    case "variant":
    case "optional":
      return undefined;
    default:
      return 0;
  }
}
