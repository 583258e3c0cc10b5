import { isIdentifier } from "../../base/identifiers.js";

/** The keys and positions that lead from the root of a config to a value. */
export type ConfigPath = readonly (string | number)[];

/** Returns `tables.Item.unique[1]`; a name that is no identifier stands in quotes: `columns["a b"]`. */
export function formatConfigPath(path: ConfigPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!isIdentifier(step) && !/^\$?\w+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}
