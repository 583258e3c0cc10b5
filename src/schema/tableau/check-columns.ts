import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import { countElements, sizeOf, type TableauType, type TableauTypes } from "../../model/tableau.js";
import { placeOfCell } from "../../model/workbook.js";
import type { PlannedSheet, PlannedTable } from "./plan-tables.js";
import type { DraftField } from "./project-types.js";

/** Reports the columns that a table needs and a sheet of it does not have, each once. Returns the fields that lack one. */
export function checkColumns(
  table: PlannedTable,
  planned: PlannedSheet,
  { types, report }: { readonly types: TableauTypes; readonly report: Report },
): ReadonlySet<DraftField> {
  const missing = new Set<string>();
  const needed = new Set<string>();
  const { columns, sheet } = planned;
  const need = (name: string, isOptional: boolean): void => {
    needed.add(name);
    if (!isOptional && !columns.has(name)) missing.add(name);
  };
  const visitFields = (
    fields: readonly DraftField[],
    prefix: string,
    isOptional: boolean,
    open: readonly OpenMessage[],
  ): void => {
    for (const field of fields) {
      visit(field.type, prefix + field.column, isOptional || field.isOptional, open);
    }
  };
  const visit = (
    type: TableauType,
    name: string,
    isOptional: boolean,
    open: readonly OpenMessage[],
  ): void => {
    if (type.kind === "list" || type.kind === "map") {
      const element = type.kind === "list" ? type.element : type.value;
      if (type.layout === "incell") need(name, isOptional);
      else if (type.layout === "vertical") visit(element, name, isOptional, open);
      else {
        const count = countElements(columns, name);
        const isAgain = element.kind === "message" && open.some((one) => one.name === element.name);
        if (count === 0) need(`${name}1`, isOptional || isAgain);
        // Behind the first element that lacks a column the others would only repeat it.
        const before = missing.size;
        for (let index = 1; index <= sizeOf(type, count) && missing.size === before; index++) {
          visit(element, `${name}${index}`, isOptional, open);
        }
      }
      return;
    }
    const message = type.kind === "message" && !type.isInCell ? types.messages.get(type.name) : undefined;
    // Within itself a message is there as far as there are columns.
    const again = open.filter((one) => one.name === message?.fullName);
    const hasColumns = [...columns.keys()].some((column) => column.startsWith(name));
    if (again.length > 0 && (!hasColumns || again.some(({ prefix }) => prefix === name))) return;
    if (message === undefined) need(name, isOptional);
    else if (message.union === undefined)
      visitFields(message.fields, name, isOptional, [...open, { name: message.fullName, prefix: name }]);
    else need(name + message.union.typeColumn, isOptional);
  };
  const faulty = new Set<DraftField>();
  for (const field of table.fields) {
    const before = missing.size;
    visitFields([field], table.prefix, table.options.isOptional, []);
    if (missing.size > before) faulty.add(field);
  }
  const row = table.options.header.nameRow - 1;
  for (const column of missing) {
    // What stands for itself was not meant to be another.
    const others = [...columns.keys()].filter((name) => !needed.has(name));
    const parameters = { column, table: table.name, suggestion: findNearest(column, others) };
    report("tableau-missing-column", parameters, placeOfCell(sheet, row, 0));
  }
  return faulty;
}

/** A message around what is looked at. */
interface OpenMessage {
  readonly name: string;
  readonly prefix: string;
}
