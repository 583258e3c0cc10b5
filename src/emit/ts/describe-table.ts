import type {
  ClassDeclarationStructure,
  MethodDeclarationStructure,
  OptionalKind,
  ParameterDeclarationStructure,
  PropertyDeclarationStructure,
  StatementStructures,
  WriterFunction,
} from "ts-morph";
import { at } from "../../base/assert.js";
import { layoutRow, listNamedTypes } from "../../model/image-format.js";
import { type KeySchema, primaryKeyOf, type TableSchema } from "../../model/schema.js";
import type { TableTsNames } from "./choose-names.js";
import { collectUses } from "./collect-uses.js";
import {
  describeCodecs,
  describeGetters,
  describeKeyNames,
  describeViewConstructor,
  type Fields,
  listFieldSpecs,
} from "./describe-fields.js";
import { toParameterName } from "./parameter-name.js";
import { type Bindings, describeImport, describeNote, type Statement } from "./statements.js";
import { formatKeyType } from "./value-access.js";

/** Describes the file of one table: its row class, its table class and what an image must have for them. */
export function describeTable(bindings: Bindings, index: number): readonly Statement[] {
  const table = at(bindings.schema.tables, index);
  const names = at(bindings.names.tables, index);
  const { columnOffsets } = layoutRow(table.columns);
  const fields: Fields = { bindings, fields: table.columns, offsets: columnOffsets, names, prefix: "" };
  const context: TableContext = { bindings, table, index, names, fields, types: listTypes(bindings, table) };
  return [
    ...describeImports(context),
    describeRowClass(context),
    describeTableClass(context),
    ...describeCodecs(fields),
    describeSpec(context),
  ];
}

interface TableContext {
  readonly bindings: Bindings;
  readonly table: TableSchema;
  /** Position of the table. */
  readonly index: number;
  readonly names: TableTsNames;
  readonly fields: Fields;
  /** Names of the structs and variants that the columns lead to. */
  readonly types: readonly string[];
}

function listTypes({ schema, names }: Bindings, table: TableSchema): readonly string[] {
  const { structs, variants } = listNamedTypes(schema, table.columns);
  return [
    ...structs.map((index) => at(names.structs, index).type),
    ...variants.map((index) => at(names.variants, index).type),
  ];
}

function describeImports({ bindings, table, index, types }: TableContext): readonly StatementStructures[] {
  const { schema, names, runtime } = bindings;
  const uses = collectUses(table.columns);
  const has = (purpose: KeySchema["purpose"]) => table.keys.some((key) => key.purpose === purpose);
  const indexTypes = [
    ...(has("unique") ? ["KeyLookup"] : []),
    ...(has("multi") ? ["MultiIndex"] : []),
    ...(has("ordered") ? ["OrderedIndex"] : []),
  ];
  const languages = names.enums.flatMap(({ type }, position) =>
    position === table.texts?.enum ? [type] : [],
  );
  const enums = names.enums
    .filter(({ type }, position) => uses.enums.has(position) && !languages.includes(type))
    .map(({ type }) => type);
  return [
    describeImport(
      bindings,
      runtime,
      [...uses.values, "Row", baseOf(table)],
      [...uses.types, ...indexTypes, "ImageMemory", "ImageReader", "TableSpec"],
    ),
    ...(enums.length + languages.length === 0
      ? []
      : [describeImport(bindings, `../${schema.name}-enums.js`, languages, enums)]),
    ...(types.length === 0 ? [] : [describeImport(bindings, `../${schema.name}-structs.js`, types)]),
    ...names.tables.flatMap(({ file, rowClass }, position) =>
      uses.tables.has(position) && position !== index
        ? [describeImport(bindings, `./${file}.js`, [rowClass])]
        : [],
    ),
  ];
}

function baseOf({ isSingleton }: TableSchema): string {
  return isSingleton ? "SingletonTable" : "Table";
}

/** Of a row of localised texts: the text in a language. */
function describeLanguages({
  bindings,
  table,
  names,
}: TableContext): OptionalKind<MethodDeclarationStructure>[] {
  const { texts } = table;
  if (texts === undefined) return [];
  const { type, values } = at(bindings.names.enums, texts.enum);
  const properties = texts.columns.map((column) => at(names.fields, column));
  return [
    {
      name: "inLanguage",
      docs: ["The text in a language."],
      parameters: [{ name: "language", type }],
      returnType: "string",
      statements: [
        `switch (language) {`,
        ...values.map((value, index) => `  case ${type}.${value}: return this.${at(properties, index)};`),
        `  default: return this.${at(properties, 0)};`,
        "}",
      ],
    },
  ];
}

function describeRowClass(context: TableContext): ClassDeclarationStructure {
  const { bindings, table, names, fields } = context;
  const sentence = table.isSingleton ? `The row of table ${table.name}.` : `One row of table ${table.name}.`;
  return {
    kind: bindings.kinds.Class,
    isExported: true,
    name: names.rowClass,
    extends: "Row",
    docs: describeNote(table.note, sentence),
    properties: describeKeyNames(fields),
    ctors: [describeViewConstructor()],
    getAccessors: describeGetters(fields),
    methods: describeLanguages(context),
  };
}

