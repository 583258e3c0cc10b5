import { keyTypeOf, type ValueType } from "../../model/schema.js";
import type { Value } from "../../model/value.js";
import { compareOrdered } from "../compare-ordered.js";
import type { Compiler } from "./compile-expression.js";
import {
  bool,
  type Compiled,
  datetime,
  describeType,
  duration,
  type Evaluate,
  type Frame,
  isKind,
  isNumber,
  isSameType,
  joinTypes,
  real,
  requireBool,
  whole,
} from "./compiled.js";
import {
  addExactly,
  multiplyExactly,
  normalize,
  remainderExactly,
  subtractExactly,
} from "./exact-numbers.js";
import { ExpressionFault, type Node } from "./syntax.js";

type Binary = Node & { readonly kind: "binary" };

export function compileBinary(
  node: Binary,
  compiler: Compiler,
  hint: Compiled["type"] | undefined,
): Compiled {
  switch (node.operator) {
    case "&&":
    case "||":
      return compileLogic(node, compiler);
    case "??":
      return compileFallback(node, compiler, hint);
    case "in":
      return compileIn(node, compiler);
    case "==":
    case "!=":
      return compileEquality(node, compiler);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compileComparison(node, compiler);
    case "..":
      throw new ExpressionFault(node.start, "a range stands behind `in` only");
    default:
      return compileArithmetic(node, compiler);
  }
}

/** What is absent is neither true nor false: the whole is known only where the other side decides. */
function compileLogic({ operator, left, right }: Binary, compiler: Compiler): Compiled {
  const [one, other] = [compileBool(left, compiler), compileBool(right, compiler)];
  const decisive = operator === "||";
  return {
    type: bool,
    evaluate: (frame) => {
      const first = one(frame);
      if (first === decisive) return decisive;
      const second = other(frame);
      if (second === decisive) return decisive;
      return first === undefined || second === undefined ? undefined : !decisive;
    },
  };
}

function compileBool(node: Node, compiler: Compiler): Evaluate {
  const { type, evaluate } = compiler.compile(node);
  requireBool(type, node);
  return evaluate;
}

function compileFallback(
  { left, right }: Binary,
  compiler: Compiler,
  hint: Compiled["type"] | undefined,
): Compiled {
  const [one, other] = compiler.compilePair(left, right, hint);
  return {
    type: joinTypes(one.type, other.type, right.start),
    evaluate: (frame) => one.evaluate(frame) ?? other.evaluate(frame),
  };
}

function compileIn({ left, right }: Binary, compiler: Compiler): Compiled {
  if (right.kind === "list") return compileInList(left, right.elements, compiler);
  if (right.kind === "binary" && right.operator === "..") return compileInRange(left, right, compiler);
  const holder = compiler.compile(right);
  const { type } = holder;
  if (type === "nothing" || (type.kind !== "list" && type.kind !== "array" && type.kind !== "set")) {
    throw new ExpressionFault(
      right.start,
      "behind `in` stands a list, such as [1, 2], or a range, such as 1..5",
    );
  }
  const one = compiler.compile(left, type.element);
  requireEqualable(one.type, type.element, right.start);
  return {
    type: bool,
    evaluate: (frame) => {
      const [value, list] = [one.evaluate(frame), holder.evaluate(frame)];
      if (value === undefined || !Array.isArray(list)) return undefined;
      return list.some((element: Value) => isEqual(element, value));
    },
  };
}

function compileInList(left: Node, elements: readonly Node[], compiler: Compiler): Compiled {
  const one = compiler.compile(
    left,
    elements[0] && compiler.needsHint(left) ? compiler.compile(elements[0]).type : undefined,
  );
  const others = elements.map((element) => {
    const other = compiler.compile(element, one.type);
    requireEqualable(one.type, other.type, element.start);
    return roundAs(one.type, other, element);
  });
  return {
    type: bool,
    evaluate: (frame) => {
      const value = one.evaluate(frame);
      return value === undefined ? undefined : others.some((other) => isEqual(other(frame), value));
    },
  };
}

