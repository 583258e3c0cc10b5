import { assert, at } from "../../base/assert.js";
import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import type { Place } from "../../base/place.js";
import type { Config } from "../../model/config.js";
import type { LubanTitle, LubanTypes } from "../../model/luban.js";
import { splitRecords } from "../../model/luban-records.js";
import {
  type ColumnSchema,
  type KeySchema,
  keyTypeOf,
  primaryKeyName,
  type TableSchema,
  type ValueType,
} from "../../model/schema.js";
import type { ResolvedSchema, SheetRegion, TableSource, ValueSource } from "../../model/table-source.js";
import { placeOfCell } from "../../model/workbook.js";
import { checkTypeName, withoutTwins } from "../check-declared-name.js";
import { checkNameClashes } from "../check-name-clashes.js";
import { checkSingleRow } from "../check-single-row.js";
import { completeSchema } from "../complete-schema.js";
import { readType } from "../read-type.js";
import { listEnumTypes, resolveDeclaredEnums } from "../resolve-enums.js";
import { checkReferenceKeys } from "../resolve-keys.js";
import { listStructTypes, resolveStructs } from "../resolve-structs.js";
import { fullNameOf, type LubanDefinitions, type TableDefinition } from "./definitions.js";
import type { ReferableTable } from "./find-references.js";
import { flattenNames } from "./flat-names.js";
import { LubanTypeError, parseLubanType } from "./parse-luban-type.js";
import type { InputDocument, InputWorkbook, LubanProject } from "./project.js";
import { type ProjectBean, type ProjectField, ProjectTypes } from "./project-types.js";
import { readTitleBean } from "./read-title-bean.js";
import { readTitles, type TitledSheet, textAt } from "./read-titles.js";
import { resolveDocuments } from "./resolve-documents.js";
import { isTaken } from "./tags.js";

/**
 * Resolves the tables and types of a Luban project, and where the records are. Mistakes are reported; the result holds
 * what is good.
 */
export function resolveLubanSchema(project: LubanProject, config: Config, report: Report): ResolvedSchema {
  const tables = listTables(project, report);
  const definitions = withTitleBeans(project.definitions, tables, report);
  const names = flattenNames(definitions);
  const types = new ProjectTypes({
    ...{ definitions, names, report },
    variants: project.config.variants,
    references: {
      tables: new Map(
        tables.map((table) => [table.fullName, describeForReferences(table, definitions, names)]),
      ),
      groups: new Map(definitions.referenceGroups.map((group) => [group.name, group])),
      report,
    },
    rules: { pathRoot: project.config.pathRoot, report },
  });
  const planned = tables.flatMap((table) => {
    const found = planTable(table, types, report);
    return found === undefined ? [] : [found];
  });
  return completeProject(planned, { project, config, types, names, definitions, report });
}

interface ProjectTable {
  readonly definition: TableDefinition;
  readonly fullName: string;
  readonly mode: ReferableTable["mode"];
  /** In the order of its index; empty for none. */
  readonly index: readonly string[];
  /** True where the fields of the index find a record together. */
  readonly isUnion: boolean;
  readonly sheets: readonly TitledSheet[];
  readonly documents: readonly InputDocument[];
  readonly isComplete: boolean;
}

function listTables({ definitions, inputs, config }: LubanProject, report: Report): readonly ProjectTable[] {
  const first = new Map<string, TableDefinition>();
  return definitions.tables.flatMap((definition) => {
    const fullName = fullNameOf(definition);
    const other = first.get(fullName);
    if (other !== undefined) {
      report("luban-duplicate", { name: fullName }, definition.at, [{ message: "first here", at: other.at }]);
      return [];
    }
    first.set(fullName, definition);
    const found = inputs.get(fullName);
    const isIncomplete = (found?.missing.length ?? 0) > 0 || config.incomplete.includes(fullName);
    return [
      {
        ...{ definition, fullName, ...readIndex(definition, report) },
        sheets: (found?.workbooks ?? []).flatMap((workbook) => listSheets(workbook, report)),
        documents: found?.documents ?? [],
        isComplete: !isIncomplete,
      },
    ];
  });
}

