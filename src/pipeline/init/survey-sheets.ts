import { createDiagnosticSink } from "../../base/diagnostics.js";
import { formatCellRef } from "../../base/place.js";
import type { DialectConfig } from "../../model/config.js";
import type { EnumSchema } from "../../model/schema.js";
import { type Cell, cellText, type Sheet, type Workbook } from "../../model/workbook.js";
import { isDeclarationSheet } from "../../schema/declaration-sheet.js";
import { detectDialect } from "../../schema/detect-dialect.js";
import { isTransposed } from "../../schema/dialects/marked.js";
import { headerText, isBlankCell, isBlankRow } from "../../schema/header-text.js";
import { type Declarations, listDeclarations } from "../../schema/list-declarations.js";
import { readHeader } from "../../schema/read-header.js";
import { vectorDeclarations } from "../../schema/resolve-structs.js";
import type { HeaderColumn, TableHeader } from "../../schema/table-header.js";
import { transposeSheet } from "../../schema/transpose-sheet.js";

/** A sheet that holds a table. */
export interface SurveyedSheet {
  readonly sheet: Sheet;
  readonly dialect: DialectConfig;
  readonly columns: readonly HeaderColumn[];
  /** Names of columns that a mark makes comments in this sheet. */
  readonly commentColumns: readonly string[];
  /** Rows of the sheet that hold, or begin, a row of the table. */
  readonly rows: readonly number[];
  /** It says that the table has one row, and needs no key. */
  readonly isSingleton: boolean;
}

export interface Survey {
  /** In the order of files and sheets. */
  readonly sheets: readonly SurveyedSheet[];
  /** What the enum sheets declare. */
  readonly enums: readonly EnumSchema[];
  /** The names of structs and variants. */
  readonly typeNames: ReadonlySet<string>;
  /** Sheets that hold something else. */
  readonly others: readonly Sheet[];
  readonly doubts: readonly string[];
}

/** Finds the tables in the sheets: the dialect, the header and the rows of each. Empty sheets are passed over, as are those that a build leaves out. */
export function surveySheets(workbooks: readonly Workbook[]): Survey {
  const sheets: SurveyedSheet[] = [];
  const others: Sheet[] = [];
  const doubts: string[] = [];
  const unsure = new Map<string, string[]>();
  const used = workbooks
    .flatMap((workbook) => workbook.sheets)
    .filter(({ name, rowCount }) => rowCount > 0 && name?.startsWith("#") !== true);
  const { declared, faults } = surveyDeclarations(used.filter((sheet) => isDeclarationSheet(sheet)));
  doubts.push(...faults);
  for (const sheet of used.filter((one) => !isDeclarationSheet(one))) {
    const found = surveySheet(sheet);
    if ("left" in found) {
      others.push(sheet);
      doubts.push(`${addressOf(sheet)} is left out: ${found.left}`);
      continue;
    }
    sheets.push(found.surveyed);
    for (const doubt of found.unsure) unsure.set(doubt, [...(unsure.get(doubt) ?? []), addressOf(sheet)]);
  }
  for (const [doubt, addresses] of unsure) {
    doubts.push(`${doubt.replace(/\.$/, "")}: ${shortenList(addresses)}`);
  }
  const { enums, structs, variants } = declared;
  const typeNames = new Set([...structs, ...variants, ...vectorDeclarations].map(({ name }) => name));
  return { sheets, enums, typeNames, others, doubts };
}

