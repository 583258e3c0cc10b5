import { trim } from "../base/blank.js";
import { findNearest } from "../base/find-nearest.js";
import {
  formatType,
  type IntegerType,
  keyTypeOf,
  type ReferenceTarget,
  type ReferenceType,
  type ValueType,
} from "../model/schema.js";
import { baseTypes } from "./base-types.js";

/** The types of a library that have names, by these. */
export type NamedTypes = ReadonlyMap<string, ValueType>;

/** A parsed type, or what is wrong with its text, ready to be reported. */
export type ParsedType =
  | { readonly type: ValueType }
  | { readonly unknown: { readonly type: string; readonly suggestion: string | undefined } }
  | { readonly invalid: { readonly type: string; readonly reason: string } };

const longestArray = 65_536;

/** Far more than a person can read in a header. */
const deepestType = 16;

/**
 * Parses the text of a type. Blanks between its parts do not count; names are exact, and usual names of other
 * tools (`int`, `double`) work too.
 *
 *     type   = base { "?" | "[]" | "[N]" }
 *     base   = name | "list<" type ">" | "set<" type ">" | "map<" type "," type ">" | "ref<" target { "|" target } ">"
 *     target = table [ "." key ]
 *
 * A `?` makes what stands before it optional. What a reference leads to is not looked up yet: its targets have the
 * texts of the header as names and no positions (see `resolveReferenceTypes`).
 */
export function parseType(text: string, names: NamedTypes): ParsedType {
  const type = trim(text).normalize("NFC");
  const tokens = tokenize(type);
  if (tokens === undefined) return { invalid: { type, reason: explainShape(type) } };
  const parser = new TypeParser(tokens, names);
  try {
    return { type: parser.parseAll() };
  } catch (error) {
    if (error instanceof UnknownName) {
      return { unknown: { type: error.message, suggestion: suggestType(error.message, names) } };
    }
    if (!(error instanceof ShapeError)) throw error;
    return { invalid: { type, reason: error.message === "" ? explainShape(type) : error.message } };
  }
}

class UnknownName extends Error {}

/** A type that is written wrong; without a message where no part of it can be named. */
class ShapeError extends Error {}

function tokenize(text: string): readonly string[] | undefined {
  const pattern = /\s*([\p{XID_Start}_]\p{XID_Continue}*|\[[^[\]]*\]|[?<>,|.])\s*/uy;
  const tokens: string[] = [];
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    tokens.push(found[1] ?? "");
  }
  return tokens;
}

