import { at } from "../../base/assert.js";
import { isBlank } from "../../base/blank.js";
import type { FieldRule } from "../../model/rule.js";
import { type FieldSchema, type Schema, type ValueType, walkType } from "../../model/schema.js";
import type { TypedTable } from "../../model/typed-table.js";
import type { Value } from "../../model/value.js";
import { createVisits, joinVisits, type Trail, type Visit } from "../../model/visit-values.js";
import type { CheckContext } from "../check-context.js";
import { type Environment, namesOfStruct, namesOfTable, stripOptional } from "../expressions/compiled.js";
import { checkOrder } from "./check-order.js";
import { compileCheck } from "./compile-check.js";
import { compileFieldRule, type RuledField, reportWrongType, type ValueTest } from "./compile-field-rule.js";
import { createOrder, isOrderRule } from "./order.js";
import { reportBroken } from "./report-broken.js";

/** Reports every value that breaks a rule of its column, or of the field of a struct that it is, at its cell. */
export function checkFieldRules(table: TypedTable, structs: StructTests, context: CheckContext): void {
  for (const [column, field] of table.schema.columns.entries()) {
    checkColumn({ table, column, field }, structs, context);
  }
}

/** The tests of each struct's fields that have rules: they are made once, and where they stand is reported once. */
export type StructTests = ReadonlyMap<FieldSchema, readonly ValueTest[]>;

/** Makes the tests of all structs; reports rules that are wrong. */
export function compileStructs(context: CheckContext): StructTests {
  const tests = new Map<FieldSchema, readonly ValueTest[]>();
  for (const { name, fields } of context.schema.structs) {
    for (const field of fields) {
      if (field.rules === undefined) continue;
      const ruled = { field, where: { table: name, column: field.name } };
      const environment = { owner: name, names: namesOfStruct(fields), context };
      tests.set(field, compileTests(field.rules, ruled, environment));
    }
  }
  return tests;
}

type OpenEnvironment = Omit<Environment, "at" | "it">;

function compileTests(
  rules: readonly FieldRule[],
  ruled: RuledField,
  environment: OpenEnvironment,
): readonly ValueTest[] {
  return rules.flatMap((rule) => {
    const test =
      rule.kind === "check"
        ? compileCheck(rule, { ...environment, it: ruled.field.type, at: rule.at })
        : compileFieldRule(rule, ruled, environment.context);
    return test === undefined ? [] : [test];
  });
}

interface Column {
  readonly table: TypedTable;
  readonly column: number;
  readonly field: FieldSchema;
}

function checkColumn({ table, column, field }: Column, structs: StructTests, context: CheckContext): void {
  const { schema } = table;
  const { rules = [] } = field;
  const where = { table: schema.name, column: field.name };
  const onBreach = (test: ValueTest, value: Value, trail: Trail) => {
    const { elements } = trail;
    reportBroken(
      {
        rule: test.rule,
        where: elements.length === 0 ? where : { ...where, elements: [...elements] },
        reason: test.explain(value, trail),
        at: table.cellAt(trail.row, column, elements),
      },
      context,
    );
  };
  const environment = { owner: schema.name, names: namesOfTable(table), context };
  const own = rules.filter(({ within }) => within === undefined);
  const tests = own.length === 0 ? [] : compileTests(own, { field, where }, environment);
  const inner = compileInner(rules, { field, where }, environment);
  const visits = createVisits(context.schema, {
    onField: (one) =>
      joinVisits(
        visitTests(structs.get(one) ?? [], one.type, onBreach, context),
        visitInner(inner.get(one) ?? [], one.type, onBreach, context),
      ),
  });
  const visit = joinVisits(
    visitTests(tests, field.type, onBreach, context),
    visitPresent(visits(field.type)),
  );
  if (visit !== undefined) visitColumn(table, column, visit);
  for (const rule of own) checkRows(rule, { table, column, field }, context);
}

/** Tests of the fields of structs for which the columns of the header have rules. */
type InnerTests = ReadonlyMap<FieldSchema, readonly InnerTest[]>;

interface InnerTest {
  readonly within: readonly string[];
  readonly test: ValueTest;
}

function compileInner(
  rules: readonly FieldRule[],
  { field, where }: RuledField,
  environment: OpenEnvironment,
): InnerTests {
  const tests = new Map<FieldSchema, InnerTest[]>();
  for (const rule of rules) {
    const { within } = rule;
    if (within === undefined) continue;
    for (const inner of findFields(field.type, within, environment.context.schema)) {
      const ruled = { field: inner, where: { ...where, elements: within } };
      const compiled = compileTests([rule], ruled, environment);
      tests.set(inner, [...(tests.get(inner) ?? []), ...compiled.map((test) => ({ within, test }))]);
    }
  }
  return tests;
}

