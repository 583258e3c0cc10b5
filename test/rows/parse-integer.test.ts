import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IntegerType } from "../../src/model/schema.js";
import { integerRange } from "../../src/rows/parse-integer.js";
import { dateCell, parseOne } from "./parsing.js";
import { types } from "./tables.js";

const bits = [8, 16, 32, 64] as const;
const integers: readonly IntegerType[] = bits.flatMap((width) =>
  [true, false].map((signed) => ({ kind: "integer" as const, bits: width, signed })),
);

describe("integers", () => {
  test.each([
    [7, 7],
    [-0, 0],
    ["-0", 0],
    ["7", 7],
    ["+7", 7],
    ["-128", -128],
    ["007", 7],
    ["0x7F", 127],
    ["0X0f", 15],
    ["0000000000000000000012", 12],
    [" 12\u00a0", 12],
    ["\u300012\u200b", 12],
    ["\ufeff12\r\n", 12],
  ])("int8 takes %j as %s", (content, value) => {
    expect(parseOne(types.int8, content)).toBe(value);
  });

  test.each([
    [9_007_199_254_740_991, 9_007_199_254_740_991n],
    [-3, -3n],
    ["9007199254740993", 9_007_199_254_740_993n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["9223372036854775807", 2n ** 63n - 1n],
    ["+12345678901234567", 12_345_678_901_234_567n],
  ])("int64 takes %j as %s", (content, value) => {
    expect(parseOne(types.int64, content)).toBe(value);
  });

  test("uint64 reaches 2^64 - 1 from text, in decimal and in hexadecimal", () => {
    expect(parseOne(types.uint64, "18446744073709551615")).toBe(2n ** 64n - 1n);
    expect(parseOne(types.uint64, "0xFFFFFFFFFFFFFFFF")).toBe(2n ** 64n - 1n);
  });

  test.each([
    [types.uint8, 256, "TG4007: 256 does not fit uint8, which holds 0 to 255."],
    [types.uint8, -1, "TG4007: -1 does not fit uint8, which holds 0 to 255."],
    [types.int8, "-129", "TG4007: -129 does not fit int8, which holds -128 to 127."],
    [
      types.int32,
      1e20,
      "TG4007: 100000000000000000000 does not fit int32, which holds -2147483648 to 2147483647.",
    ],
    [
      types.int32,
      "0xFFFFFFFF",
      'TG4007: "0xFFFFFFFF" does not fit int32, which holds -2147483648 to 2147483647.',
    ],
    [
      types.uint64,
      "18446744073709551616",
      "TG4007: 18446744073709551616 does not fit uint64, which holds 0 to 18446744073709551615.",
    ],
    [
      types.int64,
      1e19,
      "TG4007: 10000000000000000000 does not fit int64, which holds -9223372036854775808 to 9223372036854775807.",
    ],
  ])("refuses what is out of range: %o %s", (type, content, message) => {
    expect(parseOne(type, content)).toBe(message);
  });

  test.each([
    [1.5, "TG4006: 1.5 is written with a fraction; int32 takes whole numbers only."],
    ["12.0", "TG4006: 12.0 is written with a fraction; int32 takes whole numbers only."],
    [".5", 'TG4006: ".5" is written with a fraction; int32 takes whole numbers only.'],
    ["1,200", 'TG4009: "1,200" has separators between its digits; 1200 would be a number.'],
    ["-1 234 567", 'TG4009: "-1 234 567" has separators between its digits; -1234567 would be a number.'],
    ["1_000", 'TG4009: "1_000" has separators between its digits; 1000 would be a number.'],
    ["１２", 'TG4010: "１２" is written in full-width characters; 12 would be right.'],
    ["－5", 'TG4010: "－5" is written in full-width characters; -5 would be right.'],
    ["−5", 'TG4010: "−5" is written in full-width characters; -5 would be right.'],
    ["1.23E+15", "TG4008: 1.23E+15 has more digits than a number cell keeps, so it may be rounded."],
    ["1e3", "TG4005: 1e3 is not an integer, which int32 takes."],
    ["12a", 'TG4005: "12a" is not an integer, which int32 takes.'],
    ["1\u200b2", 'TG4005: "1\\u{200b}2" is not an integer, which int32 takes.'],
    ["- 5", 'TG4005: "- 5" is not an integer, which int32 takes.'],
    ["-0x10", 'TG4005: "-0x10" is not an integer, which int32 takes.'],
    ["١٢", 'TG4005: "١٢" is not an integer, which int32 takes.'],
    ["1,2", 'TG4005: "1,2" is not an integer, which int32 takes.'],
    [true, 'TG4005: "TRUE" is not an integer, which int32 takes.'],
    ["", 'TG4005: "" is not an integer, which int32 takes.'],
    ["x".repeat(99), `TG4005: "${"x".repeat(60)}…" is not an integer, which int32 takes.`],
  ])("refuses %j", (content, message) => {
    expect(parseOne(types.int32, content)).toBe(message);
  });

  test("refuses a 64-bit number that the spreadsheet may have rounded", () => {
    expect(parseOne(types.int64, 2 ** 53)).toBe(
      "TG4008: 9007199254740992 has more digits than a number cell keeps, so it may be rounded.",
    );
  });

  test("refuses a date cell", () => {
    expect(parseOne(types.int32, dateCell("2024-01-02"))).toBe(
      "TG4013: The cell holds the date and time 2024-01-02 00:00:00; int32 takes none.",
    );
  });

  test.each(integers)("every value of $signed $bits bits reads back from its text", (type) => {
    const { minimum, maximum } = integerRange(type);
    fc.assert(
      fc.property(fc.bigInt({ min: minimum, max: maximum }), (value) => {
        expect(parseOne(type, String(value))).toBe(type.bits === 64 ? value : Number(value));
        if (value >= 0n) expect(BigInt(parseOne(type, `0x${value.toString(16)}`) as bigint)).toBe(value);
      }),
    );
    expect(parseOne(type, String(minimum - 1n))).toMatch(/^TG4007: /);
    expect(parseOne(type, String(maximum + 1n))).toMatch(/^TG4007: /);
  });

  test("a text is an integer exactly when it is digits behind an optional sign, or hexadecimal", () => {
    const texts = fc.string({ unit: fc.constantFrom(..."0123456789+-xXaF._, e") });
    fc.assert(
      fc.property(texts, (text) => {
        const plain = text.trim();
        const isInteger = /^[-+]?\d+$|^0[xX][\daF]+$/.test(plain);
        const value = parseOne(types.int64, text);
        if (!isInteger) expect(typeof value).toBe("string");
        else if (typeof value === "string") expect(value).toMatch(/^TG4007: /);
        else expect(value).toBe(BigInt(plain.replace("+", "")));
      }),
    );
  });
});
