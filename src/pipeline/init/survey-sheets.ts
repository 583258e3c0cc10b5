import { createDiagnosticSink } from "../../base/diagnostics.js";
import { formatCellRef } from "../../base/place.js";
import type { DialectConfig } from "../../model/config.js";
import type { EnumSchema } from "../../model/schema.js";
import { type Cell, cellText, type Sheet, type Workbook } from "../../model/workbook.js";
import { declarationMarkOf, isDeclarationSheet } from "../../schema/declaration-sheet.js";
import { detectDialect } from "../../schema/detect-dialect.js";
import { headerText, isBlankRow } from "../../schema/header-text.js";
import { readHeader } from "../../schema/read-header.js";
import { resolveEnums } from "../../schema/resolve-enums.js";
import type { HeaderColumn, TableHeader } from "../../schema/table-header.js";

/** A sheet that holds a table. */
export interface SurveyedSheet {
  readonly sheet: Sheet;
  readonly dialect: DialectConfig;
  readonly columns: readonly HeaderColumn[];
  /** Names of columns that a mark makes comments in this sheet. */
  readonly commentColumns: readonly string[];
  /** Rows of the sheet that hold a row of the table. */
  readonly rows: readonly number[];
}

export interface Survey {
  /** In the order of files and sheets. */
  readonly sheets: readonly SurveyedSheet[];
  /** What the enum sheets declare. */
  readonly enums: readonly EnumSchema[];
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
  const { enums, faults } = surveyEnums(used.filter((sheet) => declarationMarkOf(sheet) === "##enum"));
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
  return { sheets, enums, others, doubts };
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

function surveyEnums(sheets: readonly Sheet[]): {
  readonly enums: readonly EnumSchema[];
  readonly faults: readonly string[];
} {
  const { diagnostics, report } = createDiagnosticSink();
  const enums = resolveEnums({ file: "", enums: {} }, sheets, report);
  const faults = diagnostics.map(({ at, message }) => {
    const place = at === undefined ? "" : `${formatCellRef(at)}: `;
    return `${place}${message.replace(/\.$/, "")}; the build reports it`;
  });
  return { enums, faults };
}

function surveySheet(
  sheet: Sheet,
): { readonly surveyed: SurveyedSheet; readonly unsure: readonly string[] } | { readonly left: string } {
  const detected = detectDialect(sheet);
  if (detected === undefined) return { left: "it is empty" };
  const { dialect, unsure } = detected;
  const { diagnostics, report } = createDiagnosticSink();
  const header = readHeader(sheet, dialect, undefined, report);
  if (header.kind === "absent") return { left: header.reason };
  if (header.kind === "faulty")
    return { left: diagnostics[0]?.message.replace(/\.$/, "") ?? "its header is faulty" };
  const first = Math.min(...header.columns.map(({ column }) => column));
  const rows = header.rows.filter((row) => !isBlankRow(sheet, row, first));
  const commentColumns = header.commentColumns.map(({ name }) => name);
  const surveyed = {
    sheet,
    dialect: simplifyDialect(sheet, dialect),
    columns: header.columns,
    commentColumns,
    rows,
  };
  return { surveyed, unsure: [...unsure, ...doubtHeader(sheet, header, dialect)] };
}

/** What a header says that its author may not have meant. */
function doubtHeader(sheet: Sheet, header: TableHeader, dialect: DialectConfig): readonly string[] {
  const names = header.columns.map(({ name }) => name);
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
