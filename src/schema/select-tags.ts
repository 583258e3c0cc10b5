import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { TagsConfig } from "../model/config.js";
import { placeOfCell, type Sheet } from "../model/workbook.js";
import { headerText } from "./header-text.js";

/**
 * Returns the rows that their tags leave in: those without any; of the others those with a tag that is to be included,
 * where there are such, and without one that is to be excluded. Tags stand in the mark column, `,` or blanks divide them.
 */
export function selectTaggedRows(
  sheet: Sheet,
  rows: readonly number[],
  { include, exclude }: TagsConfig,
  report: Report,
): readonly number[] {
  const known = [...include, ...exclude];
  return rows.filter((row) => {
    const tags = headerText(sheet, row, 0)
      .split(/[\s,，;；|｜]+/)
      .filter((tag) => tag !== "");
    if (tags.length === 0) return true;
    for (const tag of tags.filter((one) => !known.includes(one))) {
      report("unknown-tag", { tag, suggestion: findNearest(tag, known) }, placeOfCell(sheet, row, 0));
    }
    if (tags.some((tag) => exclude.includes(tag))) return false;
    return include.length === 0 || tags.some((tag) => include.includes(tag) || !known.includes(tag));
  });
}