class TypeParser {
  readonly #tokens: readonly string[];
  readonly #names: NamedTypes;
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly string[], names: NamedTypes) {
    this.#tokens = tokens;
    this.#names = names;
  }

  parseAll(): ValueType {
    const type = this.#parseType();
    if (this.#position < this.#tokens.length) throw new ShapeError();
    return type;
  }

  #parseType(): ValueType {
    this.#depth++;
    if (this.#depth > deepestType) throw new ShapeError(`it nests more than ${deepestType} deep`);
    let type = this.#parseBase();
    for (let next = this.#peek(); next === "?" || next?.startsWith("["); next = this.#peek()) {
      this.#position++;
      type = applySuffix(type, next);
    }
    this.#depth--;
    return type;
  }

  #parseBase(): ValueType {
    const name = this.#takeName();
    const next = this.#peek();
    if (next !== "<") {
      const type = baseTypes.get(name) ?? this.#names.get(name);
      if (type === undefined) throw new UnknownName(name);
      return type;
    }
    switch (name) {
      case "list":
        return { kind: "list", element: this.#parseArguments(1)[0] as ValueType };
      case "set":
        return toSet(this.#parseArguments(1)[0] as ValueType);
      case "map": {
        // Two were asked for.
        const [key, value] = this.#parseArguments(2) as [ValueType, ValueType];
        return toMap(key, value);
      }
      case "ref":
        return this.#parseReference();
      case "array":
      case "vector":
        throw new ShapeError("write T[] for a list and T[N] for an array");
      default:
        throw new ShapeError(`${name} takes nothing in < >; list, set, map and ref do`);
    }
  }

  #parseArguments(count: number): readonly ValueType[] {
    this.#take("<");
    const types = [this.#parseType()];
    for (; types.length < count; types.push(this.#parseType())) this.#take(",");
    this.#take(">");
    return types;
  }

  #parseReference(): ReferenceType {
    const targets: ReferenceTarget[] = [];
    for (let before = "<"; ; before = "|") {
      this.#take(before);
      let name = this.#takeName();
      if (this.#peek() === ".") {
        this.#take(".");
        name = `${name}.${this.#takeName()}`;
      }
      targets.push({ table: unresolved, name, keyIndex: unresolved });
      if (this.#peek() !== "|") break;
    }
    this.#take(">");
    return { kind: "reference", targets, key: [] };
  }

  #peek(): string | undefined {
    return this.#tokens[this.#position];
  }

  #take(token: string): void {
    if (this.#peek() !== token) throw new ShapeError(token === ">" ? "a < is not closed" : "");
    this.#position++;
  }

  #takeName(): string {
    const token = this.#peek();
    if (token === undefined || !/^[\p{XID_Start}_]/u.test(token)) throw new ShapeError();
    this.#position++;
    return token;
  }
}

/** The position of what is only known by its name so far. */
export const unresolved = -1;

function toSet(element: ValueType): ValueType {
  if (!canBeSorted(element))
    throw new ShapeError(`a set cannot hold ${formatType(element)}, which has no order`);
  return { kind: "set", element };
}

function toMap(key: ValueType, value: ValueType): ValueType {
  if (!canBeSorted(key))
    throw new ShapeError(`a map cannot have keys of ${formatType(key)}, which has no order`);
  return { kind: "map", key, value };
}

/** Whether a reference has a key of one part is not known yet. */
function canBeSorted(type: ValueType): boolean {
  return type.kind === "reference" || keyTypeOf(type) !== undefined;
}

/** What other tools call a type: too far from our names to be found by their letters. */
const foreignTypes: ReadonlyMap<string, string> = new Map([
  ["str", "string"],
  ["text", "string"],
  ["char", "string"],
  ["varchar", "string"],
  ["integer", "int32"],
  ["bigint", "int64"],
  ["number", "float64"],
  ["decimal", "float64"],
  ["real", "float64"],
  ["date", "datetime"],
  ["time", "duration"],
  ["timestamp", "datetime"],
  ["timespan", "duration"],
]);

/** The short names come first, so that of two equally near ones the usual one is named. */
function suggestType(name: string, names: NamedTypes): string | undefined {
  return (
    foreignTypes.get(name.toLowerCase()) ??
    findNearest(name.normalize("NFKC"), ["int", "float", ...baseTypes.keys(), ...names.keys()])
  );
}

/** Returns the integer type of that name, or `undefined` when the name is another's. */
export function parseIntegerType(name: string): IntegerType | undefined {
  const type = baseTypes.get(name.trim());
  return type?.kind === "integer" ? type : undefined;
}

/** Full-width signs look right in a Chinese font, so they are named. */
function explainShape(text: string): string {
  if (text === "") return "it is empty";
  const halfWidth = text
    .normalize("NFKC")
    .replace(/[【〔]/g, "[")
    .replace(/[】〕]/g, "]");
  if (halfWidth !== text) return `it has full-width signs; write ${halfWidth}`;
  if (text.split("[").length !== text.split("]").length) return "a bracket is not closed";
  const joined = text.replace(/\s+/g, "");
  if (joined !== text && baseTypes.has(joined.replace(/[?[].*$/, "")))
    return `it has a blank inside; write ${joined}`;
  return "a name may be followed by ?, [] and [N], and by nothing else";
}

/** Returns the type that `?`, `[]` or `[N]` makes of another. */
function applySuffix(type: ValueType, suffix: string): ValueType {
  if (suffix === "?") {
    if (type.kind === "optional") throw new ShapeError("two ? follow each other");
    return { kind: "optional", value: type };
  }
  const length = suffix.slice(1, -1).trim();
  if (length === "") return { kind: "list", element: type };
  if (/^[1-9]\d{0,5}$/.test(length) && Number(length) <= longestArray) {
    return { kind: "array", element: type, length: Number(length) };
  }
  throw new ShapeError(`an array has 1 to ${longestArray} elements, not ${length}`);
}
