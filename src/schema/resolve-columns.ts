import { trim } from "../base/blank.js";
import type { Note } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Place } from "../base/place.js";
import { quote } from "../base/quote.js";
import type { ColumnConfig } from "../model/config.js";
import type { FieldRule } from "../model/rule.js";
import { keyTypeOf, mapType, type ValueType } from "../model/schema.js";
import type { ValueSource } from "../model/table-source.js";
import { buildSource } from "./build-source.js";
import { listHeaderRules, parseConfigRules } from "./column-rules.js";
import { columnsOf, type FieldNode, groupColumns, isSingleCell } from "./field-path.js";
import type { ColumnRule } from "./parse-rules.js";
import { unresolved } from "./parse-type.js";
import { type DefaultText, readType, splitType } from "./read-type.js";
import { columnConfigOf, placeInTableConfig, type TableContext } from "./table-context.js";
import type { TableHeader } from "./table-header.js";
import { suggestName } from "./table-name.js";
import { typeOfField } from "./type-of-field.js";

/** A column of the table as one sheet has it, with what the config says of it. */
export interface SheetColumn {
  readonly name: string;
  /** The name in the header. */
  readonly header: string;
  /** Where its values stand in the sheet. */
  readonly source: ValueSource;
  readonly at: Place;
  readonly note: string;
  /** `undefined` when the column has a mistake that has been reported. */
  readonly type: ValueType | undefined;
  readonly typeAt: Place;
  /** Where the config says what it refers to. */
  readonly referencesAt?: Place;
  readonly default: DefaultText | undefined;
  readonly separators: readonly string[] | undefined;
  /** Groups of targets that have it; absent: all have it. */
  readonly groups?: readonly string[];
  readonly rules: readonly ColumnRule[];
  /** What its values must keep: what the sheet says, then the config. */
  readonly valueRules: readonly FieldRule[];
}

/** What the config says of a column, parsed once though several sheets have the column. */
export interface ConfiguredColumn {
  readonly name: string | undefined;
  readonly type: { readonly type: ValueType | undefined; readonly at: Place } | undefined;
  readonly default: DefaultText | undefined;
  readonly rules: readonly FieldRule[];
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
  // A name that the config gives another one, or a type, is one column, be it a path or not.
  const fields = groupColumns(kept, (name) => columnConfigOf(context, name)?.name !== undefined).filter(
    (field) => columnConfigOf(context, field.name)?.ignore !== true,
  );
  const hasAnyType = fields.some(
    (field) =>
      configured.get(field.name)?.type !== undefined ||
      [...columnsOf(field)].some((one) => one.type !== undefined || one.isFaulty),
  );
  if (!hasAnyType && kept.length > 0) {
    context.report("missing-types", { table: context.table.name }, header.at);
  }
  const columns: SheetColumn[] = [];
  const typeContext = { ...context, canReportTypes: hasAnyType };
  for (const field of fields) {
    for (const column of resolveField(field, configured.get(field.name), typeContext)) {
      const first = columns.find(({ name }) => name === column.name);
      if (first === undefined) columns.push(column);
      else {
        const notes = [{ message: "first here", at: first.at }, ...listRenamings([first, column], context)];
        context.report("duplicate-column", { column: column.name }, column.at, notes);
      }
    }
  }
  return columns;
}

type TypingContext = TableContext & { readonly canReportTypes: boolean };

/** Resolves a field to its column; scalars that several columns have the name of are reported as such a clash. */
function resolveField(
  field: FieldNode,
  configured: ConfiguredColumn | undefined,
  context: TypingContext,
): readonly SheetColumn[] {
  const column = resolveColumn(field, configured, context);
  if (column.type === undefined) return [column];
  const isRepeated = field.columns.length > 1 && column.source.kind === "cell";
  return isRepeated ? field.columns.map((one) => ({ ...column, at: one.at })) : [column];
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
    rules: parseConfigRules(
      column.rules ?? [],
      (index) => placeInTableConfig(context, "columns", header, "rules", index),
      context.report,
    ),
  };
}

