import { at } from "../../base/assert.js";
import { findNearest } from "../../base/find-nearest.js";
import type { ReferenceType, ValueType } from "../../model/schema.js";
import { isVariantValue, type Value } from "../../model/value.js";
import type { Compiler } from "./compile-expression.js";
import {
  bool,
  type Compiled,
  describeType,
  type Evaluate,
  isKind,
  isNumber,
  isSameType,
  real,
  requireBool,
  stripOptional,
  targetOf,
  text,
  toStoredKey,
  whole,
} from "./compiled.js";
import { addExactly, divideExactly, normalize } from "./exact-numbers.js";
import { isEqual } from "./operators.js";
import { ExpressionFault, type Node } from "./syntax.js";

type Call = Node & { readonly kind: "call" };

/** Compiles a call, whose function is one of the table below. */
export function compileCall(call: Call, compiler: Compiler): Compiled {
  const known = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined;
  if (known === undefined) {
    const suggestion =
      otherNames.get(call.name.toLowerCase()) ?? findNearest(call.name, Object.keys(functions));
    throw new ExpressionFault(call.start, `there is no function ${call.name}`, suggestion);
  }
  const { most, form } = known;
  const least = known.least ?? most;
  if (call.given.length < least || call.given.length > most) {
    throw new ExpressionFault(call.start, `write ${form}`);
  }
  return known.compile(call, compiler);
}

interface ExpressionFunction {
  /** How it is called, for messages. */
  readonly form: string;
  readonly least?: number;
  readonly most: number;
  readonly compile: (call: Call, compiler: Compiler) => Compiled;
}

const many = 1000;

const functions: Readonly<Record<string, ExpressionFunction>> = {
  len: { form: "len(text or list)", most: 1, compile: compileLength },
  abs: { form: "abs(number)", most: 1, compile: compileAbsolute },
  min: {
    form: "min(a, b) or min(list)",
    least: 1,
    most: many,
    compile: (call, compiler) => compileExtreme(call, compiler, -1),
  },
  max: {
    form: "max(a, b) or max(list)",
    least: 1,
    most: many,
    compile: (call, compiler) => compileExtreme(call, compiler, 1),
  },
  sum: { form: "sum(list)", most: 1, compile: compileSum },
  floor: { form: "floor(number)", most: 1, compile: rounding(Math.floor) },
  ceil: { form: "ceil(number)", most: 1, compile: rounding(Math.ceil) },
  round: { form: "round(number)", most: 1, compile: rounding(Math.round) },
  div: { form: "div(a, b)", most: 2, compile: compileDivision },
  all: {
    form: "all(list, it > 0)",
    most: 2,
    compile: (call, compiler) => compileEach(call, compiler, "all"),
  },
  any: {
    form: "any(list, it > 0)",
    most: 2,
    compile: (call, compiler) => compileEach(call, compiler, "any"),
  },
  count: {
    form: "count(list, it > 0)",
    most: 2,
    compile: (call, compiler) => compileEach(call, compiler, "count"),
  },
  has: { form: "has(flags, Flag) or has(list, value)", most: 2, compile: compileHas },
  exists: { form: "exists(Table, key)", least: 2, most: many, compile: compileExists },
  kind: { form: "kind(variant)", most: 1, compile: compileKind },
  keys: { form: "keys(map)", most: 1, compile: (call, compiler) => compileSide(call, compiler, "key") },
  values: { form: "values(map)", most: 1, compile: (call, compiler) => compileSide(call, compiler, "value") },
  lower: { form: "lower(text)", most: 1, compile: textFunction(text, (one) => one.toLowerCase()) },
  upper: { form: "upper(text)", most: 1, compile: textFunction(text, (one) => one.toUpperCase()) },
  startsWith: {
    form: "startsWith(text, start)",
    most: 2,
    compile: textFunction(bool, (one, other) => one.startsWith(other)),
  },
  endsWith: {
    form: "endsWith(text, end)",
    most: 2,
    compile: textFunction(bool, (one, other) => one.endsWith(other)),
  },
  contains: {
    form: "contains(text, part)",
    most: 2,
    compile: textFunction(bool, (one, other) => one.includes(other)),
  },
  matches: { form: "matches(text, 'pattern')", most: 2, compile: compileMatches },
};

