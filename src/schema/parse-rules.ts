import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";
import type { FieldRule } from "../model/rule.js";
import { explainSeparators } from "./explain-separators.js";
import { otherValueRuleNames, readValueRule, valueRuleNames } from "./value-rules.js";

/** What a column's rules say: of its keys and its default, and of what its values must keep. */
export type ColumnRule = KeyRule | IndexRule | DefaultRule | SeparatorRule | ValueRule;

/** The column is part of the primary key. */
interface KeyRule {
  readonly kind: "key";
  readonly at: Place;
}
/** The column is a key beside the primary one; columns with the same `group` are one key together. */
interface IndexRule {
  readonly kind: "unique" | "multi" | "ordered";
  readonly group: string | undefined;
  readonly at: Place;
}
/** An empty cell means this text. */
interface DefaultRule {
  readonly kind: "default";
  readonly text: string;
  readonly at: Place;
}
/** The parts of a value in a cell are divided by these, from the outermost inwards. */
interface SeparatorRule {
  readonly kind: "separator";
  readonly separators: readonly string[];
  readonly at: Place;
}
/** What values must keep. */
interface ValueRule {
  readonly kind: "value";
  readonly rule: FieldRule;
  readonly at: Place;
}

/**
 * Parses a cell of a ##rule row and reports what is wrong with it.
 *
 *     rules = { rule, separator }         separator: blanks or `;`
 *     rule  = name [ "(" arguments ")" ] [ "=" value ]
 *     value = '"' text '"'                a quote inside is written twice
 *           | text without blanks, `;` and quotes
 */
export function parseRules(text: string, at: Place, report: Report): readonly ColumnRule[] {
  const rules: ColumnRule[] = [];
  for (const token of tokenize(text)) {
    if ("rest" in token) {
      report("invalid-rule", { rule: text, reason: explainRest(text, token.rest) }, at);
      break;
    }
    const rule = readRule(token, at, report);
    // What follows a rule that lacks its text is more likely that text than a rule.
    if (rule === undefined && (token.name === "default" || token.value === "")) break;
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
}

/** Takes the quotes off a default's text, if it has them; `undefined` when they do not match. */
export function unquote(text: string): string | undefined {
  if (!text.includes('"')) return text;
  return /^"(?:[^"]|"")*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : undefined;
}

interface Token {
  readonly text: string;
  readonly name: string;
  readonly argument: string | undefined;
  readonly value: string | undefined;
}

const keyRuleNames = ["key", "unique", "multi", "ordered", "default", "separator"];
const ruleNames = [...keyRuleNames, ...valueRuleNames];
const otherNames: ReadonlyMap<string, string> = new Map([
  ["primary", "key"],
  ["primarykey", "key"],
  ["primary_key", "key"],
  ["pk", "key"],
  ["index", "unique"],
  ["sep", "separator"],
  ["split", "separator"],
  ...otherValueRuleNames,
]);

/** Yields the rules one by one, then what is left when the text cannot be read to its end. */
function* tokenize(text: string): Generator<Token | { readonly rest: string }> {
  const pattern =
    /([\p{XID_Start}_]\p{XID_Continue}*)(?:\(([^()]*)\))?(?:=("(?:[^"]|"")*"|[^\s;"]*))?(?=[\s;]|$)/uy;
  const separator = /[\s;]*/y;
  for (let position = 0; ; ) {
    separator.lastIndex = position;
    separator.exec(text);
    position = separator.lastIndex;
    if (position === text.length) return;
    pattern.lastIndex = position;
    const [whole, name = "", argument, value] = pattern.exec(text) ?? [];
    if (whole === undefined) {
      yield { rest: text.slice(position) };
      return;
    }
    yield { text: whole, name, argument, value };
    position = pattern.lastIndex;
  }
}

function readRule(token: Token, at: Place, report: Report): ColumnRule | undefined {
  if (!ruleNames.includes(token.name)) {
    const suggestion = otherNames.get(token.name.toLowerCase()) ?? findNearest(token.name, ruleNames);
    report("unknown-rule", { rule: token.name, suggestion }, at);
    return undefined;
  }
  const rule = readKnown(token, at);
  if (!("reason" in rule)) return rule;
  report("invalid-rule", { rule: token.text, reason: rule.reason }, at);
  return undefined;
}

function readKnown(token: Token, at: Place): ColumnRule | { readonly reason: string } {
  const { name, text, argument } = token;
  const value = token.value === undefined ? undefined : unquote(token.value);
  if (valueRuleNames.includes(name)) {
    if (argument !== undefined) return { reason: `what it takes stands behind =: ${name}=…` };
    const terms = readValueRule(name, value);
    return "reason" in terms ? terms : { kind: "value", rule: { ...terms, text, at }, at };
  }
  const reason = explainFault(token);
  if (reason !== undefined) return { reason };
  switch (name) {
    case "key":
      return { kind: "key", at };
    case "unique":
    case "multi":
    case "ordered":
      return { kind: name, group: argument?.trim(), at };
    case "separator":
      // Blanks divide several, as in a struct sheet; a blank alone is one itself.
      return {
        kind: "separator",
        separators: value?.trim() === "" ? [value] : (value ?? "").split(/\s+/),
        at,
      };
    default:
      return { kind: "default", text: value ?? "", at };
  }
}

/** Returns what a rule of keys and defaults lacks or has too much. */
function explainFault({ name, argument, value }: Token): string | undefined {
  switch (name) {
    case "key":
      return argument === undefined && value === undefined ? undefined : "`key` stands alone";
    case "unique":
    case "multi":
    case "ordered":
      if (value !== undefined) return `\`${name}\` takes no value`;
      if (argument !== undefined && !isIdentifier(argument.trim())) return `${name}(NAME) takes one name`;
      return undefined;
    case "separator": {
      if (argument !== undefined || value === undefined || value === "")
        return 'write separator=|, or separator="; ,"';
      const separators = (unquote(value) ?? "").trim().split(/\s+/);
      const fault = explainSeparators(separators);
      return fault === undefined || separators.join("") === "" ? undefined : fault;
    }
    default:
      if (argument !== undefined) return "write default=TEXT";
      return value === undefined || value === "" ? 'write default=TEXT, "" for an empty text' : undefined;
  }
}

function explainRest(text: string, rest: string): string {
  const halfWidth = text.normalize("NFKC");
  if (halfWidth !== text) return `it has full-width signs; write ${halfWidth}`;
  const quotes = rest.split('"').length - 1;
  if (quotes % 2 === 1) return "a quote is not closed";
  if (/^default\b/.test(rest)) return "write default=TEXT";
  if (/^\w+=/.test(rest)) return "what holds a space, a ; or a quote stands in quotes";
  if (/^\w*,/.test(rest)) return "rules are separated by a space or ;";
  if (rest.includes("(") && !rest.includes(")")) return "a bracket is not closed";
  return `it cannot be read from ${rest} on`;
}
