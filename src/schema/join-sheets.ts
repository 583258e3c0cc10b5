import { at } from "../base/assert.js";
import { patchOf } from "../base/patch-of.js";
import { type ColumnSchema, formatType, type ValueType } from "../model/schema.js";
import { columnsOfSource, type SheetRegion, type ValueSource } from "../model/table-source.js";
import { placeOfCell, type Sheet } from "../model/workbook.js";
import { ownColumnsOf, takesRows } from "./build-source.js";
import { joinRules } from "./column-rules.js";
import { isBlankCell } from "./header-text.js";
import type { SheetColumn } from "./resolve-columns.js";
import { writingOf } from "./resolve-structs.js";
import type { TableContext } from "./table-context.js";
import type { TableHeader } from "./table-header.js";

/** One sheet of a table with its columns resolved. */
export interface TableSheet {
  readonly sheet: Sheet;
  readonly header: TableHeader;
  readonly columns: readonly SheetColumn[];
  /** Rows with a cell in any of the columns. */
  readonly rows: readonly number[];
  /** No sheet at all: the columns are declared elsewhere. */
  readonly isDeclared?: true;
}

export interface JoinedSheets {
  /** The sheets that count: those with rows, or all when none has any. */
  readonly sheets: readonly TableSheet[];
  readonly columns: readonly ColumnSchema[];
  readonly regions: readonly SheetRegion[];
  /** Names of columns left out because of a mistake that has been reported. */
  readonly faulty: ReadonlySet<string>;
}

/** Joins the sheets of a table: columns agree in name and type, in any order; a sheet may lack those that may be empty. */
export function joinSheets(all: readonly TableSheet[], context: TableContext): JoinedSheets {
  const filled = all.filter(({ rows }) => rows.length > 0);
  // Where files hold the rows, a sheet may be there for its header.
  const hasOthers = context.table.inputs.length > 0 || all.some(({ isDeclared }) => isDeclared);
  const sheets = filled.length === 0 || hasOthers ? all : filled;
  const first = new Map<string, SheetColumn>();
  for (const sheet of sheets) {
    for (const column of sheet.columns) {
      const other = first.get(column.name);
      if (other === undefined) first.set(column.name, column);
      else checkAgreement(column, other, context);
    }
  }
  const joined = [...first.values()].map((column) => joinColumn(column, sheets));
  // A patch may change some of the columns only.
  for (const sheet of sheets) {
    if (sheet.isDeclared) continue;
    if (layerOf(sheet.sheet, context).patch === undefined) reportMissingColumns(sheet, joined, context);
  }
  if (filled.length > 0 && !hasOthers) reportSheetsWithoutRows(all, first, context);
  const columns = joined.flatMap(({ schema }) => (schema === undefined ? [] : [schema]));
  return {
    sheets,
    columns,
    regions: sheets.filter(({ isDeclared }) => !isDeclared).map((sheet) => toRegion(sheet, columns, context)),
    faulty: new Set(joined.filter(({ schema }) => schema === undefined).map(({ name }) => name)),
  };
}

/** Leaves out the rows that have no cell in any of these columns. */
export function listFilledRows(
  sheet: Sheet,
  rows: readonly number[],
  columns: readonly SheetColumn[],
): readonly number[] {
  const used = columns.flatMap(({ source }) => [...columnsOfSource(source)]);
  return rows.filter((row) => used.some((column) => !isBlankCell(sheet, row, column)));
}

function checkAgreement(here: SheetColumn, there: SheetColumn, context: TableContext): void {
  const [type, otherType] = [formatKnown(here.type), formatKnown(there.type)];
  if (type !== undefined && otherType !== undefined && type !== otherType) {
    reportDifference("type", [here, type], [there, otherType], context);
  }
  const [text, otherText] = [here.default?.text, there.default?.text];
  if (text !== undefined && otherText !== undefined && text !== otherText) {
    reportDifference("default", [here, `"${text}"`], [there, `"${otherText}"`], context);
  }
}

function formatKnown(type: ValueType | undefined): string | undefined {
  return type === undefined ? undefined : formatType(type);
}

function reportDifference(
  what: "type" | "default",
  [here, text]: readonly [SheetColumn, string],
  [there, otherText]: readonly [SheetColumn, string],
  { table, report }: TableContext,
): void {
  const placeOf = (column: SheetColumn) =>
    (what === "type" ? column.typeAt : column.default?.at) ?? column.at;
  const parameters = { table: table.name, column: here.name, what, here: text, there: otherText };
  report("column-differs", parameters, placeOf(here), [{ message: "the other sheet", at: placeOf(there) }]);
}

interface JoinedColumn {
  readonly name: string;
  readonly source: SheetColumn;
  /** `undefined` when the column has a mistake that has been reported. */
  readonly schema: ColumnSchema | undefined;
}

