import { isBlank } from "../../base/blank.js";
import type { InRows } from "../../base/catalog/checks.js";
import { findNearest } from "../../base/find-nearest.js";
import { quote } from "../../base/quote.js";
import type { FieldRule, OneOfTerms, PathRoot, PathTerms, RangeTerms } from "../../model/rule.js";
import { type FieldSchema, formatType, keyTypeOf, type ValueType } from "../../model/schema.js";
import type { Value } from "../../model/value.js";
import type { Trail } from "../../model/visit-values.js";
import type { CheckContext } from "../check-context.js";
import { stripOptional } from "../expressions/compiled.js";
import { createPathCheck } from "../files/resolve-path.js";
import { formatValue } from "../format-value.js";
import { createOrder, type Order, type OrderRuleTerms } from "./order.js";
import { explainRange, isWithin, readRange } from "./read-range.js";

/** A rule made ready for the values that it is about. */
export interface ValueTest {
  readonly rule: FieldRule;
  /** field: the value as a whole; element: what its containers hold, down to the last. */
  readonly scope: "field" | "element";
  holds(value: Value, trail: Trail): boolean;
  /** Says how a value breaks the rule. */
  explain(value: Value, trail: Trail): string;
}

export interface RuledField {
  readonly field: FieldSchema;
  /** The table and the column, or the struct and the field. */
  readonly where: InRows;
}

type Test = Omit<ValueTest, "rule">;

/**
 * Makes a rule of one value ready. Reports a rule that is not for the field's type, and texts in it that are no values,
 * where it stands. Returns `undefined` then, and for rules of the order of rows and for expressions.
 */
export function compileFieldRule(
  rule: FieldRule,
  ruled: RuledField,
  context: CheckContext,
): ValueTest | undefined {
  const test = compile(rule, ruled, context);
  return test && { rule, ...test };
}

function compile(rule: FieldRule, ruled: RuledField, context: CheckContext): Test | undefined {
  const whole = stripOptional(ruled.field.type);
  switch (rule.kind) {
    case "range":
      return compileRange(rule, ruled, context);
    case "size":
      return compileSize(rule, whole, ruled, context);
    case "length":
      return compileLength(rule, ruled, context);
    case "oneOf":
      return compileOneOf(rule, ruled, context);
    case "pattern": {
      const pattern = new RegExp(`^(?:${rule.pattern})$`, "u");
      return compileText(rule, ruled, context, {
        holds: (text) => pattern.test(text),
        explain: (text) => `${quote(text)} does not match`,
      });
    }
    case "path":
      return compilePath(rule, ruled, context);
    case "required":
      return { scope: "field", holds: isFilled, explain: () => "it is empty" };
    case "notDefault":
      return compileNotDefault(rule, whole, ruled, context);
    case "sequence":
    case "ascending":
    case "descending":
      return isSequence(whole) ? compileOrder(rule, whole, ruled, context) : undefined;
    case "check":
      return undefined;
  }
}

/** Reports that a rule is not for the type of what it stands at. */
export function reportWrongType(
  rule: Pick<FieldRule, "text" | "at">,
  { field, where }: RuledField,
  takes: string,
  { report }: CheckContext,
): undefined {
  report("rule-not-for-type", { ...where, rule: rule.text, type: formatType(field.type), takes }, rule.at);
  return undefined;
}

/** Returns the type of what a type holds in its lists and sets, down to the last; of a reference, that of its key. */
function elementType(type: ValueType): ValueType {
  switch (type.kind) {
    case "optional":
      return elementType(type.value);
    case "list":
    case "array":
    case "set":
      return elementType(type.element);
    case "reference":
      return keyTypeOf(type) ?? type;
    default:
      return type;
  }
}

/** True for types whose values have an order that a range can speak of: they are numbers or bigints. */
function isMeasured({ kind }: ValueType): boolean {
  return ["integer", "float", "datetime", "duration", "version"].includes(kind);
}

const measuredTypes = "numbers, datetimes, durations and versions";

function compileRange(
  rule: FieldRule & RangeTerms,
  ruled: RuledField,
  context: CheckContext,
): Test | undefined {
  const type = elementType(ruled.field.type);
  if (!isMeasured(type)) return reportWrongType(rule, ruled, measuredTypes, context);
  const range = readRange(rule.range, type, rule, context);
  if (range === undefined) return undefined;
  return {
    scope: "element",
    // The values of these types are numbers and bigints.
    holds: (value) => isWithin(value as number | bigint, range),
    explain: (value) =>
      explainRange(value as number | bigint, formatValue(value, type, context.schema), range),
  };
}

const countType: ValueType = { kind: "integer", bits: 32, signed: false };

function compileSize(
  rule: FieldRule & RangeTerms,
  type: ValueType,
  ruled: RuledField,
  context: CheckContext,
): Test | undefined {
  if (!["list", "array", "set", "map"].includes(type.kind)) {
    return reportWrongType(rule, ruled, "lists, sets and maps", context);
  }
  const range = readRange(rule.range, countType, rule, context);
  if (range === undefined) return undefined;
  return {
    scope: "field",
    holds: (value) => !Array.isArray(value) || isWithin(value.length, range),
    explain: (value) => sayCount(Array.isArray(value) ? value.length : 0, "element"),
  };
}

