import type * as Zod from "zod";
import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { Place } from "../../base/place.js";
import { type ConfigPath, formatConfigPath } from "./config-path.js";
import { buildConfigShape } from "./config-shape.js";
import type { RawConfig } from "./read-config-file.js";
import type { UserConfig } from "./user-config.js";

/** Returns the value as a config, or reports each key and value that is not as it must be. */
export async function checkConfigShape(
  raw: RawConfig,
  file: string,
  report: Report,
): Promise<UserConfig | undefined> {
  const z = await import("zod");
  const { error } = buildConfigShape(z).safeParse(raw.value, { reportInput: true });
  // The shape only checks; it has just found the value to be a config.
  if (error === undefined) return raw.value as UserConfig;
  for (const issue of error.issues) reportIssue(issue, raw, file, report);
  return undefined;
}

function reportIssue(issue: Zod.core.$ZodIssue, raw: RawConfig, file: string, report: Report): void {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  if (issue.code === "unrecognized_keys") {
    const known = issue.message.split(" ");
    for (const key of issue.keys) {
      const suggestion = findNearest(key, known);
      report("config-unknown-key", { key, suggestion }, placeOf(raw, file, [...path, key]));
    }
    return;
  }
  const name = path.length === 0 ? "The config" : formatConfigPath(path);
  const place = placeOf(raw, file, path);
  const value = toJson(issue.input);
  report(
    "config-invalid",
    { problem: `${name} ${describeIssue(issue)}.` },
    value === undefined ? place : { ...place, value: shorten(value) },
  );
}

/** Returns `undefined` for what JSON has no text for: a config may be a program, with a value of any kind. */
function toJson(value: unknown): string | undefined {
  if (typeof value === "bigint") return `${value}n`;
  try {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
  } catch {
    return undefined; // it holds itself
  }
}

/** Returns the place of a value in a config. */
export function placeOf(raw: Pick<RawConfig, "lineOf">, file: string, path: ConfigPath): Place {
  const line = raw.lineOf(path);
  return {
    file,
    ...(path.length === 0 ? {} : { path: formatConfigPath(path) }),
    ...(line === undefined ? {} : { line }),
  };
}

function describeIssue(issue: Zod.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return `must be ${typeWords[issue.expected] ?? issue.expected}, not ${describeValue(issue.input)}`;
    case "invalid_value": {
      const allowed = issue.values.map((value) => JSON.stringify(value)).join(" or ");
      if (issue.input === undefined) return `is missing; it must be ${allowed}`;
      const text = typeof issue.input === "string" ? issue.input : "";
      const nearest = findNearest(text, issue.values.map(String));
      return `must be ${allowed}${nearest === undefined ? "" : ` (did you mean ${JSON.stringify(nearest)}?)`}`;
    }
    case "too_small":
      return issue.origin === "array" ? "must not be empty" : `must be at least ${issue.minimum}`;
    case "custom":
      return issue.params?.["isWhole"] === true
        ? issue.message
        : `${issue.message}, not ${describeValue(issue.input)}`;
    default:
      return `is not valid: ${issue.message}`;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && !Number.isInteger(value)) return "a fraction";
  if (typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function shorten(json: string): string {
  return json.length <= 80 ? json : `${json.slice(0, 79)}…`;
}
