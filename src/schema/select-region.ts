import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Config } from "../model/config.js";
import type { HeaderColumn } from "./table-header.js";

/**
 * Returns the columns that are for the config's region: of `name`, `name@en` and `name@zh` the one of the region, under
 * the plain name, with the type and rules of the plain one where it has none of its own; without one for the region the
 * plain one. Where the config has no regions, an `@` is a mistake in a name as any other.
 */
export function selectRegion(
  columns: readonly HeaderColumn[],
  { regions, region }: Pick<Config, "regions" | "region">,
  report: Report,
): readonly HeaderColumn[] {
  if (regions.length === 0) return columns;
  const parted = columns.map((column) => {
    const [, name = column.name, suffix] = /^([^@]*)@([^@]*)$/.exec(column.name) ?? [];
    if (suffix !== undefined && !regions.includes(suffix)) {
      report("unknown-region", { region: suffix, suggestion: findNearest(suffix, regions) }, column.at);
    }
    return { column, name, suffix };
  });
  return parted.flatMap(({ column, name, suffix }) => {
    if (suffix === undefined) {
      const special = parted.find((one) => one.name === name && one.suffix === region);
      return special === undefined || region === undefined ? [column] : [];
    }
    if (suffix !== region) return [];
    const plain = parted.find((one) => one.name === name && one.suffix === undefined)?.column;
    return [withDefaults({ ...column, name }, plain)];
  });
}

function withDefaults(column: HeaderColumn, plain: HeaderColumn | undefined): HeaderColumn {
  if (plain === undefined) return column;
  return {
    ...column,
    ...(column.type === undefined && plain.type !== undefined ? { type: plain.type } : {}),
    note: column.note === "" ? plain.note : column.note,
    rules: column.rules.length === 0 ? plain.rules : column.rules,
    ...(column.groups === undefined && plain.groups !== undefined ? { groups: plain.groups } : {}),
  };
}
