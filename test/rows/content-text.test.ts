import fc from "fast-check";
import { expect, test } from "vitest";
import { contentText, isBlank, toHalfWidth, trim } from "../../src/rows/content-text.js";
import { dateCell } from "./parsing.js";

test.each([
  ["x", "x"],
  [1.5, "1.5"],
  [123_456_789_012_345_000, "123456789012345000"],
  [true, "TRUE"],
  [dateCell("2024-05-01T12:30:00"), "2024-05-01 12:30:00"],
])("the text of %j is %j", (content, text) => {
  expect(contentText(content)).toBe(text);
});

test.each([
  " ",
  "\t",
  "\r\n",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u200e",
  "\u202f",
  "\u2060",
  "\u3000",
  "\ufeff",
])("%j does not count at the ends of a text, and alone it is blank", (blank) => {
  expect(trim(`${blank}a${blank}b${blank}${blank}`)).toBe(`a${blank}b`);
  expect(isBlank(blank + blank)).toBe(true);
  expect(isBlank(`${blank}.`)).toBe(false);
});

test("trimming takes at least what the language's own trimming takes, and nothing twice", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(" ", "\u200b", "\u3000", "\n", "a", "绿", "~", "\u007f") }),
      (text) => {
        expect(trim(text)).toBe(trim(text.trim()));
        expect(trim(trim(text))).toBe(trim(text));
      },
    ),
  );
});

test("full-width forms become the ASCII characters they are forms of", () => {
  expect(toHalfWidth("－１２３．５％，Ａｂ（～）　−")).toBe("-123.5%,Ab(~) -");
  expect(toHalfWidth("plain 绿")).toBe("plain 绿");
});
