import { findNearest } from "../find-nearest.js";
import { catalog, type DiagnosticCode } from "./index.js";

export type FoundCode = { readonly code: DiagnosticCode } | { readonly suggestion: string | undefined };

/** Returns the code of a text that is one (`duplicate-key`) or is the id of one (`TG3001`), else what was likely meant. */
export function findCode(text: string): FoundCode {
  const codes = Object.keys(catalog) as DiagnosticCode[]; // its keys are the codes
  const wanted = text.trim().toLowerCase();
  const code = codes.find((one) => one === wanted || catalog[one].id.toLowerCase() === wanted);
  if (code !== undefined) return { code };
  const isId = /^(tg)?\d+$/.test(wanted);
  const candidates = isId ? codes.map((one) => catalog[one].id) : codes;
  return { suggestion: findNearest(isId ? wanted.replace(/^(tg)?/, "TG") : wanted, candidates) };
}
