import { isIdentifier } from "../../base/identifiers.js";
import type { StackedDialectConfig } from "../../model/config.js";
import type { Sheet } from "../../model/workbook.js";
import { headerText } from "../header-text.js";
import { parseType } from "../parse-type.js";

/** Where the parts of a stacked header are; rows and columns count from zero. */
export interface StackedRows {
  readonly nameRow: number;
  readonly typeRow: number;
  readonly noteRow: number | undefined;
  readonly dataRow: number;
  readonly markColumns: number;
  /** The topmost of the header rows: what stands above it are marks. */
  readonly firstHeaderRow: number;
  /** What was guessed though it could have been otherwise, as sentences. */
  readonly unsure: readonly string[];
}

/**
 * Finds the rows of a stacked header that the options do not give: the types are the first row whose cells
 * are mostly types, the names stand beside it, the note above them or below. Returns the reason when the
 * sheet has no such header.
 */
export function findStackedRows(
  sheet: Sheet,
  options: StackedDialectConfig,
): StackedRows | { readonly reason: string } {
  const typeRows = options.typeRow === undefined ? listTypeRows(sheet, options) : [options.typeRow - 1];
  for (const typeRow of typeRows) {
    const rows = findRowsAround(sheet, typeRow, options);
    if (rows !== undefined) return rows;
  }
  const [typeRow] = typeRows;
  if (typeRow === undefined) return { reason: `none of its first ${searchedRows} rows holds types` };
  return { reason: `row ${typeRow + 1} has no types with names beside them` };
}

const searchedRows = 20;

function listTypeRows(sheet: Sheet, { markColumns = 0 }: StackedDialectConfig): readonly number[] {
  const found: number[] = [];
  for (let row = 0; row < Math.min(searchedRows, sheet.rowCount); row++) {
    const texts = listColumns(sheet, row, markColumns).map((column) => headerText(sheet, row, column));
    const types = texts.filter(looksLikeType);
    if (types.length > 0 && types.length * 2 >= texts.length) found.push(row);
  }
  return found;
}

/** An enum's name cannot be told from any other word, so it does not count. */
function looksLikeType(text: string): boolean {
  return "type" in parseType(text.split("=")[0] ?? "", new Map());
}

function findRowsAround(
  sheet: Sheet,
  typeRow: number,
  options: StackedDialectConfig,
): StackedRows | undefined {
  const typed = listColumns(sheet, typeRow, options.markColumns ?? 0);
  if (typed.length === 0) return undefined;
  const unsure: string[] = [];
  const nameRow =
    options.nameRow === undefined ? findNameRow(sheet, typeRow, typed, unsure) : options.nameRow - 1;
  if (nameRow === undefined) return undefined;
  const [firstName] = listColumns(sheet, nameRow, options.markColumns ?? 0);
  if (firstName === undefined) return undefined;
  const noteRow =
    options.noteRow === undefined
      ? findNoteRow(sheet, { typeRow, nameRow, typed }, unsure)
      : options.noteRow - 1;
  const header = noteRow === undefined ? [typeRow, nameRow] : [typeRow, nameRow, noteRow];
  return {
    nameRow,
    typeRow,
    noteRow,
    dataRow: options.dataRow === undefined ? Math.max(...header) + 1 : options.dataRow - 1,
    markColumns: options.markColumns ?? firstName,
    firstHeaderRow: Math.min(...header),
    unsure,
  };
}

/** Names stand above the types, unless only the row below reads like names. */
function findNameRow(
  sheet: Sheet,
  typeRow: number,
  typed: readonly number[],
  unsure: string[],
): number | undefined {
  const above = listTexts(sheet, typeRow - 1, typed);
  const below = listTexts(sheet, typeRow + 1, typed);
  const isAbove = above.length * 2 >= typed.length && above.filter(isIdentifier).length * 2 >= above.length;
  const isBelow =
    below.length * 2 >= typed.length && below.every(isAsciiName) && new Set(below).size === below.length;
  if (isAbove && (!isBelow || above.every(isAsciiName))) return typeRow - 1;
  if (!isBelow) return undefined;
  unsure.push(`Row ${typeRow + 2}, below the types, is taken for the names.`);
  return typeRow + 1;
}

interface FoundRows {
  readonly typeRow: number;
  readonly nameRow: number;
  readonly typed: readonly number[];
}

/** The note is the row above the header if it says something of most columns, else one below that is no data. */
function findNoteRow(
  sheet: Sheet,
  { typeRow, nameRow, typed }: FoundRows,
  unsure: string[],
): number | undefined {
  const above = Math.min(typeRow, nameRow) - 1;
  if (listTexts(sheet, above, typed).length * 2 >= typed.length) return above;
  const below = Math.max(typeRow, nameRow) + 1;
  const numeric = typed.filter((column) => isNumericType(headerText(sheet, typeRow, column)));
  const texts = listTexts(sheet, below, numeric);
  if (texts.length === 0 || texts.some((text) => /^[-+]?[.\d]/.test(text))) return undefined;
  unsure.push(`Row ${below + 1} is taken for notes: it has texts where the types are numbers.`);
  return below;
}

function isNumericType(text: string): boolean {
  const parsed = parseType(text.split("=")[0] ?? "", new Map());
  return "type" in parsed && (parsed.type.kind === "integer" || parsed.type.kind === "float");
}

/** Returns the columns whose cell in this row holds a text that is no mark. */
function listColumns(sheet: Sheet, row: number, firstColumn: number): readonly number[] {
  const columns: number[] = [];
  for (let column = firstColumn; column < sheet.columnCount; column++) {
    const text = headerText(sheet, row, column);
    if (text !== "" && !text.startsWith("#")) columns.push(column);
  }
  return columns;
}

function listTexts(sheet: Sheet, row: number, columns: readonly number[]): readonly string[] {
  if (row < 0) return [];
  return columns
    .map((column) => headerText(sheet, row, column))
    .filter((text) => text !== "" && !text.startsWith("#"));
}

function isAsciiName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}
