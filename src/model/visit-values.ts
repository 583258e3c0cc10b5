import { at } from "../base/assert.js";
import type { FieldSchema, Schema, ValueType } from "./schema.js";
import { isVariantValue, type Value } from "./value.js";

/** Where a visit is: the row, the struct around the value, and the way from the cell to it. */
export interface Trail {
  row: number;
  /** The values of the innermost struct's fields; empty outside of structs. */
  fields: readonly Value[];
  /** From the column inwards: positions from 1, and names of fields. */
  readonly elements: (number | string)[];
}

export type Visit = (value: Value, trail: Trail) => void;

/** What is done with values on the way; `undefined` where there is nothing to do, and then they are not visited. */
export interface Visitor {
  /** Of a type, wherever it stands in another; never called for absent values. */
  onType?(type: ValueType): Visit | undefined;
  /** Of a struct's field, also where it is absent. */
  onField?(field: FieldSchema, struct: number): Visit | undefined;
}

/** Creates visits of the values of types. Structs are looked at once, however many types hold them. */
export function createVisits(schema: Pick<Schema, "structs" | "variants">, visitor: Visitor) {
  const structs = new Map<number, StructVisit>();

  function visitType(type: ValueType): Visit | undefined {
    return joinVisits(visitor.onType?.(type), visitParts(type));
  }

  function visitParts(type: ValueType): Visit | undefined {
    switch (type.kind) {
      case "optional":
        return visitPresent(visitType(type.value));
      case "list":
      case "array":
      case "set":
        return visitElements(visitType(type.element));
      case "map":
        return visitElements(
          visitStruct(
            namedParts([
              ["key", type.key],
              ["value", type.value],
            ]),
          ),
        );
      case "struct":
        return visitStruct(visitsOf(type.index));
      case "variant": {
        const kinds = at(schema.variants, type.index).kinds.map(({ struct }) => visitsOf(struct));
        return kinds.every(({ fields }) => fields?.length === 0) ? undefined : visitVariant(kinds);
      }
      default:
        return undefined;
    }
  }

  function namedParts(parts: readonly (readonly [string, ValueType])[]): StructVisit {
    const fields = parts.flatMap(([name, type], position) => {
      const visit = visitType(type);
      return visit === undefined ? [] : [{ name, position, visit }];
    });
    return { fields };
  }

  /** Of a struct that holds itself, which a variant may, the visits are not known yet when it is met again. */
  function visitsOf(index: number): StructVisit {
    const known = structs.get(index);
    if (known !== undefined) return known;
    const visits: StructVisit = { fields: undefined };
    structs.set(index, visits);
    visits.fields = at(schema.structs, index).fields.flatMap((field, position) => {
      const visit = joinVisits(visitor.onField?.(field, index), visitPresent(visitType(field.type)));
      return visit === undefined ? [] : [{ name: field.name, position, visit }];
    });
    return visits;
  }

  return visitType;
}

interface StructVisit {
  /** `undefined` while they are made. */
  fields: readonly FieldVisit[] | undefined;
}

interface FieldVisit {
  readonly name: string;
  readonly position: number;
  readonly visit: Visit;
}

export function joinVisits(first: Visit | undefined, second: Visit | undefined): Visit | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return (value, trail) => {
    first(value, trail);
    second(value, trail);
  };
}

function visitPresent(visit: Visit | undefined): Visit | undefined {
  return visit && ((value, trail) => (value === undefined ? undefined : visit(value, trail)));
}

function visitElements(visit: Visit | undefined): Visit | undefined {
  if (visit === undefined) return undefined;
  return (value, { row, fields, elements }) => {
    if (!Array.isArray(value)) return;
    const trail = { row, fields, elements };
    for (const [index, element] of value.entries()) {
      elements.push(index + 1);
      if (element !== undefined) visit(element, trail);
      elements.pop();
    }
  };
}

function visitStruct(visits: StructVisit): Visit | undefined {
  if (visits.fields?.length === 0) return undefined;
  return (value, trail) => {
    if (Array.isArray(value)) visitFields(visits, value, trail);
  };
}

function visitVariant(kinds: readonly StructVisit[]): Visit {
  return (value, trail) => {
    if (isVariantValue(value)) visitFields(at(kinds, value.kind), value.fields, trail);
  };
}

function visitFields(visits: StructVisit, values: readonly Value[], { row, elements }: Trail): void {
  const trail = { row, fields: values, elements };
  for (const { name, position, visit } of visits.fields ?? []) {
    elements.push(name);
    visit(values[position], trail);
    elements.pop();
  }
}
