import { assert } from "../base/assert.js";
import { trim } from "../base/blank.js";
import type { FieldRuleTerms } from "../model/rule.js";
import { parseRange } from "./parse-range.js";

/** The rules of values by name: what makes them of the text behind `=`, without its quotes. */
const valueRules: Readonly<Record<string, (value: string | undefined) => FieldRuleTerms | Fault>> = {
  range: readRange("range"),
  size: readRange("size"),
  length: readRange("length"),
  oneOf: (value) => {
    const values = (value ?? "").split("|").map(trim);
    return values.includes("") ? fault("write oneOf=a|b|c") : { kind: "oneOf", values };
  },
  pattern: (value) => {
    const reason = value === undefined ? 'write pattern="[a-z]+"' : explainPattern(value);
    return reason === undefined ? { kind: "pattern", pattern: value ?? "" } : fault(reason);
  },
  required: readWord("required"),
  notDefault: readWord("notDefault"),
  path: (value) => ({ kind: "path", root: value ?? "" }),
  sequence: (value) => ({ kind: "sequence", ...(value === undefined ? {} : { first: value }) }),
  ascending: readOrder("ascending"),
  descending: readOrder("descending"),
  check: (value) =>
    value === undefined ? fault('write check="a < b"') : { kind: "check", expression: value },
};

/** Their names. */
export const valueRuleNames: readonly string[] = Object.keys(valueRules);

/** What other tools call them, in lower case. */
export const otherValueRuleNames: readonly (readonly [other: string, name: string])[] = Object.entries({
  range: ["min", "max", "between", "limit"],
  length: ["len", "strlen", "minlength", "maxlength"],
  size: ["count", "elements"],
  oneOf: ["oneof", "one_of", "set", "enum", "in", "values", "options"],
  pattern: ["regex", "regexp", "match", "matches"],
  required: ["notnull", "not_null", "notempty", "nonempty", "mandatory"],
  notDefault: ["notdefault", "not_default", "nonzero", "notzero"],
  path: ["file", "exists", "asset"],
  sequence: ["consecutive", "continuous", "nogaps"],
  ascending: ["sorted", "order", "asc", "increasing"],
  descending: ["desc", "decreasing"],
  check: ["expr", "expression", "assert"],
}).flatMap(([name, others]) => others.map((other) => [other, name] as const));

/** Reads a rule of values, of the text behind its `=`, or says what is wrong with it. */
export function readValueRule(name: string, value: string | undefined): FieldRuleTerms | Fault {
  const read = valueRules[name];
  assert(read !== undefined, `${name} is no rule of values`);
  return read(value);
}

interface Fault {
  readonly reason: string;
}

function fault(reason: string): Fault {
  return { reason };
}

function readRange(kind: "range" | "size" | "length"): (value: string | undefined) => FieldRuleTerms | Fault {
  return (value) => {
    if (value === undefined || value === "") return fault(`write ${kind}=1..10, ${kind}=1.. or ${kind}=..10`);
    const range = parseRange(value);
    return "reason" in range ? range : { kind, range };
  };
}

function readWord(kind: "required" | "notDefault"): (value: string | undefined) => FieldRuleTerms | Fault {
  return (value) => (value === undefined ? { kind } : fault(`\`${kind}\` takes no value`));
}

function readOrder(kind: "ascending" | "descending"): (value: string | undefined) => FieldRuleTerms | Fault {
  return (value) =>
    value === undefined || value === "strict"
      ? { kind, isStrict: value === "strict" }
      : fault(`write ${kind}, or ${kind}=strict where no two may be equal`);
}

function explainPattern(pattern: string): string | undefined {
  try {
    new RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    const [, why = "it cannot be read"] =
      /: ([^:]*)$/.exec(error instanceof Error ? error.message : "") ?? [];
    return `the pattern is wrong: ${why}`;
  }
}
