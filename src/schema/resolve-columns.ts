import type { Note } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";
import { quote } from "../base/quote.js";
import type { ColumnConfig } from "../model/config.js";
import type { ValueType } from "../model/schema.js";
import { type ColumnRule, unquote } from "./parse-rules.js";
import { parseType } from "./parse-type.js";
import { columnConfigOf, placeInTableConfig, type TableContext } from "./table-context.js";
import type { HeaderColumn, TableHeader } from "./table-header.js";
import { suggestName } from "./table-name.js";

/** A column of one sheet: its header with what the config says of it. */
export interface SheetColumn {
  readonly name: string;
  /** The name in the header. */
  readonly header: string;
  /** Column of the sheet. */
  readonly column: number;
  readonly at: Place;
  readonly note: string;
  /** `undefined` when the column has a mistake that has been reported. */
  readonly type: ValueType | undefined;
  readonly typeAt: Place;
  readonly default: DefaultText | undefined;
  readonly rules: readonly ColumnRule[];
}

interface DefaultText {
  readonly text: string;
  readonly at: Place;
}

/** What the config says of a column, parsed once though several sheets have the column. */
export interface ConfiguredColumn {
  readonly name: string | undefined;
  readonly type: { readonly type: ValueType | undefined; readonly at: Place } | undefined;
  readonly default: DefaultText | undefined;
}

/** Parses the table's column entries in the config; reports names and types that are none. */
export function readConfiguredColumns(context: TableContext): ReadonlyMap<string, ConfiguredColumn> {
  const entries = Object.entries(context.table.config?.columns ?? {});
  return new Map(entries.map(([header, column]) => [header, readConfiguredColumn(context, header, column)]));
}

/** Resolves the columns of one sheet, without those that the config ignores. */
export function resolveColumns(
  header: TableHeader,
  configured: ReadonlyMap<string, ConfiguredColumn>,
  context: TableContext,
): readonly SheetColumn[] {
  const kept = header.columns.filter((column) => columnConfigOf(context, column.name)?.ignore !== true);
  const hasAnyType = kept.some(
    (one) => one.type !== undefined || one.isFaulty || configured.get(one.name)?.type !== undefined,
  );
  if (!hasAnyType && kept.length > 0) {
    context.report("missing-types", { table: context.table.name }, header.at);
  }
  const columns: SheetColumn[] = [];
  for (const one of kept) {
    const column = resolveColumn(one, configured.get(one.name), { ...context, canReportTypes: hasAnyType });
    const first = columns.find(({ name }) => name === column.name);
    if (first === undefined) columns.push(column);
    else {
      const notes = [{ message: "first here", at: first.at }, ...listRenamings([first, column], context)];
      context.report("duplicate-column", { column: column.name }, column.at, notes);
    }
  }
  return columns;
}

function listRenamings(columns: readonly SheetColumn[], context: TableContext): readonly Note[] {
  return columns
    .filter(({ name, header }) => name !== header)
    .map(({ name, header }) => ({
      message: `the config calls ${quote(header)} ${name}`,
      at: placeInTableConfig(context, "columns", header, "name"),
    }));
}

function readConfiguredColumn(context: TableContext, header: string, column: ColumnConfig): ConfiguredColumn {
  const place = (key: string) => placeInTableConfig(context, "columns", header, key);
  const name = column.name?.normalize("NFC");
  if (name !== undefined && !isIdentifier(name)) reportName(context, name, place("name"));
  const at = column.type === undefined ? undefined : place("type");
  const split = at === undefined ? undefined : splitType(column.type ?? "", at, context);
  const own = column.default === undefined ? undefined : { text: column.default, at: place("default") };
  reportTwoDefaults(context, header, own, split?.default);
  return {
    name,
    type:
      split === undefined || at === undefined ? undefined : { type: readType(split.type, at, context), at },
    default: own ?? split?.default,
  };
}

