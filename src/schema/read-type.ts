import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { ValueType } from "../model/schema.js";
import { unquote } from "./parse-rules.js";
import { type NamedTypes, parseType } from "./parse-type.js";

/** A text that stands for an empty cell. */
export interface DefaultText {
  readonly text: string;
  readonly at: Place;
}

/** Parses a type and reports what is wrong with it. */
export function readType(
  text: string,
  at: Place,
  { types, report }: { readonly types: NamedTypes; readonly report: Report },
): ValueType | undefined {
  const parsed = parseType(text, types);
  if ("type" in parsed) return parsed.type;
  if ("unknown" in parsed) report("unknown-type", parsed.unknown, at);
  else report("invalid-type", parsed.invalid, at);
  return undefined;
}

/** Splits `int32 = 5` into the type's text and the default. */
export function splitType(
  text: string,
  at: Place,
  { report }: { readonly report: Report },
): { readonly type: string; readonly default: DefaultText | undefined } {
  const equals = text.indexOf("=");
  if (equals < 0) return { type: text, default: undefined };
  const type = text.slice(0, equals).trim();
  const given = text.slice(equals + 1).trim();
  const value = given === "" ? undefined : unquote(given);
  if (value !== undefined) return { type, default: { text: value, at } };
  const reason = given === "" ? "nothing follows the =" : "a quote is not closed";
  report("invalid-default", { text, reason }, at);
  return { type, default: undefined };
}