/** Returns the fields that a path leads to: several where kinds of a variant have the same name. */
function findFields(type: ValueType, within: readonly string[], schema: Schema): readonly FieldSchema[] {
  const [name, ...rest] = within;
  return [...walkType(type)].flatMap((one) => {
    const structs =
      one.kind === "struct"
        ? [one.index]
        : one.kind === "variant"
          ? at(schema.variants, one.index).kinds.map(({ struct }) => struct)
          : [];
    const fields = structs.flatMap((struct) =>
      at(schema.structs, struct).fields.filter((field) => field.name === name),
    );
    return rest.length === 0 ? fields : fields.flatMap((field) => findFields(field.type, rest, schema));
  });
}

function visitInner(
  tests: readonly InnerTest[],
  type: ValueType,
  onBreach: OnBreach,
  context: CheckContext,
): Visit | undefined {
  return tests
    .map(({ within, test }): Visit | undefined => {
      const visit = visitTests([test], type, onBreach, context);
      // The struct may stand elsewhere in the column too.
      return (value, trail) => {
        const names = trail.elements.filter((step) => typeof step === "string");
        if (names.join(".") === within.join(".")) visit?.(value, trail);
      };
    })
    .reduce(joinVisits, undefined);
}

function visitColumn(table: TypedTable, column: number, visit: Visit): void {
  const values = at(table.columns, column);
  const trail: Trail = { row: 0, fields: [], elements: [] };
  for (let row = 0; row < table.rowCount; row++) {
    trail.row = row;
    if (table.isInvalid?.(row, column) !== true) visit(values[row], trail);
  }
}

function visitPresent(visit: Visit | undefined): Visit | undefined {
  return visit && ((value, trail) => (value === undefined ? undefined : visit(value, trail)));
}

type OnBreach = (test: ValueTest, value: Value, trail: Trail) => void;

/** Tests of the whole value, then those of what it holds. Only `required` is about what is absent. */
function visitTests(
  tests: readonly ValueTest[],
  type: ValueType,
  onBreach: OnBreach,
  { schema }: CheckContext,
): Visit | undefined {
  const run = (those: readonly ValueTest[]): Visit | undefined => {
    if (those.length === 0) return undefined;
    return (value, trail) => {
      for (const test of those) {
        if (value === undefined && test.rule.kind !== "required") continue;
        if (!test.holds(value, trail)) onBreach(test, value, trail);
      }
    };
  };
  const onElement = run(tests.filter(({ scope }) => scope === "element"));
  const elements =
    onElement && createVisits(schema, { onType: (one) => (isLeaf(one) ? onElement : undefined) });
  return joinVisits(run(tests.filter(({ scope }) => scope === "field")), visitPresent(elements?.(type)));
}

function isLeaf({ kind }: ValueType): boolean {
  return !["optional", "list", "array", "set", "map", "struct", "variant"].includes(kind);
}

/** Rules that are about one row after the other, or about the cell itself. */
function checkRows(rule: FieldRule, { table, column, field }: Column, context: CheckContext): void {
  const where = { table: table.schema.name, column: field.name };
  const type = stripOptional(field.type);
  if (rule.kind === "required" && isScalar(type) && field.type.kind !== "optional") {
    checkFilled(rule, { table, column, field }, context);
  }
  if (!isOrderRule(rule) || type.kind === "list" || type.kind === "array") return;
  const order = createOrder(rule, type, rule, context);
  if (order === undefined) return;
  if ("takes" in order) reportWrongType(rule, { field, where }, order.takes, context);
  else checkOrder({ rule, order, table, column, groups: undefined }, context);
}

function isScalar({ kind }: ValueType): boolean {
  return !["string", "list", "array", "set", "map", "struct", "variant"].includes(kind);
}

/** A number that is there because of a default is none that somebody has written. */
function checkFilled(rule: FieldRule, { table, column, field }: Column, context: CheckContext): void {
  const where = { table: table.schema.name, column: field.name };
  for (let row = 0; row < table.rowCount; row++) {
    if (table.isInvalid?.(row, column)) continue;
    const cell = table.cellAt(row, column);
    if (isBlank(cell.value ?? "")) reportBroken({ rule, where, reason: "it is empty", at: cell }, context);
  }
}