function resolveColumn(
  column: HeaderColumn,
  configured: ConfiguredColumn | undefined,
  context: TableContext & { readonly canReportTypes: boolean },
): SheetColumn {
  const name = configured?.name ?? column.name;
  if (configured?.name === undefined && !isIdentifier(name)) {
    reportName(context, name, column.at, placeInTableConfig(context, "columns", name, "name").path);
  }
  const typed = resolveType(column, configured, context);
  const ruled = column.rules.flatMap((rule) => (rule.kind === "default" ? [rule] : []));
  const [first, ...others] = typed.default === undefined ? ruled : [...ruled, typed.default];
  for (const other of others) reportTwoDefaults(context, name, first, other);
  return {
    name,
    header: column.name,
    column: column.column,
    at: column.at,
    note: columnConfigOf(context, column.name)?.note ?? column.note,
    type: isIdentifier(name) ? typed.type : undefined,
    typeAt: typed.at,
    default: configured?.default ?? (first === undefined ? undefined : { text: first.text, at: first.at }),
    rules: column.rules,
  };
}

interface ResolvedType {
  readonly type: ValueType | undefined;
  readonly at: Place;
  readonly default: DefaultText | undefined;
}

/** The config's type wins; a default in the sheet's type cell counts all the same. */
function resolveType(
  column: HeaderColumn,
  configured: ConfiguredColumn | undefined,
  context: TableContext & { readonly canReportTypes: boolean },
): ResolvedType {
  const split = column.type === undefined ? undefined : splitType(column.type.text, column.type.at, context);
  if (configured?.type !== undefined) return { ...configured.type, default: split?.default };
  if (column.type === undefined || split === undefined) {
    if (context.canReportTypes && !column.isFaulty) {
      context.report("missing-type", { table: context.table.name, column: column.name }, column.at);
    }
    return { type: undefined, at: column.at, default: undefined };
  }
  const { at } = column.type;
  return { type: readType(split.type, at, context), at, default: split.default };
}

/** Splits `int32 = 5` into the type's text and the default. */
function splitType(
  text: string,
  at: Place,
  { report }: TableContext,
): { readonly type: string; readonly default: DefaultText | undefined } {
  const equals = text.indexOf("=");
  if (equals < 0) return { type: text, default: undefined };
  const type = text.slice(0, equals).trim();
  const given = text.slice(equals + 1).trim();
  const value = given === "" ? undefined : unquote(given);
  if (value !== undefined) return { type, default: { text: value, at } };
  const reason = given === "" ? "nothing follows the =" : "a quote is not closed";
  report("invalid-default", { text, reason }, at);
  return { type, default: undefined };
}

function readType(text: string, at: Place, { enums, report }: TableContext): ValueType | undefined {
  const parsed = parseType(text, enums);
  if ("type" in parsed) return parsed.type;
  if ("unknown" in parsed) report("unknown-type", parsed.unknown, at);
  else report("invalid-type", parsed.invalid, at);
  return undefined;
}

function reportTwoDefaults(
  { report }: TableContext,
  column: string,
  first: DefaultText | undefined,
  second: DefaultText | undefined,
): void {
  if (first === undefined || second === undefined) return;
  const parameters = { column, first: first.text, second: second.text };
  report("repeated-default", parameters, second.at, [{ message: "the other one", at: first.at }]);
}

function reportName({ report }: TableContext, name: string, at: Place, renameAt?: string): void {
  const suggestion = suggestName(name);
  const notes: Note[] = [];
  // A path that cannot be typed, or a name that nobody would want, is no help.
  if (renameAt !== undefined && renameAt.length <= longestPath && !/\p{C}/u.test(renameAt)) {
    notes.push({ message: `the config can rename it: ${renameAt} = "${suggestion}"` });
  } else if (suggestion.length <= longestSuggestion) {
    notes.push({ message: `for example ${suggestion}` });
  }
  if (name.startsWith("#")) notes.push({ message: "a column without a name is a comment" });
  report("invalid-name", { what: "a column", name }, at, notes);
}

const longestPath = 120;
const longestSuggestion = 60;

/** Reports column entries of the config that no sheet of the table has, and names the nearest one. */
export function checkConfiguredColumns(headers: readonly TableHeader[], context: TableContext): void {
  const names = new Set(headers.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const comments = new Set(headers.flatMap((one) => one.commentColumns.map(({ name }) => name)));
  for (const column of Object.keys(context.table.config?.columns ?? {})) {
    if (names.has(column) || comments.has(column)) continue;
    const suggestion = findNearest(column, names);
    const parameters = { table: context.table.name, column, suggestion };
    context.report("unknown-config-column", parameters, placeInTableConfig(context, "columns", column));
  }
}
