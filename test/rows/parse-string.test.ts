import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateCell, parseOne } from "./parsing.js";
import { types } from "./tables.js";

/** Gives back every text but those with half a character, for which UTF-8 has no bytes. */
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

describe("string", () => {
  test.each([
    ["sword", "sword"],
    [" two  blanks ", " two  blanks "],
    ["１２\u00a0\u200b", "１２\u00a0\u200b"],
    ["a\r\nb", "a\r\nb"],
    ["262144.10", "262144.10"],
    [262_144.1, "262144.1"],
    [7, "7"],
    [-0, "0"],
    [true, "TRUE"],
    [false, "FALSE"],
    ["😀", "😀"],
    [52_000_000_000_000_000, "52000000000000000"],
    [9_007_199_254_740_991, "9007199254740991"],
  ])("takes %j as %j", (content, value) => {
    expect(parseOne(types.string, content)).toBe(value);
  });

  test.each([
    ["a\0b", 'TG4022: "a\\u{0}b" holds the character U+0000, which ends a string.'],
    ["a\ud800", 'TG4023: "a\\u{d800}" holds half of a character, which no UTF-8 text can.'],
    ["\udc00b", 'TG4023: "\\u{dc00}b" holds half of a character, which no UTF-8 text can.'],
    [
      123_456_789_012_345_000,
      "TG4008: 123456789012345000 has more digits than a number cell keeps, so it may be rounded.",
    ],
    [2 ** 53, "TG4008: 9007199254740992 has more digits than a number cell keeps, so it may be rounded."],
    [
      dateCell("2024-01-02"),
      "TG4013: The cell holds the date and time 2024-01-02 00:00:00; string takes none.",
    ],
  ])("refuses %j", (content, message) => {
    expect(parseOne(types.string, content)).toBe(message);
  });

  test("a text is taken as it is exactly when it is well-formed and has no NUL", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const isGood = utf8.decode(new TextEncoder().encode(text)) === text && !text.includes("\0");
        const value = parseOne(types.string, text);
        if (isGood) expect(value).toBe(text);
        else expect(value).toMatch(/^TG402[23]: /);
      }),
    );
  });
});