function compileLength(
  rule: FieldRule & RangeTerms,
  ruled: RuledField,
  context: CheckContext,
): Test | undefined {
  const range = readRange(rule.range, countType, rule, context);
  if (range === undefined) return undefined;
  return compileText(rule, ruled, context, {
    holds: (text) => isWithin(countCharacters(text), range),
    explain: (text) => sayCount(countCharacters(text), "character"),
  });
}

function sayCount(count: number, what: "element" | "character"): string {
  return count === 1 ? `it has 1 ${what}` : `it has ${count} ${what}s`;
}

/** Returns the number of code points. */
function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

interface TextTest {
  holds(text: string): boolean;
  explain(text: string): string;
}

function compileText(
  rule: FieldRule,
  ruled: RuledField,
  context: CheckContext,
  { holds, explain }: TextTest,
): Test | undefined {
  if (elementType(ruled.field.type).kind !== "string") {
    return reportWrongType(rule, ruled, "texts", context);
  }
  return {
    scope: "element",
    holds: (value) => holds(String(value)),
    explain: (value) => explain(String(value)),
  };
}

function compileOneOf(
  rule: FieldRule & OneOfTerms,
  ruled: RuledField,
  context: CheckContext,
): Test | undefined {
  const type = elementType(ruled.field.type);
  if (keyTypeOf(type) === undefined && type.kind !== "float") {
    return reportWrongType(rule, ruled, "numbers, texts, enums and other single values", context);
  }
  const allowed = new Set<Value>();
  for (const text of rule.values) {
    const read = context.readText(type, text, rule.at);
    if (read === undefined) return undefined;
    allowed.add(read.value);
  }
  return {
    scope: "element",
    holds: (value) => allowed.has(value),
    explain: (value) => {
      const shown = formatValue(value, type, context.schema);
      const nearest = typeof value === "string" ? findNearest(value, rule.values) : undefined;
      return nearest === undefined
        ? `${shown} is none of them`
        : `${shown} is none of them; did you mean ${quote(nearest)}?`;
    },
  };
}

function compilePath(
  rule: FieldRule & PathTerms,
  ruled: RuledField,
  context: CheckContext,
): Test | undefined {
  const config = findRoot(rule, context);
  if (config === undefined) return undefined;
  const check = createPathCheck(config, context.files);
  return compileText(rule, ruled, context, {
    holds: (text) => check(text) === undefined,
    explain: (text) => check(text) ?? "",
  });
}

/** A root of the config, or a pattern of its own: what has a `/` or `{}` in it. */
function findRoot(rule: FieldRule & PathTerms, { paths, report }: CheckContext): PathRoot | undefined {
  const { root } = rule;
  const known = Object.hasOwn(paths, root) ? paths[root] : undefined;
  if (known !== undefined) return known;
  if (root === "" || /[/{]/.test(root)) {
    return { kind: "files", pattern: root === "" ? "{}" : root, extensions: [] };
  }
  const suggestion = findNearest(root, Object.keys(paths));
  const named = suggestion === undefined ? {} : { suggestion };
  report("unknown-rule-name", { rule: rule.text, what: "a path", name: root, ...named }, rule.at);
  return undefined;
}

function isFilled(value: Value): boolean {
  if (typeof value === "string") return !isBlank(value);
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined;
}

function compileNotDefault(
  rule: FieldRule,
  type: ValueType,
  ruled: RuledField,
  context: CheckContext,
): Test | undefined {
  const { defaultText, defaultAt, at } = ruled.field;
  if (["struct", "variant", "reference"].includes(type.kind)) {
    return reportWrongType(rule, ruled, "single values, lists, sets and maps", context);
  }
  const fallback =
    defaultText === undefined || keyTypeOf(type) === undefined
      ? undefined
      : context.readText(type, defaultText, defaultAt ?? at)?.value;
  const isDefault = (value: Value) => (fallback === undefined ? isZero(value) : value === fallback);
  return {
    scope: "field",
    holds: (value) => value === undefined || !isDefault(value),
    explain: (value) => `${formatValue(value, type, context.schema)} is what an empty cell stands for`,
  };
}

function isZero(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === 0 || value === 0n || value === "" || value === false;
}

type SequenceType = Extract<ValueType, { kind: "list" | "array" }>;

function isSequence(type: ValueType): type is SequenceType {
  return type.kind === "list" || type.kind === "array";
}

/** The order of the elements of one value. */
function compileOrder(
  rule: FieldRule & OrderRuleTerms,
  type: SequenceType,
  ruled: RuledField,
  context: CheckContext,
): Test | undefined {
  const order = createOrder(rule, stripOptional(type.element), rule, context);
  if (order === undefined) return undefined;
  if ("takes" in order) return reportWrongType(rule, ruled, order.takes, context);
  return {
    scope: "field",
    holds: (value) => findBreak(value, order) === undefined,
    explain: (value) => findBreak(value, order) ?? "",
  };
}

/** Absent elements do not count. */
function findBreak(value: Value, order: Order): string | undefined {
  let previous: Value;
  for (const element of Array.isArray(value) ? value : []) {
    if (element === undefined) continue;
    if (!order.keeps(previous, element)) return order.explain(previous, element);
    previous = element;
  }
  return undefined;
}