const otherNames: ReadonlyMap<string, string> = new Map([
  ["length", "len"],
  ["size", "len"],
  ["average", "sum"],
  ["ceiling", "ceil"],
  ["regex", "matches"],
  ["match", "matches"],
  ["some", "any"],
  ["every", "all"],
  ["includes", "has"],
  ["find", "exists"],
  ["type", "kind"],
]);

function argument(call: Call, index: number): Node {
  return at(call.given, index);
}

function fail(node: Node, given: Compiled["type"], form: string): ExpressionFault {
  return new ExpressionFault(node.start, `${form} does not take ${describeType(given)}`);
}

function formOf({ name }: Call): string {
  return functions[name]?.form ?? name;
}

function compileLength(call: Call, compiler: Compiler): Compiled {
  const { type, evaluate } = compiler.compile(argument(call, 0));
  if (!isKind(type, "string", "list", "array", "set", "map")) {
    throw fail(argument(call, 0), type, formOf(call));
  }
  return {
    type: whole,
    evaluate: (frame) => {
      const value = evaluate(frame);
      if (typeof value === "string") return [...value].length;
      return Array.isArray(value) ? value.length : undefined;
    },
  };
}

function compileNumber(call: Call, index: number, compiler: Compiler): Compiled {
  const compiled = compiler.compile(argument(call, index));
  if (isNumber(compiled.type) || isKind(compiled.type, "duration")) return compiled;
  throw fail(argument(call, index), compiled.type, formOf(call));
}

function compileAbsolute(call: Call, compiler: Compiler): Compiled {
  const { type, evaluate } = compileNumber(call, 0, compiler);
  return {
    type: isKind(type, "integer") ? whole : type,
    evaluate: (frame) => {
      const value = evaluate(frame);
      if (typeof value === "bigint") return value < 0n ? -value : value;
      return typeof value === "number" ? Math.abs(value) : undefined;
    },
  };
}

function rounding(round: (value: number) => number): ExpressionFunction["compile"] {
  return (call, compiler) => {
    const { type, evaluate } = compileNumber(call, 0, compiler);
    if (isKind(type, "duration")) throw fail(argument(call, 0), type, formOf(call));
    return {
      type: whole,
      evaluate: (frame) => {
        const value = evaluate(frame);
        // A float beyond 2^53 is whole already, and a bigint keeps all of its digits.
        if (typeof value !== "number") return value;
        const rounded = round(value);
        return Number.isSafeInteger(rounded) ? rounded + 0 : BigInt(rounded);
      },
    };
  };
}

function compileDivision(call: Call, compiler: Compiler): Compiled {
  const [one, other] = [compileNumber(call, 0, compiler), compileNumber(call, 1, compiler)];
  for (const [index, { type }] of [one, other].entries()) {
    if (!isKind(type, "integer")) throw fail(argument(call, index), type, formOf(call));
  }
  return {
    type: whole,
    evaluate: (frame) => {
      const [left, right] = [one.evaluate(frame), other.evaluate(frame)];
      if (left === undefined || right === undefined) return undefined;
      if (right !== 0) return divideExactly(left as number | bigint, right as number | bigint); // integers
      frame.fault = "it divides by 0";
      return undefined;
    },
  };
}

/** Returns the type of a list's elements; fails for what is none. */
function compileList(call: Call, compiler: Compiler): Compiled & { readonly element: ValueType } {
  const compiled = compiler.compile(argument(call, 0));
  const { type } = compiled;
  if (type !== "nothing" && (type.kind === "list" || type.kind === "array" || type.kind === "set")) {
    return { ...compiled, element: stripOptional(type.element) };
  }
  throw fail(argument(call, 0), type, formOf(call));
}

function compileSum(call: Call, compiler: Compiler): Compiled {
  const { element, evaluate } = compileList(call, compiler);
  if (!isNumber(element) && element.kind !== "duration") throw fail(argument(call, 0), element, formOf(call));
  const add =
    element.kind === "integer"
      ? addExactly
      : (left: number | bigint, right: number | bigint) => Number(left) + Number(right);
  return {
    type: element.kind === "integer" ? whole : element.kind === "float" ? real : element,
    evaluate: (frame) => {
      const values = evaluate(frame);
      if (!Array.isArray(values)) return undefined;
      let total: number | bigint = 0;
      for (const value of values as readonly Value[]) {
        if (typeof value === "number" || typeof value === "bigint") total = add(total, value);
      }
      return total;
    },
  };
}

