import { findNearest } from "../../base/find-nearest.js";
import type { LubanBean, LubanTypes } from "../../model/luban.js";
import { type CellProblem, problem } from "../cell-parser.js";

/** Finds the kind of an abstract bean by its name, its full name or its alias. */
export function findKind(
  { kinds = [], fullName, at }: LubanBean,
  word: string,
  { beans }: LubanTypes,
): { readonly position: number; readonly bean: LubanBean } | CellProblem {
  const words: string[] = [];
  for (const [position, kind] of kinds.entries()) {
    const bean = beans.get(kind);
    if (bean === undefined) continue;
    const names = [bean.name, bean.fullName, ...(bean.alias === "" ? [] : [bean.alias])];
    if (names.includes(word)) return { position, bean };
    words.push(...names);
  }
  const nearest = findNearest(word, words);
  const parameters = { value: word, type: fullName, ...(nearest === undefined ? {} : { nearest }) };
  return problem("unknown-kind", parameters, [{ message: `${fullName} is declared here`, at }]);
}
