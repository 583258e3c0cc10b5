import { expect, test } from "vitest";
import { contentText, toHalfWidth } from "../../src/rows/content-text.js";
import { dateCell, timeCell } from "./parsing.js";

test.each([
  ["x", "x"],
  [1.5, "1.5"],
  [123_456_789_012_345_000, "123456789012345000"],
  [true, "TRUE"],
  [dateCell("2024-05-01T12:30:00"), "2024-05-01 12:30:00"],
  [timeCell(0.0625), "01:30:00"],
  [timeCell(0), "00:00:00"],
  [timeCell(1.5), "1899-12-31 12:00:00"],
])("the text of %j is %j", (content, text) => {
  expect(contentText(content)).toBe(text);
});

test("full-width forms become the ASCII characters they are forms of", () => {
  expect(toHalfWidth("－１２３．５％，Ａｂ（～）　−")).toBe("-123.5%,Ab(~) -");
  expect(toHalfWidth("plain 绿")).toBe("plain 绿");
});
