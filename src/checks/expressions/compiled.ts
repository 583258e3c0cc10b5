import { at } from "../../base/assert.js";
import type { Place } from "../../base/place.js";
import {
  type FieldSchema,
  formatType,
  type ReferenceTarget,
  type ReferenceType,
  type ValueType,
} from "../../model/schema.js";
import type { TypedTable } from "../../model/typed-table.js";
import type { Value } from "../../model/value.js";
import type { CheckContext } from "../check-context.js";
import { normalize } from "./exact-numbers.js";
import { ExpressionFault, type Span } from "./syntax.js";

/** What an expression is evaluated over. */
export interface Frame {
  /** The row of the table. */
  row: number;
  /** The values of the struct's fields, where the expression is over a struct. */
  fields: readonly Value[];
  /** What `it` stands for. */
  it: Value;
  /** Set where there is no result, and why. */
  fault: string | undefined;
}

/** Returns one that does for all rows, each set in it before it is evaluated. */
export function createFrame(): Frame {
  return { row: 0, fields: [], it: undefined, fault: undefined };
}

export type Evaluate = (frame: Frame) => Value;

/** An expression, or a part of it, with the type of its values. Absent values are possible in any. */
export interface Compiled {
  readonly type: ValueType | "nothing";
  readonly evaluate: Evaluate;
}

/** The names that an expression may use, beside those of enums and tables. */
export interface Environment {
  /** What has the names, for messages: `Item`. */
  readonly owner: string;
  readonly names: ReadonlyMap<string, Typed>;
  /** The type of `it`; absent where it means nothing. */
  readonly it?: ValueType;
  readonly context: CheckContext;
  /** Where the expression stands. */
  readonly at: Place;
}

export interface Typed {
  readonly type: ValueType;
  readonly evaluate: Evaluate;
}

/** The columns of a table. A bad cell has no value: it is as if it were absent. */
export function namesOfTable({ schema, columns, isInvalid }: TypedTable): ReadonlyMap<string, Typed> {
  return new Map(
    schema.columns.map(({ name, type }, column) => {
      const values = at(columns, column);
      return [
        name,
        {
          type,
          evaluate: ({ row }: Frame) => (isInvalid?.(row, column) ? undefined : normalize(values[row])),
        },
      ];
    }),
  );
}

export function namesOfStruct(fields: readonly FieldSchema[]): ReadonlyMap<string, Typed> {
  return new Map(
    fields.map(({ name, type }, position) => [
      name,
      { type, evaluate: ({ fields: values }: Frame) => normalize(values[position]) },
    ]),
  );
}

export const whole: ValueType = { kind: "integer", bits: 64, signed: true };
export const real: ValueType = { kind: "float", bits: 64 };
export const bool: ValueType = { kind: "bool" };
export const text: ValueType = { kind: "string" };
export const duration: ValueType = { kind: "duration" };
export const datetime: ValueType = { kind: "datetime" };

export function isNumber(type: Compiled["type"]): boolean {
  return type !== "nothing" && (type.kind === "integer" || type.kind === "float");
}

export function isKind(type: Compiled["type"], ...kinds: readonly ValueType["kind"][]): boolean {
  return type !== "nothing" && kinds.includes(type.kind);
}

/** Fails at the node unless it is true or false. */
export function requireBool(type: Compiled["type"], node: Span): void {
  if (!isKind(type, "bool")) throw wrongType(type, node, "true or false");
}

/** Fails at the node unless one can calculate with it. */
export function requireAmount(type: Compiled["type"], node: Span): void {
  if (!isNumber(type) && !isKind(type, "duration")) throw wrongType(type, node, "a number");
}

export function wrongType(type: Compiled["type"], { start }: Span, needed: string): ExpressionFault {
  return new ExpressionFault(start, `it gives ${describeType(type)} where ${needed} is needed`);
}

/** Returns the target that stands for a table's primary key; `undefined` for a table without one. */
export function targetOf(
  name: string,
  { schema }: CheckContext,
): (ReferenceTarget & { key: ValueType[] }) | undefined {
  const table = schema.tables.findIndex((one) => one.name === name);
  const key = schema.tables[table]?.keys[0];
  if (key === undefined) return undefined;
  const { columns } = at(schema.tables, table);
  return { table, name, keyIndex: 0, key: key.columns.map((column) => at(columns, column).type) };
}

export function describeType(type: Compiled["type"]): string {
  return type === "nothing" ? "null" : formatType(type);
}

export function stripOptional(type: ValueType): ValueType {
  return type.kind === "optional" ? stripOptional(type.value) : type;
}

export function isSameType(left: ValueType, right: ValueType): boolean {
  return formatType(left) === formatType(right);
}

/** Returns the type of what is one or the other. */
export function joinTypes(
  left: Compiled["type"],
  right: Compiled["type"],
  position: number,
): Compiled["type"] {
  if (left === "nothing") return right;
  if (right === "nothing" || isSameType(left, right)) return left;
  if (left.kind === "integer" && right.kind === "integer") return whole;
  if (isNumber(left) && isNumber(right)) return real;
  const [one, other] = [describeType(left), describeType(right)];
  throw new ExpressionFault(position, `${one} and ${other} do not go together`);
}

/** Returns a key as tables hold it: 64-bit integers and versions as bigints. */
export function toStoredKey(key: Value, type: Pick<ReferenceType, "key">): Value {
  if (Array.isArray(key)) return key.map((part: Value, index) => toStored(part, at(type.key, index)));
  return toStored(key, at(type.key, 0));
}

function toStored(value: Value, type: ValueType): Value {
  const isWide = (type.kind === "integer" && type.bits === 64) || type.kind === "version";
  return isWide && typeof value === "number" ? BigInt(value) : value;
}
