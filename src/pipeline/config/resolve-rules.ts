import type { PathRoot } from "../../model/rule.js";
import type {
  ColumnRuleConfig,
  RuleHeadConfig,
  TableRuleConfig,
  TableRuleTermsConfig,
} from "../../model/rule-config.js";
import type {
  UserColumnRule,
  UserColumnRules,
  UserGroupRule,
  UserPath,
  UserRule,
  UserTableRule,
} from "./user-rules.js";

export function resolveColumnRules(given: UserColumnRules | undefined): {
  readonly rules?: readonly ColumnRuleConfig[];
} {
  if (given === undefined) return {};
  const all: readonly (string | UserColumnRule)[] = isList(given) ? given : [given];
  return {
    rules: all.map((one) =>
      typeof one === "string" ? { rule: one, severity: "error" } : { rule: one.rule, ...resolveHead(one) },
    ),
  };
}

function resolveHead({ name, message, severity = "error", warningUntil }: UserRule): RuleHeadConfig {
  return {
    severity,
    ...(name === undefined ? {} : { name }),
    ...(message === undefined ? {} : { message }),
    ...(warningUntil === undefined ? {} : { warningUntil }),
  };
}

export function resolveTableRule(given: UserTableRule): TableRuleConfig {
  return { ...resolveHead(given), ...resolveTerms(given) };
}

function resolveTerms(given: UserTableRule): TableRuleTermsConfig {
  if ("check" in given) return { kind: "check", check: given.check };
  if ("unique" in given) return { kind: "unique", columns: toList(given.unique) };
  if ("sum" in given) return { kind: "sum", of: given.sum, ...resolveGroup(given) };
  if ("count" in given) return { kind: "count", of: given.count, ...resolveGroup(given) };
  if ("sequence" in given) {
    const { sequence, by = [], from } = given;
    const first = from === undefined ? {} : { from: String(from) };
    return { kind: "sequence", column: sequence, by: toList(by), ...first, strict: true };
  }
  if ("referenced" in given) return { kind: "referenced" };
  const { by = [], strict = false } = given;
  return "ascending" in given
    ? { kind: "ascending", column: given.ascending, by: toList(by), strict }
    : { kind: "descending", column: given.descending, by: toList(by), strict };
}

/** A rule with neither `equals` nor `range`, or with both, is reported with the config. */
function resolveGroup({ by = [], where, equals, range }: UserGroupRule) {
  return {
    by: toList(by),
    ...(where === undefined ? {} : { where }),
    range: range ?? String(equals ?? ""),
  };
}

export function resolvePath(given: UserPath): PathRoot {
  if (typeof given === "string") return { kind: "files", pattern: given, extensions: [] };
  if ("unity" in given) return { kind: "unity", root: given.unity };
  if ("unreal" in given) return { kind: "unreal", root: given.unreal };
  return { kind: "files", pattern: given.files, extensions: toList(given.extensions ?? []) };
}

/** Returns what is wrong with a rule beyond its form, or `undefined`. */
export function explainRule(given: string | UserColumnRule | UserTableRule): string | undefined {
  if (typeof given === "string") return undefined;
  const { warningUntil, severity } = given;
  if (warningUntil !== undefined && !isDay(warningUntil)) {
    return "warningUntil must be a day such as 2026-12-31";
  }
  if (warningUntil !== undefined && severity !== undefined) {
    return "a rule has either `severity` or `warningUntil`";
  }
  if (!("sum" in given) && !("count" in given)) return undefined;
  const isOne = (given.equals === undefined) !== (given.range === undefined);
  return isOne ? undefined : "a sum or count has either `equals` or `range`";
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Returns what is wrong with a path, or `undefined`. */
export function explainPath(given: UserPath): string | undefined {
  const root = resolvePath(given);
  const path = root.kind === "files" ? root.pattern : root.root;
  if (path === "" || path.includes("\\") || /^\/|^[A-Za-z]:/.test(path)) {
    return "it must be a path from the config's folder, with /";
  }
  return undefined;
}

function toList(given: string | readonly string[]): readonly string[] {
  return typeof given === "string" ? [given] : given;
}

function isList<Element>(given: unknown): given is readonly Element[] {
  return Array.isArray(given);
}
