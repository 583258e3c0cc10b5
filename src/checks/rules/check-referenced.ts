import { at } from "../../base/assert.js";
import type { RuleSource } from "../../model/rule.js";
import type { TypedTable } from "../../model/typed-table.js";
import { createVisits, type Trail } from "../../model/visit-values.js";
import type { CheckContext } from "../check-context.js";
import { formatKey } from "../format-key.js";
import { reportBroken } from "./report-broken.js";

/** Reports the rows that no other row refers to. */
export function checkReferenced(rule: RuleSource, table: TypedTable, context: CheckContext): void {
  const { schema } = table;
  const isReferred = markReferred(context.schema.tables.indexOf(schema), table, context);
  const columns = schema.keys[0]?.columns ?? [0];
  for (let row = 0; row < table.rowCount; row++) {
    if (isReferred[row] === 1 || columns.some((column) => table.isInvalid?.(row, column))) continue;
    const reason = `nothing refers to ${formatKey(table, { columns }, row, context.schema)}`;
    const place = table.cellAt(row, at(columns, 0));
    reportBroken({ rule, where: { table: schema.name }, reason, at: place }, context);
  }
}

function markReferred(
  index: number,
  table: TypedTable,
  { schema, tables, resolver }: CheckContext,
): Uint8Array {
  const isReferred = new Uint8Array(table.rowCount);
  for (const from of tables) {
    const visits = createVisits(schema, {
      onType: (type) => {
        if (type.kind !== "reference" || !type.targets.some((one) => one.table === index)) return undefined;
        return (key, trail) => {
          const found = resolver.resolve(type, key);
          if (found === undefined || at(type.targets, found.target).table !== index) return;
          // Who refers to itself is not referred to by that.
          if (from !== table || found.row !== trail.row) isReferred[found.row] = 1;
        };
      },
    });
    for (const [column, { type, backReference }] of from.schema.columns.entries()) {
      // What leads back is there because of a reference the other way.
      const visit = backReference === undefined ? visits(type) : undefined;
      if (visit === undefined) continue;
      const trail: Trail = { row: 0, fields: [], elements: [] };
      for (let row = 0; row < from.rowCount; row++) {
        trail.row = row;
        const value = at(from.columns, column)[row];
        if (value !== undefined && !from.isInvalid?.(row, column)) visit(value, trail);
      }
    }
  }
  return isReferred;
}