function compileExtreme(call: Call, compiler: Compiler, sign: 1 | -1): Compiled {
  if (call.given.length === 1) {
    const { element, evaluate } = compileList(call, compiler);
    requireOrdered(call, 0, element);
    return {
      type: element.kind === "integer" ? whole : element,
      evaluate: (frame) => {
        const values = evaluate(frame);
        return Array.isArray(values) ? findExtreme(values.map(normalize), sign) : undefined;
      },
    };
  }
  const parts = call.given.map((node) => compiler.compile(node));
  for (const [index, { type }] of parts.entries()) requireOrdered(call, index, type);
  const [first] = parts;
  const type = parts.every((part) => isKind(part.type, "integer"))
    ? whole
    : parts.every((part) => isNumber(part.type))
      ? real
      : first?.type;
  const isMixed = parts.some(
    (part) => !isSame(part.type, type) && !(isNumber(part.type) && type !== undefined && isNumber(type)),
  );
  if (type === undefined || isMixed) throw new ExpressionFault(call.start, `write ${formOf(call)}`);
  return {
    type,
    evaluate: (frame) => {
      const values = parts.map(({ evaluate }) => evaluate(frame));
      return values.includes(undefined) ? undefined : findExtreme(values, sign);
    },
  };
}

function isSame(left: Compiled["type"], right: Compiled["type"] | undefined): boolean {
  if (right === undefined || left === "nothing" || right === "nothing") return left === right;
  return isSameType(left, right);
}

function requireOrdered(call: Call, index: number, type: Compiled["type"]): void {
  if (isNumber(type) || isKind(type, "datetime", "duration", "version")) return;
  throw fail(argument(call, index), type, formOf(call));
}

/** Absent values do not count. */
function findExtreme(values: readonly Value[], sign: 1 | -1): Value {
  let extreme: number | bigint | undefined;
  for (const value of values) {
    if (typeof value !== "number" && typeof value !== "bigint") continue;
    if (extreme === undefined || (sign > 0 ? value > extreme : value < extreme)) extreme = value;
  }
  return extreme;
}

/** Says of each element what the second argument says of `it`. Where that is unknown, it does not count. */
function compileEach(call: Call, compiler: Compiler, what: "all" | "any" | "count"): Compiled {
  const { element, evaluate } = compileList(call, compiler);
  const node = argument(call, 1);
  const condition = compiler.ofElements(element).compile(node);
  requireBool(condition.type, node);
  return {
    type: what === "count" ? whole : bool,
    evaluate: (frame) => {
      const values = evaluate(frame);
      if (!Array.isArray(values)) return undefined;
      const outer = frame.it;
      const results = values.map((it: Value) => {
        frame.it = it;
        return condition.evaluate(frame);
      });
      frame.it = outer;
      if (what === "all") return !results.includes(false);
      return what === "any" ? results.includes(true) : results.filter((one) => one === true).length;
    },
  };
}

function compileHas(call: Call, compiler: Compiler): Compiled {
  const [holder, wanted] = [argument(call, 0), argument(call, 1)];
  const { type, evaluate } = compiler.compile(holder);
  if (type !== "nothing" && type.kind === "enum") {
    const flag = compiler.compile(wanted, type);
    if (!isSame(flag.type, type)) throw fail(wanted, flag.type, formOf(call));
    return { type: bool, evaluate: both(evaluate, flag.evaluate, holdsFlag) };
  }
  const list = compileList(call, compiler);
  const one = compiler.compile(wanted, list.element);
  if (!isSame(one.type, list.element) && !(isNumber(one.type) && isNumber(list.element))) {
    throw fail(wanted, one.type, formOf(call));
  }
  return {
    type: bool,
    evaluate: both(list.evaluate, one.evaluate, (values, value) =>
      Array.isArray(values) ? values.some((other: Value) => isEqual(other, value)) : undefined,
    ),
  };
}

function both(left: Evaluate, right: Evaluate, join: (left: Value, right: Value) => Value): Evaluate {
  return (frame) => {
    const [one, other] = [left(frame), right(frame)];
    return one === undefined || other === undefined ? undefined : join(one, other);
  };
}

