import type { CheckTerms, FieldRule } from "../../model/rule.js";
import { compileExpression } from "../expressions/compile-expression.js";
import { createFrame, type Environment } from "../expressions/compiled.js";
import type { ValueTest } from "./compile-field-rule.js";

/** Makes a rule that is an expression ready. What is not known, because something is absent, does not break it. */
export function compileCheck(rule: FieldRule & CheckTerms, environment: Environment): ValueTest | undefined {
  const expression = compileExpression(rule.expression, environment, "bool");
  if (expression === undefined) return undefined;
  // One frame does for all rows: a million of them would be a million objects.
  const frame = createFrame();
  return {
    rule,
    scope: "field",
    holds: (it, { row, fields }) => {
      Object.assign(frame, { row, fields, it, fault: undefined });
      return expression.evaluate(frame) !== false && frame.fault === undefined;
    },
    explain: (it, { row, fields }) => {
      Object.assign(frame, { row, fields, it, fault: undefined });
      expression.evaluate(frame);
      return frame.fault ?? explainFalse(expression.describe(frame));
    },
  };
}

/** Says with which values an expression is false. */
export function explainFalse(values: string): string {
  return values === "" ? "it is false" : `it is false with ${values}`;
}
