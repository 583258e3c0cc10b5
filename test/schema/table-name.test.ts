import { describe, expect, test } from "vitest";
import { suggestName, tableNameOfFile, tableNameOfSheet } from "../../src/schema/table-name.js";
import { sheetOf } from "./sheet-of.js";

test.each([
  ["drops/Item.xlsx", "Item"],
  ["item.zh.csv", "item.zh"],
  ["任务\u0065\u0301.csv", "任务\u00e9"],
  [".csv", ".csv"],
  ["README", "README"],
])("the table of the file %s is %s", (file, name) => {
  expect(tableNameOfFile(file)).toBe(name);
});

describe("the table of a sheet", () => {
  test.each([
    ["Hero", "Hero"],
    [" 英雄 ", "英雄"],
    ["Sheet1", "Item"],
    ["sheet 12", "Item"],
    ["工作表1", "Item"],
    ["シート3", "Item"],
    ["Sheet", "Sheet"],
    ["my heroes", "my heroes"],
  ])("called %s is %s", (sheet, name) => {
    expect(tableNameOfSheet(sheetOf([], "a/Item.xlsx", sheet))).toBe(name);
  });

  test("is the file's when the only sheet has a name that no table can have", () => {
    expect(tableNameOfSheet(sheetOf([], "a/Item.xlsx", "my heroes"), true)).toBe("Item");
    expect(tableNameOfSheet(sheetOf([], "a/Item.xlsx", "Hero"), true)).toBe("Hero");
  });
});

test.each([
  ["LvlRank@Lvl", "LvlRank_Lvl"],
  ["2nd", "_2nd"],
  ["a  b", "a_b"],
  ["items,chance", "items_chance"],
  ["#desc", "desc"],
  ["+", "name"],
  ["道 具", "道_具"],
])("a name made of %s is %s", (text, name) => {
  expect(suggestName(text)).toBe(name);
});
