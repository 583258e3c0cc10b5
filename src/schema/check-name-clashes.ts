import type { Report } from "../base/diagnostics.js";
import { toSnakeCase } from "../base/identifiers.js";
import type { Place } from "../base/place.js";

/**
 * Reports tables and declared types whose names differ in nothing but case and `_`: generated files are named after
 * them, and some file systems take such names for one.
 */
export function checkNameClashes(
  named: readonly { readonly name: string; readonly at: Place }[],
  report: Report,
): void {
  const firstOf = new Map<string, { readonly name: string; readonly at: Place }>();
  for (const one of named) {
    const id = toSnakeCase(one.name);
    const first = firstOf.get(id);
    if (first === undefined) firstOf.set(id, one);
    else {
      const note = { message: `${first.name} is declared here`, at: first.at };
      report("name-clash", { name: one.name, other: first.name }, one.at, [note]);
    }
  }
}