function resolveColumn(
  field: FieldNode,
  configured: ConfiguredColumn | undefined,
  context: TypingContext,
): SheetColumn {
  const name = configured?.name ?? field.name;
  if (configured?.name === undefined && !isIdentifier(name)) {
    reportName(context, name, field.at, placeInTableConfig(context, "columns", name, "name").path);
  }
  const rules = [...columnsOf(field)].flatMap((one) => one.rules);
  const typed = resolveType(field, configured, context);
  const ruled = rules.flatMap((rule) => (rule.kind === "default" ? [rule] : []));
  const [first, ...others] = typed.default === undefined ? ruled : [...ruled, typed.default];
  for (const other of others) reportTwoDefaults(context, name, first, other);
  const config = columnConfigOf(context, field.name);
  const referring = typed.type === undefined ? undefined : referTo(typed.type, config?.references);
  const source = typed.type === undefined ? undefined : findSource(field, typed.type, context);
  return {
    name,
    header: field.name,
    source: source ?? missing,
    at: field.at,
    note: config?.note ?? [...columnsOf(field)].find(({ note }) => note !== "")?.note ?? "",
    type: isIdentifier(name) && source !== undefined ? referring : undefined,
    typeAt: typed.at,
    ...(config?.references === undefined
      ? {}
      : { referencesAt: placeInTableConfig(context, "columns", field.name, "references") }),
    default: configured?.default ?? (first === undefined ? undefined : { text: first.text, at: first.at }),
    separators: config?.separators ?? rules.find((rule) => rule.kind === "separator")?.separators,
    ...groupsOf(field, config),
    rules,
    valueRules: [...listHeaderRules(field), ...(configured?.rules ?? [])],
  };
}

/** The config's groups replace those of the sheet, where any column of the field may have them. */
function groupsOf(
  field: FieldNode,
  config: ColumnConfig | undefined,
): { readonly groups?: readonly string[] } {
  if (config?.groups !== undefined) return { groups: config.groups };
  const groups = [...columnsOf(field)].flatMap((column) => column.groups ?? []);
  return groups.length === 0 ? {} : { groups: [...new Set(groups)] };
}

const missing: ValueSource = { kind: "missing" };

/** Repeated names of scalars are a clash of names, which is for the caller to report: the first one counts. */
function findSource(field: FieldNode, type: ValueType, context: TypingContext): ValueSource | undefined {
  const isPlain = field.parts.length === 0 && field.elements.size === 0 && !field.isInRows;
  const [first] = field.columns;
  if (isPlain && first !== undefined && !hasParts(type)) return { kind: "cell", column: first.column };
  return buildSource(field, type, context);
}

function hasParts(type: ValueType): boolean {
  if (type.kind === "optional") return hasParts(type.value);
  return ["list", "array", "set", "map", "struct", "variant"].includes(type.kind);
}

/** Makes each scalar that can be a key a reference: to `Table.column`, as the config has it. */
function referTo(type: ValueType, target: string | undefined): ValueType {
  if (target === undefined) return type;
  const name = target.normalize("NFC").split(".").map(trim).join(".");
  return mapType(type, (one) =>
    keyTypeOf(one) === undefined || one.kind === "reference"
      ? one
      : { kind: "reference", targets: [{ table: unresolved, name, keyIndex: unresolved }], key: [] },
  );
}

interface ResolvedType {
  readonly type: ValueType | undefined;
  readonly at: Place;
  readonly default: DefaultText | undefined;
}

/** The config's type wins; a default in the sheet's type cell counts all the same. */
function resolveType(
  field: FieldNode,
  configured: ConfiguredColumn | undefined,
  context: TypingContext,
): ResolvedType {
  const [first] = columnsOf(field);
  if (isSingleCell(field) && first?.isFaulty) return { type: undefined, at: first.at, default: undefined };
  if (configured?.type !== undefined) {
    const text = first?.type;
    const split = text === undefined ? undefined : splitType(text.text, text.at, context);
    return { ...configured.type, default: split?.default };
  }
  const own = typeOfField(field, context);
  if (own !== undefined) return own;
  if (context.canReportTypes && ![...columnsOf(field)].some(({ isFaulty }) => isFaulty)) {
    context.report("missing-type", { table: context.table.name, column: field.path }, field.at);
  }
  return { type: undefined, at: field.at, default: undefined };
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
  const names = new Set(
    headers.flatMap(({ columns }) => [
      ...columns.map(({ name }) => name),
      ...groupColumns(columns, () => false).map(({ name }) => name),
    ]),
  );
  const comments = new Set(headers.flatMap((one) => one.commentColumns.map(({ name }) => name)));
  for (const column of Object.keys(context.table.config?.columns ?? {})) {
    if (names.has(column) || comments.has(column)) continue;
    const suggestion = findNearest(column, names);
    const parameters = { table: context.table.name, column, suggestion };
    context.report("unknown-config-column", parameters, placeInTableConfig(context, "columns", column));
  }
}
