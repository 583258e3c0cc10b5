import { trim } from "../base/blank.js";
import { type CellContent, type CellProblem, problem } from "./cell-parser.js";
import { contentText, toHalfWidth } from "./content-text.js";

/** Parses a boolean cell, `true` and `false` in any case, 1 and 0. */
export function parseBool(content: CellContent): boolean | CellProblem {
  if (typeof content === "boolean") return content;
  if (typeof content === "object") return problem("date-cell", { value: contentText(content), type: "bool" });
  const text = trim(contentText(content));
  const value = readBool(text);
  if (value !== undefined) return value;
  const plain = toHalfWidth(text);
  if (readBool(plain) !== undefined) return problem("full-width-characters", { value: text, plain });
  return problem("not-a-bool", { value: text });
}

function readBool(text: string): boolean | undefined {
  if (text === "1" || /^true$/i.test(text)) return true;
  return text === "0" || /^false$/i.test(text) ? false : undefined;
}
