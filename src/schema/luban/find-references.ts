import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { DeclaredText } from "../struct-declaration.js";
import { type ReferenceGroupDefinition, splitFullName } from "./definitions.js";

/** A table as references see it. */
export interface ReferableTable {
  /** Name in the library. */
  readonly name: string;
  readonly mode: "map" | "list" | "one";
  /** Fields that find one row each, with the kinds of their values, the primary key's first. */
  readonly keys: ReadonlyMap<string, string>;
  /** False where rows are missing, so that nothing can be said of references to it. */
  readonly isComplete: boolean;
}

export interface ReferenceContext {
  /** By full name. */
  readonly tables: ReadonlyMap<string, ReferableTable>;
  readonly groups: ReadonlyMap<string, ReferenceGroupDefinition>;
  readonly report: Report;
}

/** Where a `ref=` leads, as a type has it: `TbItem | TbList.id1`. */
export interface FoundReference {
  readonly targets: readonly string[];
  /** 0 and an empty text lead nowhere. */
  readonly isAbsentWhenDefault: boolean;
}

/**
 * Looks up what the attribute `ref` of a value of the kind `type` leads to. Returns why where it leads nowhere, and
 * `undefined` for what cannot be checked: a table whose rows are not all there.
 */
export function findReference(
  { text, at }: DeclaredText,
  type: string,
  context: ReferenceContext,
): FoundReference | undefined {
  const targets: string[] = [];
  let isAbsentWhenDefault = false;
  let isComplete = true;
  for (const reference of listReferences(text, context.groups)) {
    const { table, key, isOptional } = splitReference(reference);
    isAbsentWhenDefault ||= isOptional;
    const found = context.tables.get(table);
    const target = found === undefined ? explainTable(table, context) : findTarget(found, table, key, type);
    if (typeof target === "object") {
      context.report("luban-invalid-reference", { reference, ...target }, at);
      return undefined;
    }
    isComplete &&= found?.isComplete ?? false;
    targets.push(target);
  }
  return isComplete && targets.length > 0
    ? { targets: [...new Set(targets)], isAbsentWhenDefault }
    : undefined;
}

function listReferences(text: string, groups: ReferenceContext["groups"]): readonly string[] {
  const { table, isOptional } = splitReference(text);
  const group = groups.get(table);
  if (group === undefined) return [text];
  return group.references.map((one) => (isOptional && !one.endsWith("?") ? `${one}?` : one));
}

/** Splits `id1@test.TbItem?`. */
function splitReference(text: string) {
  const isOptional = text.endsWith("?");
  const [, key, table = ""] = /^(?:([^@]*)@)?(.*?)\??$/s.exec(text) ?? [];
  return { table, key, isOptional };
}

interface Fault {
  readonly reason: string;
  readonly suggestion?: string | undefined;
}

function explainTable(table: string, { tables, groups }: ReferenceContext): Fault {
  const suggestion = findNearest(table, [...tables.keys(), ...groups.keys()]);
  return { reason: `there is no table ${table}`, suggestion };
}

function findTarget(
  found: ReferableTable,
  table: string,
  key: string | undefined,
  type: string,
): string | Fault {
  const { name, mode, keys } = found;
  if (mode === "one") return { reason: `${table} is a table of one record` };
  if (mode === "map" && key !== undefined) return { reason: `${table} is found by its own key alone` };
  if (mode === "list" && key === undefined) {
    return { reason: `${table} has no key of its own: write key@${table}` };
  }
  const [first] = keys.keys();
  const field = key ?? first ?? "";
  const keyType = keys.get(field);
  if (keyType === undefined) return { reason: `${field} alone does not find a record of ${table}` };
  // Both without their modules: an enum may be written either way.
  if (splitFullName(keyType).name !== splitFullName(type).name)
    return { reason: `the value is of ${type} and ${table}.${field} of ${keyType}` };
  return key === undefined ? name : `${name}.${field}`;
}
