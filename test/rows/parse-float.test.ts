import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateCell, parseOne } from "./parsing.js";
import { types } from "./tables.js";

describe("floats", () => {
  test.each([
    [1.5, 1.5],
    ["1.5", 1.5],
    ["-.5", -0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["1.5E-3", 0.0015],
    ["+2", 2],
    ["00.50", 0.5],
    [" 3\u3000", 3],
    ["9007199254740993", 9_007_199_254_740_992],
    [5e-324, 5e-324],
    ["0.000e9", 0],
  ])("float64 takes %j as %j", (content, value) => {
    expect(parseOne(types.float64, content)).toBe(value);
  });

  test("float32 rounds to what 32 bits hold", () => {
    expect(parseOne(types.float32, 0.1)).toBe(Math.fround(0.1));
    expect(parseOne(types.float32, "3.4028235e38")).toBe(Math.fround(3.4028235e38));
    expect(parseOne(types.float32, "1e-45")).toBe(Math.fround(1e-45));
  });

  test("there is one zero", () => {
    for (const content of [-0, "-0", "-0.0e5"]) {
      expect(parseOne(types.float32, content)).toBe(0);
      expect(parseOne(types.float64, content)).toBe(0);
    }
  });

  test.each([
    [types.float32, 1e39, "TG4012: 1e+39 does not fit float32: it would become infinite."],
    [types.float32, "-3.5e38", "TG4012: -3.5e38 does not fit float32: it would become infinite."],
    [types.float32, 1e-46, "TG4012: 1e-46 does not fit float32: it would become zero."],
    [types.float64, "1e309", "TG4012: 1e309 does not fit float64: it would become infinite."],
    [types.float64, "1e-400", "TG4012: 1e-400 does not fit float64: it would become zero."],
    [types.float64, "NaN", 'TG4011: "NaN" is not a number, which float64 takes.'],
    [types.float64, "Infinity", 'TG4011: "Infinity" is not a number, which float64 takes.'],
    [types.float64, "10%", 'TG4011: "10%" is not a number, which float64 takes.'],
    [types.float64, "1,5", 'TG4011: "1,5" is not a number, which float64 takes.'],
    [types.float64, "0x10", 'TG4011: "0x10" is not a number, which float64 takes.'],
    [types.float64, ".", 'TG4011: "." is not a number, which float64 takes.'],
    [types.float64, "", 'TG4011: "" is not a number, which float64 takes.'],
    [types.float64, false, 'TG4011: "FALSE" is not a number, which float64 takes.'],
    [
      types.float64,
      "1,234.5",
      'TG4009: "1,234.5" has separators between its digits; 1234.5 would be a number.',
    ],
    [types.float64, "１．５", 'TG4010: "１．５" is written in full-width characters; 1.5 would be right.'],
    [
      types.float64,
      dateCell("2024-01-02"),
      "TG4013: The cell holds the date and time 2024-01-02 00:00:00; float64 takes none.",
    ],
  ])("refuses %j %j", (type, content, message) => {
    expect(parseOne(type, content)).toBe(message);
  });

  test("every finite value reads back from its text and from a number cell", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseOne(types.float64, String(value))).toBe(value + 0);
        expect(parseOne(types.float64, value)).toBe(value + 0);
      }),
    );
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseOne(types.float32, String(value))).toBe(value + 0);
      }),
    );
  });
});
