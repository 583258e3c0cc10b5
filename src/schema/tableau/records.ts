import { isBlank } from "../../base/blank.js";
import { columnsOfField, type TableauType, type TableauTypes } from "../../model/tableau.js";
import type { Sheet } from "../../model/workbook.js";
import type { PlannedSheet, PlannedTable } from "./plan-tables.js";
import { textAt } from "./read-header.js";

/**
 * Groups the rows of a sheet by the records that they belong to: those with one key where it may be there again, else
 * each row is one. A table of a single record has all of them. Rows without a cell of the record are left out.
 */
export function splitRecords(
  table: PlannedTable,
  { sheet, columns, rows }: PlannedSheet,
  types: TableauTypes,
): readonly (readonly number[])[] {
  const { container, keyColumn, prefix, fields, options } = table;
  if (container === undefined) return [rows.length === 0 ? [options.header.dataRow - 1] : rows];
  const own = [...new Set(fields.flatMap((field) => [...columnsOfField(field, prefix, { columns, types })]))];
  const filled = rows.filter((row) => own.some((column) => !isBlank(textAt(sheet, row, column))));
  const key = keyColumn === undefined ? undefined : fields.find(({ column }) => column === keyColumn);
  const column = key === undefined ? undefined : columns.get(prefix + key.column);
  if (key === undefined || column === undefined || isUniqueKey(table)) return filled.map((row) => [row]);
  const records = new Map<string, number[]>();
  for (const row of filled) {
    const id = identifyKey(textAt(sheet, row, column), key.type, types);
    const record = records.get(id) ?? [];
    records.set(id, [...record, row]);
  }
  return [...records.values()];
}

/** A key may be there again where elements within the record stand in rows, too. */
function isUniqueKey({ fields, keyColumn }: PlannedTable): boolean {
  const key = fields.find(({ column }) => column === keyColumn);
  return key?.isUnique ?? !fields.some(({ type }) => "layout" in type && type.layout === "vertical");
}

/** Returns the same text for cells that are one key: `1` and `1.0`, the name of an enum's value and its alias. */
function identifyKey(text: string, type: TableauType, { enums }: Pick<TableauTypes, "enums">): string {
  if (type.kind === "enum") {
    const number = enums.get(type.name)?.numbers.get(text.trim());
    return String(number ?? normalizeNumber(text));
  }
  return type.kind === "scalar" && type.scalar === "string" ? text : normalizeNumber(text);
}

function normalizeNumber(text: string): string {
  const word = text.trim();
  if (word === "") return "0";
  return /^[-+]?\d{1,15}(\.0*)?$/.test(word) ? String(Number(word)) : word;
}

const filledKeys = new WeakMap<Sheet, Map<string, Sheet>>();

/**
 * Returns the sheet with the empty key cells of its rows filled by the row above, as long as the keys around them are
 * those of the row above, too.
 */
export function fillAdjacentKeys(
  table: PlannedTable,
  planned: PlannedSheet,
  types: TableauTypes,
): PlannedSheet {
  const keys = listKeyColumns(table, planned, types);
  const id = JSON.stringify([keys, planned.rows.length]);
  const known = filledKeys.get(planned.sheet) ?? new Map<string, Sheet>();
  filledKeys.set(planned.sheet, known);
  const sheet = known.get(id) ?? fillKeys(planned, keys);
  known.set(id, sheet);
  return { ...planned, sheet };
}

/** Columns of keys, each with the one around it, from the outermost inwards. */
type KeyColumns = readonly { readonly column: number; readonly outer: number | undefined }[];

function listKeyColumns(table: PlannedTable, { columns }: PlannedSheet, types: TableauTypes): KeyColumns {
  const keys: { column: number; outer: number | undefined }[] = [];
  const add = (name: string | undefined, outer: number | undefined): number | undefined => {
    const column = name === undefined ? undefined : columns.get(name);
    if (column !== undefined) keys.push({ column, outer });
    return column ?? outer;
  };
  const visit = (
    fields: PlannedTable["fields"],
    prefix: string,
    outer: number | undefined,
    depth: number,
  ): void => {
    for (const { type, column } of fields) {
      if ((type.kind !== "list" && type.kind !== "map") || type.layout !== "vertical" || depth > 16) continue;
      const inner = prefix + column;
      const own = type.kind === "list" ? type.key : type.keyColumn;
      const element = type.kind === "list" ? type.element : type.value;
      const key = add(own === undefined ? undefined : inner + own, outer);
      const message = element.kind === "message" ? types.messages.get(element.name) : undefined;
      visit(message?.fields ?? [], inner, key, depth + 1);
    }
  };
  const { keyColumn, prefix } = table;
  const outermost = add(keyColumn === undefined ? undefined : prefix + keyColumn, undefined);
  visit(table.fields, prefix, outermost, 0);
  return keys;
}

function fillKeys({ sheet, rows }: PlannedSheet, keys: KeyColumns): Sheet {
  const filled = new Map<string, ReturnType<Sheet["cell"]>>();
  const cell: Sheet["cell"] = (row, column) => sheet.cell(row, column) ?? filled.get(`${row} ${column}`);
  let above: number | undefined;
  for (const row of rows) {
    for (const { column, outer } of keys) {
      if (above === undefined || !isBlank(textAt(sheet, row, column))) continue;
      const isSame = outer === undefined || cell(row, outer) === cell(above, outer);
      if (isSame) filled.set(`${row} ${column}`, cell(above, column));
    }
    above = row;
  }
  const { file, name, rowCount, columnCount, isTransposed, lineOf } = sheet;
  return {
    ...{ file, name, rowCount, columnCount },
    cell: (row, column) => filled.get(`${row} ${column}`) ?? sheet.cell(row, column),
    ...(isTransposed === undefined ? {} : { isTransposed }),
    ...(lineOf === undefined ? {} : { lineOf: (row, column) => lineOf.call(sheet, row, column) }),
  };
}
