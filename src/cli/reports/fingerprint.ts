import type { Diagnostic } from "../../base/diagnostics.js";
import { contentHash, formatHash } from "../../base/hash/content-hash.js";

/**
 * Returns a function that gives each problem a text that stays when rows come and go above it, and in every language.
 * Equal problems, such as the empty cells of a column, are counted in the order of the calls.
 */
export function createFingerprinter(): (diagnostic: Diagnostic, file: string) => string {
  const seen = new Map<string, number>();
  return ({ id, parameters, at }, file) => {
    const what = JSON.stringify([id, file, at?.sheet, at?.header, at?.path, at?.value, parameters], toPlain);
    const count = seen.get(what) ?? 0;
    seen.set(what, count + 1);
    return formatHash(contentHash(new TextEncoder().encode(`${count} ${what}`)));
  };
}

function toPlain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : (value ?? null);
}
