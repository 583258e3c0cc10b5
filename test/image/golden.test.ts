import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { annotateImage } from "./annotate-image.js";
import {
  arrayOf,
  bool,
  createEnum,
  encodeTables,
  int32,
  int64,
  integer,
  listOf,
  optional,
  string,
  type TableSpec,
} from "./create-tables.js";

const quality = createEnum("Quality", integer(8, false), { common: 0, rare: 3 });

/** One column of every type, and absent values. */
const everything: TableSpec = {
  name: "Everything",
  note: "one column of each type",
  columns: [
    ["id", int32, "number of the row"],
    ["flag", bool],
    ["small", integer(8)],
    ["medium", integer(16, false)],
    ["large", int64],
    ["half", { kind: "float", bits: 32 }],
    ["whole", { kind: "float", bits: 64 }],
    ["name", string],
    ["time", { kind: "datetime" }],
    ["wait", { kind: "duration" }],
    ["quality", { kind: "enum", index: 0, name: "Quality", underlying: quality.underlying }],
    ["tags", listOf(string)],
    ["position", arrayOf({ kind: "float", bits: 32 }, 3)],
    ["limit", optional(int32)],
    ["title", optional(string)],
    ["drops", optional(listOf(int32))],
  ],
  keys: [["id"], ["name"]],
  rows: [
    [7, true, -1, 65535, -2n, 0.5, -0.1, "剑", 1_700_000_000, -250, 3, ["a", "b"], [1, 2, 3], 9, "x", [1, 2]],
    [5, false, 127, 0, 1n << 62n, 0, 0, "bow", 0, 0, 0, [], [0, 0, 0], undefined, undefined, undefined],
    [6, false, 0, 1, 0n, -1, 1e300, "", -1, 2 ** 40, 0, ["b"], [0, 0, 0], 0, "", []],
  ],
};

/** Keys of several parts, one table for each kind of index. */
const keyed: readonly TableSpec[] = [
  {
    name: "Level",
    columns: [
      ["hero", int32],
      ["level", integer(8, false)],
      ["code", string],
    ],
    keys: [["hero", "level"], ["code", "level"], ["code"]],
    rows: [
      [1001, 2, "b"],
      [1001, 1, "a"],
      [1010, 1, "c"],
    ],
  },
  {
    name: "Spread",
    columns: [["id", int64]],
    keys: [["id"]],
    rows: [[-(1n << 40n)], [3n], [1n << 41n], [1n << 33n], [5n]],
  },
];

const cases = { types: [everything], keys: keyed };

for (const [name, tables] of Object.entries(cases)) {
  test(`the image of ${name} has these bytes`, () => {
    const file = new URL(`../golden/image-${name}.txt`, import.meta.url);
    const text = annotateImage(encodeTables(tables, { enums: name === "types" ? [quality] : [] }));
    if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });
}
