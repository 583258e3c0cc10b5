import { expect, test } from "vitest";
import { compileGlob } from "../../src/schema/glob.js";

test.each([
  ["a.xlsx", "a.xlsx", true],
  ["a.xlsx", "a_xlsx", false],
  ["*.xlsx", "a.xlsx", true],
  ["*.xlsx", "b/a.xlsx", false],
  ["**/*.xlsx", "a.xlsx", true],
  ["**/*.xlsx", "b/c/a.xlsx", true],
  ["**", "b/c/a.xlsx", true],
  ["b/**/a.xlsx", "b/a.xlsx", true],
  ["?.csv", "a.csv", true],
  ["?.csv", "ab.csv", false],
  ["{a,b}.csv", "b.csv", true],
  ["{a,b}.csv", "{a,b}.csv", true],
  ["a,b.csv", "a,b.csv", true],
  ["{a.csv", "{a.csv", true],
  ["item [old].xlsx", "item [old].xlsx", true],
  ["item (1)+$^.xlsx", "item (1)+$^.xlsx", true],
  ["道具*.xlsx", "道具表.xlsx", true],
  ["e\u0301.csv", "\u00e9.csv", true],
  ["", "", true],
  ["*", "", true],
])("the pattern %s and %s: %s", (pattern, text, matches) => {
  expect(compileGlob(pattern)(text)).toBe(matches);
});
