import type { InRows } from "../../base/catalog/checks.js";
import type { Note } from "../../base/diagnostics.js";
import type { Place } from "../../base/place.js";
import type { RuleSource } from "../../model/rule.js";
import type { CheckContext } from "../check-context.js";

export interface Breach {
  readonly rule: RuleSource;
  readonly where: InRows;
  /** How the rule is broken: `5 is above 3`. */
  readonly reason: string;
  readonly at: Place;
  readonly notes?: readonly Note[];
}

/** Reports what breaks a rule, as an error or, where the rule says so, as a warning. */
export function reportBroken(
  { rule, where, reason, at, notes = [] }: Breach,
  { report, today }: Pick<CheckContext, "report" | "today">,
): void {
  const parameters = {
    ...where,
    rule: rule.text,
    reason,
    ...(rule.message === undefined ? {} : { message: rule.message }),
  };
  const all = [...notes, { message: "the rule", at: rule.at }];
  const { warning } = rule;
  if (warning === undefined) report("rule-broken", parameters, at, all);
  else if (warning === "always") report("rule-not-kept", parameters, at, all);
  else if (today > warning.until) report("rule-broken", parameters, at, all);
  else {
    const message = `an error from ${dayAfter(warning.until)} on`;
    report("rule-not-kept", parameters, at, [...all, { message }]);
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
