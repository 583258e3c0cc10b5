import { at } from "../../base/assert.js";
import { isDeviceName } from "../../base/device-name.js";
import type { Report } from "../../base/diagnostics.js";
import { toSnakeCase } from "../../base/identifiers.js";
import {
  type EnumSchema,
  type FieldSchema,
  primaryKeyOf,
  type Schema,
  type StructSchema,
  type TableSchema,
  type ValueType,
  walkType,
} from "../../model/schema.js";
import { createNameScope, type NameScope } from "./name-scope.js";

/** What everything of a schema is called in C++. */
export interface CppNames {
  /** Parts joined by `::`. */
  readonly namespace: string;
  /** Folder beside the header for all tables; files in it have no ending here. */
  readonly folder: string;
  /** Symbol of the image when it is compiled into a program: another one for each library. */
  readonly embeddedSymbol: string;
  /** By position in the schema. */
  readonly enums: readonly EnumCppNames[];
  readonly structs: readonly StructCppNames[];
  readonly variants: readonly VariantCppNames[];
  readonly tables: readonly TableCppNames[];
}

export interface EnumCppNames {
  readonly type: string;
  /** Enumerators, in the order of the enum's values. */
  readonly values: readonly string[];
}

export interface StructCppNames {
  readonly type: string;
  readonly fields: readonly ColumnCppNames[];
}

export interface VariantCppNames {
  /** What reading a value gives. */
  readonly type: string;
}

export interface TableCppNames {
  /** The struct of a row. */
  readonly row: string;
  /** The class of the table. */
  readonly table: string;
  /** What the class of all tables calls it. */
  readonly accessor: string;
  /** Data member of the class of all tables. */
  readonly member: string;
  /** The one for the row of a table that has but one. */
  readonly rowMember: string;
  /** The struct of its block in the image. */
  readonly block: string;
  /** Header, without folder and ending; also the stem of the image's names. */
  readonly file: string;
  readonly columns: readonly ColumnCppNames[];
  readonly keys: readonly KeyCppNames[];
}

export interface ColumnCppNames {
  readonly accessor: string;
  /** The struct's data member. */
  readonly member: string;
}

export interface KeyCppNames {
  /** `find`, `find_by_` and the key's name, or `by_` and that of an index that several rows may have a key of. */
  readonly finder: string;
  /** `find_many`, `find_many_by_` and the key's name; for unique keys. */
  readonly manyFinder: string;
  /** The table's data member for it. */
  readonly member: string;
  /** One for each column of the key. */
  readonly parameters: readonly string[];
}

/**
 * Chooses the names: the author's own wherever C++ allows. A name that is a word of the language, a macro,
 * the compiler's, or taken by another part of the generated code gets `_` and a warning at its place.
 */
export function chooseNames(schema: Schema, report: Report): CppNames {
  const taken = [...ownTypeNames, ...listKeyMembers(schema), ...listBlockMembers(schema)];
  const types = createNameScope(taken, report);
  const files = createFileScope(report);
  const namespace = chooseNamespace(schema.namespace, report);
  const enums = schema.enums.map((one) => chooseEnumNames(one, types, report));
  // Rows come first: their names are the authors', those of the classes are derived.
  const rows = schema.tables.map((table) =>
    types.take(table.name, { what: `Table ${table.name}`, at: table.at }),
  );
  const structTypes = schema.structs.map(({ name, at: place }) =>
    types.take(name, { what: `Struct ${name}`, at: place }),
  );
  const variants = schema.variants.map(({ name, at: place }) => ({
    type: types.take(name, { what: `Variant ${name}`, at: place }),
  }));
  const usedBy = (fields: readonly FieldSchema[]) =>
    listTypeNames(fields, { enums, rows, structTypes, variants });
  const structs = schema.structs.map((one, index) =>
    chooseStructNames(one, at(structTypes, index), usedBy(one.fields), report),
  );
  const classes = schema.tables.map((table) => types.derive(`${derivedName(table)}_table`));
  const members = createNameScope([...ownMemberNames, ...classes], report);
  const accessors = schema.tables.map((table) =>
    members.take(derivedName(table), { what: `The accessor of table ${table.name}`, at: table.at }),
  );
  const tables = schema.tables.map((table, index): TableCppNames => {
    const row = at(rows, index);
    const accessor = at(accessors, index);
    const file = files(derivedName(table));
    const used = [row, ...usedBy(table.columns), ...listLanguageNames(table, enums)];
    const columns = chooseFieldNames(table.columns, used, `Column ${table.name}`, report);
    return {
      row,
      table: at(classes, index),
      accessor,
      member: members.derive(`m_${accessor}`),
      rowMember: members.derive(`m_${accessor}_row`),
      block: types.derive(`${file}_block`),
      file,
      columns,
      keys: chooseKeyNames(table, columns, createNameScope([...tableMembers, ...used], report)),
    };
  });
  const embeddedSymbol = `${namespace.replaceAll("::", "_")}_${schema.name}_image`.replace(/_{2,}/gu, "_");
  return { namespace, folder: schema.name, embeddedSymbol, enums, structs, variants, tables };
}

/** Types and functions that every library has, and members of a table that would hide a row of their name. */
const tableMembers = [
  ...["begin", "bind", "empty", "end", "find", "in_slot_order", "m_rows", "operator", "rows", "size"],
  ...["find_many", "key_of", "key_type"],
];
const inheritedTypes = [
  "const_iterator",
  "iterator",
  "size_type",
  "keyed_table_view",
  "table_view",
  "value_type",
];
const ownTypeNames = [
  ...["tables", "to_string", "has", "check_types", "image_layout", "image_meta", "image_object"],
  ...tableMembers,
  ...inheritedTypes,
];
const ownMemberNames = [
  ...["tables", "bind", "check_types", "embedded", "image", "library_name", "table_of", "m_image"],
];

