import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CellText } from "../../schema/build-project.js";
import { buildTableau } from "../../schema/tableau/build-tableau.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-tableau-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a cell of a spreadsheet is read to. */
async function read(type: string, cells: readonly CellText[]) {
  const rows = cells.map((cell, index) => [index + 1, cell]);
  const { problems, rows: rowsOf } = await buildTableau(folder, {
    "Shop.xlsx": {
      "@TABLEAU": { rows: [["Sheet"]] },
      Item: { rows: [["ID", "A"], ["[Item]int32", type], [], ...rows] },
    },
  });
  const values = rowsOf("Item").map((row) => Object.values(row as object)[1]); // rows are objects
  return problems.length > 0 ? problems : values;
}

test.each<[string, readonly CellText[], readonly unknown[]]>([
  ["int32", ["1", " 2 ", "3.0", "1e3", 4, "", null], [1, 2, 3, 1000, 4, 0, 0]],
  ["uint32", ["4294967295", "1.00"], [4294967295, 1]],
  ["sint32", ["-1"], [-1]],
  ["int64", ["-9223372036854775808", 7], ["-9223372036854775808", "7"]],
  ["fixed64", ["18446744073709551615"], ["18446744073709551615"]],
  ["float", ["0.5", 2, ""], [0.5, 2, 0]],
  ["double", ["1e-3"], [0.001]],
  [
    "bool",
    ["1", "t", "TRUE", true, "1.0", "0", "f", "False", false, ""],
    [true, true, true, true, true, false, false, false, false, false],
  ],
  ["string", [" a ", 5, true, "", "1.10"], [" a ", "5", "TRUE", "", "1.10"]],
  ["bytes", ["abc"], ["abc"]],
  ['string|{default:"x"}', ["", "y"], ["x", "y"]],
  ['int32|{default:"7"}', ["", "0"], [7, 0]],
  [
    "datetime",
    ["2024-01-02 03:04:05", "2024-01-02T03:04:05+08:00", "2024-01-02", ""],
    ["2024-01-02T03:04:05Z", "2024-01-01T19:04:05Z", "2024-01-02T00:00:00Z", null],
  ],
  ["date", ["20240102", 20240102], ["2024-01-02T00:00:00Z", "2024-01-02T00:00:00Z"]],
  ["datetime|{present:true}", ["2024-01-02  03:04:05"], ["2024-01-02T03:04:05Z"]],
  [
    "duration",
    ["72h3m0.5s", "1s1ms", "-90m", "2000us", ""],
    ["PT259380.5S", "PT1.001S", "-PT5400S", "PT0.002S", null],
  ],
  ["time", ["10:25:30", "10:25", "102530", "0930"], ["PT37530S", "PT37500S", "PT37530S", "PT34200S"]],
  ["fraction", ["10%", "5‰", "2‱", "3/4", "3", "0.01", ""], [0.1, 0.005, 0.0002, 0.75, 3, 0.01, null]],
  [
    "comparator",
    ["==1", "!= 3/4", ">=10%", ""],
    [
      { sign: "EQUAL", value: 1 },
      { sign: "NOT_EQUAL", value: 0.75 },
      { sign: "GREATER_OR_EQUAL", value: 0.1 },
      null,
    ],
  ],
  ["version", ["1.0.3", ""], ["1.0.3", null]],
  ['version|{pattern:"99.999.9.9"}', ["1.200.3.4"], ["1.200.3.4"]],
  ["[]datetime", ["2024-01-02,20240103", ""], [["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"], []]],
  ["[]int32", [5, "5, 6 ,7", "1,,"], [[5], [5, 6, 7], [1]]],
  ["[]string", ["a, b"], [["a", " b"]]],
  [
    "map<string, bool>",
    ["b:1,a"],
    [
      [
        ["a", false],
        ["b", true],
      ],
    ],
  ],
])("%s is read from %j", async (type, cells, values) => {
  expect(await read(type, cells)).toEqual(values);
});

test.each<[string, CellText, string]>([
  ["duration", "1us", "TG4019"],
  ["duration", "1 hour", "TG4018"],
  ["datetime", "1.2.2024", "TG4014"],
  ["fraction", "a/b", "TG4032"],
  ["uint32", "-1", "TG4007"],
  ["int64", "1e3", "TG4005"],
])("%s is not read from %j", async (type, cell, id) => {
  expect(await read(type, [cell])).toEqual([expect.stringMatching(`^${id} Shop.xlsx:Item!B4 `)]);
});
