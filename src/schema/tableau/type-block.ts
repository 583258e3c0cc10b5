import type { Report } from "../../base/diagnostics.js";
import { toSnakeCase } from "../../base/identifiers.js";
import type { Place } from "../../base/place.js";
import { placeOfCell, type Sheet } from "../../model/workbook.js";
import type { SheetOptions } from "./metasheet.js";
import type { DraftEnumValue, ProjectTypes } from "./project-types.js";
import { textAt } from "./read-header.js";

/** A type that a sheet declares: its rows below the names of their columns. */
export interface TypeBlock {
  readonly name: string;
  readonly note: string;
  readonly sheet: Sheet;
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: readonly number[];
  readonly options: SheetOptions;
  readonly at: Place;
}

export interface TypeContext {
  readonly types: ProjectTypes;
  readonly report: Report;
}

/** Returns the text of a column in a row, without the blanks around it. */
export function blockText({ sheet, columns }: TypeBlock, row: number, column: string): string {
  const position = columns.get(column);
  return position === undefined ? "" : textAt(sheet, row, position).trim();
}

export function placeInBlock({ sheet, columns }: TypeBlock, row: number, column: string): Place {
  return placeOfCell(sheet, row, columns.get(column) ?? 0, column);
}

/** Reports columns that a type cannot be read without; false where one is missing. */
export function hasColumns(block: TypeBlock, names: readonly string[], { report }: TypeContext): boolean {
  const missing = names.find((name) => !block.columns.has(name));
  if (missing === undefined) return true;
  report("tableau-definition", { reason: `${block.name} has no column ${missing}` }, block.at);
  return false;
}

/** Returns the number of a row's value: its own, or its position from 1. */
export function readNumber(block: TypeBlock, row: number, index: number, { report }: TypeContext): number {
  const text = blockText(block, row, "Number");
  if (text === "") return index + 1;
  if (/^[-+]?\d+(\.0+)?$/.test(text)) return Number(text);
  report("tableau-definition", { reason: `${text} is no whole number` }, placeInBlock(block, row, "Number"));
  return index + 1;
}

/** Puts a value of the number 0 before those of an enum that has none. */
export function withZero(
  values: readonly DraftEnumValue[],
  name: string,
  at: Place,
): readonly DraftEnumValue[] {
  if (values.some(({ number }) => number === 0)) return values;
  return [{ name, number: 0, aliases: [], note: "", at }, ...values];
}

/** Returns `ITEM_TYPE` for `ItemType`. */
export function toScreamingSnake(name: string): string {
  return toSnakeCase(name).toUpperCase();
}
