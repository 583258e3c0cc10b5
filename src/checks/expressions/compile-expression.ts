import { at } from "../../base/assert.js";
import { findNearest } from "../../base/find-nearest.js";
import { formatType, keyTypeOf, type ReferenceType, type ValueType } from "../../model/schema.js";
import { isVariantValue, type Value } from "../../model/value.js";
import { formatValue } from "../format-value.js";
import {
  bool,
  type Compiled,
  createFrame,
  describeType,
  type Environment,
  type Frame,
  isKind,
  isSameType,
  joinTypes,
  real,
  requireAmount,
  requireBool,
  stripOptional,
  text as textType,
  toStoredKey,
  whole,
  wrongType,
} from "./compiled.js";
import { negateExactly, normalize } from "./exact-numbers.js";
import { compileCall } from "./functions.js";
import { compileBinary } from "./operators.js";
import { parseExpression } from "./parse-expression.js";
import { ExpressionFault, type Node } from "./syntax.js";

export interface Expression extends Compiled {
  /** Returns `hp = 5, maxHp = 3`: what the columns and fields that it names hold. */
  describe(frame: Frame): string;
  /** Columns or fields that it names, in the order in which it does. */
  readonly names: readonly string[];
}

/** What an expression must give. */
export type Wanted = "bool" | "number" | "anything";

/**
 * Parses an expression and checks its names and types. Reports what is wrong with it, at its place and with the number
 * of the character, and returns `undefined` then.
 */
