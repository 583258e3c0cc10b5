import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { EnumSchema, Schema, ValueType } from "../model/schema.js";
import { isVariantValue, type Value } from "../model/value.js";
import type { SelectedTypes } from "./select-types.js";
import { isInTarget, type Target } from "./target.js";

export interface ValueContext {
  readonly schema: Schema;
  readonly types: SelectedTypes;
  readonly target: Target;
  readonly report: Report;
  readonly cellAt: (row: number) => Place;
}

/**
 * Returns what takes the values of a column over into a target: without the fields that structs do not have there. A
 * cell with an enum value that the target does not have is reported.
 */
export function createValueSelector(
  type: ValueType,
  context: ValueContext,
): (values: ArrayLike<Value>) => ArrayLike<Value> {
  const select = createSelector(type, context);
  if (select === undefined) return (values) => values;
  return (values) => Array.from(values, (value, row) => (value === undefined ? value : select(value, row)));
}

type Select = (value: Value, row: number) => Value;

/** Returns `undefined` for types whose values stay as they are. */
function createSelector(
  type: ValueType,
  context: ValueContext,
  open = new Map<number, Select>(),
): Select | undefined {
  switch (type.kind) {
    case "enum":
      return createEnumCheck(at(context.schema.enums, type.index), context);
    case "list":
    case "array":
    case "set": {
      const element = createSelector(type.element, context, open);
      return element === undefined
        ? undefined
        : (value, row) => elementsOf(value).map((one) => (one === undefined ? one : element(one, row)));
    }
    case "map": {
      const parts = [type.key, type.value].map((part) => createSelector(part, context, open));
      if (parts.every((part) => part === undefined)) return undefined;
      return (value, row) =>
        elementsOf(value).map((entry) =>
          elementsOf(entry).map((one, index) =>
            one === undefined ? one : (parts[index]?.(one, row) ?? one),
          ),
        );
    }
    case "optional":
      return createSelector(type.value, context, open);
    case "struct":
      return createStructSelector(type.index, context, open);
    case "variant": {
      const { kinds } = at(context.schema.variants, type.index);
      const selectors = kinds.map(({ struct }) => createStructSelector(struct, context, open));
      return (value, row) => {
        if (!isVariantValue(value)) return value;
        const fields = at(selectors, value.kind)(value.fields, row);
        return { kind: value.kind, fields: elementsOf(fields) };
      };
    }
    default:
      return undefined;
  }
}

/** A struct may hold itself, so its selector is known before those of its fields are. */
function createStructSelector(index: number, context: ValueContext, open: Map<number, Select>): Select {
  const known = open.get(index);
  if (known !== undefined) return known;
  const { fields } = at(context.schema.structs, index);
  const kept = context.types.keptFields[index] ?? [];
  const selectors: (Select | undefined)[] = [];
  const select: Select = (value, row) => {
    const values = elementsOf(value);
    return kept.map((field, position) => {
      const one = values[field];
      return one === undefined ? one : (selectors[position]?.(one, row) ?? one);
    });
  };
  open.set(index, select);
  for (const field of kept) selectors.push(createSelector(at(fields, field).type, context, open));
  return select;
}

/** Reports a value that names what the target leaves out, or that has bits of it. */
function createEnumCheck(
  { name, values, isFlags }: EnumSchema,
  { target, report, cellAt }: ValueContext,
): Select | undefined {
  const lost = values.filter((value) => !isInTarget(value, target));
  if (lost.length === 0) return undefined;
  const kept = new Set(values.filter((value) => isInTarget(value, target)).map(({ value }) => value));
  return (value, row) => {
    const number = Number(value);
    const found = lost.find((one) =>
      isFlags
        ? one.value !== 0 && (BigInt(number) & BigInt(one.value)) === BigInt(one.value)
        : one.value === number,
    );
    if (found === undefined || (isFlags && kept.has(number))) return value;
    report("value-cut-away", { enum: name, value: found.name, target: target.name }, cellAt(row));
    return value;
  };
}

function elementsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
