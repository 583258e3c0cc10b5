import { at } from "../base/assert.js";
import { isBlank } from "../base/blank.js";
import type { Schema, ValueType } from "../model/schema.js";
import type { ValueSource } from "../model/table-source.js";
import type { Sheet } from "../model/workbook.js";

/** A value, or a part of one, with the rows of the sheet that may hold it. */
export interface Part {
  readonly source: ValueSource;
  readonly type: ValueType;
  readonly rows: readonly number[];
}

export interface FoundPart extends Part {
  /** The fields that lead to it from the column, as far as they have columns of their own. */
  readonly fields: readonly string[];
}

interface PartContext {
  readonly sheet: Sheet;
  readonly schema: Pick<Schema, "structs" | "variants">;
}

/** Follows a way into a value as far as its parts have cells of their own. */
export function findPart(
  whole: Part,
  elements: readonly (number | string)[],
  context: PartContext,
): FoundPart {
  let found: FoundPart = { ...whole, fields: [] };
  for (const step of elements) {
    const next =
      typeof step === "number" ? findElement(found, step, context) : findField(found, step, context);
    if (next === undefined) break;
    found = { ...next, fields: typeof step === "number" ? found.fields : [...found.fields, step] };
  }
  return found;
}

function findElement(
  { source, type, rows }: Part,
  position: number,
  { sheet }: PartContext,
): Part | undefined {
  const element = elementOf(type);
  if (element === undefined) return undefined;
  if (source.kind === "elements") {
    const found = source.elements[position - 1];
    return found && { source: found, type: element, rows };
  }
  if (source.kind !== "rows") return undefined;
  const starts = rows.filter((row) => source.starts.some((column) => isFilled(sheet, row, column)));
  const first = starts[position - 1];
  if (first === undefined) return undefined;
  const next = starts[position];
  const own = rows.filter((row) => row >= first && (next === undefined || row < next));
  return { source: source.element, type: element, rows: own };
}

function isFilled(sheet: Sheet, row: number, column: number): boolean {
  const cell = sheet.cell(row, column);
  return cell !== undefined && !(typeof cell === "string" && isBlank(cell));
}

/** Sets and maps are in the order of their values, so the position says nothing about the cell. */
function elementOf(type: ValueType): ValueType | undefined {
  if (type.kind === "optional") return elementOf(type.value);
  return type.kind === "list" || type.kind === "array" ? type.element : undefined;
}

function findField({ source, type, rows }: Part, name: string, context: PartContext): Part | undefined {
  const { structs, variants } = context.schema;
  if (type.kind === "optional") return findField({ source, type: type.value, rows }, name, context);
  if (type.kind === "struct" && source.kind === "fields") {
    return findIn(at(structs, type.index), source.fields, name, rows);
  }
  if (type.kind !== "variant" || source.kind !== "kinds") return undefined;
  for (const [index, { struct }] of at(variants, type.index).kinds.entries()) {
    const found = findIn(at(structs, struct), source.kinds[index] ?? [], name, rows);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findIn(
  { fields }: Schema["structs"][number],
  sources: readonly ValueSource[],
  name: string,
  rows: readonly number[],
): Part | undefined {
  const index = fields.findIndex((field) => field.name === name);
  const [field, source] = [fields[index], sources[index]];
  if (field === undefined || source === undefined || source.kind === "missing") return undefined;
  return { source, type: field.type, rows };
}
