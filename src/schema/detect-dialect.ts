import type { DialectConfig } from "../model/config.js";
import type { Sheet } from "../model/workbook.js";
import { readMark } from "./dialects/marked.js";
import { findStackedRows } from "./dialects/stacked-rows.js";
import { headerText, isBlankRow } from "./header-text.js";

/** The dialect that a sheet seems to be written in, with the rows found, and what was guessed. */
export interface DetectedDialect {
  /** As the config would have it: every position that matters is given, counted from 1. */
  readonly dialect: DialectConfig;
  /** Sentences for the user; empty when the sheet leaves no doubt. */
  readonly unsure: readonly string[];
}

/** Finds the dialect of a sheet from its first rows; `undefined` for an empty sheet. */
export function detectDialect(sheet: Sheet): DetectedDialect | undefined {
  if (sheet.rowCount === 0) return undefined;
  if (hasMarkers(sheet)) return { dialect: { kind: "marked" }, unsure: [] };
  return detectStacked(sheet) ?? detectPlain(sheet);
}

const searchedRows = 50;

function hasMarkers(sheet: Sheet): boolean {
  for (let row = 0; row < Math.min(searchedRows, sheet.rowCount); row++) {
    const text = headerText(sheet, row, 0);
    if (readMark(text) === "marker") return true;
  }
  return false;
}

function detectStacked(sheet: Sheet): DetectedDialect | undefined {
  const rows = findStackedRows(sheet, { kind: "stacked" });
  if ("reason" in rows) return undefined;
  const { nameRow, typeRow, noteRow, dataRow, markColumns, unsure } = rows;
  return {
    dialect: {
      kind: "stacked",
      nameRow: nameRow + 1,
      typeRow: typeRow + 1,
      ...(noteRow === undefined ? {} : { noteRow: noteRow + 1 }),
      dataRow: dataRow + 1,
      markColumns,
    },
    unsure,
  };
}

/** The first row holds the names, or a note when the row below it reads like names and it does not. */
function detectPlain(sheet: Sheet): DetectedDialect {
  let first = 0;
  while (first + 1 < sheet.rowCount && isBlankRow(sheet, first)) first++;
  const upper = listTexts(sheet, first);
  const lower = listTexts(sheet, first + 1);
  if (!looksLikeNote(upper, lower)) return { dialect: { kind: "plain", nameRow: first + 1 }, unsure: [] };
  return {
    dialect: { kind: "plain", noteRow: first + 1, nameRow: first + 2, dataRow: first + 3 },
    unsure: [`Row ${first + 1} is taken for notes, row ${first + 2} for the names.`],
  };
}

function looksLikeNote(upper: readonly string[], lower: readonly string[]): boolean {
  const names = lower.filter((text) => /^[A-Za-z_][\w@.,[\]-]*$/.test(text));
  const areNames = lower.length > 0 && names.length === lower.length && new Set(lower).size === lower.length;
  if (!areNames) return false;
  const upperIsNames = upper.every((text) => /^[A-Za-z_]\w*$/.test(text));
  return !upperIsNames || upper.some((text) => lower.includes(text));
}

function listTexts(sheet: Sheet, row: number): readonly string[] {
  const texts: string[] = [];
  for (let column = 0; column < sheet.columnCount; column++) {
    const text = headerText(sheet, row, column);
    if (text !== "") texts.push(text);
  }
  return texts;
}
