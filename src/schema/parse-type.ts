import { trim } from "../base/blank.js";
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
 * Parses the text of a type. Blanks between its parts do not count; names are exact, and usual names of other
 * tools (`int`, `double`) work too.
 *
 *     type   = scalar [ "?" ] [ "[]" | "[N]" ] [ "?" ]
 *     scalar = a base type's name | an enum's name
 *
 * A `?` behind the brackets makes the whole list optional, one before them each element.
 */
export function parseType(text: string, enums: EnumTypes): ParsedType {
  const type = trim(text).normalize("NFC");
  const parts = /^([\p{XID_Start}_]\p{XID_Continue}*)((?:\s|\[[^\]]*\]|\?)*)$/u.exec(type);
  if (parts === null) return { invalid: { type, reason: explainShape(type) } };
  const [, name = "", suffixText = ""] = parts;
  const scalar = baseTypes.get(name) ?? enums.get(name);
  if (scalar === undefined) {
    return { unknown: { type: name, suggestion: suggestType(name, enums) } };
  }
  let value: ValueType = scalar;
  for (const suffix of suffixText.match(/\[[^\]]*\]|\?/g) ?? []) {
    const applied = applySuffix(value, suffix);
    if ("reason" in applied) return { invalid: { type, reason: applied.reason } };
    value = applied;
  }
  return { type: value };
}

/** What other tools call a type: too far from our names to be found by their letters. */
const foreignTypes: ReadonlyMap<string, string> = new Map([
  ["str", "string"],
  ["text", "string"],
  ["char", "string"],
  ["varchar", "string"],
  ["integer", "int32"],
  ["bigint", "int64"],
  ["number", "float64"],
  ["decimal", "float64"],
  ["real", "float64"],
  ["date", "datetime"],
  ["time", "duration"],
  ["timestamp", "datetime"],
  ["timespan", "duration"],
]);

/** The short names come first, so that of two equally near ones the usual one is named. */
function suggestType(name: string, enums: EnumTypes): string | undefined {
  return (
    foreignTypes.get(name.toLowerCase()) ??
    findNearest(name.normalize("NFKC"), ["int", "float", ...baseTypes.keys(), ...enums.keys()])
  );
}

/** Returns the integer type of that name, or `undefined` when the name is another's. */
export function parseIntegerType(name: string): IntegerType | undefined {
  const type = baseTypes.get(name.trim());
  return type?.kind === "integer" ? type : undefined;
}

/** Full-width signs look right in a Chinese font, so they are named; so is what other tools call a list. */
function explainShape(text: string): string {
  if (text === "") return "it is empty";
  const halfWidth = text
    .normalize("NFKC")
    .replace(/[【〔]/g, "[")
    .replace(/[】〕]/g, "]");
  if (halfWidth !== text) return `it has full-width signs; write ${halfWidth}`;
  const [, element] = /^(?:list|array|vector)\s*<([^<>]*)>$/i.exec(text) ?? [];
  if (element !== undefined) return `write ${trim(element)}[]`;
  if (text.split("[").length !== text.split("]").length) return "a bracket is not closed";
  const joined = text.replace(/\s+/g, "");
  if (joined !== text && baseTypes.has(joined.replace(/[?[].*$/, "")))
    return `it has a blank inside; write ${joined}`;
  return "a name may be followed by ?, [] or [N] and ?, and by nothing else";
}

/** Returns the type that `?`, `[]` or `[N]` makes of another, or why it cannot. */
function applySuffix(type: ValueType, suffix: string): ValueType | { readonly reason: string } {
  if (suffix === "?") {
    return type.kind === "optional"
      ? { reason: "two ? follow each other" }
      : { kind: "optional", value: type };
  }
  const inside = type.kind === "optional" ? type.value : type;
  if (inside.kind === "list" || inside.kind === "array") {
    return { reason: "a list or an array cannot hold lists or arrays" };
  }
  const length = suffix.slice(1, -1).trim();
  if (length === "") return { kind: "list", element: type };
  if (/^[1-9]\d{0,5}$/.test(length) && Number(length) <= longestArray) {
    return { kind: "array", element: type, length: Number(length) };
  }
  return { reason: `an array has 1 to ${longestArray} elements, not ${length}` };
}
