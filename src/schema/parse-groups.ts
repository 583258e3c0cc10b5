import type { Report } from "../base/diagnostics.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";

/** Reads the groups of a cell, which blanks, `,`, `;` or `|` divide; `undefined` for an empty one: it is for all. */
export function parseGroups(
  text: string,
  at: Place,
  report: Report,
): { readonly groups?: readonly string[] } {
  const names = text.split(/[\s,，;；|｜]+/).filter((name) => name !== "");
  const good = names.filter((name) => {
    if (!isIdentifier(name)) report("invalid-group", { group: name }, at);
    return isIdentifier(name);
  });
  return good.length === 0 ? {} : { groups: good };
}
