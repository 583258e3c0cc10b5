import { expect, test } from "vitest";
import { isSourceFile } from "../../src/sources/is-source-file.js";

test.each(["a.xlsx", "A.XLSM", "dir.x/b.xls", "c\\d.ods", "道具.csv", "e.f.tsv", "~a.csv"])(
  "%s is read",
  (path) => {
    expect(isSourceFile(path)).toBe(true);
  },
);

test.each([
  "~$a.xlsx",
  "dir/~$a.xlsx",
  "dir\\~$a.xlsm",
  "a.xlsb",
  "a.txt",
  "xlsx",
  ".xlsx",
  "a.xlsx.bak",
  "a.csv/b",
  "",
])("%s is left out", (path) => {
  expect(isSourceFile(path)).toBe(false);
});
