import { at } from "../../base/assert.js";
import type { RuleSource } from "../../model/rule.js";
import type { TypedTable } from "../../model/typed-table.js";
import type { Value } from "../../model/value.js";
import type { CheckContext } from "../check-context.js";
import type { Order } from "./order.js";
import { reportBroken } from "./report-broken.js";

export interface OrderedColumn {
  readonly rule: RuleSource;
  readonly order: Order;
  readonly table: TypedTable;
  readonly column: number;
  /** For each row its group; all rows are one where it is absent. A negative one is of rows that do not count. */
  readonly groups: ArrayLike<number> | undefined;
}

/**
 * Reports the values that do not follow the one before them in their group, in the order of the sheets. What is absent
 * does not count; behind a bad cell nobody knows what should follow.
 */
export function checkOrder(
  { rule, order, table, column, groups }: OrderedColumn,
  context: CheckContext,
): void {
  const values = at(table.columns, column);
  const last = new Map<number, { readonly value: Value; readonly row: number } | "unknown">();
  const where = { table: table.schema.name, column: at(table.schema.columns, column).name };
  for (let row = 0; row < table.rowCount; row++) {
    const group = groups === undefined ? 0 : at(groups, row);
    if (group < 0) continue;
    if (table.isInvalid?.(row, column)) {
      last.set(group, "unknown");
      continue;
    }
    const value = values[row];
    if (value === undefined) continue;
    const previous = last.get(group);
    last.set(group, { value, row });
    if (previous === "unknown" || order.keeps(previous?.value, value)) continue;
    const notes =
      previous === undefined ? [] : [{ message: "the one before", at: table.cellAt(previous.row, column) }];
    const reason = order.explain(previous?.value, value);
    reportBroken({ rule, where, reason, at: table.cellAt(row, column), notes }, context);
  }
}
