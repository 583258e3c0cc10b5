import { describe, expect, test } from "vitest";
import type { EnumSchema } from "../../src/model/schema.js";
import { dateCell, parseOne } from "./parsing.js";
import { createTable, formatDiagnostic, quality, readRows, types } from "./tables.js";

describe("enum", () => {
  test.each([
    ["White", 0],
    [" Green ", 1],
    ["绿", 1],
    [0, 0],
    ["1", 1],
    [5, 5],
  ])("takes %j as %j", (content, value) => {
    expect(parseOne(types.quality, content)).toBe(value);
  });

  test("an alias made of digits means what it was declared for, in text and in number cells", () => {
    expect(parseOne(types.quality, "2")).toBe(5);
    expect(parseOne(types.quality, 2)).toBe(5);
  });

  test("takes TRUE cells where a value has that name", () => {
    const answer: EnumSchema = { ...quality, values: [{ name: "TRUE", value: 3, aliases: [], note: "" }] };
    expect(parseOne(types.quality, true, {}, [answer])).toBe(3);
  });

  test.each([
    ["Bleu", 'TG4021: "Bleu" is not a value of Quality; did you mean Blue?'],
    ["white", 'TG4021: "white" is not a value of Quality; did you mean White?'],
    ["Legendary", 'TG4021: "Legendary" is not a value of Quality.'],
    ["constructor", 'TG4021: "constructor" is not a value of Quality.'],
    [3, "TG4021: 3 is not a value of Quality."],
    [1.5, "TG4021: 1.5 is not a value of Quality."],
    ["", 'TG4021: "" is not a value of Quality.'],
    ["Ｗhite", 'TG4010: "Ｗhite" is written in full-width characters; White would be right.'],
    [
      dateCell("2024-01-02"),
      "TG4013: The cell holds the date and time 2024-01-02 00:00:00; Quality takes none.",
    ],
  ])("refuses %j", (content, message) => {
    expect(parseOne(types.quality, content)).toBe(message);
  });

  test("an unknown name is reported at its cell, with a note at the enum", () => {
    const table = createTable([{ name: "quality", type: types.quality }]);
    const { diagnostics, typed } = readRows(table, [["Gren"]], { enums: [quality] });
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'TG4021 items.xlsx:Item!A2 "Gren" is not a value of Quality; did you mean Green?' +
        " | Quality has the values White, Green, Blue @ enums.xlsx:Quality",
    ]);
    expect(diagnostics[0]?.at).toMatchObject({ header: "quality", value: "Gren" });
    expect(typed.isInvalid?.(0, 0)).toBe(true);
  });

  test("a name of an enum without values is reported with a note that says so", () => {
    const table = createTable([{ name: "quality", type: types.quality }]);
    const { diagnostics } = readRows(table, [["White"]], { enums: [{ ...quality, values: [] }] });
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'TG4021 items.xlsx:Item!A2 "White" is not a value of Quality.' +
        " | Quality has no values @ enums.xlsx:Quality",
    ]);
  });
});
