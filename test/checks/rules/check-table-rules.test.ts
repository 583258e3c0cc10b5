import { describe, expect, test } from "vitest";
import type { RuleSource, TableRule, TableRuleTerms } from "../../../src/model/rule.js";
import type { ReferenceType, ValueType } from "../../../src/model/schema.js";
import type { Value } from "../../../src/model/value.js";
import { parseRange } from "../../../src/schema/parse-range.js";
import { check, createTypedTable, quality, type TableSpec, types } from "../typed-tables.js";

const at = { file: "table-gen.config.jsonc", path: "tables.Item.rules[0]" };

function rule(terms: TableRuleTerms, more: Omit<Partial<RuleSource>, "at"> = {}): TableRule {
  return { ...terms, text: terms.kind, at, ...more };
}

function range(text: string) {
  const parsed = parseRange(text);
  if ("reason" in parsed) throw new Error(parsed.reason);
  return parsed;
}

/** Checks a table with a key, the columns `group` and `weight`, and the rule. */
function problemsOf(given: TableRule, rows: readonly (readonly Value[])[], spec: Partial<TableSpec> = {}) {
  const columns = [
    ["id", types.int32],
    ["group", types.int32],
    ["weight", types.int64],
  ] as const;
  const table = createTypedTable({ columns, keys: [[0]], rows, rules: [given], ...spec });
  const { problems } = check([table], [quality]);
  return problems.map((one) => one.replace(" | the rule @ table-gen.config.jsonc:tables.Item.rules[0]", ""));
}

describe("sum and count", () => {
  const sum = (text: string, by: readonly string[] = ["group"]) =>
    rule({ kind: "sum", of: "weight", by, range: range(text) });

  test("are of each group, and reported at its first row", () => {
    const rows = [
      [1, 7, 6000n],
      [2, 8, 10_000n],
      [3, 7, 3900n],
    ];
    expect(problemsOf(sum("10000"), rows)).toEqual([
      "TG3006 items.xlsx:Item!C4 Item breaks sum: the sum 9900 is below 10000 where group = 7.",
    ]);
    expect(problemsOf(sum("1..10000", []), rows)).toEqual([
      "TG3006 items.xlsx:Item!C4 Item breaks sum: the sum 19900 is above 10000.",
    ]);
  });

  test("are exact beyond 64 bits", () => {
    const most = 9_223_372_036_854_775_807n;
    const rows = [
      [1, 7, most],
      [2, 7, most],
      [3, 7, -most],
    ];
    expect(problemsOf(sum(String(most)), rows)).toEqual([]);
    expect(problemsOf(sum(String(most - 1n)), rows)).toHaveLength(1);
  });

  test("of floats are off by what each of them is rounded by", () => {
    const columns = [
      ["id", types.int32],
      ["weight", types.float32],
    ] as const;
    const rows = Array.from({ length: 10 }, (_, id) => [id, Math.fround(0.1)]);
    expect(problemsOf(sum("1", []), rows, { columns })).toEqual([]);
    expect(problemsOf(sum("1.001", []), rows, { columns })).toHaveLength(1);
  });

  test("count rows, all or those of which an expression is true", () => {
    const rows = [
      [1, 7, 0n],
      [2, 7, 5n],
      [3, 8, 0n],
    ];
    const count = (of: string, more: object = {}) =>
      rule({ kind: "count", of, by: ["group"], range: range("2"), ...more });
    expect(problemsOf(count("*"), rows)).toEqual([
      "TG3006 items.xlsx:Item!B6 Item breaks count: the number of rows 1 is below 2 where group = 8.",
    ]);
    expect(problemsOf(count("weight > 0"), rows)).toEqual([
      "TG3006 items.xlsx:Item!C4 Item breaks count: the number of rows 1 is below 2 where group = 7.",
      "TG3006 items.xlsx:Item!C6 Item breaks count: the number of rows 0 is below 2 where group = 8.",
    ]);
    expect(problemsOf(count("*", { where: "weight > 0" }), rows)).toHaveLength(1);
  });

  test("are left alone where a cell that matters is bad", () => {
    const rows = [[1, 7, 5n]];
    expect(problemsOf(sum("9"), rows, { invalid: [[0, 2]] })).toEqual([]);
  });

  test("of no rows are 0", () => {
    expect(problemsOf(sum("1", []), [])).toEqual([
      "TG3002 items.xlsx:Item Item has no rows.",
      "TG3006 items.xlsx:Item Item breaks sum: the sum 0 is below 1.",
    ]);
  });
});