export function compileExpression(
  text: string,
  environment: Environment,
  wanted: Wanted,
): Expression | undefined {
  try {
    const node = parseExpression(text);
    const reads: Read[] = [];
    const compiled = new Compiler(text, environment, reads).compile(node);
    if (wanted === "bool") requireBool(compiled.type, node);
    if (wanted === "number") requireAmount(compiled.type, node);
    const { schema } = environment.context;
    const describe = (frame: Frame) =>
      reads.map((read) => `${read.text} = ${formatAny(read.compiled, frame, schema)}`).join(", ");
    const names = reads.map((read) => /^[^.[\s]*/.exec(read.text)?.[0] ?? "");
    return { ...compiled, describe, names: [...new Set(names)] };
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    const { reason, suggestion, position } = error;
    // A text of the expression that is no value has been reported already.
    if (reason === "") return undefined;
    const character = [...text.slice(0, position)].length + 1;
    const named = suggestion === undefined ? {} : { suggestion };
    environment.context.report(
      "invalid-expression",
      { expression: text, character, reason, ...named },
      environment.at,
    );
    return undefined;
  }
}

function formatAny(
  { type, evaluate }: Compiled,
  frame: Frame,
  schema: Environment["context"]["schema"],
): string {
  return type === "nothing" ? "nothing" : formatValue(evaluate(frame), type, schema);
}

/** A column, a field or a way from it, as the expression names it. */
interface Read {
  readonly text: string;
  readonly compiled: Compiled;
}

/** Compiles the nodes of one expression. */
export class Compiler {
  readonly environment: Environment;
  readonly #text: string;
  readonly #reads: Read[];

  constructor(text: string, environment: Environment, reads: Read[]) {
    this.#text = text;
    this.environment = environment;
    this.#reads = reads;
  }

  /** Returns a compiler of what is said of each element, which is `it` there. */
  ofElements(it: ValueType): Compiler {
    return new Compiler(this.#text, { ...this.environment, it }, this.#reads);
  }

  /** `hint` is the type that a text, or the name of an enum's value, is meant to have. */
  compile(node: Node, hint?: Compiled["type"]): Compiled {
    const compiled = this.#compileAny(node, hint);
    if (isPath(node) && this.#isRead(node)) this.#note(node, compiled);
    return compiled;
  }

  /** True for what has no type by itself: a text, or the name of an enum's value. */
  needsHint(node: Node): boolean {
    if (node.kind === "text") return true;
    if (node.kind === "list") return node.elements.some((one) => this.needsHint(one));
    if (node.kind !== "name" || isWord(node.name)) return false;
    return !this.environment.names.has(node.name);
  }

  #compileAny(node: Node, hint: Compiled["type"] | undefined): Compiled {
    switch (node.kind) {
      case "number":
        return { type: node.isWhole ? whole : real, evaluate: () => node.value };
      case "text":
        return this.#compileText(node.text, hint);
      case "time":
        return this.#readText({ kind: node.type }, node.text);
      case "name":
        return this.#compileName(node, hint);
      case "member":
        return this.#compileMember(node);
      case "element":
        return this.#compileElement(node);
      case "call":
        return compileCall(node, this);
      case "list":
        throw new ExpressionFault(node.start, "a list stands behind `in` only");
      case "unary":
        return this.#compileUnary(node);
      case "binary":
        return compileBinary(node, this, hint);
      case "choice":
        return this.#compileChoice(node, hint);
    }
  }

  #compileText(text: string, hint: Compiled["type"] | undefined): Compiled {
    const type = hint === undefined || hint === "nothing" ? textType : stripOptional(hint);
    const key = keyTypeOf(type) ?? type;
    const isRead = ["enum", "datetime", "duration", "version"].includes(key.kind);
    return isRead ? this.#readText(key, text) : { type: textType, evaluate: () => text };
  }

  #readText(type: ValueType, text: string): Compiled {
    const { context, at: place } = this.environment;
    const read = context.readText(type, text, place);
    if (read === undefined) throw new ExpressionFault(0, "");
    const value = normalize(read.value);
    return { type, evaluate: () => value };
  }

  #compileName(
    { name, start }: Node & { readonly kind: "name" },
    hint: Compiled["type"] | undefined,
  ): Compiled {
    const { names, it, context, owner } = this.environment;
    const known = names.get(name);
    if (known !== undefined) return { type: stripOptional(known.type), evaluate: known.evaluate };
    if (name === "true" || name === "false") return { type: bool, evaluate: () => name === "true" };
    if (name === "null") return { type: "nothing", evaluate: () => undefined };
    if (name === "it" && it !== undefined) {
      return { type: stripOptional(it), evaluate: (frame) => normalize(frame.it) };
    }
    const type = hint === undefined || hint === "nothing" ? undefined : stripOptional(hint);
    const values = type?.kind === "enum" ? at(context.schema.enums, type.index).values : [];
    const value = values.find((one) => one.name === name || one.aliases.includes(name))?.value;
    if (value !== undefined && type !== undefined) return { type, evaluate: () => value };
    const candidates = [...names.keys(), ...values.map((one) => one.name)];
    const other = name.toLowerCase() === "null" || name === "nil" || name === "None" ? "null" : undefined;
    const reason =
      type?.kind === "enum" ? `${type.name} has no value ${name}` : `${owner} has no column ${name}`;
    throw new ExpressionFault(start, reason, other ?? findNearest(name, candidates));
  }

  #compileMember(node: Node & { readonly kind: "member" }): Compiled {
    const { of, name } = node;
    if (of.kind === "name" && !this.environment.names.has(of.name)) {
      const enumValue = this.#findEnumValue(of.name, name, node.end - name.length);
      if (enumValue !== undefined) return enumValue;
    }
    const owner = this.#compileAny(of, undefined);
    if (owner.type === "nothing") throw new ExpressionFault(node.start, "null has no fields");
    return this.#compileField(owner.type, owner.evaluate, name, node.end - name.length);
  }

  #findEnumValue(enumName: string, name: string, position: number): Compiled | undefined {
    const { enums } = this.environment.context.schema;
    const index = enums.findIndex((one) => one.name === enumName);
    const schema = enums[index];
    if (schema === undefined) return undefined;
    const found = schema.values.find((one) => one.name === name || one.aliases.includes(name));
    if (found === undefined) {
      const nearest = findNearest(
        name,
        schema.values.map((one) => one.name),
      );
      throw new ExpressionFault(position, `${enumName} has no value ${name}`, nearest);
    }
    const type: ValueType = { kind: "enum", index, name: enumName, underlying: schema.underlying };
    return { type, evaluate: () => found.value };
  }

  #compileField(type: ValueType, evaluate: Compiled["evaluate"], name: string, position: number): Compiled {
    switch (type.kind) {
      case "struct": {
        const read = this.#fieldOf(type.index, name);
        if (read === undefined)
          throw this.#noField(type.name, this.#fieldNames([type.index]), name, position);
        const { index, type: fieldType } = read;
        return {
          type: fieldType,
          evaluate: (frame) => {
            const value = evaluate(frame);
            return Array.isArray(value) ? normalize(value[index]) : undefined;
          },
        };
      }
      case "variant":
        return this.#compileVariantField(type.index, type.name, evaluate, name, position);
      case "reference":
        return this.#follow(type, evaluate, name, position);
      case "list":
      case "array":
      case "set": {
        const inner = createFrame();
        const element = this.#compileField(
          stripOptional(type.element),
          (frame) => normalize(frame.it),
          name,
          position,
        );
        if (element.type === "nothing") throw new ExpressionFault(position, "null has no fields");
        return {
          type: { kind: "list", element: element.type },
          evaluate: (frame) => {
            const value = evaluate(frame);
            if (!Array.isArray(value)) return undefined;
            return value.map((one: Value) => element.evaluate({ ...inner, row: frame.row, it: one }));
          },
        };
      }
      default:
        throw new ExpressionFault(position, `${formatType(type)} has no fields`);
    }
  }

  #fieldOf(struct: number, name: string): { readonly index: number; readonly type: ValueType } | undefined {
    const { fields } = at(this.environment.context.schema.structs, struct);
    const index = fields.findIndex((field) => field.name === name);
    const field = fields[index];
    return field === undefined ? undefined : { index, type: stripOptional(field.type) };
  }

  #fieldNames(structs: readonly number[]): readonly string[] {
    const { schema } = this.environment.context;
    return structs.flatMap((struct) => at(schema.structs, struct).fields.map((field) => field.name));
  }

  #noField(owner: string, names: readonly string[], name: string, position: number): ExpressionFault {
    return new ExpressionFault(position, `${owner} has no field ${name}`, findNearest(name, names));
  }

  /** A field of the kinds that have it; of others it is absent. */
  #compileVariantField(
    index: number,
    variant: string,
    evaluate: Compiled["evaluate"],
    name: string,
    position: number,
  ): Compiled {
    const { kinds } = at(this.environment.context.schema.variants, index);
    const fields = kinds.map(({ struct }) => this.#fieldOf(struct, name));
    const [first] = fields.filter((field) => field !== undefined);
    if (first === undefined) {
      const names = this.#fieldNames(kinds.map(({ struct }) => struct));
      throw this.#noField(variant, names, name, position);
    }
    const other = fields.find((field) => field !== undefined && !isSameType(field.type, first.type));
    if (other !== undefined) {
      throw new ExpressionFault(position, `${name} has several types in the kinds of ${variant}`);
    }
    return {
      type: first.type,
      evaluate: (frame) => {
        const value = evaluate(frame);
        if (!isVariantValue(value)) return undefined;
        const field = fields[value.kind];
        return field === undefined ? undefined : normalize(value.fields[field.index]);
      },
    };
  }

  /** A column of the row that a reference leads to. */
  #follow(type: ReferenceType, evaluate: Compiled["evaluate"], name: string, position: number): Compiled {
    const { schema, tables, resolver } = this.environment.context;
    const columns = type.targets.map(({ table, name: target }) => {
      const { columns: all } = at(schema.tables, table);
      const column = all.findIndex((one) => one.name === name);
      const nearest = findNearest(
        name,
        all.map((one) => one.name),
      );
      if (column < 0) throw new ExpressionFault(position, `${target} has no column ${name}`, nearest);
      return { table, column, type: stripOptional(at(all, column).type) };
    });
    const [first] = columns;
    if (first === undefined || columns.some((one) => !isSameType(one.type, first.type))) {
      throw new ExpressionFault(position, `${name} has several types in the tables of ${formatType(type)}`);
    }
    return {
      type: first.type,
      evaluate: (frame) => {
        const key = evaluate(frame);
        const found = key === undefined ? undefined : resolver.resolve(type, toStoredKey(key, type));
        if (found === undefined) return undefined;
        const { table, column } = at(columns, found.target);
        const { columns: values, isInvalid } = at(tables, table);
        return isInvalid?.(found.row, column) ? undefined : normalize(at(values, column)[found.row]);
      },
    };
  }

  #compileElement({ of, index, start }: Node & { readonly kind: "element" }): Compiled {
    const owner = this.#compileAny(of, undefined);
    if (isKind(owner.type, "map")) return this.#compileMapValue(owner, index);
    if (owner.type === "nothing" || (owner.type.kind !== "list" && owner.type.kind !== "array")) {
      throw new ExpressionFault(start, `${describeType(owner.type)} has no elements by number`);
    }
    const position = this.compile(index);
    if (!isKind(position.type, "integer")) throw wrongType(position.type, index, "a number");
    return {
      type: stripOptional(owner.type.element),
      evaluate: (frame) => {
        const [list, number] = [owner.evaluate(frame), position.evaluate(frame)];
        return Array.isArray(list) && typeof number === "number" ? normalize(list[number]) : undefined;
      },
    };
  }

  #compileMapValue(owner: Compiled, index: Node): Compiled {
    const type = owner.type as ValueType & { readonly kind: "map" }; // the caller has looked
    const key = this.compile(index, type.key);
    return {
      type: stripOptional(type.value),
      evaluate: (frame) => {
        const [map, wanted] = [owner.evaluate(frame), key.evaluate(frame)];
        if (!Array.isArray(map)) return undefined;
        const pair = map.find((one: Value) => Array.isArray(one) && normalize(one[0]) === wanted);
        return Array.isArray(pair) ? normalize(pair[1]) : undefined;
      },
    };
  }

  #compileUnary({ operator, operand }: Node & { readonly kind: "unary" }): Compiled {
    const { type, evaluate } = this.compile(operand);
    if (operator === "!") {
      requireBool(type, operand);
      return {
        type: bool,
        evaluate: (frame) => {
          const value = evaluate(frame);
          return value === undefined ? undefined : value !== true;
        },
      };
    }
    requireAmount(type, operand);
    return {
      type: isKind(type, "integer") ? whole : type,
      evaluate: (frame) => {
        const value = evaluate(frame);
        return typeof value === "number" || typeof value === "bigint" ? negateExactly(value) : undefined;
      },
    };
  }

  #compileChoice(node: Node & { readonly kind: "choice" }, hint: Compiled["type"] | undefined): Compiled {
    const condition = this.compile(node.condition);
    requireBool(condition.type, node.condition);
    const [yes, no] = this.compilePair(node.yes, node.no, hint);
    return {
      type: joinTypes(yes.type, no.type, node.no.start),
      evaluate: (frame) => {
        const value = condition.evaluate(frame);
        if (value === undefined) return undefined;
        return value === true ? yes.evaluate(frame) : no.evaluate(frame);
      },
    };
  }

  /** Compiles two sides of which one may say what a text or a name in the other is. */
  compilePair(left: Node, right: Node, hint?: Compiled["type"]): readonly [Compiled, Compiled] {
    if (this.needsHint(left) && !this.needsHint(right)) {
      const second = this.compile(right, hint);
      return [this.compile(left, second.type), second];
    }
    const first = this.compile(left, hint);
    return [first, this.compile(right, first.type)];
  }

  /** Names of tables, enums and words are no columns, and `it` is known from the cell. */
  #isRead(node: Node): boolean {
    if (node.kind === "name") return this.environment.names.has(node.name);
    return (node.kind === "member" || node.kind === "element") && this.#isRead(node.of);
  }

  #note(node: Node, compiled: Compiled): void {
    const text = this.#text.slice(node.start, node.end);
    if (!this.#reads.some((read) => read.text === text)) this.#reads.push({ text, compiled });
  }
}

function isPath({ kind }: Node): boolean {
  return kind === "name" || kind === "member" || kind === "element";
}

function isWord(name: string): boolean {
  return ["true", "false", "null", "it"].includes(name);
}
