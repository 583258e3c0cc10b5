import { findNearest } from "../../base/find-nearest.js";
import type { ValueType } from "../../model/schema.js";
import {
  parseTableauBool,
  type TableauEnum,
  type TableauScalar,
  type TableauScalarKind,
} from "../../model/tableau.js";
import type { Value } from "../../model/value.js";
import { type CellContent, type CellParser, type CellProblem, isProblem, problem } from "../cell-parser.js";
import { contentText } from "../content-text.js";
import type { ParserFactory } from "../create-parser.js";
import { readGoDuration } from "./go-duration.js";

const fraction: ValueType = { kind: "float", bits: 64, isFraction: true };

const types: Readonly<Record<Exclude<TableauScalarKind, "comparator">, ValueType>> = {
  int32: { kind: "integer", bits: 32, signed: true },
  uint32: { kind: "integer", bits: 32, signed: false },
  int64: { kind: "integer", bits: 64, signed: true },
  uint64: { kind: "integer", bits: 64, signed: false },
  float: { kind: "float", bits: 32 },
  double: { kind: "float", bits: 64 },
  bool: { kind: "bool" },
  string: { kind: "string" },
  datetime: { kind: "datetime" },
  duration: { kind: "duration" },
  version: { kind: "version" },
  fraction,
};

/** Why a content is no value, where none of the diagnostics of cells says so. */
export interface Reason {
  readonly reason: string;
}

export type Parsed = Value | CellProblem | Reason;

export function isReason(parsed: Parsed): parsed is Reason {
  return typeof parsed === "object" && "reason" in parsed;
}

/** Reads the contents of filled cells, or of parts of them, as tableau does. */
export class ScalarReader {
  readonly #parsers: ParserFactory;
  /** Each is made once: tables have many cells of few types. */
  readonly #known = new Map<string, CellParser>();

  constructor(parsers: ParserFactory) {
    this.#parsers = parsers;
  }

  read(type: TableauScalar, content: CellContent): Parsed {
    const { scalar } = type;
    switch (scalar) {
      case "int32":
      case "uint32":
        return this.#parse(scalar, readWhole(content));
      case "bool":
        return this.#parse(scalar, parseTableauBool(contentText(content)) ?? content);
      case "datetime":
        return this.#parse(scalar, readDay(content));
      case "duration":
        return readGoDuration(content) ?? this.#parse(scalar, content);
      case "fraction":
        return this.#parse(scalar, readTenThousandths(content));
      case "comparator":
        return this.#readComparator(content);
      case "version":
        return this.#readVersion(content, type.pattern);
      case "string":
        // A date that a text is wanted of is what the sheet shows.
        return this.#parse(scalar, contentText(content));
      default:
        return this.#parse(scalar, content);
    }
  }

  #parse(scalar: keyof typeof types, content: CellContent): Value | CellProblem {
    const known = this.#known.get(scalar) ?? this.#parsers.create(types[scalar]);
    this.#known.set(scalar, known);
    return known(content);
  }

  #readComparator(content: CellContent): Parsed {
    const text = contentText(content).trim();
    const [, sign = "", value = ""] = /^(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text) ?? [];
    const number = signs.indexOf(sign);
    if (number < 0) return { reason: `${text} does not begin with == != < <= > or >=` };
    const read = this.#parse("fraction", readTenThousandths(value));
    return isProblem(read) ? read : [number, read];
  }

  #readVersion(content: CellContent, pattern: readonly number[] = []): Parsed {
    const version = this.#parse("version", content);
    if (isProblem(version) || pattern.length === 0) return version;
    const parts = contentText(content).trim().replace(/^v/i, "").split(".").map(Number);
    const isWithin =
      parts.length === pattern.length && parts.every((part, index) => part <= (pattern[index] ?? 0));
    if (isWithin) return version;
    return { reason: `${contentText(content)} is no version within ${pattern.join(".")}` };
  }
}

/** In the order of their numbers. */
const signs = ["==", "!=", "<", "<=", ">", ">="];

/** Integers to 32 bits may be written as spreadsheets show numbers: `1.0`, `1e7`. */
function readWhole(content: CellContent): CellContent {
  if (typeof content !== "string") return content;
  const text = content.trim();
  if (!/^[-+]?\d+(\.\d*)?(e[-+]?\d{1,3})?$/i.test(text) || /^[-+]?\d+$/.test(text)) return content;
  return Number.isInteger(Number(text)) ? Number(text) : content;
}

/** `20240501` is a day as well. */
function readDay(content: CellContent): CellContent {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(contentText(content).trim()) ?? [];
  return year === undefined ? content : `${year}-${month}-${day}`;
}

function readTenThousandths(content: CellContent): CellContent {
  return typeof content === "string" ? content.trim().replace(/^(.*)‱$/s, "$1/10000") : content;
}

/** Reads a value of an enum by its number, its name or its alias. */
export function readEnum({ fullName, numbers, at }: TableauEnum, content: CellContent): number | CellProblem {
  const text = contentText(content).trim();
  const known = numbers.get(text);
  if (known !== undefined) return known;
  const isNumber = /^[-+]?\d+(\.0*)?$/.test(text);
  if (isNumber && [...numbers.values()].includes(Number(text))) return Number(text);
  const nearest = isNumber || text.length < 2 ? undefined : findNearest(text, numbers.keys());
  const parameters = { value: text, type: fullName, ...(nearest === undefined ? {} : { nearest }) };
  return problem("unknown-enum-value", parameters, [{ message: `${fullName} is declared here`, at }]);
}

/** Returns the value of an empty cell. */
export function defaultOf(scalar: TableauScalarKind): Value {
  switch (scalar) {
    case "string":
      return "";
    case "bool":
      return false;
    case "int64":
    case "uint64":
    case "version":
      return 0n;
    case "comparator":
      return [0, 0];
    default:
      return 0;
  }
}
