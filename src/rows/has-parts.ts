import type { ValueType } from "../model/schema.js";

/** True for types whose values are made of others: their texts are split, or JSON. */
export function hasParts(type: ValueType): boolean {
  switch (type.kind) {
    case "optional":
      return hasParts(type.value);
    case "reference":
      return type.key.length > 1;
    case "list":
    case "array":
    case "set":
    case "map":
    case "struct":
    case "variant":
      return true;
    default:
      return false;
  }
}
