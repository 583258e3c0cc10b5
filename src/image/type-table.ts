import { assert } from "../base/assert.js";
import { formatStoredType } from "../model/image-format.js";
import { partsOf, type Schema, type ValueType } from "../model/schema.js";

/** The types of an image. Equal types have one entry, and an entry comes after those it names. */
export interface TypeTable {
  readonly types: readonly ValueType[];
  positionOf(type: ValueType): number;
}

/** Collects the types of all columns, then of all fields, then those under the enums, each after what it is made of. */
export function collectTypes(schema: Schema): TypeTable {
  const types: ValueType[] = [];
  const positions = new Map<string, number>();
  const add = (type: ValueType): void => {
    const text = formatStoredType(type);
    if (positions.has(text)) return;
    for (const named of namedTypesOf(type)) add(named);
    positions.set(text, types.length);
    types.push(type);
  };
  for (const table of schema.tables) for (const column of table.columns) add(column.type);
  for (const { fields } of schema.structs) for (const field of fields) add(field.type);
  for (const { underlying } of schema.enums) add(underlying);
  const positionOf = (type: ValueType): number => {
    const text = formatStoredType(type);
    const position = positions.get(text);
    assert(position !== undefined, `type ${text} is not of this schema`);
    return position;
  };
  return { types, positionOf };
}

/** Returns the types that a type's entry names: of what it is made, the underlying one, the key's. */
function namedTypesOf(type: ValueType): readonly ValueType[] {
  if (type.kind === "enum") return [type.underlying];
  return type.kind === "reference" ? type.key : partsOf(type);
}
