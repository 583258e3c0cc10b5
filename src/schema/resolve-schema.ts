import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import type { Config } from "../model/config.js";
import type { RecordInput } from "../model/record-source.js";
import { type EnumSchema, formatType, type TableSchema, type ValueType } from "../model/schema.js";
import type { ResolvedSchema, TableSource, ValueSource } from "../model/table-source.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { addBackReferences } from "./add-back-references.js";
import { assignSheets } from "./assign-sheets.js";
import { checkEmptyCells } from "./check-empty-cells.js";
import { checkGroups } from "./check-groups.js";
import { checkNameClashes } from "./check-name-clashes.js";
import { completeSchema } from "./complete-schema.js";
import { isDeclarationSheet } from "./declaration-sheet.js";
import { listDeclarations } from "./list-declarations.js";
import type { NamedTypes } from "./parse-type.js";
import { listEnumTypes } from "./resolve-enums.js";
import { checkReferenceKeys } from "./resolve-keys.js";
import {
  type DraftStruct,
  type DraftVariant,
  listStructTypes,
  resolveStructs,
  vectorDeclarations,
} from "./resolve-structs.js";
import { resolveTable } from "./resolve-table.js";
import type { StructDeclaration } from "./struct-declaration.js";
import { languageEnum, markTextTable, textType, withLanguageGroups } from "./texts.js";

/**
 * Finds the tables and enums of all sheets by their dialects and the config, and where the rows are.
 * Mistakes are reported; the result holds what is good, so that later stages can report theirs too.
 * Sheets whose name begins with `#` are left out.
 */
export function resolveSchema(
  workbooks: readonly Workbook[],
  config: Config,
  report: Report,
  inputs: readonly RecordInput[] = [],
): ResolvedSchema {
  const { declarationSheets, tableWorkbooks } = splitSheets(workbooks);
  const declarations = listDeclarations(config, declarationSheets, report);
  const { variants, constants } = declarations;
  const enums = withLanguages(declarations.enums, config, report);
  checkEmptyCells(config, enums, report);
  const structs = withVectors(declarations.structs, [...enums, ...variants]);
  const types = new Map<string, ValueType>([...listEnumTypes(enums), ...listStructTypes(structs, variants)]);
  const text = textType(config);
  if (text !== undefined && !types.has("text")) types.set("text", text);
  const drafts = resolveStructs({ structs, variants }, types, report);
  const named = { types, structs: mapByName(drafts.structs), variants: mapByName(drafts.variants) };
  const { sources, faulty } = resolveTables(tableWorkbooks, inputs, { ...named, config, report });
  const completed = completeSchema(
    {
      tables: sources.map(({ table }) => table),
      structs: [...named.structs.values()],
      variants: drafts.variants,
      faultyTables: faulty,
    },
    report,
  );
  const marked = markTextTable(completed.tables, enums, config, faulty, report);
  const tables = addBackReferences({ ...completed, tables: marked }, config, report);
  checkReferenceKeys(tables, report);
  const marks = withLanguageGroups(enums, tables);
  checkNameClashes([...enums, ...completed.structs, ...completed.variants, ...tables], report);
  checkGroups({ ...completed, tables, enums: marks }, config, report);
  return {
    schema: { name: config.name, namespace: config.namespace, ...completed, tables, enums: marks },
    sources: sources.map((source, index) => withTable(source, at(tables, index))),
    constants: Object.fromEntries(constants),
  };
}

/** Sheets do not have the columns that the table has got since. */
function withTable(source: TableSource, table: TableSchema): TableSource {
  const added = table.columns.slice(source.table.columns.length);
  if (added.length === 0) return { ...source, table };
  const missing = added.map((): ValueSource => ({ kind: "missing" }));
  const regions = source.regions.map((region) => ({ ...region, columns: [...region.columns, ...missing] }));
  const documents = source.documents?.map((region) => ({
    ...region,
    names: [...region.names, ...added.map(() => [])],
  }));
  return { ...source, table, regions, ...(documents === undefined ? {} : { documents }) };
}

/** Adds the enum of the languages of texts, in its place by name. */
function withLanguages(enums: readonly EnumSchema[], config: Config, report: Report): readonly EnumSchema[] {
  const languages = languageEnum(config);
  if (languages === undefined) return enums;
  const other = enums.find(({ name }) => name === languages.name);
  if (other !== undefined) {
    const note = { message: "first declared here", at: other.at };
    report("duplicate-declaration", { kind: "enum", name: languages.name }, languages.at, [note]);
    return enums;
  }
  return [...enums, languages].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** A vector gives way to a type of its name. */
function withVectors(
  structs: readonly StructDeclaration[],
  others: readonly { readonly name: string }[],
): readonly StructDeclaration[] {
  const taken = new Set([...structs, ...others].map(({ name }) => name));
  return [...structs, ...vectorDeclarations.filter(({ name }) => !taken.has(name))];
}

function mapByName<Named extends { readonly name: string }>(all: readonly Named[]): Map<string, Named> {
  return new Map(all.map((one) => [one.name, one]));
}

interface TablesContext {
  readonly types: NamedTypes;
  /** Headers add to them. */
  readonly structs: Map<string, DraftStruct>;
  readonly variants: ReadonlyMap<string, DraftVariant>;
  readonly config: Config;
  readonly report: Report;
}

/** Resolves all tables, in order of name, as far as each can be by itself. */
function resolveTables(
  workbooks: readonly Workbook[],
  inputs: readonly RecordInput[],
  { config, report, ...types }: TablesContext,
): { readonly sources: readonly TableSource[]; readonly faulty: ReadonlySet<string> } {
  const addStruct = (struct: DraftStruct): boolean => addHeaderStruct(types.structs, struct, report);
  const faulty = new Set<string>();
  const sources: TableSource[] = [];
  for (const table of assignSheets(workbooks, config, report, inputs)) {
    const resolved = resolveTable({ table, config, ...types, addStruct, report });
    if (resolved === undefined || resolved.isFaulty) faulty.add(table.name);
    if (resolved === undefined) continue;
    const { isFaulty: _, ...source } = resolved;
    sources.push(source);
  }
  sources.sort((left, right) => (left.table.name < right.table.name ? -1 : 1));
  return { sources, faulty };
}

/** Sheets of one table make the same struct again; what is declared must not be meant by accident. */
function addHeaderStruct(structs: Map<string, DraftStruct>, struct: DraftStruct, report: Report): boolean {
  const known = structs.get(struct.name) ?? struct;
  structs.set(struct.name, known);
  if (formatFields(known) === formatFields(struct)) return true;
  const note = { message: "the other one", at: known.at };
  report("header-struct-differs", { struct: struct.name }, struct.at, [note]);
  return false;
}

function formatFields({ fields }: DraftStruct): string {
  return fields.map(({ name, type }) => `${name}: ${formatType(type)}`).join(", ");
}

interface SplitSheets {
  readonly declarationSheets: readonly Sheet[];
  readonly tableWorkbooks: readonly Workbook[];
}

function splitSheets(workbooks: readonly Workbook[]): SplitSheets {
  const declarationSheets: Sheet[] = [];
  const tableWorkbooks = workbooks.map(({ file, sheets }) => {
    const used = sheets.filter((sheet) => sheet.name?.startsWith("#") !== true);
    declarationSheets.push(...used.filter(isDeclarationSheet));
    return { file, sheets: used.filter((sheet) => !isDeclarationSheet(sheet)) };
  });
  return { declarationSheets, tableWorkbooks };
}
