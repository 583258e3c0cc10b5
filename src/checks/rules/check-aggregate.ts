import { at } from "../../base/assert.js";
import { u32At } from "../../base/typed-array.js";
import type { AggregateTerms, RuleSource } from "../../model/rule.js";
import type { ValueType } from "../../model/schema.js";
import type { TypedTable } from "../../model/typed-table.js";
import type { CheckContext } from "../check-context.js";
import { compileExpression, type Expression } from "../expressions/compile-expression.js";
import { createFrame, type Environment, type Evaluate, real, whole } from "../expressions/compiled.js";
import { addExactly } from "../expressions/exact-numbers.js";
import { formatValue } from "../format-value.js";
import { findColumns, groupRows, listGoodRows } from "./group-rows.js";
import { explainRange, isWithin, type Range, readRange } from "./read-range.js";
import { reportBroken } from "./report-broken.js";

type Rule = RuleSource & AggregateTerms;

/**
 * Reports the groups whose sum or number of rows is not within the range, at their first row. A table with a bad cell
 * in what the rule is about is left alone: what its groups come to nobody knows.
 */
export function checkAggregate(
  rule: Rule,
  table: TypedTable,
  environment: Environment,
  context: CheckContext,
): void {
  const by = findColumns(rule.by, table, rule, context);
  const plan = planAggregate(rule, environment, context);
  if (by === undefined || plan === undefined) return;
  const used = [...plan.names].map((name) => table.schema.columns.findIndex((one) => one.name === name));
  const rows = listGoodRows(table, [...by, ...used.filter((column) => column >= 0)]);
  if (rows.length < table.rowCount) return;
  const groups = groupRows(table, by, rows);
  const totals = sumUp(rows, groups, plan, { rule, table }, context);
  if (by.length === 0 && totals.size === 0) totals.set(0, 0);
  for (const [first, total] of totals) {
    if (isClose(total, plan)) continue;
    reportGroup({ rule, table, by, first, total, plan, column: used[0] ?? by[0] }, context);
  }
}

interface Plan {
  readonly type: ValueType;
  /** What a row adds; `undefined` where it does not count. */
  readonly amountOf: Evaluate;
  readonly isCounted: Evaluate;
  readonly range: Range;
  readonly names: ReadonlySet<string>;
}

function planAggregate(rule: Rule, environment: Environment, context: CheckContext): Plan | undefined {
  const isCount = rule.kind === "count";
  const isWhole = isCount && rule.of === "*";
  const amount = isWhole ? always : compileExpression(rule.of, environment, isCount ? "bool" : "number");
  const where = rule.where === undefined ? always : compileExpression(rule.where, environment, "bool");
  if (amount === undefined || where === undefined) return undefined;
  const type = isCount ? whole : sumType(amount.type);
  const range = readRange(rule.range, type, rule, context);
  if (range === undefined) return undefined;
  const { evaluate } = amount;
  return {
    type,
    amountOf: isCount ? (frame) => (evaluate(frame) === true ? 1 : 0) : evaluate,
    isCounted: where.evaluate,
    range,
    names: new Set([...amount.names, ...where.names]),
  };
}

const always: Pick<Expression, "type" | "evaluate" | "names"> = {
  type: { kind: "bool" },
  evaluate: () => true,
  names: [],
};

function sumType(type: Expression["type"]): ValueType {
  if (type === "nothing" || type.kind === "integer") return whole;
  return type.kind === "float" ? real : type;
}

/** Returns for the first row of each group what its rows come to. */
function sumUp(
  rows: Uint32Array,
  groups: Uint32Array,
  { type, amountOf, isCounted }: Plan,
  { rule, table }: { readonly rule: Rule; readonly table: TypedTable },
  context: CheckContext,
): Map<number, number | bigint> {
  const totals = new Map<number, number | bigint>();
  const frame = createFrame();
  const add =
    type.kind === "float"
      ? (one: number | bigint, other: number | bigint) => Number(one) + Number(other)
      : addExactly;
  for (const row of rows) {
    frame.row = row;
    if (isCounted(frame) !== true) continue;
    const amount = amountOf(frame) ?? 0;
    const group = u32At(groups, row);
    totals.set(group, add(totals.get(group) ?? 0, amount as number | bigint)); // the expression gives a number
    if (frame.fault === undefined) continue;
    const where = { table: table.schema.name };
    reportBroken({ rule, where, reason: frame.fault, at: table.cellAt(row, 0) }, context);
    frame.fault = undefined;
  }
  return totals;
}

/** Sums of floats are off by what each of them is rounded by. */
function isClose(total: number | bigint, { type, range }: Plan): boolean {
  if (isWithin(total, range)) return true;
  if (type.kind !== "float") return false;
  const near = (limit: number | bigint) =>
    Math.abs(Number(total) - Number(limit)) <= 1e-6 * Math.max(1, Math.abs(Number(limit)));
  return [range.minimum, range.maximum].some(
    (limit) => limit !== undefined && !limit.isOpen && near(limit.value),
  );
}

interface BrokenGroup {
  readonly rule: Rule;
  readonly table: TypedTable;
  readonly by: readonly number[];
  /** First row of the group. */
  readonly first: number;
  readonly total: number | bigint;
  readonly plan: Plan;
  /** Where it is reported: what is summed up, else the group. */
  readonly column: number | undefined;
}

function reportGroup(
  { rule, table, by, first, total, plan, column }: BrokenGroup,
  context: CheckContext,
): void {
  const { schema } = table;
  const group = by.map((one) => {
    const { name, type } = at(schema.columns, one);
    return `${name} = ${formatValue(at(table.columns, one)[first], type, context.schema)}`;
  });
  const shown = formatValue(total, plan.type, context.schema);
  const range = explainRange(total, shown, plan.range);
  const what = rule.kind === "sum" ? "the sum" : "the number of rows";
  const reason = group.length === 0 ? `${what} ${range}` : `${what} ${range} where ${group.join(", ")}`;
  const place = table.rowCount === 0 ? schema.at : table.cellAt(first, column ?? 0);
  reportBroken({ rule, where: { table: schema.name }, reason, at: place }, context);
}
