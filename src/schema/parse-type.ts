import { findNearest } from "../base/find-nearest.js";
import type { EnumType, IntegerType, ValueType } from "../model/schema.js";
import { baseTypes } from "./base-types.js";

/** The enums of a library by name. */
export type EnumTypes = ReadonlyMap<string, EnumType>;

/** A parsed type, or what is wrong with its text, ready to be reported. */
export type ParsedType =
  | { readonly type: ValueType }
  | { readonly unknown: { readonly type: string; readonly suggestion: string | undefined } }
  | { readonly invalid: { readonly type: string; readonly reason: string } };

const longestArray = 65_536;

/**
 * Parses the text of a type: a base type or an enum's name, then at most one of `[]`, `[N]` and `?`.
 * Blanks between them do not count. Names are exact; usual names of other tools (`int`, `double`) work too.
 */
export function parseType(text: string, enums: EnumTypes): ParsedType {
  const type = text.trim();
  const parts = /^([\p{XID_Start}_]\p{XID_Continue}*)((?:\s|\[[^\]]*\]|\?)*)$/u.exec(type);
  if (parts === null) return { invalid: { type, reason: explainShape(type) } };
  const [, name = "", suffixText = ""] = parts;
  const scalar = baseTypes.get(name) ?? enums.get(name);
  if (scalar === undefined) {
    return { unknown: { type: name, suggestion: findNearest(name, [...baseTypes.keys(), ...enums.keys()]) } };
  }
  const suffixes = suffixText.match(/\[[^\]]*\]|\?/g) ?? [];
  if (suffixes.length > 1) return { invalid: { type, reason: "containers in containers are not supported" } };
  return applySuffix(scalar, suffixes[0], type);
}

/** Returns the integer type of that name, or `undefined` when the name is another's. */
export function parseIntegerType(name: string): IntegerType | undefined {
  const type = baseTypes.get(name.trim());
  return type?.kind === "integer" ? type : undefined;
}

/** Full-width signs look right in a Chinese font, so they are named; so is the usual spelling of others. */
function explainShape(text: string): string {
  if (text === "") return "it is empty";
  const halfWidth = text
    .normalize("NFKC")
    .replace(/[【〔]/g, "[")
    .replace(/[】〕]/g, "]");
  if (halfWidth !== text) return `it has full-width signs; write ${halfWidth}`;
  return "a name may be followed by [], [N] or ?, and by nothing else";
}

function applySuffix(scalar: ValueType, suffix: string | undefined, text: string): ParsedType {
  if (suffix === undefined) return { type: scalar };
  if (suffix === "?") return { type: { kind: "optional", value: scalar } };
  const inner = suffix.slice(1, -1).trim();
  if (inner === "") return { type: { kind: "list", element: scalar } };
  const length = /^[1-9]\d{0,5}$/.test(inner) ? Number(inner) : 0;
  if (length < 1 || length > longestArray) {
    return { invalid: { type: text, reason: `an array has 1 to ${longestArray} elements, not ${inner}` } };
  }
  return { type: { kind: "array", element: scalar, length } };
}
