import { describe, expect, test } from "vitest";
import {
  doubleLiteral,
  floatLiteral,
  integerLiteral,
  stringLiteralText,
} from "../../../src/emit/cpp/literals.js";

describe("an integer literal", () => {
  test.each([
    [0, 8, true, "0"],
    [-128, 8, true, "-128"],
    [2147483647, 32, true, "2147483647"],
    [-2147483648, 32, true, "(-2147483647 - 1)"],
    [4294967295, 32, false, "4294967295U"],
    [2147483647, 32, false, "2147483647"],
    [-(2n ** 63n), 64, true, "(-9223372036854775807 - 1)"],
    [2n ** 64n - 1n, 64, false, "18446744073709551615U"],
  ] as const)("of %s in %s bits, signed %s, is %s", (value, bits, signed, text) => {
    expect(integerLiteral(value, bits, signed)).toBe(text);
  });
});

describe("a number literal", () => {
  test.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [1e21, "1e+21"],
    [0.1, "0.1"],
    [5e-324, "5e-324"],
  ])("of the double %s is %s", (value, text) => expect(doubleLiteral(value)).toBe(text));

  test.each([
    [Math.fround(0.1), "0.1F"],
    [-0, "-0.0F"],
    [Math.fround(1e-45), "1e-45F"],
    [Math.fround(3.4028234663852886e38), "3.4028235e+38F"],
    [16777216, "16777216.0F"],
  ])("of the float %s is the shortest, %s", (value, text) => expect(floatLiteral(value)).toBe(text));
});

describe("the text of a string literal", () => {
  test.each([
    ["quotes and backslashes", '"\\', '\\"\\\\'],
    ["lines and tabs", "\n\r\t", "\\n\\r\\t"],
    ["a control before a digit", "\u00011", "\\0011"],
    ["trigraphs", "??/ ?", "?\\?/ ?"],
    ["a character that turns the direction of writing", "a\u202eb", "a\\342\\200\\256b"],
    ["readable characters", "道具 é 🗡", "道具 é 🗡"],
    ["a private character", "\ue000", "\\356\\200\\200"],
  ])("escapes %s", (_, text, escaped) => expect(stringLiteralText(text)).toBe(escaped));
});
