import { assert } from "../base/assert.js";
import { formatStoredType } from "../model/image-format.js";
import type { Schema, ValueType } from "../model/schema.js";

/** The types of an image. Equal types have one entry, and an entry comes after those it names. */
export interface TypeTable {
  readonly types: readonly ValueType[];
  positionOf(type: ValueType): number;
}

/** Collects the types of all columns, then those under the enums, each after what it is made of. */
export function collectTypes(schema: Schema): TypeTable {
  const types: ValueType[] = [];
  const positions = new Map<string, number>();
  const add = (type: ValueType): void => {
    const text = formatStoredType(type);
    if (positions.has(text)) return;
    const inner = innerTypeOf(type);
    if (inner !== undefined) add(inner);
    positions.set(text, types.length);
    types.push(type);
  };
  for (const table of schema.tables) for (const column of table.columns) add(column.type);
  for (const { underlying } of schema.enums) add(underlying);
  const positionOf = (type: ValueType): number => {
    const position = positions.get(formatStoredType(type));
    assert(position !== undefined, `type ${formatStoredType(type)} is not of this schema`);
    return position;
  };
  return { types, positionOf };
}

/** Returns the type that a type's entry names: the element's, the value's or the underlying one. */
export function innerTypeOf(type: ValueType): ValueType | undefined {
  switch (type.kind) {
    case "list":
    case "array":
      return type.element;
    case "optional":
      return type.value;
    case "enum":
      return type.underlying;
    default:
      return undefined;
  }
}
