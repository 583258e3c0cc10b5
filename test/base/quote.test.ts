import { expect, test } from "vitest";
import { quote } from "../../src/base/quote.js";

test.each([
  ["sword", '"sword"'],
  ["two words", '"two words"'],
  ["剑 😀", '"剑 😀"'],
  ["a\u00a0b\u200b\u3000", '"a\\u{a0}b\\u{200b}\\u{3000}"'],
  ["a\r\n\0", '"a\\u{d}\\u{a}\\u{0}"'],
  ["\ud83d", '"\\u{d83d}"'],
  ["\u001b[31m", '"\\u{1b}[31m"'],
  ["x".repeat(60), `"${"x".repeat(60)}"`],
  ["😀".repeat(61), `"${"😀".repeat(60)}…"`],
])("%j is shown as %s", (text, shown) => {
  expect(quote(text)).toBe(shown);
});
