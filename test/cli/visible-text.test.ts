import { expect, test } from "vitest";
import { toVisibleText } from "../../src/cli/visible-text.js";

test.each([
  ["plain 文字 😀", "plain 文字 😀"],
  ["a\r\n\tb", "a\\r\\n\\tb"],
  ["\u001b[31m\u0007\u009b", "\\u{1b}[31m\\u{7}\\u{9b}"],
  ["\u202e\u2066\u200f", "\\u{202e}\\u{2066}\\u{200f}"],
  ["\ud800x\udc00", "\\u{d800}x\\u{dc00}"],
  ["\u2028", "\\u{2028}"],
])("%j is shown as %s", (text, visible) => {
  expect(toVisibleText(text)).toBe(visible);
});

test("long text is cut", () => {
  expect(toVisibleText("abcdef", 4)).toBe("abc…");
  expect(toVisibleText("abcd", 4)).toBe("abcd");
});
