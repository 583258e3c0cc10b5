import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Place } from "../base/place.js";
import type { Config } from "../model/config.js";
import type { EnumSchema, StructSchema, TableSchema } from "../model/schema.js";

/** What may be marked with groups. */
interface Marked {
  readonly groups?: readonly string[];
  readonly at: Place;
}

/**
 * Reports groups that no target has, of whatever is marked with them; where there are no targets at all, says once that
 * groups have no effect.
 */
export function checkGroups(
  schema: {
    readonly tables: readonly TableSchema[];
    readonly enums: readonly EnumSchema[];
    readonly structs: readonly StructSchema[];
  },
  { targets }: Pick<Config, "targets">,
  report: Report,
): void {
  const marked = listMarked(schema).filter(({ groups }) => groups !== undefined);
  const [first] = marked;
  if (targets.length === 0) {
    if (first !== undefined) report("groups-without-effect", undefined, first.at);
    return;
  }
  const known = new Set(targets.flatMap(({ groups }) => groups));
  for (const { groups = [], at } of marked) {
    for (const group of groups.filter((one) => !known.has(one))) {
      report("unknown-group", { group, suggestion: findNearest(group, known) }, at);
    }
  }
}

function listMarked({ tables, enums, structs }: Parameters<typeof checkGroups>[0]): readonly Marked[] {
  return [
    ...tables.flatMap((table) => [table, ...table.columns]),
    ...structs.flatMap(({ fields }) => fields),
    ...enums.flatMap((one) => one.values.map((value) => ({ ...value, at: value.at ?? one.at }))),
  ];
}
