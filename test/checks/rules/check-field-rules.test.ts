import { describe, expect, test } from "vitest";
import type { StructSchema, ValueType, VariantSchema } from "../../../src/model/schema.js";
import type { Value } from "../../../src/model/value.js";
import { check, createTypedTable, fieldRules, quality, types } from "../typed-tables.js";

/** Checks a table with a key and a column `a` that has the rules; the first row is in row 4. */
function problemsOf(type: ValueType, rules: string, values: readonly Value[], more: object = {}) {
  const columns = [
    ["id", types.int32],
    ["a", type, rules],
  ] as const;
  const rows = values.map((value, index) => [index, value]);
  const { problems } = check([createTypedTable({ columns, keys: [[0]], rows })], [quality], more);
  // That the rule stands in the header is always said.
  return problems.map((one) => one.replace(" | the rule @ items.xlsx:Item!B3", ""));
}

const list = (element: ValueType): ValueType => ({ kind: "list", element });
const optional = (value: ValueType): ValueType => ({ kind: "optional", value });

describe("range", () => {
  test.each([
    ["range=1..100", [0, 1, 100, 101], ["0 is below 1", "101 is above 100"]],
    ["range=..5", [-9, 5, 6], ["6 is above 5"]],
    ["range=0..", [-1, 0], ["-1 is below 0"]],
    ["range=(1,10]", [1, 2, 10, 11], ["1 is not above 1", "11 is above 10"]],
    ["range=[1,10)", [1, 10], ["10 is not below 10"]],
    ["range=7", [6, 7, 8], ["6 is below 7", "8 is above 7"]],
  ])("%s", (rule, values, reasons) => {
    const cells = values.map((_, index) => `B${index + 4}`);
    const found = problemsOf(types.int32, rule, values);
    expect(found).toEqual(
      reasons.map((reason) => {
        const cell = cells[values.indexOf(Number(reason.split(" ")[0]))];
        return `TG3006 items.xlsx:Item!${cell} Item.a breaks ${rule}: ${reason}.`;
      }),
    );
  });

  test("is exact for 64-bit integers", () => {
    const rule = "range=..9007199254740993";
    expect(problemsOf(types.int64, rule, [9007199254740993n, 9007199254740994n])).toEqual([
      `TG3006 items.xlsx:Item!B5 Item.a breaks ${rule}: 9007199254740994 is above 9007199254740993.`,
    ]);
  });

  test("has limits of the column's type: datetimes, durations, versions, floats as the column rounds them", () => {
    expect(problemsOf(types.duration, "range=1s..1m", [999, 60_000])).toEqual([
      "TG3006 items.xlsx:Item!B4 Item.a breaks range=1s..1m: 999ms is below 1000ms.",
    ]);
    expect(problemsOf(types.datetime, "range=2024-01-01..", [0])).toEqual([
      "TG3006 items.xlsx:Item!B4 Item.a breaks range=2024-01-01..: 1970-01-01T00:00:00Z is below 2024-01-01T00:00:00Z.",
    ]);
    expect(problemsOf(types.version, "range=1.2..", [0x0001_0001_0000_0000n])).toEqual([
      "TG3006 items.xlsx:Item!B4 Item.a breaks range=1.2..: 1.1 is below 1.2.",
    ]);
    expect(problemsOf(types.float32, "range=..0.1", [Math.fround(0.1)])).toEqual([]);
  });

  test("is about the elements of lists and sets, and about what is there", () => {
    expect(problemsOf(list(types.int32), "range=1..", [[1, 0, 2, -1], []])).toEqual([
      "TG3006 items.xlsx:Item!B4 Element 2 of Item.a breaks range=1..: 0 is below 1.",
      "TG3006 items.xlsx:Item!B4 Element 4 of Item.a breaks range=1..: -1 is below 1.",
    ]);
    expect(problemsOf(optional(types.int32), "range=1..", [undefined, 0])).toEqual([
      "TG3006 items.xlsx:Item!B5 Item.a breaks range=1..: 0 is below 1.",
    ]);
  });

  test("is refused for other types, and with limits that are no values or leave nothing", () => {
    expect(problemsOf(types.string, "range=1..5", ["9"])).toEqual([
      "TG3008 items.xlsx:Item!B3 range=1..5 cannot be a rule of Item.a, which is string: it is for numbers, datetimes, durations and versions.",
    ]);
    expect(problemsOf(types.int32, "range=a..5", [9])).toEqual([
      'TG4005 items.xlsx:Item!B3 "a" is not an integer, which int32 takes.',
    ]);
    expect(problemsOf(types.int32, "range=9..5", [9])).toEqual([
      'TG2021 items.xlsx:Item!B3 "range=9..5" is not a rule: no value is within its limits.',
    ]);
  });
});

