import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import { type ColumnSchema, formatType, type TableSchema } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { type CellParser, isProblem } from "./cell-parser.js";
import type { ParseOptions } from "./create-parser.js";

/** What an empty cell of a column means. */
export type EmptyCell =
  | { readonly isValid: true; readonly value: Value }
  /** `explain` reports one such cell; it says nothing where a wrong default has been reported already. */
  | { readonly isValid: false; readonly explain: (at: Place) => void };

export interface EmptyCellContext {
  readonly table: TableSchema;
  readonly column: ColumnSchema;
  readonly parse: CellParser;
  readonly emptyCells: ParseOptions["emptyCells"];
}

/**
 * Returns the meaning of an empty cell: absence for `T?`, else the column's default, else what the config
 * says for the type, else an error. A default that is wrong or without use is reported where it stands.
 */
export function resolveEmptyCell(context: EmptyCellContext, report: Report): EmptyCell {
  const { table, column } = context;
  const names = { table: table.name, column: column.name };
  if (column.type.kind === "optional") {
    if (column.defaultText !== undefined) report("unused-default", names, column.defaultAt ?? column.at);
    return { isValid: true, value: undefined };
  }
  if (column.defaultText !== undefined) return resolveDefault(column.defaultText, context, report);
  const setting = [formatType(column.type), column.type.kind].find((name) => hasSetting(context, name));
  if (setting !== undefined) return resolveSetting(setting, context, report);
  return { isValid: false, explain: (at) => report("empty-cell", names, at) };
}

function resolveDefault(text: string, { column, parse }: EmptyCellContext, report: Report): EmptyCell {
  const value = parse(text);
  if (!isProblem(value)) return { isValid: true, value };
  report(value.code, value.parameters, column.defaultAt ?? column.at, value.notes);
  return { isValid: false, explain: () => {} };
}

/** A setting is named after a type, or `list` for all lists. */
function hasSetting({ emptyCells }: EmptyCellContext, name: string): boolean {
  return Object.hasOwn(emptyCells, name);
}

function resolveSetting(name: string, { emptyCells, parse }: EmptyCellContext, report: Report): EmptyCell {
  const text = emptyCells[name] ?? "";
  const value = parse(text);
  if (!isProblem(value)) return { isValid: true, value };
  const note = { message: `the config's \`emptyCells\` gives ${JSON.stringify(text)} for ${name}` };
  return {
    isValid: false,
    explain: (at) => report(value.code, value.parameters, at, [note, ...value.notes]),
  };
}
