import type { Report } from "../base/diagnostics.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";
import { baseTypes } from "./base-types.js";
import { suggestName } from "./table-name.js";

/** Reports a name that no declared type can have: one that is no identifier, or that types are written with. */
export function checkTypeName(
  what: "an enum" | "a struct" | "a variant",
  { name, at }: { readonly name: string; readonly at: Place },
  report: Report,
): boolean {
  if (!checkIdentifier(what, { name, at }, report)) return false;
  if (!baseTypes.has(name) && !typeWords.includes(name)) return true;
  report("taken-name", { what, name }, at);
  return false;
}

/** What types of several parts begin with, and what `emptyCells` calls them. */
const typeWords = ["list", "set", "map", "ref"];

/** Reports a name that is no identifier. */
export function checkIdentifier(
  what: string,
  { name, at }: { readonly name: string; readonly at: Place },
  report: Report,
): boolean {
  if (isIdentifier(name)) return true;
  report("invalid-name", { what, name }, at, [{ message: `for example ${suggestName(name)}` }]);
  return false;
}

/** Leaves out what has the name of an earlier one, which is reported with both places. */
export function withoutTwins<Declaration extends { readonly name: string; readonly at: Place }>(
  kind: "enum" | "struct" | "variant" | "constant",
  declarations: readonly Declaration[],
  report: Report,
): readonly Declaration[] {
  const first = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const { name, at } = declaration;
    const other = first.get(name);
    if (other === undefined) first.set(name, declaration);
    else {
      const note = { message: "first declared here", at: other.at };
      report("duplicate-declaration", { kind, name }, at, [note]);
    }
  }
  return [...first.values()];
}
