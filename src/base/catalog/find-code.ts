import { findNearest } from "../find-nearest.js";
import { catalog, type DiagnosticCode } from "./index.js";

export type FoundCode = { readonly code: DiagnosticCode } | { readonly suggestion: string | undefined };

/** Returns the code of a text that is one (`duplicate-key`) or is the id of one (`TG3001`, `3001`), else what was likely meant. */
export function findCode(text: string): FoundCode {
  const codes = Object.keys(catalog) as DiagnosticCode[]; // its keys are the codes
  const wanted = text.trim().toLowerCase();
  const id = /^(tg)?\d+$/.test(wanted) ? wanted.replace(/^(tg)?/, "TG") : undefined;
  const code = codes.find((one) => one === wanted || catalog[one].id === id);
  if (code !== undefined) return { code };
  const candidates = id === undefined ? codes : codes.map((one) => catalog[one].id);
  return { suggestion: findNearest(id ?? wanted, candidates) };
}
