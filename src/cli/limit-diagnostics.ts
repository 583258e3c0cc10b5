import type { Diagnostic } from "../base/diagnostics.js";

/**
 * Returns the first problems in the order of the list, all with a limit of 0. Where not all of them are shown, errors
 * go before warnings.
 */
export function limitDiagnostics(sorted: readonly Diagnostic[], limit: number): readonly Diagnostic[] {
  if (limit === 0 || sorted.length <= limit) return sorted;
  const places = [...sorted.keys()];
  const isError = (index: number) => sorted[index]?.severity === "error";
  const chosen = [...places.filter(isError), ...places.filter((index) => !isError(index))];
  const shown = new Set(chosen.slice(0, limit));
  return sorted.filter((_, index) => shown.has(index));
}