function compileInRange(left: Node, range: Binary, compiler: Compiler): Compiled {
  const from = compileComparison({ ...range, operator: ">=", left, right: range.left }, compiler);
  const to = compileComparison({ ...range, operator: "<=", left, right: range.right }, compiler);
  return {
    type: bool,
    evaluate: (frame) => {
      const [isAbove, isBelow] = [from.evaluate(frame), to.evaluate(frame)];
      return isAbove === undefined || isBelow === undefined
        ? undefined
        : isAbove === true && isBelow === true;
    },
  };
}

function compileEquality({ operator, left, right }: Binary, compiler: Compiler): Compiled {
  const [one, other] = compiler.compilePair(left, right);
  requireEqualable(one.type, other.type, right.start);
  const [first, second] = [roundAs(other.type, one, left), roundAs(one.type, other, right)];
  const wanted = operator === "==";
  return { type: bool, evaluate: (frame) => isEqual(first(frame), second(frame)) === wanted };
}

function requireEqualable(left: Compiled["type"], right: Compiled["type"], position: number): void {
  if (left === "nothing" || right === "nothing" || (isNumber(left) && isNumber(right))) return;
  const [one, other] = [keyTypeOf(left) ?? left, keyTypeOf(right) ?? right];
  if (isSameType(one, other) || (one.kind === "integer" && other.kind === "integer")) return;
  // The number of an enum's value says which it is.
  if ([one, other].every(({ kind }) => kind === "enum" || kind === "integer")) {
    if (one.kind !== other.kind) return;
  }
  const [first, second] = [describeType(left), describeType(right)];
  throw new ExpressionFault(position, `${first} and ${second} cannot be compared`);
}

/** Values of the same type; lists and structs are equal where all in them are. */
export function isEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  // In lists, 64-bit integers are as the table has them.
  if (typeof left === "bigint" || typeof right === "bigint") return normalize(left) === normalize(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one: Value, index) => isEqual(one, right[index]));
  }
  return false;
}

/** The limit 0.1 is meant as the cell 0.1 is, which a float32 column rounds. */
function roundAs(type: Compiled["type"], { evaluate }: Compiled, node: Node): Evaluate {
  const isSingle = type !== "nothing" && type.kind === "float" && type.bits === 32;
  const literal = node.kind === "unary" ? node.operand : node;
  if (!isSingle || literal.kind !== "number" || literal.isWhole) return evaluate;
  return (frame) => Math.fround(Number(evaluate(frame)));
}

function compileComparison({ operator, left, right }: Binary, compiler: Compiler): Compiled {
  const [one, other] = compiler.compilePair(left, right);
  requireComparable(one.type, other.type, right.start);
  const [first, second] = [roundAs(other.type, one, left), roundAs(one.type, other, right)];
  const isTrue = comparisons[operator as keyof typeof comparisons]; // the caller has looked
  return {
    type: bool,
    evaluate: (frame) => {
      const [value, limit] = [first(frame), second(frame)];
      return value === undefined || limit === undefined ? undefined : isTrue(compareOrdered(value, limit));
    },
  };
}

const comparisons = {
  "<": (order: number) => order < 0,
  "<=": (order: number) => order <= 0,
  ">": (order: number) => order > 0,
  ">=": (order: number) => order >= 0,
};

function requireComparable(left: Compiled["type"], right: Compiled["type"], position: number): void {
  if (isNumber(left) && isNumber(right)) return;
  if (left !== "nothing" && right !== "nothing" && left.kind === right.kind && isOrdered(left)) return;
  const [one, other] = [describeType(left), describeType(right)];
  throw new ExpressionFault(position, `${one} and ${other} have no order`);
}

function isOrdered({ kind }: ValueType): boolean {
  return ["string", "datetime", "duration", "version"].includes(kind);
}

type Operate = (left: Value, right: Value, frame: Frame) => Value;

interface Operation {
  readonly type: ValueType;
  readonly operate: Operate;
}

