import type { OrderTerms, RuleSource, SequenceTerms } from "../../model/rule.js";
import type { ValueType } from "../../model/schema.js";
import type { Value } from "../../model/value.js";
import type { CheckContext } from "../check-context.js";
import { compareOrdered } from "../compare-ordered.js";
import { formatValue } from "../format-value.js";

/** How one value follows another. */
export interface Order {
  /** `previous` is `undefined` for the first value. */
  keeps(previous: Value, value: Value): boolean;
  /** Says how it does not. */
  explain(previous: Value, value: Value): string;
}

export type OrderRuleTerms = SequenceTerms | OrderTerms;

/**
 * Makes an order ready for values of a type. Returns what it takes where it is not for this type, and `undefined` for a
 * first value that is none, which has been reported.
 */
export function createOrder(
  terms: OrderRuleTerms,
  type: ValueType,
  rule: RuleSource,
  context: CheckContext,
): Order | { readonly takes: string } | undefined {
  const show = (value: Value) => formatValue(value, type, context.schema);
  if (terms.kind !== "sequence") {
    if (!orderedKinds.includes(type.kind))
      return { takes: "numbers, texts, datetimes, durations and versions" };
    const { isStrict } = terms;
    const direction = terms.kind === "ascending" ? 1 : -1;
    return {
      keeps: (previous, value) => {
        if (previous === undefined) return true;
        const difference = compareOrdered(value, previous) * direction;
        return isStrict ? difference > 0 : difference >= 0;
      },
      explain: (previous, value) => `${show(value)} follows ${show(previous)}`,
    };
  }
  if (type.kind !== "integer") return { takes: "integers" };
  const first = terms.first === undefined ? undefined : context.readText(type, terms.first, rule.at);
  if (terms.first !== undefined && first === undefined) return undefined;
  return {
    keeps: (previous, value) => {
      if (previous === undefined) return first === undefined || value === first.value;
      return value === nextInteger(previous);
    },
    explain: (previous, value) => {
      if (previous === undefined) return `it begins with ${show(value)}, not with ${show(first?.value)}`;
      const expected = show(nextInteger(previous));
      return `${show(value)} follows ${show(previous)}, where ${expected} should`;
    },
  };
}

/** True for the rules that say how one value follows another. */
export function isOrderRule<Terms extends { readonly kind: string }>(
  rule: Terms,
): rule is Extract<Terms, { readonly kind: OrderRuleTerms["kind"] }> {
  return ["sequence", "ascending", "descending"].includes(rule.kind);
}

const orderedKinds: readonly ValueType["kind"][] = [
  ...(["integer", "float", "string", "datetime", "duration", "version"] as const),
];

function nextInteger(value: Value): Value {
  return typeof value === "bigint" ? value + 1n : Number(value) + 1;
}
