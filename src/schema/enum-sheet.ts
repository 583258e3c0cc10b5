import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { placeOfCell, type Sheet } from "../model/workbook.js";
import { readMark } from "./dialects/marked.js";
import type { EnumDeclaration, EnumValueDeclaration } from "./enum-declaration.js";
import { headerText, isBlankRow } from "./header-text.js";
import { tableNameOfSheet } from "./table-name.js";

/** True for a sheet whose first marker is `##enum`: it declares enums, whatever the dialect of the tables. */
export function isEnumSheet(sheet: Sheet): boolean {
  for (let row = 0; row < sheet.rowCount; row++) {
    const text = headerText(sheet, row, 0);
    if (readMark(text) === "marker") return text === "##enum";
  }
  return false;
}

/**
 * Reads the enums of a sheet. `##enum` in column A is followed by headings in any order: `enum`, `name`,
 * `value`, `alias`, `note`. An empty `enum` cell repeats the one above; without that heading the sheet's
 * name is the enum's. Several aliases are separated by `,` or `|`.
 */
export function readEnumSheet(sheet: Sheet, report: Report): readonly EnumDeclaration[] {
  const layout = readLayout(sheet, report);
  if (layout === undefined) return [];
  const enums = new Map<string, EnumDeclaration & { readonly values: EnumValueDeclaration[] }>();
  let name = layout.columns.has("enum") ? "" : tableNameOfSheet(sheet);
  for (const row of layout.rows) {
    const text = (heading: string) => textOf(sheet, layout.columns, row, heading);
    if (text("enum") !== "") name = text("enum");
    const missing = name === "" ? "enum" : text("name") === "" ? "name" : undefined;
    if (missing !== undefined) {
      const column = layout.columns.get(missing) ?? 0;
      report("enum-value-without-name", { what: missing }, placeOfCell(sheet, row, column, missing));
      continue;
    }
    const at = placeOfCell(sheet, row, layout.columns.get("enum") ?? layout.columns.get("name") ?? 0);
    const declaration = enums.get(name) ?? { name, note: "", underlying: "int32", at, values: [] };
    declaration.values.push(readValue(sheet, layout.columns, row));
    enums.set(name, declaration);
  }
  return [...enums.values()];
}

const headings = ["enum", "name", "value", "alias", "note"];

/** Column of the sheet by heading. */
type HeadingColumns = ReadonlyMap<string, number>;

interface EnumLayout {
  readonly columns: HeadingColumns;
  readonly rows: readonly number[];
}

function readLayout(sheet: Sheet, report: Report): EnumLayout | undefined {
  let columns: HeadingColumns | undefined;
  const rows: number[] = [];
  for (let row = 0; row < sheet.rowCount; row++) {
    const text = headerText(sheet, row, 0);
    const mark = readMark(text);
    if (mark === "comment" || isBlankRow(sheet, row)) continue;
    const place = placeOfCell(sheet, row, 0);
    if (mark === "text") report("text-in-mark-column", { text }, place);
    if (mark !== "marker") rows.push(row);
    else if (text !== "##enum") report("mixed-sheet", { marker: text, other: "enums" }, place);
    else if (columns !== undefined) report("repeated-marker", { marker: text }, place);
    else {
      if (rows.length > 0) report("marker-after-data", { marker: text }, place);
      columns = readHeadings(sheet, row, report);
    }
  }
  return columns?.has("name") ? { columns, rows } : undefined;
}

function readHeadings(sheet: Sheet, row: number, report: Report): HeadingColumns {
  const columns = new Map<string, number>();
  for (let column = 1; column < sheet.columnCount; column++) {
    const heading = headerText(sheet, row, column);
    if (heading === "") continue;
    if (headings.includes(heading) && !columns.has(heading)) columns.set(heading, column);
    else {
      const suggestion = findNearest(
        heading,
        headings.filter((one) => !columns.has(one)),
      );
      report("unknown-enum-header", { header: heading, suggestion }, placeOfCell(sheet, row, column));
    }
  }
  if (!columns.has("name")) report("no-enum-names", undefined, placeOfCell(sheet, row, 0));
  return columns;
}

function readValue(sheet: Sheet, columns: HeadingColumns, row: number): EnumValueDeclaration {
  const place = (heading: string) => placeOfCell(sheet, row, columns.get(heading) ?? 0, heading);
  const value = textOf(sheet, columns, row, "value");
  const aliases = textOf(sheet, columns, row, "alias").split(/[,|]/);
  return {
    name: textOf(sheet, columns, row, "name"),
    at: place("name"),
    ...(value === "" ? {} : { value: { text: value, at: place("value") } }),
    aliases: aliases
      .map((text) => ({ text: text.trim(), at: place("alias") }))
      .filter(({ text }) => text !== ""),
    note: textOf(sheet, columns, row, "note"),
  };
}

function textOf(sheet: Sheet, columns: HeadingColumns, row: number, heading: string): string {
  const column = columns.get(heading);
  return column === undefined ? "" : headerText(sheet, row, column);
}
