import type { Report } from "../base/diagnostics.js";
import {
  type ColumnSchema,
  type FieldSchema,
  formatType,
  type TableSchema,
  type ValueType,
} from "../model/schema.js";
import type { Value } from "../model/value.js";
import { type CellParser, type CellProblem, isProblem, problem } from "./cell-parser.js";
import type { ParseOptions } from "./create-parser.js";

/** What an empty cell of a column means. */
export type EmptyCell =
  | { readonly kind: "value"; readonly value: Value }
  /** The column must have a value in each row. */
  | { readonly kind: "error" }
  /** The same, though the config says what an empty cell of the type means: that does not hold for keys. */
  | { readonly kind: "empty-key" }
  /** It stands for a text of the config that is no value of the type. */
  | { readonly kind: "problem"; readonly problem: CellProblem }
  /** It stands for a default that is no value of the type, which has been reported. */
  | { readonly kind: "reported" };

export interface EmptyCellContext {
  readonly table: TableSchema;
  readonly column: ColumnSchema;
  readonly parse: CellParser;
  readonly emptyCells: ParseOptions["emptyCells"];
}

/**
 * Returns the meaning of an empty cell: absence for `T?`, else the column's default, else what the config
 * says for the type, else an error. A default that is wrong or without use is reported where it stands.
 * What the config says for a type is not meant for keys: a row whose key is empty was forgotten, not zero.
 */
export function resolveEmptyCell(context: EmptyCellContext, report: Report): EmptyCell {
  const { table, column, emptyCells } = context;
  if (column.type.kind === "optional") {
    if (column.defaultText !== undefined) {
      report("unused-default", { table: table.name, column: column.name }, column.defaultAt ?? column.at);
    }
    return { kind: "value", value: undefined };
  }
  if (column.defaultText !== undefined) return resolveDefault(column.defaultText, context, report);
  const setting = settingOf(column.type, emptyCells);
  if (setting === undefined) return { kind: "error" };
  if (isKeyColumn(table, column)) return { kind: "empty-key" };
  return resolveSetting(setting.name, setting.text, context.parse);
}

/**
 * Returns what an empty text of a struct's field stands for: absence, the field's default, what the config says for
 * the type; `undefined` where there must be a value.
 */
export function resolveEmptyText(
  { type, defaultText }: FieldSchema,
  emptyCells: ParseOptions["emptyCells"],
  parse: CellParser,
): { readonly value: Value } | CellProblem | undefined {
  if (type.kind === "optional") return { value: undefined };
  const text = defaultText ?? settingOf(type, emptyCells)?.text;
  if (text === undefined) return undefined;
  const value = parse(text);
  return isProblem(value) ? value : { value };
}

/** Returns what the config says of an empty cell of a type. */
function settingOf(
  type: ValueType,
  emptyCells: ParseOptions["emptyCells"],
): { readonly name: string; readonly text: string } | undefined {
  const name = ["list", "set", "map"].includes(type.kind) ? "list" : formatType(type);
  const text = Object.hasOwn(emptyCells, name) ? emptyCells[name] : undefined;
  return text === undefined ? undefined : { name, text };
}

function isKeyColumn(table: TableSchema, column: ColumnSchema): boolean {
  const position = table.columns.indexOf(column);
  return table.keys.some((key) => key.columns.includes(position));
}

function resolveDefault(text: string, { column, parse }: EmptyCellContext, report: Report): EmptyCell {
  const value = parse(text);
  if (!isProblem(value)) return { kind: "value", value };
  report(value.code, value.parameters, column.defaultAt ?? column.at, value.notes);
  return { kind: "reported" };
}

function resolveSetting(setting: string, text: string, parse: CellParser): EmptyCell {
  const value = parse(text);
  if (!isProblem(value)) return { kind: "value", value };
  const note = { message: `the config's \`emptyCells\` gives ${JSON.stringify(text)} for ${setting}` };
  return { kind: "problem", problem: problem(value.code, value.parameters, [note, ...value.notes]) };
}
