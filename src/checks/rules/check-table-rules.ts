import { at } from "../../base/assert.js";
import { u32At } from "../../base/typed-array.js";
import type { CheckTerms, RowOrderTerms, RuleSource, TableRule, UniqueTerms } from "../../model/rule.js";
import type { TypedTable } from "../../model/typed-table.js";
import type { CheckContext } from "../check-context.js";
import { compileExpression } from "../expressions/compile-expression.js";
import { createFrame, type Environment, namesOfTable, stripOptional } from "../expressions/compiled.js";
import { formatKey } from "../format-key.js";
import { checkAggregate } from "./check-aggregate.js";
import { checkOrder } from "./check-order.js";
import { checkReferenced } from "./check-referenced.js";
import { explainFalse } from "./compile-check.js";
import { reportWrongType } from "./compile-field-rule.js";
import { findColumn, findColumns, groupRows, listGoodRows } from "./group-rows.js";
import { createOrder } from "./order.js";
import { reportBroken } from "./report-broken.js";

/** Reports the rows of a table that break one of its rules. */
export function checkTableRules(table: TypedTable, context: CheckContext): void {
  for (const rule of table.schema.rules ?? []) checkRule(rule, table, context);
}

function checkRule(rule: TableRule, table: TypedTable, context: CheckContext): void {
  const environment: Environment = {
    owner: table.schema.name,
    names: namesOfTable(table),
    context,
    at: rule.at,
  };
  switch (rule.kind) {
    case "check":
      checkExpression(rule, table, environment);
      break;
    case "unique":
      checkUnique(rule, table, context);
      break;
    case "sum":
    case "count":
      checkAggregate(rule, table, environment, context);
      break;
    case "ordered":
      checkRowOrder(rule, table, context);
      break;
    case "referenced":
      checkReferenced(rule, table, context);
      break;
  }
}

/** Reports each row of which the expression is not true, at the first column that it names. */
function checkExpression(rule: RuleSource & CheckTerms, table: TypedTable, environment: Environment): void {
  const expression = compileExpression(rule.expression, environment, "bool");
  if (expression === undefined) return;
  const { schema } = table;
  const column = schema.columns.findIndex(({ name }) => name === expression.names[0]);
  const frame = createFrame();
  for (let row = 0; row < table.rowCount; row++) {
    frame.row = row;
    if (expression.evaluate(frame) !== false && frame.fault === undefined) continue;
    const reason = frame.fault ?? explainFalse(expression.describe(frame));
    frame.fault = undefined;
    const place = table.cellAt(row, Math.max(column, 0));
    reportBroken({ rule, where: { table: schema.name }, reason, at: place }, environment.context);
  }
}

function checkUnique(rule: RuleSource & UniqueTerms, table: TypedTable, context: CheckContext): void {
  const columns = findColumns(rule.columns, table, rule, context);
  if (columns === undefined) return;
  const isWhole = (row: number) => columns.every((column) => at(table.columns, column)[row] !== undefined);
  const rows = listGoodRows(table, columns).filter(isWhole);
  const firsts = groupRows(table, columns, rows);
  const place = at(columns, 0);
  for (const row of rows) {
    const first = u32At(firsts, row);
    if (first === row) continue;
    const reason = `${formatKey(table, { columns }, row, context.schema)} occurs twice`;
    const notes = [{ message: "first used here", at: table.cellAt(first, place) }];
    const where = { table: table.schema.name };
    reportBroken({ rule, where, reason, at: table.cellAt(row, place), notes }, context);
  }
}

function checkRowOrder(rule: RuleSource & RowOrderTerms, table: TypedTable, context: CheckContext): void {
  const by = findColumns(rule.by, table, rule, context);
  const column = findColumn(rule.column, table, rule, context);
  if (by === undefined || column === undefined) return;
  const field = at(table.schema.columns, column);
  const order = createOrder(rule.order, stripOptional(field.type), rule, context);
  if (order === undefined) return;
  if ("takes" in order) {
    const where = { table: table.schema.name, column: field.name };
    reportWrongType(rule, { field, where }, order.takes, context);
    return;
  }
  const rows = listGoodRows(table, by);
  const firsts = groupRows(table, by, rows);
  const groups = new Int32Array(table.rowCount).fill(-1);
  for (const row of rows) groups[row] = u32At(firsts, row);
  checkOrder({ rule, order, table, column, groups }, context);
}