test("size counts elements, length characters", () => {
  expect(problemsOf(list(types.int32), "size=1..2", [[], [1, 2], [1, 2, 3]])).toEqual([
    "TG3006 items.xlsx:Item!B4 Item.a breaks size=1..2: it has 0 elements.",
    "TG3006 items.xlsx:Item!B6 Item.a breaks size=1..2: it has 3 elements.",
  ]);
  expect(problemsOf(types.string, "length=..2", ["剑😀", "abc"])).toEqual([
    "TG3006 items.xlsx:Item!B5 Item.a breaks length=..2: it has 3 characters.",
  ]);
  expect(problemsOf(types.int32, "size=1", [1])).toEqual([
    "TG3008 items.xlsx:Item!B3 size=1 cannot be a rule of Item.a, which is int32: it is for lists, sets and maps.",
  ]);
});

test("oneOf takes values as cells have them", () => {
  expect(problemsOf(types.string, "oneOf=red|green", ["red", "grene", "x"])).toEqual([
    'TG3006 items.xlsx:Item!B5 Item.a breaks oneOf=red|green: "grene" is none of them; did you mean "green"?',
    'TG3006 items.xlsx:Item!B6 Item.a breaks oneOf=red|green: "x" is none of them.',
  ]);
  expect(problemsOf(types.quality, "oneOf=Green", [0, 1])).toEqual([
    "TG3006 items.xlsx:Item!B4 Item.a breaks oneOf=Green: White is none of them.",
  ]);
  expect(problemsOf(types.quality, "oneOf=Geen", [0])).toEqual([
    'TG4021 items.xlsx:Item!B3 "Geen" is not a value of Quality; did you mean Green? | Quality has the values White, Green @ enums.xlsx:Quality',
  ]);
});

test("pattern matches the whole text", () => {
  expect(problemsOf(types.string, "pattern=[a-z]+|", ["abc", "", "aBc"])).toEqual([
    'TG3006 items.xlsx:Item!B6 Item.a breaks pattern=[a-z]+|: "aBc" does not match.',
  ]);
});

test("required asks for something that is there", () => {
  expect(problemsOf(optional(types.int32), "required", [1, undefined])).toEqual([
    "TG3006 items.xlsx:Item!B5 Item.a breaks required: it is empty.",
  ]);
  expect(problemsOf(types.string, "required", ["a", " "])).toEqual([
    "TG3006 items.xlsx:Item!B5 Item.a breaks required: it is empty.",
  ]);
});

test("notDefault refuses what an empty cell stands for", () => {
  expect(problemsOf(types.int32, "notDefault", [1, 0])).toEqual([
    "TG3006 items.xlsx:Item!B5 Item.a breaks notDefault: 0 is what an empty cell stands for.",
  ]);
});

