import type {
  ClassDeclarationStructure,
  GetAccessorDeclarationStructure,
  MethodDeclarationStructure,
  OptionalKind,
  ParameterDeclarationStructure,
  StatementStructures,
  WriterFunction,
} from "ts-morph";
import { at } from "../../base/assert.js";
import { formatStoredType, layoutRow } from "../../model/image-format.js";
import { type ColumnSchema, enumsOf, type KeySchema, type TableSchema } from "../../model/schema.js";
import type { TableTsNames } from "./choose-names.js";
import { toParameterName } from "./parameter-name.js";
import { type Bindings, describeImport, describeNote, type Statement } from "./statements.js";
import { elementOf, formatCodec, formatRead, formatTsType } from "./value-access.js";

/** Describes the file of one table: its row class, its table class and what an image must have for them. */
export function describeTable(bindings: Bindings, index: number): readonly Statement[] {
  const table = at(bindings.schema.tables, index);
  const names = at(bindings.names.tables, index);
  const context: TableContext = {
    bindings,
    table,
    names,
    enumNames: bindings.names.enums.map(({ type }) => type),
  };
  return [
    ...describeImports(context),
    describeRowClass(context),
    describeTableClass(context),
    ...describeCodecs(context),
    describeSpec(context),
  ];
}

interface TableContext {
  readonly bindings: Bindings;
  readonly table: TableSchema;
  readonly names: TableTsNames;
  readonly enumNames: readonly string[];
}

function describeImports({ bindings, table, enumNames }: TableContext): readonly StatementStructures[] {
  const hasLists = table.columns.some(({ type }) => elementOf(type) !== undefined);
  const used = new Set(table.columns.flatMap(({ type }) => enumsOf(type)));
  const enums = enumNames.filter((_, index) => used.has(index));
  const values = hasLists ? ["codecs", "Row", "Table"] : ["Row", "Table"];
  const types = hasLists ? ["ImageReader", "ListView", "TableSpec"] : ["ImageReader", "TableSpec"];
  return [
    describeImport(bindings, bindings.runtime, values, types),
    ...(enums.length === 0
      ? []
      : [describeImport(bindings, `../${bindings.schema.name}-enums.js`, [], enums)]),
  ];
}

function describeRowClass(context: TableContext): ClassDeclarationStructure {
  const { bindings, table, names } = context;
  const { columnOffsets } = layoutRow(table.columns);
  return {
    kind: bindings.kinds.Class,
    isExported: true,
    name: names.rowClass,
    extends: "Row",
    docs: describeNote(table.note, `One row of table ${table.name}.`),
    getAccessors: table.columns.map((column, index) =>
      describeColumn(context, column, index, at(columnOffsets, index)),
    ),
  };
}

function describeColumn(
  { names, enumNames }: TableContext,
  column: ColumnSchema,
  index: number,
  offset: number,
): OptionalKind<GetAccessorDeclarationStructure> {
  const codec = formatElementCodec(column, index, enumNames);
  return {
    name: at(names.columns, index),
    returnType: formatTsType(column.type, enumNames),
    docs: describeNote(column.note),
    statements: [`return ${formatRead(column.type, offset, enumNames, codec)};`],
  };
}

/** A codec that is composed by calls has a constant of its own, so that reading a list composes nothing. */
function formatElementCodec(column: ColumnSchema, index: number, enumNames: readonly string[]): string {
  const element = elementOf(column.type);
  if (element === undefined) return "";
  const codec = formatCodec(element, enumNames);
  return codec.endsWith(")") ? `$element${index}` : codec;
}

function describeCodecs({ table, enumNames }: TableContext): readonly WriterFunction[] {
  return table.columns.flatMap((column, index) => {
    const element = elementOf(column.type);
    const name = formatElementCodec(column, index, enumNames);
    if (element === undefined || !name.startsWith("$")) return [];
    return [(writer) => writer.write(`const ${name} = ${formatCodec(element, enumNames)};`)];
  });
}

function describeTableClass(context: TableContext): ClassDeclarationStructure {
  const { bindings, table, names } = context;
  return {
    kind: bindings.kinds.Class,
    isExported: true,
    name: names.tableClass,
    extends: `Table<${names.rowClass}>`,
    docs: describeNote(table.note, `Table ${table.name}; iterates its rows in sheet order.`),
    ctors: [
      {
        parameters: [{ name: "library", type: "ImageReader" }],
        statements: [`super(library, $spec, ${names.rowClass});`],
      },
    ],
    methods: table.keys.flatMap((key, index) => describeLookups(context, key, index)),
  };
}

function describeLookups(
  context: TableContext,
  key: KeySchema,
  index: number,
): readonly OptionalKind<MethodDeclarationStructure>[] {
  const { table, names } = context;
  const parameters = describeKey(context, key);
  const parts = `${index}, [${parameters.map(({ name }) => name).join(", ")}]`;
  const columns = key.columns.map((column) => at(table.columns, column).name).join(", ");
  const find = {
    name: at(names.lookups, index),
    docs: describeNote("", `Returns the row with this ${columns}, or \`undefined\`.`),
    parameters,
    returnType: `${names.rowClass} | undefined`,
    statements: [`return this.$find(${parts});`],
  };
  if (index > 0) return [find];
  const has = {
    name: "has",
    docs: describeNote("", `True when a row has this ${columns}.`),
    parameters,
    returnType: "boolean",
    statements: [`return this.$has(${parts});`],
  };
  return [find, has, describeKeys(context, key, parameters)];
}

type Parameter = OptionalKind<ParameterDeclarationStructure> & {
  readonly name: string;
  readonly type: string;
};

function describeKey({ table, names, enumNames }: TableContext, key: KeySchema): Parameter[] {
  return key.columns.map((column) => {
    const { type } = at(table.columns, column);
    return { name: toParameterName(at(names.columns, column)), type: formatTsType(type, enumNames) };
  });
}

function describeKeys(
  { names }: TableContext,
  key: KeySchema,
  parameters: Parameter[],
): OptionalKind<MethodDeclarationStructure> {
  const values = key.columns.map((column) => `row.${at(names.columns, column)}`);
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

function describeSpec({ table }: TableContext): WriterFunction {
  const { columnOffsets } = layoutRow(table.columns);
  return (writer) => {
    writer
      .newLine()
      .write("const $spec: TableSpec = ")
      .inlineBlock(() => {
        writer.writeLine(`name: ${JSON.stringify(table.name)},`);
        writer.writeLine("columns: [").indent(() => {
          for (const [index, { name, type }] of table.columns.entries()) {
            const texts = [name, formatStoredType(type)].map((text) => JSON.stringify(text));
            writer.writeLine(`[${texts.join(", ")}, ${at(columnOffsets, index)}],`);
          }
        });
        writer.writeLine("],");
        writer.writeLine(`keys: [${table.keys.map((key) => formatKeyColumns(table, key)).join(", ")}],`);
      });
    writer.write(";");
  };
}

function formatKeyColumns(table: TableSchema, key: KeySchema): string {
  return `[${key.columns.map((column) => JSON.stringify(at(table.columns, column).name)).join(", ")}]`;
}
