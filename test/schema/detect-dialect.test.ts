import { describe, expect, test } from "vitest";
import { detectDialect } from "../../src/schema/detect-dialect.js";
import { type Grid, sheetOf } from "./sheet-of.js";

const N = null;

function detect(grid: Grid) {
  return detectDialect(sheetOf(grid));
}

describe("the dialect of a sheet is", () => {
  test("marked when column A has a marker, even a misspelt one", () => {
    expect(detect([["## remark"], ["##name", "id"], ["##type", "int"]])).toEqual({
      dialect: { kind: "marked" },
      unsure: [],
    });
    expect(detect([["##nmae", "id"]])?.dialect).toEqual({ kind: "marked" });
  });

  test("stacked when a row of types has names beside it", () => {
    const grid: Grid = [
      [N, N, "#"],
      [N, N, "编号", "名称"],
      [N, N, "id", "name"],
      [N, N, "int", "string"],
      [N, N, 1, "a"],
    ];
    expect(detect(grid)).toEqual({
      dialect: { kind: "stacked", nameRow: 3, typeRow: 4, noteRow: 2, dataRow: 5, markColumns: 2 },
      unsure: [],
    });
  });

  test("stacked without a note when data follows the types", () => {
    expect(
      detect([
        ["id", "name"],
        ["int", "string"],
        [1, "a"],
      ]),
    ).toEqual({
      dialect: { kind: "stacked", nameRow: 1, typeRow: 2, dataRow: 3, markColumns: 0 },
      unsure: [],
    });
  });

  test("stacked with doubts when the names stand below the types, or notes below both", () => {
    expect(
      detect([
        ["int", "string"],
        ["id", "name"],
        ["编号", "名称"],
        [1, "a"],
      ]),
    ).toEqual({
      dialect: { kind: "stacked", nameRow: 2, typeRow: 1, noteRow: 3, dataRow: 4, markColumns: 0 },
      unsure: [
        "Row 2, below the types, is taken for the names.",
        "Row 3 is taken for notes: it has texts where the types are numbers.",
      ],
    });
  });

  test("stacked with Chinese names, not the English notes below", () => {
    expect(
      detect([
        ["编号", "名称"],
        ["int", "string"],
        [1, "sword"],
      ])?.dialect,
    ).toMatchObject({ nameRow: 1 });
    expect(
      detect([
        ["编号", "名称"],
        ["int", "string"],
        ["id", "name"],
        [1, "a"],
      ])?.dialect,
    ).toMatchObject({
      nameRow: 3,
      noteRow: 1,
    });
  });

  test("plain when nothing says types, though a column may be called like one", () => {
    expect(
      detect([
        ["id", "name"],
        [1, "a"],
      ]),
    ).toEqual({ dialect: { kind: "plain", nameRow: 1 }, unsure: [] });
    expect(detect([[], ["name", "duration"], ["burn", "5s"]])).toEqual({
      dialect: { kind: "plain", nameRow: 2 },
      unsure: [],
    });
  });

  test("plain with a row of notes above the names, with a doubt", () => {
    const expected = {
      dialect: { kind: "plain", noteRow: 1, nameRow: 2, dataRow: 3 },
      unsure: ["Row 1 is taken for notes, row 2 for the names."],
    };
    expect(
      detect([
        ["属性类型", "程序用名字"],
        ["id", "name"],
        ["1", "a"],
      ]),
    ).toEqual(expected);
    expect(
      detect([
        ["id", N],
        ["id", "posList"],
        ["1", "a"],
      ]),
    ).toEqual(expected);
    expect(
      detect([
        ["等级", "品质"],
        ["LvlRank@Level", "items,chance"],
        ["1", "a"],
      ]),
    ).toEqual(expected);
  });

  test("unknown for an empty sheet", () => {
    expect(detect([])).toBeUndefined();
  });
});
