import { isBlank } from "../../base/blank.js";
import {
  columnsOfField,
  columnsOfMessage,
  type TableauField,
  type TableauMessage,
  type TableauSource,
  type TableauType,
} from "../../model/tableau.js";
import { cellText, type Sheet } from "../../model/workbook.js";

/** The cell of a part of a value; the column is absent where the sheet does not have it. */
export interface FoundCell {
  readonly row: number;
  readonly column: number | undefined;
}

/**
 * Follows a way into a value, positions from 1 and names of fields, as far as its parts have cells of their own. Of
 * maps, which are in the order of their keys, a position says nothing.
 */
export function findCell(
  source: TableauSource,
  rows: readonly number[],
  way: readonly (number | string)[],
  sheet: Sheet,
): FoundCell {
  const { field, prefix } = source;
  let part: Part = { field, type: field.type, prefix: prefix + field.column, rows };
  for (const step of way) {
    const next =
      typeof step === "number" ? findElement(part, step, source, sheet) : findField(part, step, source);
    if (next === undefined) break;
    part = next;
  }
  const [column] = listColumns(part, source);
  const row = part.rows.find((one) => column !== undefined && isFilled(sheet, one, column));
  return { row: row ?? part.rows[0] ?? 0, column };
}

/** A value, or an element or a field of it. */
interface Part {
  readonly field: TableauField;
  readonly type: TableauType;
  /** What its columns begin with. */
  readonly prefix: string;
  readonly rows: readonly number[];
}

function listColumns({ field, type, prefix }: Part, source: TableauSource): Iterable<number> {
  if (type === field.type) return columnsOfField({ ...field, column: "" }, prefix, source);
  if (type.kind === "message" && !type.isInCell) return columnsOfMessage(type.name, prefix, source);
  const column = source.columns.get(prefix);
  return column === undefined ? [] : [column];
}

function findElement(part: Part, position: number, source: TableauSource, sheet: Sheet): Part | undefined {
  const { type, prefix, rows } = part;
  if (type.kind !== "list") return undefined;
  const element = { ...part, type: type.element };
  if (type.layout === "horizontal") return { ...element, prefix: `${prefix}${position}` };
  if (type.layout === "incell") return undefined;
  if (type.key === undefined) {
    const columns = [...listColumns(element, source)];
    const filled = rows.filter((row) => columns.some((column) => isFilled(sheet, row, column)));
    const row = filled[position - 1];
    return row === undefined ? undefined : { ...element, rows: [row] };
  }
  const column = source.columns.get(prefix + type.key);
  if (column === undefined) return undefined;
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const key = (cellText(sheet.cell(row, column)) ?? "").trim();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const own = [...groups.values()][position - 1];
  return own === undefined ? undefined : { ...element, rows: own };
}

function findField(part: Part, name: string, { types }: TableauSource): Part | undefined {
  const { type, prefix } = part;
  const message = type.kind === "message" && !type.isInCell ? types.messages.get(type.name) : undefined;
  if (message === undefined) return undefined;
  if (message.union !== undefined) return findKindField(part, name, message.union, types.messages);
  const field = message.fields.find((one) => one.name === name);
  return field && { field, type: field.type, prefix: prefix + field.column, rows: part.rows };
}

/** The fields of a kind are numbered. */
function findKindField(
  { prefix, rows }: Part,
  name: string,
  { kinds, fieldColumn }: NonNullable<TableauMessage["union"]>,
  messages: ReadonlyMap<string, TableauMessage>,
): Part | undefined {
  for (const kind of kinds) {
    const fields = messages.get(kind.message)?.fields ?? [];
    const index = fields.findIndex((field) => field.name === name);
    const field = fields[index];
    if (field === undefined) continue;
    return {
      field: { ...field, column: "" },
      type: field.type,
      prefix: `${prefix}${fieldColumn}${index + 1}`,
      rows,
    };
  }
  return undefined;
}

function isFilled(sheet: Sheet, row: number, column: number): boolean {
  return !isBlank(cellText(sheet.cell(row, column)) ?? "");
}