test("sequence and order go from row to row, or through a list", () => {
  expect(problemsOf(types.int32, "sequence=1", [1, 2, 4, 5])).toEqual([
    "TG3006 items.xlsx:Item!B6 Item.a breaks sequence=1: 4 follows 2, where 3 should. | the one before @ items.xlsx:Item!B5",
  ]);
  expect(problemsOf(types.int32, "sequence=1", [0, 1])).toEqual([
    "TG3006 items.xlsx:Item!B4 Item.a breaks sequence=1: it begins with 0, not with 1.",
  ]);
  expect(
    problemsOf(types.int64, "sequence", [9007199254740991n, 9007199254740992n, 9007199254740993n]),
  ).toEqual([]);
  expect(problemsOf(types.string, "ascending=strict", ["a", "b", "b", "\u{1F600}", "\uFF01"])).toEqual([
    'TG3006 items.xlsx:Item!B6 Item.a breaks ascending=strict: "b" follows "b". | the one before @ items.xlsx:Item!B5',
    'TG3006 items.xlsx:Item!B8 Item.a breaks ascending=strict: "！" follows "😀". | the one before @ items.xlsx:Item!B7',
  ]);
  expect(
    problemsOf(list(types.int32), "descending", [
      [3, 2, 2],
      [1, 2],
    ]),
  ).toEqual(["TG3006 items.xlsx:Item!B5 Item.a breaks descending: 2 follows 1."]);
  expect(problemsOf(types.string, "sequence", ["a"])).toEqual([
    "TG3008 items.xlsx:Item!B3 sequence cannot be a rule of Item.a, which is string: it is for integers.",
  ]);
});

test("check is an expression over the row, in which `it` is the value", () => {
  expect(problemsOf(types.int32, 'check="it > id && it % 2 == 0"', [2, 3])).toEqual([
    'TG3006 items.xlsx:Item!B5 Item.a breaks check="it > id && it % 2 == 0": it is false with id = 1.',
  ]);
  expect(problemsOf(types.int32, 'check="a > di"', [2])).toEqual([
    'TG3009 items.xlsx:Item!B3 "a > di" is wrong at character 5: Item has no column di. Did you mean id?',
  ]);
});

test("the fields of structs and variants have rules of their own, wherever they stand", () => {
  const at = { file: "structs.xlsx", sheet: "Reward", row: 1, column: 4 };
  const reward: StructSchema = {
    name: "Reward",
    note: "",
    fields: [
      { name: "item", note: "", type: types.int32, at },
      {
        name: "count",
        note: "",
        type: types.int32,
        rules: fieldRules('range=1..9 check="count >= item"', at),
        at,
      },
    ],
    at,
  };
  const prize: VariantSchema = {
    name: "Prize",
    note: "",
    kinds: [{ name: "Reward", aliases: [], struct: 0 }],
    at,
  };
  const more = { structs: [reward], variants: [prize] };
  const struct: ValueType = { kind: "struct", index: 0, name: "Reward", bytes: 8, alignment: 4 };
  expect(
    problemsOf(
      list(struct),
      "size=..1",
      [
        [[0, 10]],
        [
          [0, 5],
          [6, 5],
        ],
      ],
      more,
    ),
  ).toEqual([
    "TG3006 items.xlsx:Item!B4 count of element 1 of Item.a breaks range=1..9: 10 is above 9. | the rule @ structs.xlsx:Reward!E2",
    "TG3006 items.xlsx:Item!B5 Item.a breaks size=..1: it has 2 elements.",
    'TG3006 items.xlsx:Item!B5 count of element 2 of Item.a breaks check="count >= item": it is false with count = 5, item = 6. | the rule @ structs.xlsx:Reward!E2',
  ]);
  const variant: ValueType = { kind: "variant", index: 0, name: "Prize" };
  expect(problemsOf(optional(variant), "", [{ kind: 0, fields: [0, 0] }, undefined], more)).toEqual([
    "TG3006 items.xlsx:Item!B4 Item.a.count breaks range=1..9: 0 is below 1. | the rule @ structs.xlsx:Reward!E2",
  ]);
});

test("bad cells break no rule", () => {
  const columns = [
    ["id", types.int32, "sequence"],
    ["a", types.int32, "range=1.."],
  ] as const;
  const rows = [
    [1, 0],
    [0, 0],
    [3, 1],
  ];
  const invalid = [
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const;
  expect(check([createTypedTable({ columns, keys: [[0]], rows, invalid })]).problems).toEqual([]);
});