/** Returns the first three names and how many more there are. */
export function shortenList(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** Returns `file#sheet`, or the file where its only sheet has no name: the form that `from` takes. */
export function addressOf(sheet: Sheet): string {
  return sheet.name === undefined ? sheet.file : `${sheet.file}#${sheet.name}`;
}

/** Yields the cells of one column in all rows of a sheet. */
export function* cellsOf({ sheet, rows }: SurveyedSheet, column: HeaderColumn): Generator<Cell> {
  for (const row of rows) yield sheet.cell(row, column.column);
}

/** Returns a cell's text without blanks around it, `undefined` where nothing is left. */
export function textOf(cell: Cell): string | undefined {
  const text = cellText(cell)?.trim();
  return text === "" ? undefined : text;
}

function surveyDeclarations(sheets: readonly Sheet[]): {
  readonly declared: Declarations;
  readonly faults: readonly string[];
} {
  const { diagnostics, report } = createDiagnosticSink();
  const config = { file: "", enums: {}, structs: {}, variants: {}, constants: {} };
  const declared = listDeclarations(config, sheets, report);
  const faults = diagnostics.map(({ at, message }) => {
    const place = at === undefined ? "" : `${formatCellRef(at)}: `;
    return `${place}${message.replace(/\.$/, "")}; the build reports it`;
  });
  return { declared, faults };
}

function surveySheet(
  given: Sheet,
): { readonly surveyed: SurveyedSheet; readonly unsure: readonly string[] } | { readonly left: string } {
  const sheet = isTransposed(given) ? transposeSheet(given) : given;
  const detected = detectDialect(sheet);
  if (detected === undefined) return { left: "it is empty" };
  const { dialect, unsure } = detected;
  const { diagnostics, report } = createDiagnosticSink();
  const header = readHeader(sheet, dialect, undefined, report);
  if (header.kind === "absent") return { left: header.reason };
  if (header.kind === "faulty")
    return { left: diagnostics[0]?.message.replace(/\.$/, "") ?? "its header is faulty" };
  const first = Math.min(...header.columns.map(({ column }) => column));
  const filled = header.rows.filter((row) => !isBlankRow(sheet, row, first));
  const commentColumns = header.commentColumns.map(({ name }) => name);
  const surveyed = {
    sheet,
    dialect: simplifyDialect(sheet, dialect),
    columns: header.columns,
    commentColumns,
    rows: leaveOutContinuing(sheet, header.columns, filled),
    isSingleton: header.isSingleton === true,
  };
  return { surveyed, unsure: [...unsure, ...doubtHeader(sheet, header, dialect)] };
}

/** Where a * puts elements in rows, a row with nothing else goes on with the one above it. */
function leaveOutContinuing(
  sheet: Sheet,
  columns: readonly HeaderColumn[],
  rows: readonly number[],
): readonly number[] {
  const own = columns.filter(({ name }) => !name.includes("*"));
  if (own.length === columns.length || own.length === 0) return rows;
  return rows.filter((row) => own.some(({ column }) => !isBlankCell(sheet, row, column)));
}

/** What a header says that its author may not have meant. */
function doubtHeader(sheet: Sheet, header: TableHeader, dialect: DialectConfig): readonly string[] {
  // With a type they are one value in several columns.
  const typed = new Set(header.columns.flatMap(({ name, type }) => (type === undefined ? [] : [name])));
  const names = header.columns.map(({ name }) => name).filter((name) => !typed.has(name));
  const twins = new Set(names.filter((name, index) => names.indexOf(name) < index));
  const doubts = [...twins].map(
    (name) => `Several columns have the name ${name}, and the build will report them`,
  );
  const { row = 0, column = 0 } = header.at;
  const first = headerText(sheet, row, column);
  const isComment = header.commentColumns.some(({ at }) => at.column === column);
  // A mark of a row above looks the same as the mark of a column; before the name itself it is meant.
  if (dialect.kind === "stacked" && isComment && !first.startsWith("#")) {
    doubts.push(`The # above ${first}, the first name, makes that column a comment and the next one the key`);
  }
  return doubts;
}

/** Leaves out the positions that would be found without being given. */
function simplifyDialect(sheet: Sheet, dialect: DialectConfig): DialectConfig {
  if (dialect.kind !== "plain") return { kind: dialect.kind };
  const { nameRow = 1, noteRow } = dialect;
  if (noteRow !== undefined) return { kind: "plain", nameRow, noteRow };
  const blank = Array.from({ length: nameRow - 1 }, (_, row) => row);
  return blank.every((row) => isBlankRow(sheet, row)) ? { kind: "plain" } : { kind: "plain", nameRow };
}
