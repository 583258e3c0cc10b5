import type { Place } from "../base/place.js";
import type { TableRule, TableRuleTerms } from "../model/rule.js";
import type { TableRuleConfig } from "../model/rule-config.js";
import { readHead } from "./column-rules.js";
import { parseRange } from "./parse-range.js";
import { placeInTableConfig, type TableContext } from "./table-context.js";

/** Returns the rules that the config gives a table; reports ranges that are none. What they name is looked up later. */
export function resolveTableRules(context: TableContext): readonly TableRule[] {
  return (context.table.config?.rules ?? []).flatMap((rule, index) => {
    const at = placeInTableConfig(context, "rules", index);
    const read = readRule(rule, at);
    if (!("reason" in read)) return [read];
    context.report("invalid-rule", { rule: rule.name ?? read.rule, reason: read.reason }, at);
    return [];
  });
}

interface Fault {
  readonly rule: string;
  readonly reason: string;
}

function readRule(rule: TableRuleConfig, at: Place): TableRule | Fault {
  const terms = readTerms(rule);
  return "reason" in terms ? terms : { ...terms, ...readHead(rule, describeRule(rule)), at };
}

function readTerms(rule: TableRuleConfig): TableRuleTerms | Fault {
  switch (rule.kind) {
    case "check":
      return { kind: "check", expression: rule.check };
    case "unique":
      return { kind: "unique", columns: rule.columns };
    case "sum":
    case "count": {
      const range = parseRange(rule.range);
      if ("reason" in range) return { rule: rule.range, reason: range.reason };
      const { kind, of, by, where } = rule;
      return { kind, of, by, range, ...(where === undefined ? {} : { where }) };
    }
    case "sequence": {
      const { column, by, from } = rule;
      const order = { kind: "sequence", ...(from === undefined ? {} : { first: from }) } as const;
      return { kind: "ordered", order, column, by };
    }
    case "ascending":
    case "descending": {
      const { kind, column, by, strict } = rule;
      return { kind: "ordered", order: { kind, isStrict: strict }, column, by };
    }
    case "referenced":
      return { kind: "referenced" };
  }
}

/** Returns the rule in a few words, for messages. */
function describeRule(rule: TableRuleConfig): string {
  switch (rule.kind) {
    case "check":
      return rule.check;
    case "unique":
      return `unique(${rule.columns.join(", ")})`;
    case "sum":
    case "count": {
      const where = rule.where === undefined ? "" : ` where ${rule.where}`;
      return `${rule.kind}(${rule.of})${where}${describeGroup(rule.by)} = ${rule.range}`;
    }
    case "sequence":
      return `sequence(${rule.column})${describeGroup(rule.by)}${rule.from === undefined ? "" : ` from ${rule.from}`}`;
    case "ascending":
    case "descending":
      return `${rule.kind}(${rule.column})${rule.strict ? " strict" : ""}${describeGroup(rule.by)}`;
    case "referenced":
      return "referenced";
  }
}

function describeGroup(by: readonly string[]): string {
  return by.length === 0 ? "" : ` by ${by.join(", ")}`;
}
