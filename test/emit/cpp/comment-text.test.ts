import { expect, test } from "vitest";
import { commentText, noteLines, quotedExcerpt } from "../../../src/emit/cpp/comment-text.js";

test.each([
  ["the end of a comment", "a */ b", "a * / b"],
  ["the start of one", "a /* b", "a / * b"],
  ["both in one", "*/*/*", "* / * / *"],
  ["a backslash that would join the next line", "a \\", "a \\ ."],
  ["a trigraph for one", "a ??/", "a ? ?/"],
  ["trigraphs that overlap", "a ???/", "a ?? ?/"],
  ["line breaks", "a\nb\u2028c", "a<U+000A>b<U+2028>c"],
  ["controls", "\u001b[31m", "<U+001B>[31m"],
  ["a character that turns the direction of writing", "a\u202eb", "a<U+202E>b"],
  ["readable characters", "道具, é", "道具, é"],
])("%s can not act in a comment", (_, text, safe) => {
  expect(commentText(text)).toBe(safe);
});

test("a note keeps its lines, without empty ones around them", () => {
  expect(noteLines("\n first\r\n\nsecond \\\r\n")).toEqual(["first", "", "second \\ ."]);
  expect(noteLines("")).toEqual([]);
});

test("a long cell is cut between characters", () => {
  expect(quotedExcerpt("🗡🗡🗡", 2)).toBe('"🗡🗡…"');
  expect(quotedExcerpt("ab", 2)).toBe('"ab"');
});