function compileArithmetic({ operator, left, right, start }: Binary, compiler: Compiler): Compiled {
  const [one, other] = compiler.compilePair(left, right);
  const operation = findOperation(operator, one.type, other.type);
  if (operation === undefined) {
    const [first, second] = [describeType(one.type), describeType(other.type)];
    throw new ExpressionFault(start, `${first} ${operator} ${second} means nothing`);
  }
  const { type, operate } = operation;
  return {
    type,
    evaluate: (frame) => {
      const [first, second] = [one.evaluate(frame), other.evaluate(frame)];
      return first === undefined || second === undefined ? undefined : operate(first, second, frame);
    },
  };
}

function findOperation(
  operator: string,
  left: Compiled["type"],
  right: Compiled["type"],
): Operation | undefined {
  if (isKind(left, "integer") && isKind(right, "integer")) return ofWholes(operator);
  if (isNumber(left) && isNumber(right)) return ofReals(operator);
  if (operator === "+" && isKind(left, "string") && isKind(right, "string")) {
    return { type: { kind: "string" }, operate: (one, other) => `${String(one)}${String(other)}` };
  }
  return ofTimes(operator, left, right);
}

type Whole = number | bigint;

function ofWholes(operator: string): Operation | undefined {
  switch (operator) {
    case "+":
      return { type: whole, operate: (left, right) => addExactly(left as Whole, right as Whole) };
    case "-":
      return { type: whole, operate: (left, right) => subtractExactly(left as Whole, right as Whole) };
    case "*":
      return { type: whole, operate: (left, right) => multiplyExactly(left as Whole, right as Whole) };
    case "%":
      return {
        type: whole,
        operate: byNonZero((left, right) => remainderExactly(left as Whole, right as Whole)),
      };
    default:
      return { type: real, operate: byNonZero((left, right) => Number(left) / Number(right)) };
  }
}

function ofReals(operator: string): Operation | undefined {
  switch (operator) {
    case "+":
      return { type: real, operate: (left, right) => Number(left) + Number(right) };
    case "-":
      return { type: real, operate: (left, right) => Number(left) - Number(right) };
    case "*":
      return { type: real, operate: (left, right) => Number(left) * Number(right) };
    case "%":
      return { type: real, operate: byNonZero((left, right) => Number(left) % Number(right)) };
    default:
      return { type: real, operate: byNonZero((left, right) => Number(left) / Number(right)) };
  }
}

/** What is divided by 0 has no value, and the row is said to do so. */
function byNonZero(operate: (left: Value, right: Value) => Value): Operate {
  return (left, right, frame) => {
    if (Number(right) !== 0) return operate(left, right);
    frame.fault = "it divides by 0";
    return undefined;
  };
}

/** Datetimes are seconds, durations milliseconds. */
function ofTimes(operator: string, left: Compiled["type"], right: Compiled["type"]): Operation | undefined {
  const isLeft = (kind: ValueType["kind"]) => isKind(left, kind);
  const isRight = (kind: ValueType["kind"]) => isKind(right, kind);
  if (isLeft("datetime") && isRight("duration") && (operator === "+" || operator === "-")) {
    const sign = operator === "+" ? 1 : -1;
    return { type: datetime, operate: (one, other) => Number(one) + (sign * Number(other)) / 1000 };
  }
  if (isLeft("datetime") && isRight("datetime") && operator === "-") {
    return { type: duration, operate: (one, other) => (Number(one) - Number(other)) * 1000 };
  }
  if (isLeft("duration") && isRight("duration")) {
    if (operator === "+" || operator === "-") return { ...ofReals(operator), type: duration } as Operation; // both are there
    return operator === "/" || operator === "%" ? durationBy(operator) : undefined;
  }
  if (isLeft("duration") && isNumber(right) && (operator === "*" || operator === "/")) {
    return { ...ofReals(operator), type: duration } as Operation; // both are there
  }
  if (isNumber(left) && isRight("duration") && operator === "*") {
    return { ...ofReals("*"), type: duration } as Operation; // it is there
  }
  return undefined;
}

function durationBy(operator: "/" | "%"): Operation | undefined {
  const operation = ofReals(operator);
  return operation && (operator === "%" ? { ...operation, type: duration } : operation);
}
