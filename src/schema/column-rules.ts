import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import { quote } from "../base/quote.js";
import type { FieldRule, RuleSource } from "../model/rule.js";
import type { ColumnRuleConfig, RuleHeadConfig } from "../model/rule-config.js";
import type { FieldNode } from "./field-path.js";
import { parseRules } from "./parse-rules.js";

/** Returns the rules that the header has for the values of a field, those of the columns of its parts for the parts. */
export function listHeaderRules(node: FieldNode, within: readonly string[] = []): readonly FieldRule[] {
  return [
    ...node.columns.flatMap(({ rules }) =>
      rules.flatMap((one) => (one.kind === "value" ? [placeWithin(one.rule, within)] : [])),
    ),
    ...node.parts.flatMap((part) => listHeaderRules(part, [...within, part.name])),
    ...[...node.elements.values()].flatMap((element) => listHeaderRules(element, within)),
  ];
}

function placeWithin(rule: FieldRule, within: readonly string[]): FieldRule {
  return within.length === 0 ? rule : { ...rule, within };
}

/** Parses a text with rules of values; those of keys, defaults and separators stand elsewhere. */
export function parseValueRules(text: string, at: Place, report: Report): readonly FieldRule[] {
  return parseRules(text, at, report).flatMap((one) => {
    if (one.kind === "value") return [one.rule];
    report(
      "invalid-rule",
      { rule: text, reason: `\`${one.kind}\` does not stand among the rules of values` },
      at,
    );
    return [];
  });
}

/** Parses the rules that the config gives a column or a field. */
export function parseConfigRules(
  rules: readonly ColumnRuleConfig[],
  placeOf: (index: number) => Place,
  report: Report,
): readonly FieldRule[] {
  return rules.flatMap((one, index) =>
    parseValueRules(one.rule, placeOf(index), report).map((rule) => ({
      ...rule,
      ...readHead(one, rule.text),
    })),
  );
}

/** Returns what a rule of the config is called, and how breaking it is reported. */
export function readHead(
  { name, message, severity, warningUntil }: RuleHeadConfig,
  text: string,
): Omit<RuleSource, "at"> {
  return {
    text: name === undefined ? text : quote(name),
    ...(message === undefined ? {} : { message }),
    ...(severity === "warning" ? { warning: "always" } : {}),
    ...(warningUntil === undefined ? {} : { warning: { until: warningUntil } }),
  };
}

/** Returns the rules of all sheets of a table: what several of them say counts once. */
export function joinRules(all: readonly (readonly FieldRule[])[]): { readonly rules?: readonly FieldRule[] } {
  const rules = new Map<string, FieldRule>();
  for (const rule of all.flat()) {
    const id = JSON.stringify({ ...rule, at: undefined });
    if (!rules.has(id)) rules.set(id, rule);
  }
  return rules.size === 0 ? {} : { rules: [...rules.values()] };
}
