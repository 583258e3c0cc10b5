import type { Report } from "../../base/diagnostics.js";
import { findNearest } from "../../base/find-nearest.js";
import { countElements, sizeOf, type TableauType, type TableauTypes } from "../../model/tableau.js";
import { placeOfCell } from "../../model/workbook.js";
import type { PlannedSheet, PlannedTable } from "./plan-tables.js";
import type { DraftField } from "./project-types.js";

/** Reports the columns that a table needs and a sheet of it does not have, each once. */
export function checkColumns(
  table: PlannedTable,
  planned: PlannedSheet,
  { types, report }: { readonly types: TableauTypes; readonly report: Report },
): void {
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
    depth: number,
  ): void => {
    if (depth > 16) return; // a predefined message may hold itself
    for (const field of fields) {
      visit(field.type, prefix + field.column, isOptional || field.isOptional, depth);
    }
  };
  const visit = (type: TableauType, name: string, isOptional: boolean, depth: number): void => {
    if (type.kind === "list" || type.kind === "map") {
      const element = type.kind === "list" ? type.element : type.value;
      if (type.layout === "incell") need(name, isOptional);
      else if (type.layout === "vertical") visit(element, name, isOptional, depth);
      else {
        const count = countElements(columns, name);
        if (count === 0) need(`${name}1`, isOptional);
        for (let index = 1; index <= sizeOf(type, count); index++)
          visit(element, `${name}${index}`, isOptional, depth);
      }
      return;
    }
    const message = type.kind === "message" && !type.isInCell ? types.messages.get(type.name) : undefined;
    if (message === undefined) need(name, isOptional);
    else if (message.union === undefined) visitFields(message.fields, name, isOptional, depth + 1);
    else need(name + message.union.typeColumn, isOptional);
  };
  visitFields(table.fields, table.prefix, table.options.isOptional, 0);
  const row = table.options.header.nameRow - 1;
  for (const column of missing) {
    // What stands for itself was not meant to be another.
    const others = [...columns.keys()].filter((name) => !needed.has(name));
    const parameters = { column, table: table.name, suggestion: findNearest(column, others) };
    report("tableau-missing-column", parameters, placeOfCell(sheet, row, 0));
  }
}
