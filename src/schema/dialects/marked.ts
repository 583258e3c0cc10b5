import { at } from "../../base/assert.js";
import type { Note, Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { TagsConfig } from "../../model/config.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import { widthOfRows } from "../cells-beyond-header.js";
import { headerText, isBlankRow, reportUnreadable, spanOf } from "../header-text.js";
import { parseGroups } from "../parse-groups.js";
import { type ColumnRule, parseRules } from "../parse-rules.js";
import { placeOfSheet } from "../places.js";
import { selectTaggedRows } from "../select-tags.js";
import type { HeaderColumn, HeaderReading } from "../table-header.js";

/**
 * The native dialect. Column A holds marks and nothing else: `##name`, `##type`, `##rule`, `##group` and
 * `##note` make a row a header row, in any order and anywhere above the data; `##` alone or followed by a
 * blank makes a comment row. `##singleton` alone says that the table has one row and is read as that row. A column
 * without a name is a comment column. Where the config has tags, other texts in column A are the tags of their row.
 */
export function readMarkedHeader(sheet: Sheet, tags: TagsConfig | undefined, report: Report): HeaderReading {
  const marks = readMarks(sheet, tags === undefined, report);
  const nameRow = marks.headerRows.get("##name");
  if (nameRow === undefined) {
    if (marks.isFaulty || (!marks.hasMark && reportMisplaced(sheet, report))) return { kind: "faulty" };
    if (!marks.hasMark) return { kind: "absent", reason: "column A has no ##name" };
    report("no-name-row", undefined, placeOfSheet(sheet));
    return { kind: "faulty" };
  }
  checkUnnamedColumns(sheet, marks.headerRows, report);
  return {
    kind: "table",
    columns: readColumns(sheet, nameRow, marks.headerRows, report),
    commentColumns: [],
    rows: tags === undefined ? marks.dataRows : selectTaggedRows(sheet, marks.dataRows, tags, report),
    isSingleton: marks.headerRows.has("##singleton"),
    width: widthOfRows(sheet, marks.headerRows.values()),
    at: placeOfCell(sheet, nameRow, 0),
  };
}

/** What a text in column A says of its row. */
export function readMark(text: string): "none" | "comment" | "text" | "marker" {
  if (text === "") return "none";
  if (!text.normalize("NFKC").startsWith("##")) return "text";
  return /^##(\s|$)/.test(text) ? "comment" : "marker";
}

/** What the sheets hold that hold no table, by their mark. */
export const declarations = { "##enum": "enums", "##struct": "structs", "##const": "constants" } as const;

export type DeclarationMark = keyof typeof declarations;

export function isDeclarationMark(text: string): text is DeclarationMark {
  return Object.hasOwn(declarations, text);
}

type HeaderRows = ReadonlyMap<string, number>;

interface Marks {
  /** Row by marker. */
  readonly headerRows: HeaderRows;
  readonly dataRows: readonly number[];
  readonly hasMark: boolean;
  /** A mark that could have been ##name is wrong and has been reported. */
  readonly isFaulty: boolean;
}

const tableMarkers = ["##name", "##type", "##rule", "##group", "##note", "##singleton"];
const allMarkers = [...tableMarkers, ...Object.keys(declarations)];
/** What luban, whose sheets look much the same, and others call them. */
const otherMarkers: ReadonlyMap<string, string> = new Map([
  ["##var", "##name"],
  ["##field", "##name"],
  ["##comment", "##note"],
  ["##desc", "##note"],
]);

function readMarks(sheet: Sheet, refusesTexts: boolean, report: Report): Marks {
  const headerRows = new Map<string, number>();
  const dataRows: number[] = [];
  const strayRows: number[] = [];
  let [hasMark, isFaulty] = [false, false];
  for (let row = 0; row < sheet.rowCount; row++) {
    const text = headerText(sheet, row, 0);
    if (text === "") {
      if (dataRows.length > 0 || !isBlankRow(sheet, row)) dataRows.push(row);
      continue;
    }
    const mark = readMark(text);
    hasMark ||= mark === "marker" || mark === "comment";
    if (mark === "marker" || isMistyped(text)) {
      isFaulty = !addMarker({ sheet, row, text, headerRows, dataRows }, report) || isFaulty;
      continue;
    }
    if (mark === "comment") continue;
    if (mark === "text") strayRows.push(row);
    if (dataRows.length > 0 || !isBlankRow(sheet, row)) dataRows.push(row);
  }
  // Without names it is no table yet, and what column A holds does not matter.
  if (headerRows.has("##name") && refusesTexts) reportStrayTexts(sheet, strayRows, report);
  return { headerRows, dataRows, hasMark, isFaulty };
}

/** True for `## name` and `#name`: the one would be a comment, the other keep the sheet from being a table. */
function isMistyped(text: string): boolean {
  const [, word = ""] = /^##?\s*([a-z]+)$/i.exec(text.normalize("NFKC")) ?? [];
  return allMarkers.includes(`##${word.toLowerCase()}`);
}

interface MarkerRow {
  readonly sheet: Sheet;
  readonly row: number;
  readonly text: string;
  readonly headerRows: Map<string, number>;
  readonly dataRows: readonly number[];
}

/** Adds a header row; false when its marker is wrong. */
function addMarker({ sheet, row, text, headerRows, dataRows }: MarkerRow, report: Report): boolean {
  const place = placeOfCell(sheet, row, 0);
  if (isDeclarationMark(text)) {
    report("mixed-sheet", { marker: text, other: "header rows of a table" }, place);
    return false;
  }
  if (!tableMarkers.includes(text)) {
    report("unknown-marker", { marker: text, suggestion: suggestMarker(text) }, place, explainMarker(text));
    return false;
  }
  const first = headerRows.get(text);
  if (first !== undefined) {
    report("repeated-marker", { marker: text }, place, [
      { message: "first here", at: placeOfCell(sheet, first, 0) },
    ]);
    return false;
  }
  headerRows.set(text, row);
  if (dataRows.length > 0) {
    report("marker-after-data", { marker: text }, place, [
      { message: "the first row of data", at: placeOfCell(sheet, at(dataRows, 0), 0) },
    ]);
  }
  return true;
}

function suggestMarker(text: string): string | undefined {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^##?\s*/, "##");
  return otherMarkers.get(plain) ?? findNearest(plain, allMarkers);
}

/** A line of a text file may have been pasted into one cell. */
function explainMarker(text: string): readonly Note[] {
  const isLine = allMarkers.some(
    (marker) => text.startsWith(marker) && /^[,;|\t]/.test(text.slice(marker.length)),
  );
  return isLine ? [{ message: "the whole row stands in one cell" }] : [];
}

const searchedRows = 20;

/** Finds header rows that were moved to the right, as by a new first column: the sheet is meant to be a table. */
function reportMisplaced(sheet: Sheet, report: Report): boolean {
  for (let row = 0; row < Math.min(searchedRows, sheet.rowCount); row++) {
    for (let column = 1; column < sheet.columnCount; column++) {
      const text = headerText(sheet, row, column);
      if (text !== "##name" && !isDeclarationMark(text)) continue;
      report("misplaced-marker", { marker: text }, placeOfCell(sheet, row, column));
      return true;
    }
  }
  return false;
}

/** One report for a sheet: usually the whole column is used for something else. */
function reportStrayTexts(sheet: Sheet, rows: readonly number[], report: Report): void {
  const [first, ...others] = rows;
  if (first === undefined) return;
  const more = others.length === 1 ? "one more row" : `${others.length} more rows`;
  const notes = others.length === 0 ? [] : [{ message: `and in ${more}` }];
  const text = headerText(sheet, first, 0);
  report("text-in-mark-column", { text }, placeOfCell(sheet, first, 0), notes);
}

/** A type or a rule without a name is more likely a forgotten name than a comment. */
function checkUnnamedColumns(sheet: Sheet, rows: HeaderRows, report: Report): void {
  for (let column = 1; column < sheet.columnCount; column++) {
    if (textBelow(sheet, rows, "##name", column) !== "") continue;
    const row = ["##type", "##rule"].find((marker) => textBelow(sheet, rows, marker, column) !== "");
    if (row === undefined) continue;
    const text = textBelow(sheet, rows, row, column);
    report("type-without-name", { text }, placeOfCell(sheet, rows.get(row) ?? 0, column));
  }
}

function readGroups(sheet: Sheet, row: number | undefined, column: number, report: Report) {
  return row === undefined
    ? {}
    : parseGroups(headerText(sheet, row, column), placeOfCell(sheet, row, column), report);
}

function readColumns(
  sheet: Sheet,
  nameRow: number,
  rows: HeaderRows,
  report: Report,
): readonly HeaderColumn[] {
  const columns: HeaderColumn[] = [];
  for (let column = 1; column < sheet.columnCount; column++) {
    const name = headerText(sheet, nameRow, column);
    if (name === "" || reportUnreadable(sheet, nameRow, column, report)) continue;
    const typeRow = rows.get("##type");
    const isFaulty = typeRow !== undefined && reportUnreadable(sheet, typeRow, column, report);
    const type = isFaulty ? "" : textBelow(sheet, rows, "##type", column);
    columns.push({
      name,
      at: placeOfCell(sheet, nameRow, column, name),
      column,
      ...spanOf(sheet, nameRow, column),
      ...(type === "" ? {} : { type: { text: type, at: placeOfCell(sheet, typeRow ?? 0, column, name) } }),
      isFaulty,
      note: textBelow(sheet, rows, "##note", column),
      rules: readRules(sheet, rows.get("##rule"), { column, name }, report),
      ...readGroups(sheet, rows.get("##group"), column, report),
    });
  }
  return columns;
}

function readRules(
  sheet: Sheet,
  row: number | undefined,
  { column, name }: { readonly column: number; readonly name: string },
  report: Report,
): readonly ColumnRule[] {
  if (row === undefined || reportUnreadable(sheet, row, column, report)) return [];
  return parseRules(headerText(sheet, row, column), placeOfCell(sheet, row, column, name), report);
}

/** Returns the column's text in the row of that marker, empty when there is no such row. */
function textBelow(sheet: Sheet, rows: HeaderRows, marker: string, column: number): string {
  const row = rows.get(marker);
  return row === undefined ? "" : headerText(sheet, row, column);
}

/** True for a sheet whose marks stand in row 1 instead of column A: each field is a row, each record a column. */
export function isTransposed(sheet: Sheet): boolean {
  const isTableMark = (text: string) => tableMarkers.includes(text);
  return isTableMark(headerText(sheet, 0, 0)) && isTableMark(headerText(sheet, 0, 1));
}
