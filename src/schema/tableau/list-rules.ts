import type { Report } from "../../base/diagnostics.js";
import type { FieldRule, TableRule } from "../../model/rule.js";
import type { ValueType } from "../../model/schema.js";
import type { PlannedTable } from "./plan-tables.js";
import type { DraftField } from "./project-types.js";

/**
 * Returns what the values of a column have to be one after the other. Within a record that is looked at where it is
 * read, and a table of one record has no order.
 */
export function listColumnRules(
  { sequence, order, at }: DraftField,
  { container, sheets }: PlannedTable,
  type: ValueType,
  report: Report,
): readonly FieldRule[] {
  if (container === undefined) return [];
  const kind = type.kind === "optional" ? type.value.kind : type.kind;
  // Sheets that are merged are each in an order of their own.
  const isOne = sheets.length === 1;
  const takes = (kinds: readonly ValueType["kind"][], text: string): boolean => {
    const isGood = isOne && kinds.includes(kind);
    if (!isGood) report("tableau-not-checked", { what: text }, at);
    return isGood;
  };
  const rules: FieldRule[] = [];
  const first = `sequence:${sequence}`;
  if (sequence !== undefined && takes(["integer"], first)) {
    rules.push({ kind: "sequence", first: sequence, text: first, at });
  }
  if (order !== undefined && takes(orderedKinds, writeOrder(order))) {
    rules.push({ kind: order.direction, isStrict: order.isStrict, text: writeOrder(order), at });
  }
  return rules;
}

const orderedKinds: readonly ValueType["kind"][] = [
  ...(["integer", "float", "string", "datetime", "duration", "version"] as const),
];

function writeOrder({ direction, isStrict }: NonNullable<DraftField["order"]>): string {
  return `order:ORDER_${isStrict ? "STRICTLY_" : ""}${direction === "ascending" ? "ASC" : "DESC"}`;
}

/** Returns what the rows of a table have to keep together: no value of a field twice. */
export function listTableRules(
  { name, column, isUnique, at }: DraftField,
  { container, keyColumn }: PlannedTable,
): readonly TableRule[] {
  if (container === undefined || isUnique !== true || column === keyColumn) return [];
  return [{ kind: "unique", columns: [name], text: "unique:true", at }];
}
