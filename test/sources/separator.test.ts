import { expect, test } from "vitest";
import { detectSeparator, parseSeparator } from "../../src/sources/separator.js";

test.each([
  ["comma", ","],
  ["semicolon", ";"],
  ["tab", "\t"],
  ["\\t", "\t"],
  ["pipe", "|"],
  ["^", "^"],
  ["\t", "\t"],
])("%j names a separator", (name, separator) => {
  expect(parseSeparator(name)).toBe(separator);
});

test.each(["", "ab", '"', "\n", "\r", "constructor", "😀"])("%j names none", (name) => {
  expect(parseSeparator(name)).toBeUndefined();
});

test.each([
  ["commas", "a,b,c\n1,2,3\n", ","],
  ["semicolons with decimal commas", "a;b\n1,5;2,5\n2,5;3\n", ";"],
  ["semicolons with commas in each row", "id;price (gold,silver);x\n1;1,5;a\n2;2,5;b\n", ";"],
  ["tabs with sentences", "name\ttext\n1\tWell, yes, no\n2\tA; b | c\n", "\t"],
  ["pipes", "a|b\r1|2\r", "|"],
  ["commas with lists of other separators", "id,tags\n1,a|b|c\n2,d|e|f\n3,g;h\n", ","],
  ["separators inside quotes", '"a;b;c;d","e;f;g"\n"1;2;3;4","5;6;7"\n', ","],
  ["quoted cells of several lines", '"a\n;;;;\n;;;;",b\n"c\n;;;;",d\n', ","],
  ["a doubled quote", '"a"";;";b\n1;2\n', ";"],
  ["blank lines and a title", "# drops\n\na;b\n1;2\n3;4\n", ";"],
  ["ragged rows", "a,b,c\n1,2,3\n1,2\n1,2,3,4\n", ","],
  ["one column", "name\nx\ny\n", ","],
  ["one column of lists", "tags\na|b\n", "|"],
  ["nothing", "", ","],
  ["an unterminated quote", 'a;b\n"1;2\n', ";"],
])("%s", (_, text, separator) => {
  expect(detectSeparator(text, ",")).toBe(separator);
});

test("the preferred one wins where nothing tells", () => {
  expect(detectSeparator("name\nx\n", "\t")).toBe("\t");
  expect(detectSeparator("a,b\tc\n", "\t")).toBe("\t");
  expect(detectSeparator("a,b\n1,2", "\t")).toBe(",");
});

test("of a large text only the beginning is looked at", () => {
  const text = `a,b\n${"1,2\n".repeat(3_000_000)}`;
  const start = performance.now();
  expect(detectSeparator(text, ",")).toBe(",");
  expect(performance.now() - start).toBeLessThan(500);
});
