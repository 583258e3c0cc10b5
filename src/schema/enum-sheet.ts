import { trim } from "../base/blank.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Place } from "../base/place.js";
import { placeOfCell, type Sheet } from "../model/workbook.js";
import { checkCellsBeyondHeader, widthOfRows } from "./cells-beyond-header.js";
import { readMark } from "./dialects/marked.js";
import type { EnumDeclaration, EnumValueDeclaration } from "./enum-declaration.js";
import { headerText, isBlankRow } from "./header-text.js";
import { tableNameOfSheet } from "./table-name.js";

/**
 * True for a sheet whose first marker is `##enum`: it declares enums, whatever the dialect of the tables.
 * Below another text in column A it is a cell as any other.
 */
export function isEnumSheet(sheet: Sheet): boolean {
  for (let row = 0; row < sheet.rowCount; row++) {
    const text = headerText(sheet, row, 0);
    const mark = readMark(text);
    if (mark === "text" || mark === "marker") return text === "##enum";
  }
  return false;
}

/**
 * Reads the enums of a sheet. `##enum` in column A is followed by headings in any order: `enum`, `name`,
 * `type`, `value`, `alias`, `note`. An empty `enum` cell repeats the one above; without that heading the
 * sheet's name is the enum's. `type` is the integer type of the whole enum, `int32` unless a row of it says
 * otherwise. Several aliases are separated by `,`, `|` or their full-width forms.
 */
export function readEnumSheet(sheet: Sheet, report: Report): readonly EnumDeclaration[] {
  const layout = readLayout(sheet, report);
  if (layout === undefined) return [];
  checkCellsBeyondHeader(sheet, widthOfRows(sheet, [layout.headingRow]), layout.rows, report);
  const enums = new Map<string, OpenDeclaration>();
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
    const declaration = enums.get(name) ?? { name, at, type: undefined, values: [] };
    enums.set(name, declaration);
    declaration.values.push(readValue(sheet, layout.columns, row));
    const type = textOf(sheet, layout.columns, row, "type");
    if (type === "") continue;
    addType(declaration, { text: type, at: placeOf(sheet, layout.columns, row, "type") }, report);
  }
  return [...enums.values()].map(({ type, ...declaration }) => ({
    ...declaration,
    note: "",
    isFlags: false,
    underlying: type?.text ?? "int32",
    underlyingAt: type?.at ?? declaration.at,
  }));
}

/** An enum of which more rows may follow. */
interface OpenDeclaration {
  readonly name: string;
  readonly at: Place;
  type: TypeText | undefined;
  readonly values: EnumValueDeclaration[];
}

interface TypeText {
  readonly text: string;
  readonly at: Place;
}

/** One row may give the type, or each the same. */
function addType(declaration: OpenDeclaration, type: TypeText, report: Report): void {
  const first = declaration.type;
  declaration.type ??= type;
  if (first === undefined || first.text === type.text) return;
  const parameters = { enum: declaration.name, here: type.text, there: first.text };
  report("enum-types-differ", parameters, type.at, [{ message: "the other one", at: first.at }]);
}

const headings = ["enum", "type", "name", "value", "alias", "note"];

/** Column of the sheet by heading. */
type HeadingColumns = ReadonlyMap<string, number>;

interface EnumLayout {
  readonly columns: HeadingColumns;
  /** Row of `##enum`. */
  readonly headingRow: number;
  readonly rows: readonly number[];
}

function readLayout(sheet: Sheet, report: Report): EnumLayout | undefined {
  let columns: HeadingColumns | undefined;
  let headingRow = 0;
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
      headingRow = row;
    }
  }
  return columns?.has("name") ? { columns, headingRow, rows } : undefined;
}

function readHeadings(sheet: Sheet, row: number, report: Report): HeadingColumns {
  const columns = new Map<string, number>();
  let isNameMistyped = false;
  for (let column = 1; column < sheet.columnCount; column++) {
    const heading = headerText(sheet, row, column);
    if (heading === "") continue;
    if (headings.includes(heading) && !columns.has(heading)) columns.set(heading, column);
    else {
      const suggestion = findNearest(
        heading,
        headings.filter((one) => !columns.has(one)),
      );
      isNameMistyped ||= suggestion === "name";
      report("unknown-enum-header", { header: heading, suggestion }, placeOfCell(sheet, row, column));
    }
  }
  if (!columns.has("name") && !isNameMistyped) report("no-enum-names", undefined, placeOfCell(sheet, row, 0));
  return columns;
}

function readValue(sheet: Sheet, columns: HeadingColumns, row: number): EnumValueDeclaration {
  const place = (heading: string) => placeOf(sheet, columns, row, heading);
  const value = textOf(sheet, columns, row, "value");
  const aliases = textOf(sheet, columns, row, "alias").split(/[,，、|｜]/);
  return {
    name: textOf(sheet, columns, row, "name"),
    at: place("name"),
    ...(value === "" ? {} : { value: { text: value, at: place("value") } }),
    aliases: aliases
      .map((text) => ({ text: trim(text), at: place("alias") }))
      .filter(({ text }) => text !== ""),
    note: textOf(sheet, columns, row, "note"),
  };
}

function textOf(sheet: Sheet, columns: HeadingColumns, row: number, heading: string): string {
  const column = columns.get(heading);
  return column === undefined ? "" : headerText(sheet, row, column);
}

function placeOf(sheet: Sheet, columns: HeadingColumns, row: number, heading: string): Place {
  return placeOfCell(sheet, row, columns.get(heading) ?? 0, heading);
}
