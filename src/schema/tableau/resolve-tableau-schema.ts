import { at } from "../../base/assert.js";
import type { Report } from "../../base/diagnostics.js";
import type { Place } from "../../base/place.js";
import type { Config } from "../../model/config.js";
import { type ColumnSchema, type KeySchema, primaryKeyName, type ValueType } from "../../model/schema.js";
import type { ResolvedSchema, SheetRegion, TableSource } from "../../model/table-source.js";
import type { TableauTypes } from "../../model/tableau.js";
import { checkIdentifier, checkTypeName, withoutTwins } from "../check-declared-name.js";
import { checkNameClashes } from "../check-name-clashes.js";
import { completeSchema } from "../complete-schema.js";
import { readType } from "../read-type.js";
import { listEnumTypes, resolveDeclaredEnums } from "../resolve-enums.js";
import { checkReferenceKeys } from "../resolve-keys.js";
import { listStructTypes, resolveStructs } from "../resolve-structs.js";
import { groupBooks } from "./books.js";
import { checkColumns } from "./check-columns.js";
import {
  type DeclarationContext,
  declareEnums,
  declareStructs,
  declareVariants,
  listReadingTypes,
  toTableauField,
  writeType,
} from "./declare-types.js";
import { type FoundReference, findReference } from "./find-references.js";
import { listColumnRules, listTableRules } from "./list-rules.js";
import { listSheets, type PlannedTable, planTables } from "./plan-tables.js";
import type { TableauProject } from "./project.js";
import { type DraftField, ProjectTypes } from "./project-types.js";
import { defineProtoFiles } from "./proto-files.js";
import { readIndexes } from "./read-indexes.js";
import { fillAdjacentKeys, splitRecords } from "./records.js";
import { listUsedTypes, nameTypes } from "./type-names.js";
import { defineSheetTypes } from "./type-sheets.js";

/**
 * Resolves the tables and types of a tableau project, and where the records are. Mistakes are reported; the result
 * holds what is good.
 */
export function resolveTableauSchema(
  project: TableauProject,
  config: Config,
  report: Report,
): ResolvedSchema {
  const { metasheet, header } = project.config;
  const books = groupBooks(project.workbooks);
  if (!books.some(({ sheets }) => sheets.has(metasheet)) && project.workbooks.length > 0) {
    report("tableau-no-metasheet", { metasheet }, { file: config.file });
  }
  const types = new ProjectTypes();
  const listed = listSheets(books, { metasheet, defaults: header, report });
  defineProtoFiles(project.protoFiles, { types, report });
  defineSheetTypes(
    listed.filter(({ options }) => options.mode.kind !== "data"),
    { types, report },
  );
  const tables = withoutNamesakes(
    listed
      .filter(({ options }) => options.mode.kind === "data")
      .flatMap((sheet) => planTables(sheet, { books, types, report })),
    report,
  );
  return completeProject(tables, types, config, report);
}

function withoutNamesakes(tables: readonly PlannedTable[], report: Report): readonly PlannedTable[] {
  const first = new Map<string, PlannedTable>();
  for (const table of tables) {
    const other = first.get(table.name);
    if (other === undefined) first.set(table.name, table);
    else {
      const note = { message: "first here", at: other.at };
      report("tableau-metasheet", { reason: `there are two tables ${table.name}` }, table.options.at, [note]);
    }
  }
  return [...first.values()];
}

function completeProject(
  tables: readonly PlannedTable[],
  types: ProjectTypes,
  config: Config,
  report: Report,
): ResolvedSchema {
  const used = listUsedTypes(tables, types);
  const names = nameTypes(used, types, tables);
  const context = { types, used, names, references: findReferences(tables, types, used.messages, report) };
  const place: Place = { file: config.file };
  const enums = resolveDeclaredEnums(declareEnums(context, place), report);
  const structs = withoutTwins(
    "struct",
    declareStructs(context, place).filter((one) => checkTypeName("a struct", one, report)),
    report,
  );
  const variants = withoutTwins(
    "variant",
    declareVariants(context).filter((one) => checkTypeName("a variant", one, report)),
    report,
  );
  const named = new Map<string, ValueType>([...listEnumTypes(enums), ...listStructTypes(structs, variants)]);
  const drafts = resolveStructs({ structs, variants }, named, report);
  const reading = listReadingTypes(context);
  const scope = { ...context, named, reading, report };
  const sources: TableSource[] = [];
  const faulty = new Set<string>();
  for (const table of tables) {
    const source = resolveTable(table, scope);
    if (source === undefined || source.table.columns.length < table.fields.length) faulty.add(table.name);
    if (source !== undefined) sources.push(source);
  }
  sources.sort((left, right) => (left.table.name < right.table.name ? -1 : 1));
  const draft = { ...drafts, faultyTables: faulty, tables: sources.map(({ table }) => table) };
  const completed = completeSchema(draft, report);
  checkReferenceKeys(completed.tables, report);
  checkNameClashes([...enums, ...completed.structs, ...completed.variants, ...completed.tables], report);
  return {
    schema: { name: config.name, namespace: config.namespace, ...completed, enums },
    sources: sources.map((source, index) => ({ ...source, table: at(completed.tables, index) })),
    constants: {},
    reading: describeReading(tables, reading),
  };
}

