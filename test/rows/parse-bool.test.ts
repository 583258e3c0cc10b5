import { describe, expect, test } from "vitest";
import { dateCell, parseOne } from "./parsing.js";
import { types } from "./tables.js";

describe("bool", () => {
  test.each([
    [true, true],
    [false, false],
    [1, true],
    [0, false],
    ["true", true],
    ["FALSE", false],
    ["True", true],
    [" 1 ", true],
    ["0\u00a0", false],
  ])("takes %j as %j", (content, value) => {
    expect(parseOne(types.bool, content)).toBe(value);
  });

  test.each([
    ["yes", 'TG4004: "yes" is not a bool.'],
    ["", 'TG4004: "" is not a bool.'],
    [2, "TG4004: 2 is not a bool."],
    [-1, "TG4004: -1 is not a bool."],
    ["1.0", "TG4004: 1.0 is not a bool."],
    ["１", 'TG4010: "１" is written in full-width characters; 1 would be right.'],
    ["ＴＲＵＥ", 'TG4010: "ＴＲＵＥ" is written in full-width characters; TRUE would be right.'],
  ])("refuses %j", (content, message) => {
    expect(parseOne(types.bool, content)).toBe(message);
  });

  test("refuses a date cell", () => {
    expect(parseOne(types.bool, dateCell("2024-05-01"))).toBe(
      "TG4013: The cell holds the date and time 2024-05-01 00:00:00; bool takes none.",
    );
  });
});
