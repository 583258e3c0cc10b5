import fc from "fast-check";
import { expect, test } from "vitest";
import type { ValueType } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";
import { check, createTypedTable, quality, types } from "./typed-tables.js";

/** Checks a table whose only column, `id`, is its key. */
function checkKeys(type: ValueType, values: readonly Value[]) {
  const rows = values.map((value) => [value]);
  return check([createTypedTable({ columns: [["id", type]], keys: [[0]], rows })], [quality]).problems;
}

test("a key used twice is reported at the second cell, with a note at the first", () => {
  expect(checkKeys(types.int32, [1, 2, 1])).toEqual([
    "TG3001 items.xlsx:Item!A6 Key 1 occurs twice in Item. | first used here @ items.xlsx:Item!A4",
  ]);
});

test("each further use of a key is reported with a note at the first", () => {
  expect(checkKeys(types.int32, [7, 7, 8, 7])).toEqual([
    "TG3001 items.xlsx:Item!A5 Key 7 occurs twice in Item. | first used here @ items.xlsx:Item!A4",
    "TG3001 items.xlsx:Item!A7 Key 7 occurs twice in Item. | first used here @ items.xlsx:Item!A4",
  ]);
});

test.each<[ValueType, Value, string]>([
  [types.int64, 9_007_199_254_740_993n, "9007199254740993"],
  [types.string, "sword", '"sword"'],
  [types.string, 'a"\n', '"a"\\u{a}"'],
  [types.bool, true, "true"],
  [types.quality, 1, "Green"],
  [types.datetime, 1_714_564_800, "2024-05-01T12:00:00Z"],
  [types.duration, 1500, "1500ms"],
])("a key of type $kind is shown as people know it", (type, value, shown) => {
  expect(checkKeys(type, [value, value])[0]).toBe(
    `TG3001 items.xlsx:Item!A5 Key ${shown} occurs twice in Item. | first used here @ items.xlsx:Item!A4`,
  );
});

test("keys that are only similar are different", () => {
  expect(checkKeys(types.string, ["a", "A", "1", "01", ""])).toEqual([]);
  expect(checkKeys(types.int64, [9_007_199_254_740_992n, 9_007_199_254_740_993n])).toEqual([]);
});

const heroLevel = {
  name: "HeroLevel",
  columns: [
    ["hero", types.int32],
    ["level", types.int32],
  ],
} as const;

test("a composite key is shown with all its parts, at its first cell", () => {
  const rows = [
    [1001, 3],
    [1001, 4],
    [1002, 3],
    [1001, 3],
  ];
  expect(check([createTypedTable({ ...heroLevel, keys: [[0, 1]], rows })]).problems).toEqual([
    "TG3001 items.xlsx:HeroLevel!A7 Key (1001, 3) occurs twice in HeroLevel. | first used here @ items.xlsx:HeroLevel!A4",
  ]);
});

test("a unique index beside the primary key is named", () => {
  const table = createTypedTable({
    columns: [
      ["id", types.int32],
      ["name", types.string],
      ["quality", types.quality],
    ],
    keys: [[0], [1], [2, 1]],
    rows: [
      [1, "sword", 0],
      [2, "sword", 1],
      [2, "shield", 0],
      [3, "shield", 0],
    ],
  });
  expect(check([table], [quality]).problems).toEqual([
    "TG3001 items.xlsx:Item!A6 Key 2 occurs twice in Item. | first used here @ items.xlsx:Item!A5",
    'TG3001 items.xlsx:Item!B5 Key "sword" of unique index name occurs twice in Item. | first used here @ items.xlsx:Item!B4',
    'TG3001 items.xlsx:Item!B7 Key "shield" of unique index name occurs twice in Item. | first used here @ items.xlsx:Item!B6',
    'TG3001 items.xlsx:Item!C7 Key (White, "shield") of unique index quality_name occurs twice in Item. | first used here @ items.xlsx:Item!C6',
  ]);
});

test("rows with a bad cell in the key are left out", () => {
  const rows = [
    [0, 1],
    [0, 1],
    [0, 0],
    [5, 0],
  ];
  const invalid = [
    [1, 0],
    [2, 1],
    [3, 1],
  ] as const;
  expect(check([createTypedTable({ ...heroLevel, keys: [[0, 1], [1]], rows, invalid })]).problems).toEqual([
    "TG3001 items.xlsx:HeroLevel!B5 Key 1 of unique index level occurs twice in HeroLevel. | first used here @ items.xlsx:HeroLevel!B4",
  ]);
});

test("a table without a key may hold equal rows", () => {
  expect(
    check([
      createTypedTable({
        ...heroLevel,
        keys: [],
        rows: [
          [1, 1],
          [1, 1],
        ],
      }),
    ]).problems,
  ).toEqual([]);
});

test("composite keys are the same exactly when all of their parts are", () => {
  const part = fc.constantFrom<Value>("", "a", "a,b", "b", ",", "(", "a\u0000");
  const row = fc.tuple(part, part, fc.constantFrom<Value>(0, 1, -1, 12));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const columns = [
        ["a", types.string],
        ["b", types.string],
        ["c", types.int32],
      ] as const;
      const { diagnostics } = check([createTypedTable({ columns, keys: [[0, 1, 2]], rows })]);
      const texts = rows.map((values) => JSON.stringify(values));
      const expected = texts.flatMap((text, index) => (texts.indexOf(text) < index ? [index] : []));
      const found = diagnostics.filter((one) => one.code === "duplicate-key");
      expect(found.map(({ at }) => (at?.row ?? 0) - 3)).toEqual(expected);
      expect(found.map(({ notes }) => (notes[0]?.at?.row ?? 0) - 3)).toEqual(
        expected.map((index) => texts.indexOf(texts[index] ?? "")),
      );
    }),
  );
});

test("two hundred thousand rows have their one duplicate found, in a single and in a composite key", () => {
  const rows = Array.from({ length: 200_000 }, (_, row) => [row % 199_999, row % 199_999]);
  const { problems } = check([createTypedTable({ ...heroLevel, keys: [[0], [0, 1]], rows })]);
  expect(problems).toEqual([
    "TG3001 items.xlsx:HeroLevel!A200003 Key 0 occurs twice in HeroLevel. | first used here @ items.xlsx:HeroLevel!A4",
    "TG3001 items.xlsx:HeroLevel!A200003 Key (0, 0) of unique index hero_level occurs twice in HeroLevel. | first used here @ items.xlsx:HeroLevel!A4",
  ]);
});