/** Looks up the references of all fields that tables have, once for each. */
function findReferences(
  tables: readonly PlannedTable[],
  types: ProjectTypes,
  messages: ReadonlySet<string>,
  report: Report,
): ReadonlyMap<DraftField, FoundReference> {
  const found = new Map<DraftField, FoundReference>();
  const fields = [
    ...tables.flatMap((table) => table.fields.map((field) => ({ field, table }))),
    ...[...messages].flatMap((name) =>
      (types.messages.get(name)?.fields ?? []).map((field) => ({ field, table: undefined })),
    ),
  ];
  const seen = new Set<DraftField>();
  for (const { field, table } of fields) {
    if (seen.has(field)) continue;
    seen.add(field);
    const reference = findReference(field, tables, report);
    // A key that leads to itself says nothing.
    const isOwnKey = field.column === table?.keyColumn && reference?.targets.includes(table?.name ?? "");
    if (reference !== undefined && !isOwnKey) found.set(field, reference);
  }
  return found;
}

/** Cells are read by the definitions too, of which the schema does not tell all. */
function describeReading(tables: readonly PlannedTable[], { messages, enums }: TableauTypes): string {
  return JSON.stringify([
    tables.map(({ name, fields, prefix, sheets, options }) => [
      ...[name, fields, prefix, options.hasAdjacentKeys],
      sheets.map(({ rows, columns }) => [rows.length, [...columns]]),
    ]),
    [...messages.values()],
    [...enums.values()].map(({ fullName, numbers }) => [fullName, [...numbers]]),
  ]);
}

interface TableScope extends DeclarationContext {
  readonly named: ReadonlyMap<string, ValueType>;
  readonly reading: TableauTypes;
  readonly report: Report;
}

function resolveTable(table: PlannedTable, scope: TableScope): TableSource | undefined {
  const { report, named } = scope;
  if (!checkIdentifier("a table", { name: table.name, at: table.options.at }, report)) return undefined;
  const columns: ColumnSchema[] = [];
  const fields: DraftField[] = [];
  for (const field of table.fields) {
    const { name, note, at: place } = field;
    if (!checkIdentifier("a column", { name, at: place }, report) || !isNewColumn(field, columns, report))
      continue;
    const isKey = field.column === table.keyColumn;
    const type = readType(writeType(field, scope, isKey), place, { types: named, report });
    if (type === undefined) continue;
    fields.push(field);
    const rules = listColumnRules(field, table, type, report);
    const header = { ...place, header: name };
    columns.push({ name, note, type, at: header, ...(rules.length === 0 ? {} : { rules }) });
  }
  const regions = table.sheets.flatMap((sheet) => resolveRegion(table, sheet, fields, scope) ?? []);
  const rules = fields.flatMap((field) => listTableRules(field, table));
  return {
    table: {
      ...{ name: table.name, note: "", columns, at: table.at },
      keys: [...resolvePrimary(table, columns), ...readIndexes(table, columns, report)],
      isSingleton: table.container === undefined,
      ...(rules.length === 0 ? {} : { rules }),
    },
    regions,
  };
}

function isNewColumn(
  { name, at: place }: DraftField,
  columns: readonly ColumnSchema[],
  report: Report,
): boolean {
  const first = columns.find((column) => column.name === name);
  if (first === undefined) return true;
  report("tableau-header", { reason: `two fields are called ${name}` }, place, [
    { message: "first here", at: first.at },
  ]);
  return false;
}

function resolvePrimary(
  { keyColumn, fields }: PlannedTable,
  columns: readonly ColumnSchema[],
): readonly KeySchema[] {
  const key = fields.find(({ column }) => column === keyColumn);
  const position = columns.findIndex(({ name }) => name === key?.name);
  if (key === undefined || position < 0) return [];
  return [{ name: primaryKeyName, purpose: "unique", columns: [position], at: key.at }];
}

function resolveRegion(
  table: PlannedTable,
  given: PlannedTable["sheets"][number],
  fields: readonly DraftField[],
  scope: TableScope,
): SheetRegion | undefined {
  const { reading, report } = scope;
  const faulty = checkColumns(table, given, { types: reading, report });
  // Without its key no row of it can be told from another.
  if (table.keyColumn !== undefined && !given.columns.has(table.prefix + table.keyColumn)) return undefined;
  const planned = table.options.hasAdjacentKeys ? fillAdjacentKeys(table, given, reading) : given;
  const { sheet, columns } = planned;
  const records = splitRecords(table, planned, reading);
  const { prefix } = table;
  const headers = new Map([...columns].map(([name, column]) => [column, name] as const));
  return {
    ...{ sheet, headers, records, rows: records.map(([row = 0]) => row) },
    columns: fields.map((draft) => {
      if (faulty.has(draft)) return { kind: "missing" };
      const field = toTableauField(draft, scope, draft.column === table.keyColumn);
      return {
        kind: "tableau",
        field,
        prefix,
        columns,
        types: reading,
        separators: table.options.separators,
      };
    }),
  };
}
