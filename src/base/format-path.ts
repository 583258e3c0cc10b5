import { isIdentifier } from "./identifiers.js";

/** Returns `[3].drops[0].item`; a name that is no identifier stands in quotes: `items["a b"]`. */
export function formatPath(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!isIdentifier(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}