function readIndex(
  { index, mode, at: place, name }: TableDefinition,
  report: Report,
): Pick<ProjectTable, "mode" | "index" | "isUnion"> {
  const fields = index
    .split(/[+,]/)
    .map((field) => field.trim())
    .filter((field) => field !== "");
  const isUnion = fields.length > 1 && !index.includes(",");
  switch (mode) {
    case "one":
    case "single":
    case "singleton":
      if (fields.length > 0)
        report("luban-definition", { reason: `${name} has one record and no index` }, place);
      return { mode: "one", index: [], isUnion: false };
    case "map":
    case "":
      if (fields.length <= 1) return { mode: "map", index: fields, isUnion };
      if (mode === "map") report("luban-definition", { reason: `${name} is a map: it has one key` }, place);
      return { mode: "list", index: fields, isUnion };
    case "list":
      return { mode: "list", index: fields, isUnion };
    default:
      report("luban-definition", { reason: `there is no mode ${mode}; map, list and one are` }, place);
      return { mode: "list", index: fields, isUnion };
  }
}

function listSheets({ workbook, sheet: name }: InputWorkbook, report: Report): readonly TitledSheet[] {
  const meant = workbook.sheets.filter((sheet) => name === undefined || sheet.name === name);
  const titled = meant.flatMap((sheet) => readTitles(sheet, report) ?? []);
  const isAny = meant.some((sheet) => textAt(sheet, 0, 0).startsWith("##"));
  if (!isAny) {
    const names = workbook.sheets.flatMap((sheet) => sheet.name ?? []);
    const suggestion = name === undefined || meant.length > 0 ? undefined : findNearest(name, names);
    report(
      "luban-no-sheet",
      { sheet: meant.length > 0 ? undefined : name, suggestion },
      { file: workbook.file },
    );
  }
  return titled;
}

/** Adds the beans that sheets define by their titles. */
function withTitleBeans(
  definitions: LubanDefinitions,
  tables: readonly ProjectTable[],
  report: Report,
): LubanDefinitions {
  const beans = tables.flatMap(({ definition, sheets: [first] }) =>
    definition.isDefinedByTitles && first !== undefined ? [readTitleBean(first, definition, report)] : [],
  );
  return { ...definitions, beans: [...definitions.beans, ...beans] };
}

/** The keys' types are those of the definitions: references are looked up before the beans are. */
function describeForReferences(
  { definition, fullName, mode, index, isUnion, isComplete }: ProjectTable,
  { beans }: LubanDefinitions,
  names: ReadonlyMap<string, string>,
): ReferableTable {
  const { module, value } = definition;
  const find = (name: string, from: string) =>
    beans.find((bean) => fullNameOf(bean) === fullNameOf({ module: from, name })) ??
    beans.find((bean) => fullNameOf(bean) === name);
  const fields: LubanDefinitions["beans"][number]["fields"][number][] = [];
  const seen = new Set<unknown>();
  for (let bean = find(value.text, module); bean !== undefined && !seen.has(bean); ) {
    seen.add(bean);
    fields.unshift(...bean.fields);
    bean = bean.parent === undefined ? undefined : find(bean.parent.text, bean.module);
  }
  const first = fields.slice(0, 1).map(({ name }) => name);
  const keys = isUnion ? [] : mode === "map" && index.length === 0 ? first : index;
  const typed = keys.flatMap((key) => {
    const type = fields.find(({ name }) => name === key)?.type.text;
    return type === undefined ? [] : [[key, kindOfText(type)] as const];
  });
  return { name: names.get(fullName) ?? fullName, mode, keys: new Map(typed), isComplete };
}

const kinds: Readonly<Record<string, string>> = {
  ...{ uint8: "byte", int16: "short", int32: "int", int64: "long", bigint: "long" },
  ...{ float32: "float", float64: "double", text: "string", time: "datetime" },
};

function kindOfText(text: string): string {
  try {
    const { name } = parseLubanType(text);
    return kinds[name] ?? name;
  } catch (error) {
    if (error instanceof LubanTypeError) return "";
    throw error;
  }
}

/** A table whose record is known. */
interface PlannedTable extends ProjectTable {
  readonly bean: ProjectBean;
  readonly columns: readonly PlannedColumn[];
}

interface PlannedColumn {
  readonly field: ProjectField;
  /** The record itself: its fields stand where the table's do. */
  readonly isRecord: boolean;
}

function planTable(table: ProjectTable, types: ProjectTypes, report: Report): PlannedTable | undefined {
  const { definition, sheets } = table;
  const bean = types.findBean(definition.value.text, definition.module);
  if (bean === undefined) {
    // What its sheet was to define is missing with the sheet, and reported there.
    if (!(definition.isDefinedByTitles && sheets.length === 0)) {
      const suggestion = findNearest(definition.value.text, types.beans.keys());
      report("luban-unknown-bean", { bean: definition.value.text, suggestion }, definition.value.at);
    }
    return undefined;
  }
  if (bean.kinds === undefined) {
    return { ...table, bean, columns: bean.fields.map((field) => ({ field, isRecord: false })) };
  }
  const keys = table.mode === "map" && table.index.length === 0 ? bean.fields.slice(0, 1) : bean.fields;
  const index =
    table.mode === "one" ? [] : keys.filter(({ name }) => keys.length === 1 || table.index.includes(name));
  const name = index.some((key) => key.name === "value") ? "record" : "value";
  const record: ProjectField = {
    ...{ name, titles: [], typeText: "", rules: [], groups: [], note: "", at: bean.at },
    type: { kind: "bean", name: bean.fullName, isNullable: false, separators: "" },
  };
  return {
    ...{ ...table, bean },
    columns: [...index.map((field) => ({ field, isRecord: false })), { field: record, isRecord: true }],
  };
}

