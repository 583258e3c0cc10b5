import { expect, test } from "vitest";
import { check, createTypedTable, types } from "./typed-tables.js";

function checkKeys(...keys: string[]) {
  const rows = keys.map((key) => [key]);
  return check([createTypedTable({ columns: [["id", types.string]], keys: [[0]], rows })]);
}

test.each([
  ["sword ", '"sword "'],
  [" sword", '" sword"'],
  ["sword\n", '"sword\\u{a}"'],
  ["sw\u200bord", '"sw\\u{200b}ord"'],
  ["\ufeffsword", '"\\u{feff}sword"'],
  ["long\u00a0sword", '"long\\u{a0}sword"'],
])("a key with what cannot be seen is a warning: %j", (key, shown) => {
  const { diagnostics, problems } = checkKeys("a", key);
  expect(problems).toEqual([
    `TG3003 items.xlsx:Item!A5 The key ${shown} of Item.id holds characters that cannot be seen; a lookup must give them too.`,
  ]);
  expect(diagnostics[0]?.severity).toBe("warning");
});

test("keys that look the same are a warning at the second, with a note at the first", () => {
  const { diagnostics, problems } = checkKeys("caf\u00e9", "cafe\u0301");
  expect(problems).toEqual([
    'TG3004 items.xlsx:Item!A5 The keys "cafe\u0301" and "caf\u00e9" of Item look the same but are two different texts.' +
      " | the other one @ items.xlsx:Item!A4",
  ]);
  expect(diagnostics[0]?.severity).toBe("warning");
  expect(checkKeys("sword", "sword\u200b").diagnostics.map(({ code }) => code)).toEqual([
    "invisible-in-key",
    "look-alike-keys",
  ]);
});

test("keys that a reader can tell apart are none", () => {
  const keys = [
    "bxc3",
    "Bxc3",
    "１",
    "1",
    "two words",
    "two  words",
    "👨\u200d👩\u200d👧",
    "262144.1",
    "262144.10",
    "剑",
    "",
  ];
  expect(checkKeys(...keys).problems).toEqual([]);
});

test("only keys matter, and only good cells", () => {
  const columns = [
    ["id", types.int32],
    ["name", types.string],
  ] as const;
  expect(check([createTypedTable({ columns, keys: [[0]], rows: [[1, "a "]] })]).problems).toEqual([]);
  const table = createTypedTable({ columns, keys: [[1]], rows: [[1, "a "]], invalid: [[0, 1]] });
  expect(check([table]).problems).toEqual([]);
});
