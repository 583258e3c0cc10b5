import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";
import type { Config } from "../model/config.js";
import type { Sheet } from "../model/workbook.js";

/** Returns the place of a whole sheet, or of its file where the sheet has no name. */
export function placeOfSheet(sheet: Sheet): Place {
  return { file: sheet.file, ...(sheet.name === undefined ? {} : { sheet: sheet.name }) };
}

/** Returns the place of an entry of the config: `tables.Item.unique[1]`, `tables.Item.columns["a b"]`. */
export function placeInConfig(config: Pick<Config, "file">, steps: readonly (string | number)[]): Place {
  return { file: config.file, path: steps.map(formatStep).join("") };
}

function formatStep(step: string | number, index: number): string {
  if (typeof step === "number") return `[${step}]`;
  if (!isIdentifier(step)) return `[${JSON.stringify(step)}]`;
  return index === 0 ? step : `.${step}`;
}