interface ProjectScope {
  readonly project: LubanProject;
  readonly config: Config;
  readonly types: ProjectTypes;
  readonly names: ReadonlyMap<string, string>;
  readonly definitions: LubanDefinitions;
  readonly report: Report;
}

function completeProject(tables: readonly PlannedTable[], scope: ProjectScope): ResolvedSchema {
  const { types, report, config, definitions } = scope;
  const used = types.listUsed(tables.flatMap(({ columns }) => columns.map(({ field }) => field)));
  const enums = resolveDeclaredEnums(types.declareEnums(), report);
  const good = <One extends { readonly name: string; readonly at: Place }>(
    what: "a struct" | "a variant",
    all: readonly One[],
  ) =>
    withoutTwins(
      what === "a struct" ? "struct" : "variant",
      all.filter((one) => checkTypeName(what, one, report)),
      report,
    );
  const structs = good("a struct", types.declareStructs(used));
  const variants = good("a variant", types.declareVariants(used));
  const named = new Map<string, ValueType>([...listEnumTypes(enums), ...listStructTypes(structs, variants)]);
  const drafts = resolveStructs({ structs, variants }, named, report);
  const ruled = drafts.structs.map((struct) => {
    const rules = types.rulesOf(struct.name);
    const fields = struct.fields.map((field) => {
      const own = rules.get(field.name) ?? [];
      return own.length === 0 ? field : { ...field, rules: own };
    });
    return { ...struct, fields };
  });
  const lubanTypes: LubanTypes = { beans: types.beans, enums: types.enums };
  const sources: TableSource[] = [];
  const faulty = new Set<string>();
  for (const table of tables) {
    const source = resolveTable(table, { ...scope, named, lubanTypes });
    const name = scope.names.get(table.fullName) ?? table.fullName;
    if (source === undefined || source.table.columns.length < table.columns.length) faulty.add(name);
    if (source !== undefined) sources.push(source);
  }
  sources.sort((left, right) => (left.table.name < right.table.name ? -1 : 1));
  const draft = { structs: ruled, variants: drafts.variants, faultyTables: faulty };
  const completed = completeSchema({ ...draft, tables: sources.map(({ table }) => table) }, report);
  checkReferenceKeys(completed.tables, report);
  checkNameClashes([...enums, ...completed.structs, ...completed.variants, ...completed.tables], report);
  return {
    schema: { name: config.name, namespace: config.namespace, ...completed, enums },
    sources: sources.map((source, index) => ({ ...source, table: at(completed.tables, index) })),
    constants: Object.fromEntries(definitions.constants.map(({ name, text }) => [name, text])),
    reading: describeReading(lubanTypes),
  };
}

/** Cells are read by the definitions too, of which the schema does not tell all. */
function describeReading({ beans, enums }: LubanTypes): string {
  return JSON.stringify([
    [...beans.values()].map(({ fields, ...bean }) => [
      bean,
      fields.map(({ name, titles, type }) => [name, titles, type]),
    ]),
    [...enums.values()].map(({ fullName, numbers }) => [fullName, [...numbers]]),
  ]);
}

interface TableScope extends ProjectScope {
  readonly named: ReadonlyMap<string, ValueType>;
  readonly lubanTypes: LubanTypes;
}