function holdsFlag(value: Value, flag: Value): boolean {
  const bits = BigInt(Number(flag));
  return (BigInt(Number(value)) & bits) === bits;
}

function compileExists(call: Call, compiler: Compiler): Compiled {
  const { context } = compiler.environment;
  const [table, ...parts] = call.given;
  const name = table?.kind === "name" ? table.name : "";
  const target = targetOf(name, context);
  if (table === undefined || target === undefined) {
    const names = context.schema.tables.map((one) => one.name);
    const reason = names.includes(name) ? `${name} has no key` : `there is no table ${name}`;
    throw new ExpressionFault(table?.start ?? call.start, reason, findNearest(name, names));
  }
  const { key } = target;
  if (key.length !== parts.length) {
    throw new ExpressionFault(
      call.start,
      `the key of ${name} has ${key.length === 1 ? "1 part" : `${key.length} parts`}`,
    );
  }
  const type: ReferenceType = { kind: "reference", targets: [target], key };
  const compiled = parts.map((part, index) => {
    const one = compiler.compile(part, at(key, index));
    const wanted = at(key, index);
    const fits = isSame(one.type, wanted) || (isKind(one.type, "integer") && wanted.kind === "integer");
    if (!fits && !isKind(one.type, "reference")) throw fail(part, one.type, formOf(call));
    return one;
  });
  return {
    type: bool,
    evaluate: (frame) => {
      const values = compiled.map(({ evaluate }) => evaluate(frame));
      if (values.includes(undefined)) return undefined;
      const wanted = values.length === 1 ? values[0] : values;
      return context.resolver.resolve(type, toStoredKey(wanted, type)) !== undefined;
    },
  };
}

function compileKind(call: Call, compiler: Compiler): Compiled {
  const { type, evaluate } = compiler.compile(argument(call, 0));
  if (type === "nothing" || type.kind !== "variant") throw fail(argument(call, 0), type, formOf(call));
  const { kinds } = at(compiler.environment.context.schema.variants, type.index);
  return {
    type: text,
    evaluate: (frame) => {
      const value = evaluate(frame);
      return isVariantValue(value) ? at(kinds, value.kind).name : undefined;
    },
  };
}

function compileSide(call: Call, compiler: Compiler, side: "key" | "value"): Compiled {
  const { type, evaluate } = compiler.compile(argument(call, 0));
  if (type === "nothing" || type.kind !== "map") throw fail(argument(call, 0), type, formOf(call));
  const position = side === "key" ? 0 : 1;
  return {
    type: { kind: "list", element: type[side] },
    evaluate: (frame) => {
      const map = evaluate(frame);
      if (!Array.isArray(map)) return undefined;
      return map.map((pair: Value) => (Array.isArray(pair) ? pair[position] : undefined));
    },
  };
}

function textFunction(
  type: ValueType,
  apply: (one: string, other: string) => Value,
): ExpressionFunction["compile"] {
  return (call, compiler) => {
    const parts = call.given.map((node) => {
      const part = compiler.compile(node);
      if (!isKind(part.type, "string")) throw fail(node, part.type, formOf(call));
      return part;
    });
    return {
      type,
      evaluate: (frame) => {
        const [one, other] = parts.map(({ evaluate }) => evaluate(frame));
        if (typeof one !== "string") return undefined;
        if (parts.length === 2 && typeof other !== "string") return undefined;
        return apply(one, typeof other === "string" ? other : "");
      },
    };
  };
}

/** The pattern is a text that stands there: it is read once. The whole text must match it, as with `pattern`. */
function compileMatches(call: Call, compiler: Compiler): Compiled {
  const [subject, pattern] = [argument(call, 0), argument(call, 1)];
  const { type, evaluate } = compiler.compile(subject);
  if (!isKind(type, "string")) throw fail(subject, type, formOf(call));
  if (pattern.kind !== "text") throw new ExpressionFault(pattern.start, `write ${formOf(call)}`);
  let whole: RegExp;
  try {
    whole = new RegExp(`^(?:${pattern.text})$`, "u");
  } catch {
    throw new ExpressionFault(pattern.start, "the pattern is wrong");
  }
  return {
    type: bool,
    evaluate: (frame) => {
      const value = evaluate(frame);
      return typeof value === "string" ? whole.test(value) : undefined;
    },
  };
}
