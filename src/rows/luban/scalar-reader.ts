import { findNearest } from "../../base/find-nearest.js";
import type { LubanEnum, LubanScalar, LubanScalarKind } from "../../model/luban.js";
import type { ValueType } from "../../model/schema.js";
import type { Value } from "../../model/value.js";
import { type CellContent, type CellParser, type CellProblem, problem } from "../cell-parser.js";
import { contentText } from "../content-text.js";
import type { ParserFactory } from "../create-parser.js";

const types: Readonly<Record<LubanScalarKind, ValueType>> = {
  bool: { kind: "bool" },
  byte: { kind: "integer", bits: 8, signed: false },
  short: { kind: "integer", bits: 16, signed: true },
  int: { kind: "integer", bits: 32, signed: true },
  long: { kind: "integer", bits: 64, signed: true },
  float: { kind: "float", bits: 32 },
  double: { kind: "float", bits: 64 },
  string: { kind: "string" },
  datetime: { kind: "datetime" },
};

/** Reads the contents of filled cells, or of parts of them, as Luban does. */
export class ScalarReader {
  readonly #parsers: ParserFactory;
  /** Each is made once: tables have many cells of few types. */
  readonly #known = new Map<LubanScalarKind, CellParser>();

  constructor(parsers: ParserFactory) {
    this.#parsers = parsers;
  }

  read(
    { kind, isEscaped }: Pick<LubanScalar, "kind" | "isEscaped">,
    content: CellContent,
  ): Value | CellProblem {
    const parse = this.#parserOf(kind);
    switch (kind) {
      case "bool":
        return parse(readBool(content));
      case "datetime":
        return parse(readDatetime(content));
      case "string": {
        const text = parse(textOf(content));
        return isEscaped && typeof text === "string" ? resolveEscapes(text) : text;
      }
      default:
        return parse(content);
    }
  }

  #parserOf(kind: LubanScalarKind): CellParser {
    const known = this.#known.get(kind);
    if (known !== undefined) return known;
    const parser = this.#parsers.create(types[kind]);
    this.#known.set(kind, parser);
    return parser;
  }
}

/** The value of an empty cell; `undefined` where there is none. */
export function defaultOf(kind: LubanScalarKind): Value {
  if (kind === "string") return "";
  if (kind === "bool") return false;
  if (kind === "datetime") return undefined;
  return kind === "long" ? 0n : 0;
}

/** A date that a text is wanted of is shown as Luban shows it. */
export function textOf(content: CellContent): string {
  if (typeof content === "boolean") return content ? "True" : "False";
  return contentText(content);
}

function readBool(content: CellContent): CellContent {
  const word = contentText(content).trim().toLowerCase();
  if (["true", "1", "y", "yes"].includes(word)) return true;
  return ["false", "0", "n", "no"].includes(word) ? false : content;
}

/** Luban takes an hour without minutes too, and cuts fractions of seconds off. */
function readDatetime(content: CellContent): CellContent {
  if (typeof content === "object") {
    const wallClockMs = Math.floor(Math.round(content.wallClockMs * 1000) / 1_000_000) * 1000;
    return { ...content, wallClockMs };
  }
  if (typeof content !== "string") return content;
  return content.trim().replace(/^(\d{4}-\d{1,2}-\d{1,2} \d{1,2})$/, "$1:00");
}

const escapes: Readonly<Record<string, string>> = {
  ...{ n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07", b: "\b", e: "\x1b" },
};

function resolveEscapes(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gis, (_, wide, narrow, character) => {
    const code = wide ?? narrow;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return escapes[character] ?? character;
  });
}

/** Reads an item of an enum, by name, alias or number, or several with a separator between them. */
export function readEnum(type: LubanEnum, content: CellContent, separators: string): number | CellProblem {
  const text = textOf(content).trim();
  const separator = separators === "" ? "|" : separators.charAt(0);
  const words = text.split(separator).map((word) => word.trim());
  let all = 0;
  for (const word of words) {
    const value = readItem(type, word);
    if (value === undefined) return unknownItem(type, word);
    all = type.isFlags ? (all | value) >>> 0 : all | value;
  }
  return words.length === 1 || type.isFlags || hasNumber(type, all) ? all : unknownItem(type, text);
}

function readItem(type: LubanEnum, word: string): number | undefined {
  const known = type.numbers.get(word);
  if (known !== undefined || !/^[-+]?\d+$/.test(word)) return known;
  return type.isFlags || hasNumber(type, Number(word)) ? Number(word) : undefined;
}

function hasNumber({ numbers }: LubanEnum, number: number): boolean {
  return [...numbers.values()].includes(number);
}

function unknownItem({ fullName, numbers, at }: LubanEnum, value: string): CellProblem {
  const nearest = value.length < 2 ? undefined : findNearest(value, numbers.keys());
  const parameters = { value, type: fullName, ...(nearest === undefined ? {} : { nearest }) };
  return problem("unknown-enum-value", parameters, [{ message: `${fullName} is declared here`, at }]);
}

/** The value of an empty cell of an enum; `undefined` where it has no 0. */
export function defaultItem(type: LubanEnum): number | undefined {
  return type.isFlags || hasNumber(type, 0) ? 0 : undefined;
}