function resolveTable(table: PlannedTable, scope: TableScope): TableSource | undefined {
  const { names, named, report, project } = scope;
  const { definition, bean, mode } = table;
  const name = names.get(table.fullName) ?? table.fullName;
  const types = { types: named, report };
  const columns: ColumnSchema[] = [];
  const planned: PlannedColumn[] = [];
  for (const column of table.columns) {
    const { field, isRecord } = column;
    const text = isRecord ? (names.get(bean.fullName) ?? bean.fullName) : field.typeText;
    const type = readType(text, field.at, types);
    if (type === undefined) continue;
    planned.push(column);
    columns.push({
      ...{ name: field.name, note: field.note, type, at: { ...field.at, header: field.name } },
      ...(field.rules.length === 0 ? {} : { rules: field.rules }),
      ...(field.groups.length === 0 ? {} : { groups: field.groups }),
    });
  }
  const regions = table.sheets.flatMap((sheet) => resolveRegion(sheet, planned, { ...scope, table }) ?? []);
  const whole = planned.findIndex(({ isRecord }) => isRecord);
  const documents = resolveDocuments(
    table.documents,
    {
      name,
      fields: planned.map(({ field }) => field.name),
      whole: whole < 0 ? undefined : whole,
      tags: scope.config.tags,
    },
    report,
  );
  const rowCount =
    regions.reduce((count, { rows }) => count + rows.length, 0) +
    documents.reduce((count, { records }) => count + records.length, 0);
  // A table of one record without it cannot be made; that it lacks input has been said.
  if (mode === "one" && rowCount === 0 && !table.isComplete) return undefined;
  if (mode === "one") checkSingleRow({ name, at: definition.at }, regions, documents, report);
  return {
    table: {
      ...{ name, note: definition.note, columns, at: definition.at },
      keys: resolveKeys(table, columns, report),
      isSingleton: mode === "one",
      ...groupsOf(definition, project),
    },
    regions,
    ...(documents.length === 0 ? {} : { documents }),
  };
}

/** A table that names no group is for the targets that have one of the default groups. */
function groupsOf({ groups }: TableDefinition, { config }: LubanProject): Pick<TableSchema, "groups"> {
  if (groups.length > 0) return { groups };
  const defaults = config.groups.filter(({ isDefault }) => isDefault).flatMap(({ names }) => names);
  return config.groups.every(({ isDefault }) => isDefault) ? {} : { groups: defaults };
}

function resolveKeys(
  { mode, index, isUnion, definition, bean }: PlannedTable,
  columns: readonly ColumnSchema[],
  report: Report,
): readonly KeySchema[] {
  const { at: place, name } = definition;
  const find = (field: string): number | undefined => {
    const position = columns.findIndex((column) => column.name === field);
    const column = columns[position];
    if (column === undefined) {
      // A field whose type is wrong is there, and has been reported.
      if (bean.fields.some((one) => one.name === field)) return undefined;
      const suggestion = findNearest(
        field,
        columns.map((one) => one.name),
      );
      report("unknown-key-column", { table: name, column: field, suggestion }, place);
    } else if (column.type.kind === "reference" || keyTypeOf(column.type) !== undefined) return position;
    else {
      const reason = `${field} cannot be the index of ${name}: its values have no order, or may be absent`;
      report("luban-definition", { reason }, place);
    }
    return undefined;
  };
  const make = (keyName: string, fields: readonly string[]): readonly KeySchema[] => {
    const positions = fields.map(find);
    if (!positions.every((position) => position !== undefined)) return [];
    return [{ name: keyName, purpose: "unique", columns: positions, at: place }];
  };
  if (mode === "one") return [];
  if (mode === "map") {
    const fields = index.length > 0 ? index : columns.slice(0, 1).map((column) => column.name);
    return make(primaryKeyName, fields);
  }
  if (isUnion) return make(index.join("_"), index);
  return index.flatMap((field) => make(field, [field]));
}

function resolveRegion(
  { sheet, title, rows }: TitledSheet,
  columns: readonly PlannedColumn[],
  { table, report, config, lubanTypes }: TableScope & { readonly table: PlannedTable },
): SheetRegion | undefined {
  const sources: ValueSource[] = [];
  let isGood = true;
  for (const { field, isRecord } of columns) {
    const found = isRecord ? title : findTitle(title, field.titles);
    if (found === undefined) {
      isGood = false;
      const names = title.titles.map(({ name }) => name);
      const parameters = {
        field: field.name,
        bean: table.bean.fullName,
        suggestion: findNearest(field.name, names),
      };
      report("luban-missing-column", parameters, placeOfCell(sheet, 0, 0));
      continue;
    }
    sources.push({ kind: "luban", title: found, type: field.type, types: lubanTypes });
  }
  if (!isGood) return undefined;
  const records = splitRecords(sheet, title, rows).filter(([row]) =>
    isTaken(textAt(sheet, row ?? 0, 0), config.tags),
  );
  return { sheet, columns: sources, records, rows: records.map((record) => firstOf(record)) };
}

function firstOf(record: readonly number[]): number {
  const [row] = record;
  assert(row !== undefined, "a record has a row");
  return row;
}

/** Returns the title of a field, the first of its names that is there. */
function findTitle({ titles }: LubanTitle, names: readonly string[]): LubanTitle | undefined {
  for (const name of names) {
    const found = titles.find((title) => title.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