/** Chooses the namespace, as `chooseNames` does. */
export function chooseNamespace(namespace: string, report: Report): string {
  const take = (part: string) => createNameScope([], report).take(part, { what: `Namespace ${namespace}` });
  return namespace.split("::").map(take).join("::");
}

/** File systems may hold `Hero.hpp` and `hero.hpp` for one, and some have no `con.hpp`. */
function createFileScope(report: Report): (wish: string) => string {
  const scope = createNameScope(["enums", "runtime", "structs"], report);
  return (wish) => scope.derive(isDeviceName(wish) ? `${wish}_` : wish);
}

function chooseEnumNames(schema: EnumSchema, types: NameScope, report: Report): EnumCppNames {
  const type = types.take(schema.name, { what: `Enum ${schema.name}`, at: schema.at });
  const scope = createNameScope([], report);
  const values = schema.values.map((value) =>
    scope.take(value.name, { what: `Value ${schema.name}.${value.name}`, at: value.at ?? schema.at }),
  );
  return { type, values };
}

function chooseStructNames(
  { name, fields }: StructSchema,
  type: string,
  used: readonly string[],
  report: Report,
): StructCppNames {
  return { type, fields: chooseFieldNames(fields, [type, ...used], `Field ${name}`, report) };
}

interface TypeNames {
  readonly enums: readonly EnumCppNames[];
  readonly rows: readonly string[];
  readonly structTypes: readonly string[];
  readonly variants: readonly VariantCppNames[];
}

/** A member function may have the name of neither its struct nor a type that the struct uses: these. */
function listTypeNames(fields: readonly FieldSchema[], names: TypeNames): readonly string[] {
  const nameOf = (type: ValueType): readonly string[] => {
    switch (type.kind) {
      case "enum":
        return [at(names.enums, type.index).type];
      case "struct":
        return [at(names.structTypes, type.index)];
      case "variant":
        return [at(names.variants, type.index).type];
      case "reference":
        return [...type.targets.map(({ table }) => at(names.rows, table)), ...type.key.flatMap(nameOf)];
      default:
        return [];
    }
  };
  return fields.flatMap(({ type }) => [...walkType(type)].flatMap(nameOf));
}

/** What the rows of localised texts have beside their columns: the method, its parameter and that one's type. */
function listLanguageNames({ texts }: TableSchema, enums: readonly EnumCppNames[]): readonly string[] {
  return texts === undefined ? [] : ["in_language", "language", at(enums, texts.enum).type];
}

/** `owner` begins what a warning says: `Column Hero`. */
function chooseFieldNames(
  fields: readonly FieldSchema[],
  taken: readonly string[],
  owner: string,
  report: Report,
): readonly ColumnCppNames[] {
  const scope = createNameScope(taken, report);
  const accessors = fields.map(({ name, at: place }) =>
    scope.take(name, { what: `${owner}.${name}`, at: place }),
  );
  return accessors.map((accessor) => ({ accessor, member: scope.derive(memberName(accessor)) }));
}

/** `id_`; a name that ends in `_` already would get two, which belong to the compiler. */
function memberName(accessor: string): string {
  return accessor.endsWith("_") ? `${accessor}m_` : `${accessor}_`;
}

function chooseKeyNames(
  table: TableSchema,
  columns: readonly ColumnCppNames[],
  scope: NameScope,
): readonly KeyCppNames[] {
  return table.keys.map((key, index) => {
    const names = key.columns.map((column) => at(columns, column).accessor);
    const prefix = key.purpose === "unique" ? "find_by" : "by";
    const suffix = key.name.replace(/\P{XID_Continue}/gu, "_");
    const isOwn = !isPrimary(table, index);
    return {
      finder: isOwn ? scope.derive(`${prefix}_${suffix}`) : "find",
      manyFinder: isOwn && key.purpose === "unique" ? scope.derive(`find_many_by_${suffix}`) : "find_many",
      member: keyMember(table, index),
      parameters: chooseParameters(table, names),
    };
  });
}

/** A parameter may not hide what the body of `find` uses, nor a data member. */
function chooseParameters(table: TableSchema, names: readonly string[]): readonly string[] {
  const used = [
    "rows",
    "m_rows",
    ...inheritedTypes,
    ...table.keys.map((_, index) => keyMember(table, index)),
  ];
  const scope = createNameScope(used, () => {});
  return names.map((name) => scope.derive(name));
}

function keyMember(table: TableSchema, index: number): string {
  return isPrimary(table, index) ? "m_primary" : `m_key${index}`;
}

/** The data members of all tables for their keys: they too would hide a row of their name. */
function listKeyMembers({ tables }: Schema): readonly string[] {
  return [...new Set(tables.flatMap((table) => table.keys.map((_, index) => keyMember(table, index))))];
}

/** Names of types that the structs of the image have for members, which would change their meaning there. */
function listBlockMembers({ tables, enums, structs, variants }: Schema): readonly string[] {
  const names = [...tables, ...enums, ...structs, ...variants].map(({ name }) => name);
  return names.filter((name) => blockMember.test(name));
}

const blockMember = /^(order|padding|strings|(index|index_rows|lists|slots|strings|structs)_\d+)$/;

/** The table's name in lower case. Without the `_` of `_1`, it would begin with a digit. */
function derivedName({ name }: TableSchema): string {
  return toSnakeCase(name).replace(/^(?![\p{XID_Start}_])/u, "_");
}

function isPrimary(table: TableSchema, index: number): boolean {
  return index === 0 && primaryKeyOf(table) !== undefined;
}
