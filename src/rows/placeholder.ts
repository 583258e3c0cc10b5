import { at } from "../base/assert.js";
import type { Schema, ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";

/** Returns the value that stands in for a bad cell, so that later stages meet values of the right form only. */
export function placeholderOf(type: ValueType, schema: Pick<Schema, "enums">): Value {
  switch (type.kind) {
    case "bool":
      return false;
    case "integer":
      return type.bits === 64 ? 0n : 0;
    case "string":
      return "";
    case "enum":
      return at(schema.enums, type.index).values[0]?.value ?? 0;
    case "list":
      return [];
    case "array":
      return Array.from({ length: type.length }, () => placeholderOf(type.element, schema));
    case "optional":
      return undefined;
    default:
      return 0;
  }
}