test("check is an expression over each row", () => {
  const given = rule({ kind: "check", expression: "weight > group" }, { message: "Weights are heavy." });
  const rows = [
    [1, 7, 8n],
    [2, 7, 7n],
  ];
  expect(problemsOf(given, rows)).toEqual([
    "TG3006 items.xlsx:Item!C5 Weights are heavy: Item breaks check: it is false with weight = 7, group = 7.",
  ]);
  const divides = rule({ kind: "check", expression: "weight / (group - 7) > 0" });
  expect(problemsOf(divides, rows.slice(0, 1))).toEqual([
    "TG3006 items.xlsx:Item!C4 Item breaks check: it divides by 0.",
  ]);
});

test("unique is about all of the columns together; what lacks one does not count", () => {
  const optional: ValueType = { kind: "optional", value: types.string };
  const list: ValueType = { kind: "list", element: types.int64 };
  const columns = [
    ["id", types.int32],
    ["name", optional],
    ["tags", list],
  ] as const;
  const rows = [
    [1, "a", [1n]],
    [2, "a", [2n]],
    [3, "a", [1n]],
    [4, undefined, [1n]],
    [5, undefined, [1n]],
  ];
  const given = rule({ kind: "unique", columns: ["name", "tags"] });
  expect(problemsOf(given, rows, { columns })).toEqual([
    'TG3006 items.xlsx:Item!B6 Item breaks unique: ("a", [1]) occurs twice. | first used here @ items.xlsx:Item!B4',
  ]);
});

test("an order may begin anew in each group", () => {
  const rows = [
    [1, 7, 1n],
    [2, 8, 1n],
    [3, 7, 2n],
    [4, 8, 3n],
  ];
  const order = { kind: "sequence", first: "1" } as const;
  const given = rule({ kind: "ordered", order, column: "weight", by: ["group"] });
  expect(problemsOf(given, rows)).toEqual([
    "TG3006 items.xlsx:Item!C7 Item.weight breaks ordered: 3 follows 1, where 2 should. | the one before @ items.xlsx:Item!C5",
  ]);
});

test("a column that is not there is named, with the nearest one", () => {
  expect(problemsOf(rule({ kind: "unique", columns: ["grup"] }), [[1, 7, 0n]])).toEqual([
    "TG3010 table-gen.config.jsonc:tables.Item.rules[0] unique names a column grup that does not exist. Did you mean group?",
  ]);
});

describe("a rule that is a warning up to a day", () => {
  const given = (until: string) => rule({ kind: "check", expression: "id > 1" }, { warning: { until } });

  test("is one on that day, and says from when it is an error", () => {
    expect(problemsOf(given("2026-06-01"), [[1, 7, 0n]])).toEqual([
      "TG3007 items.xlsx:Item!A4 Item breaks check: it is false with id = 1. | an error from 2026-06-02 on @ ",
    ]);
  });

  test("is an error after it", () => {
    expect(problemsOf(given("2026-05-31"), [[1, 7, 0n]])).toEqual([
      "TG3006 items.xlsx:Item!A4 Item breaks check: it is false with id = 1.",
    ]);
  });

  test("may be a warning for good", () => {
    const always = rule({ kind: "check", expression: "id > 1" }, { warning: "always" });
    expect(problemsOf(always, [[1, 7, 0n]])[0]).toMatch(/^TG3007/);
  });
});

const toItem: ReferenceType = {
  kind: "reference",
  targets: [{ table: 0, name: "Item", keyIndex: 0 }],
  key: [types.int32],
};

function itemsAndDrops(drops: readonly Value[], rules: readonly TableRule[] = [], type: ValueType = toItem) {
  const items = createTypedTable({
    columns: [
      ["id", types.int32],
      ["next", { kind: "optional", value: toItem }],
    ],
    keys: [[0]],
    rows: [
      [10, undefined],
      [20, 10],
      [30, 30],
    ],
    rules,
  });
  const columns = [
    ["id", types.int32],
    ["item", type],
  ] as const;
  const rows = drops.map((value, index) => [index, value]);
  return check([items, createTypedTable({ name: "Drop", columns, keys: [[0]], rows })]).problems;
}

test("referenced asks that another row refers to each", () => {
  const problems = itemsAndDrops([20], [rule({ kind: "referenced" })]);
  expect(problems).toEqual([
    "TG3006 items.xlsx:Item!A6 Item breaks referenced: nothing refers to 30. | the rule @ table-gen.config.jsonc:tables.Item.rules[0]",
  ]);
});

describe("a reference to a row that is not there", () => {
  test("is reported with the keys near it", () => {
    expect(itemsAndDrops([20, 21])).toEqual([
      "TG3005 items.xlsx:Drop!B5 Drop.item is 21, but Item has no such row. Near it: 20, 30.",
    ]);
  });

  test("is found in lists and structs", () => {
    expect(itemsAndDrops([[10, 5]], [], { kind: "list", element: toItem })).toEqual([
      "TG3005 items.xlsx:Drop!B4 Element 2 of Drop.item is 5, but Item has no such row. Near it: 10.",
    ]);
  });
});