/** Notes and defaults come from the first sheet that gives one. */
function joinColumn(source: SheetColumn, sheets: readonly TableSheet[]): JoinedColumn {
  const { name } = source;
  const same = sheets.flatMap(({ columns }) => columns.filter((column) => column.name === name));
  if (same.some(({ type }) => type === undefined) || source.type === undefined) {
    return { name, source, schema: undefined };
  }
  const fallback = same.find((column) => column.default !== undefined)?.default;
  const schema = {
    name,
    note: same.find(({ note }) => note !== "")?.note ?? "",
    type: source.type,
    ...(fallback === undefined ? {} : { defaultText: fallback.text, defaultAt: fallback.at }),
    ...writingOf(source.separators),
    ...(source.groups === undefined ? {} : { groups: source.groups }),
    ...joinRules(same.map(({ valueRules }) => valueRules)),
    typeAt: source.referencesAt ?? source.typeAt,
    at: source.at,
  };
  return { name, source, schema };
}

function reportMissingColumns(
  { header, columns }: TableSheet,
  joined: readonly JoinedColumn[],
  context: TableContext,
): void {
  for (const { name, source, schema } of joined) {
    if (schema === undefined || columns.some((column) => column.name === name)) continue;
    if (mayBeEmpty(schema, context)) continue;
    const comment = header.commentColumns.find((one) => one.name === source.header);
    context.report("column-missing", { table: context.table.name, column: name }, header.at, [
      ...(comment === undefined ? [] : [{ message: "here it is a comment column", at: comment.at }]),
      { message: "another sheet has it", at: source.at },
    ]);
  }
}

/** True when an empty cell of the column means something. */
function mayBeEmpty({ type, defaultText }: ColumnSchema, { config }: TableContext): boolean {
  if (defaultText !== undefined || type.kind === "optional") return true;
  return Object.hasOwn(config.emptyCells, type.kind === "list" ? "list" : formatType(type));
}

/** A sheet without rows does not matter to the table, so one that differs is only worth a warning. */
function reportSheetsWithoutRows(
  all: readonly TableSheet[],
  columns: ReadonlyMap<string, SheetColumn>,
  { table, report }: TableContext,
): void {
  for (const sheet of all) {
    if (sheet.rows.length > 0) continue;
    const differing = sheet.columns.find((column) => {
      const other = columns.get(column.name);
      const [type, otherType] = [formatKnown(column.type), formatKnown(other?.type)];
      return other === undefined || (type !== undefined && otherType !== undefined && type !== otherType);
    });
    if (differing === undefined) continue;
    report("sheet-without-rows", { table: table.name, column: differing.name }, differing.at);
  }
}

/** Each sheet of the text table may have other languages of the same texts, so it is a layer of its own. */
function layerOf(sheet: Sheet, { table, config }: TableContext): Pick<SheetRegion, "patch" | "isOfTexts"> {
  const { patch } = patchOf(sheet.file, config.patches);
  if (config.text?.table !== table.name) return patch === undefined ? {} : { patch };
  return { patch: table.sheets.indexOf(sheet) + 1, ...(patch === undefined ? { isOfTexts: true } : {}) };
}

function toRegion(
  { sheet, header, columns, rows }: TableSheet,
  all: readonly ColumnSchema[],
  context: TableContext,
): SheetRegion {
  const sourceOf = new Map(columns.map(({ name, source }) => [name, source]));
  const sources = all.map(({ name }): ValueSource => sourceOf.get(name) ?? { kind: "missing" });
  const used = sources.filter(({ kind }) => kind !== "missing");
  const region = { sheet, ...layerOf(sheet, context), columns: sources, headers: headersOf(header) };
  if (!used.some(takesRows)) return { ...region, rows };
  const records = joinRows(sheet, rows, used, context);
  return { ...region, rows: records.map((record) => at(record, 0)), records };
}

function headersOf({ columns }: TableHeader): ReadonlyMap<number, string> {
  const headers = new Map<number, string>();
  for (const { name, column, span = 1 } of columns) {
    for (let index = 0; index < span; index++) headers.set(column + index, name);
  }
  return headers;
}

/** Puts the rows together that make a record: each that fills a column that is not in rows begins one. */
function joinRows(
  sheet: Sheet,
  rows: readonly number[],
  sources: readonly ValueSource[],
  { table, report }: TableContext,
): readonly (readonly number[])[] {
  const starts = sources.flatMap((source) => [...ownColumnsOf(source)]);
  const records: number[][] = [];
  for (const row of rows) {
    const begins = starts.length === 0 || starts.some((column) => !isBlankCell(sheet, row, column));
    const last = records.at(-1);
    if (begins) records.push([row]);
    else if (last !== undefined) last.push(row);
    else {
      const columns = sources.flatMap((source) => [...columnsOfSource(source)]);
      const first = columns.find((column) => !isBlankCell(sheet, row, column)) ?? 0;
      report("first-row-continues", { table: table.name }, placeOfCell(sheet, row, first));
    }
  }
  return records;
}
