import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src/model/workbook.js";
import { checkDeclared, inferColumn, sortCells } from "../../../src/pipeline/init/infer-column.js";

const style = { timeZone: "UTC", listSeparator: ",", enums: [], typeNames: new Set<string>() };
const date: Cell = { kind: "date", wallClockMs: 1_714_521_600_000, serial: 45413 };
const infer = (...cells: readonly Cell[]) => inferColumn(sortCells(cells), style);
const many = (count: number, cell: Cell): Cell[] => Array.from({ length: count }, () => cell);

describe("the narrowest sensible type is taken", () => {
  test.each<[string, Cell[]]>([
    ["int32", [1, -5, "7"]],
    ["int32", [1, undefined, "  "]],
    ["int64", [1, 3_000_000_000]],
    ["int64", ["9007199254740993"]],
    ["uint64", ["18446744073709551615"]],
    ["float64", [1, 2.5]],
    ["float64", ["1", "2.50", "3.5"]],
    ["bool", [true, "FALSE"]],
    ["int32", [1, 0, 1]],
    ["datetime", [date, "2024-05-01 12:30"]],
    ["int32[]", [5, "1,2", "3,4,"]],
    ["int64[]", ["1,3000000000"]],
    ["float64[]", ["1,2.5"]],
    ["string", ["a", 1]],
    ["string", ["007", "008"]],
    ["string", ["262144.1", "262144.10"]],
    ["string", ["99999999999999999999"]],
    ["string", ["one, two"]],
    ["string", [true, 2]],
  ])("%s for %j", (type, cells) => {
    expect(infer(...cells).type).toBe(type);
  });
});

describe("what a person should look at is said", () => {
  test.each<[Cell[], string]>([
    [[undefined], "has no value in any row, so its type is a guess"],
    [["007"], "holds digits with zeros in front, so it is text"],
    [["99999999999999999999"], "holds numbers that are too large for any integer type, so it is text"],
    [["1.1", "1.10"], "holds texts that differ and are the same number, so it is text"],
    [
      [...many(30, 5), "five"],
      "is text because of 1 of 31 cells; give it the type int64 if those are mistakes",
    ],
  ])("%j", (cells, doubt) => {
    expect(infer(...cells)).toEqual({ type: "string", doubts: [doubt] });
  });

  test("nothing where nothing is in doubt", () => {
    expect(infer("Sword", "Bow").doubts).toEqual([]);
  });
});

test("an error cell says nothing about the type", () => {
  expect(infer(1, { kind: "error", text: "#REF!" }, { kind: "formula", formula: "A1" }).type).toBe("int32");
});

describe("a type that the sheet gives", () => {
  const check = (type: string, ...cells: readonly Cell[]) => checkDeclared(type, sortCells(cells), style);

  test("stays where the cells are of it", () => {
    expect(check("int", 1, "2", undefined)).toEqual({ doubts: [] });
    expect(check("int[]", "1,2", 3)).toEqual({ doubts: [] });
    expect(check("float", 1, 2.5)).toEqual({ doubts: [] });
  });

  test("is widened for one cell that is out of its range", () => {
    expect(check("int", ...many(50, 1), 3_000_000_000)).toEqual({
      instead: "int64",
      doubts: ["is int in the sheet, but 1 of 51 cells are not"],
    });
  });

  test("is replaced where many cells are otherwise, and stays where few are", () => {
    expect(check("int", 1, 2.5, 3.5)).toEqual({
      instead: "float64",
      doubts: ["is int in the sheet, but 2 of 3 cells are not"],
    });
    expect(check("int", ...many(50, 1), "one")).toEqual({
      doubts: ["is int, but 1 of 51 cells are not; the build reports them"],
    });
  });

  test("is replaced where there is no such type", () => {
    expect(check("Role", 1, 2)).toEqual({
      instead: "int32",
      doubts: ["has the type Role in the sheet, which is none"],
    });
  });
});
