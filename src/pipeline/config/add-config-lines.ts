import type { Report } from "../../base/diagnostics.js";
import type { Place } from "../../base/place.js";
import { type ConfigPath, formatConfigPath } from "./config-path.js";
import type { RawConfig } from "./read-config-file.js";

/**
 * Returns a report that adds the line to places in the config: the stages know the path of an entry, such as
 * `tables.Item.key`, and only the file knows where that stands.
 */
export function addConfigLines(report: Report, raw: RawConfig, file: string): Report {
  let lines: ReadonlyMap<string, number> | undefined;
  const complete = (at: Place): Place => {
    if (at.file !== file || at.path === undefined || at.line !== undefined) return at;
    lines ??= listLines(raw);
    const line = findLine(lines, at.path);
    return line === undefined ? at : { ...at, line };
  };
  return (code, parameters, at, notes) =>
    report(
      code,
      parameters,
      at === undefined ? undefined : complete(at),
      notes?.map((note) => (note.at === undefined ? note : { ...note, at: complete(note.at) })),
    );
}

function listLines(raw: RawConfig): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const visit = (value: unknown, path: ConfigPath) => {
    const line = raw.lineOf(path);
    if (line !== undefined) {
      for (const name of spellPath(path)) lines.set(name, line);
      for (const name of spellPath(fullPath(path, value))) if (!lines.has(name)) lines.set(name, line);
    }
    if (typeof value !== "object" || value === null) return;
    const isList = Array.isArray(value);
    for (const [key, child] of Object.entries(value)) visit(child, [...path, isList ? Number(key) : key]);
  };
  visit(raw.value, []);
  return lines;
}

/** The stages know names in normal form C, whatever the file has. */
function spellPath(path: ConfigPath): readonly string[] {
  const known = path.map((step) => (typeof step === "string" ? step.normalize("NFC") : step));
  return [formatConfigPath(known), known.join(".")];
}

/** The stages know fields of structs and kinds of variants by name, as the full form has them. */
function fullPath(path: ConfigPath, value: unknown): ConfigPath {
  const [root = "", owner = "", ...rest] = path;
  const part = root === "structs" ? "fields" : root === "variants" ? "kinds" : undefined;
  const step = rest.at(-1);
  const isEntry = rest.length === 1 || (rest.length === 2 && rest[0] === part);
  if (part === undefined || step === undefined || !isEntry) return path;
  return [root, owner, part, typeof step === "number" ? (nameOf(value) ?? step) : step];
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  const name = typeof entry === "object" && entry !== null && "name" in entry ? entry.name : undefined;
  return typeof name === "string" ? name : undefined;
}

/** What a short form leaves out, such as the position in a list of one, stands in the line of the whole. */
function findLine(lines: ReadonlyMap<string, number>, path: string): number | undefined {
  for (
    let rest = path;
    rest !== "";
    rest = rest.slice(0, Math.max(rest.lastIndexOf("."), rest.lastIndexOf("["), 0))
  ) {
    const line = lines.get(rest);
    if (line !== undefined) return line;
  }
  return undefined;
}