function describeTableClass(context: TableContext): ClassDeclarationStructure {
  const { bindings, table, names } = context;
  const keys = table.keys.map((key, index) => ({ key, index, member: nameIndex(context, key, index) }));
  const sentence = table.isSingleton ? "" : "; iterates its rows in sheet order";
  return {
    kind: bindings.kinds.Class,
    isExported: true,
    name: names.tableClass,
    extends: `${baseOf(table)}<${names.rowClass}>`,
    docs: describeNote(table.note, `Table ${table.name}${sentence}.`),
    // Set where they are declared: the engine keeps the kind of a field that has never been anything else.
    properties: keys.map(({ key, index, member }) => ({
      ...describeIndex(context, key, member),
      initializer: `this.$${key.purpose}(${index})`,
    })),
    ctors: [
      {
        parameters: [{ name: "library", type: "ImageReader" }],
        statements: [`super(library, $spec, ${names.rowClass});`],
      },
    ],
    methods: table.keys.flatMap((key, index) => describeLookups(context, key, index)),
  };
}

/** What finds rows by a unique key is behind a method, the others are to be used as they are. */
function nameIndex({ names }: TableContext, { purpose }: KeySchema, index: number): string {
  return purpose === "unique" ? `$key${index}` : at(names.lookups, index);
}

function describeIndex(
  context: TableContext,
  key: KeySchema,
  name: string,
): OptionalKind<PropertyDeclarationStructure> {
  const { bindings, table, names } = context;
  if (key.purpose === "unique")
    return { name, scope: bindings.scopes.Private, isReadonly: true, type: "KeyLookup" };
  const columns = key.columns.map((column) => at(table.columns, column).name).join(", ");
  const parts = describeKey(context, key).map(({ name, type }) => `${name}: ${type}`);
  const [type, sentence] =
    key.purpose === "multi"
      ? ["MultiIndex", `Rows by ${columns}; several may have the same.`]
      : ["OrderedIndex", `Rows in the order of ${columns}.`];
  return {
    name,
    isReadonly: true,
    type: `${type}<${names.rowClass}, [${parts.join(", ")}]>`,
    docs: describeNote("", sentence),
  };
}

function describeLookups(
  context: TableContext,
  key: KeySchema,
  index: number,
): readonly OptionalKind<MethodDeclarationStructure>[] {
  if (key.purpose !== "unique") return [];
  const { table, names } = context;
  const parameters = describeKey(context, key);
  const found = `this.${nameIndex(context, key, index)}.find(${parameters.map(({ name }) => name).join(", ")})`;
  const columns = key.columns.map((column) => at(table.columns, column).name).join(", ");
  const find = {
    name: at(names.lookups, index),
    docs: describeNote("", `Returns the row with this ${columns}, or \`undefined\`.`),
    parameters,
    returnType: `${names.rowClass} | undefined`,
    statements: [
      `const at = ${found};`,
      `return at < 0 ? undefined : new ${names.rowClass}(this.$memory, at);`,
    ],
  };
  if (key !== primaryKeyOf(table)) return [find];
  const has = {
    name: "has",
    docs: describeNote("", `True when a row has this ${columns}.`),
    parameters,
    returnType: "boolean",
    statements: [`return ${found} >= 0;`],
  };
  return [find, has, describeKeys(context, key, parameters)];
}

type Parameter = OptionalKind<ParameterDeclarationStructure> & {
  readonly name: string;
  readonly type: string;
};

/** A reference is looked up by its key. */
function describeKey({ bindings, table, names }: TableContext, key: KeySchema): Parameter[] {
  return key.columns.map((column) => {
    const { type } = at(table.columns, column);
    return { name: toParameterName(at(names.fields, column)), type: formatKeyType(type, bindings) };
  });
}

function describeKeys(
  { names }: TableContext,
  key: KeySchema,
  parameters: Parameter[],
): OptionalKind<MethodDeclarationStructure> {
  const values = key.columns.map((column) => `row.${names.keys[column] ?? at(names.fields, column)}`);
  const [only] = parameters;
  const isSingle = parameters.length === 1 && only !== undefined;
  const type = isSingle
    ? only.type
    : `readonly [${parameters.map((part) => `${part.name}: ${part.type}`).join(", ")}]`;
  return {
    name: "keys",
    isGenerator: true,
    docs: ["The primary keys in sheet order."],
    returnType: `IterableIterator<${type}>`,
    statements: [`for (const row of this) yield ${isSingle ? values.join("") : `[${values.join(", ")}]`};`],
  };
}

function describeSpec({ table, fields, types }: TableContext): WriterFunction {
  return (writer) => {
    writer
      .newLine()
      .write("const $spec: TableSpec = ")
      .inlineBlock(() => {
        writer.writeLine(`name: ${JSON.stringify(table.name)},`);
        writer.writeLine("columns: [").indent(() => {
          for (const line of listFieldSpecs(fields)) writer.writeLine(line);
        });
        writer.writeLine("],");
        writer.writeLine(`keys: [${table.keys.map((key) => formatKeySpec(table, key)).join(", ")}],`);
        if (types.length > 0) writer.writeLine(`types: () => [${types.join(", ")}],`);
      });
    writer.write(";");
  };
}

function formatKeySpec(table: TableSchema, { purpose, columns }: KeySchema): string {
  const names = columns.map((column) => JSON.stringify(at(table.columns, column).name));
  return `[${JSON.stringify(purpose)}, [${names.join(", ")}]]`;
}
