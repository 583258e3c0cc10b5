import { at } from "../../base/assert.js";
import { findNearest } from "../../base/find-nearest.js";
import { findFirstRows } from "../../base/first-rows.js";
import type { RuleSource } from "../../model/rule.js";
import { keyTypeOf, type ValueType } from "../../model/schema.js";
import type { TypedTable } from "../../model/typed-table.js";
import type { Value } from "../../model/value.js";
import type { CheckContext } from "../check-context.js";
import { stripOptional } from "../expressions/compiled.js";

/** Returns the position of a column; reports one that the table does not have where the rule stands. */
export function findColumn(
  name: string,
  { schema }: TypedTable,
  rule: RuleSource,
  { report }: CheckContext,
): number | undefined {
  const names = schema.columns.map((column) => column.name);
  const column = names.indexOf(name.normalize("NFC"));
  if (column >= 0) return column;
  const suggestion = findNearest(name, names);
  const named = suggestion === undefined ? {} : { suggestion };
  report("unknown-rule-name", { rule: rule.text, what: "a column", name, ...named }, rule.at);
  return undefined;
}

/** As `findColumn`, for several; `undefined` where one of them is not there. */
export function findColumns(
  names: readonly string[],
  table: TypedTable,
  rule: RuleSource,
  context: CheckContext,
): readonly number[] | undefined {
  const columns = names.map((name) => findColumn(name, table, rule, context));
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

/** Returns for each of the rows the first one that has the same values in the columns. */
export function groupRows(table: TypedTable, columns: readonly number[], rows: Uint32Array): Uint32Array {
  if (columns.length === 0) return new Uint32Array(table.rowCount);
  const values = columns.map((column) =>
    comparable(at(table.columns, column), at(table.schema.columns, column).type),
  );
  return findFirstRows(values, rows);
}

/** Lists and structs are the same where all in them is. */
function comparable(values: ArrayLike<Value>, type: ValueType): ArrayLike<unknown> {
  const present = stripOptional(type);
  if (keyTypeOf(present) !== undefined || present.kind === "float") return values;
  return Array.from(values, (value) =>
    value === undefined
      ? undefined
      : JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part)),
  );
}

/** Returns the rows that have no bad cell in any of the columns. */
export function listGoodRows(table: TypedTable, columns: readonly number[]): Uint32Array {
  const { rowCount, isInvalid } = table;
  const rows = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    if (isInvalid !== undefined && columns.some((column) => isInvalid(row, column))) continue;
    rows[count] = row;
    count++;
  }
  return rows.subarray(0, count);
}
