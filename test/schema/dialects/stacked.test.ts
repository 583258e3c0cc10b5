import { describe, expect, test } from "vitest";
import type { StackedDialectConfig } from "../../../src/model/config.js";
import { configOf, describeSource, describeTable, resolve } from "../resolve.js";
import { type Grid, workbookOf } from "../sheet-of.js";

const N = null;
const header: Grid = [
  [],
  [N, N, N, N, N, "#"],
  [N, N, "_id", "名称", "攻击", "备注"],
  [N, N, "Id", "Name", "Attack", "Memo"],
  [N, N, "int", "string", "long[]", "string"],
];

function resolveGrid(grid: Grid, options: Partial<StackedDialectConfig> = {}) {
  const config = configOf({ dialect: { kind: "stacked", ...options } });
  const { sources, reported } = resolve([workbookOf({ Sheet1: grid }, "hero/Item.xlsx")], config);
  return {
    table: sources[0] === undefined ? undefined : describeTable(sources[0].table),
    notes: sources[0]?.table.columns.map(({ note }) => note),
    rows: sources.flatMap(({ regions }) => regions.flatMap(({ rows }) => [...Array.from(rows)])),
    columns: sources[0]?.regions[0]?.columns.map(describeSource),
    reported,
  };
}

describe("a stacked sheet", () => {
  test("has notes, names and types one above the other; # makes comments of columns and rows", () => {
    const grid: Grid = [
      ...header,
      [N, N, 1, "剑", "1,2", "to do"],
      ["#old", N, 2, "弓", "3"],
      [N, "#", 3, "斧", "4"],
      [],
      [N, N, N, N, N, "only a remark"],
      [N, N, N, "no key", "5"],
      ["x", { kind: "error", text: "#REF!" }, 4, "盾", "6"],
    ];
    expect(resolveGrid(grid)).toEqual({
      table: "Item(Id: int32, Name: string, Attack: int64[]) key Id",
      notes: ["_id", "名称", "攻击"],
      rows: [5, 10, 11],
      columns: [2, 3, 4],
      reported: [],
    });
  });

  test("may have a # in the mark columns of its header rows", () => {
    const grid: Grid = [N, N, "note", "name", "type"].map((_, row) =>
      row === 4 ? [N, "#", ...(header[row] ?? []).slice(2)] : (header[row] ?? []),
    );
    expect(resolveGrid([...grid, [N, N, 1, "a", 2]])).toMatchObject({ rows: [5], reported: [] });
  });

  test("may have no mark columns, and columns without a name or with # before it are comments", () => {
    const grid: Grid = [
      ["id", "#desc", N, "name"],
      ["int", "string", "int", "string"],
      [1, "x", 5, "a"],
    ];
    expect(resolveGrid(grid)).toMatchObject({
      table: "Item(id: int32, name: string) key id",
      rows: [2],
      columns: [0, 3],
    });
  });

  test("may have its types above the names, and its notes below", () => {
    const grid: Grid = [
      ["int", "string"],
      ["id", "name"],
      ["编号", "名称"],
      [1, "剑"],
    ];
    expect(resolveGrid(grid)).toMatchObject({
      table: "Item(id: int32, name: string) key id",
      notes: ["编号", "名称"],
      rows: [3],
    });
  });

  test("takes the rows that the config gives", () => {
    const grid: Grid = [
      ["Item table"],
      ["int", "string"],
      ["unused", "unused"],
      ["编号", "名称"],
      ["x", "id", "name"],
      ["", 1, "a"],
      ["", 2, "b"],
    ];
    const shifted = grid.map((row, index) => (index >= 1 && index <= 3 ? [N, ...row] : row));
    const options = { typeRow: 2, nameRow: 5, noteRow: 4, dataRow: 7, markColumns: 1 };
    expect(resolveGrid(shifted, options)).toMatchObject({
      table: "Item(id: int32, name: string) key id",
      notes: ["编号", "名称"],
      rows: [6],
      columns: [1, 2],
    });
  });

  test("has the sheets of its workbook as one table", () => {
    const config = configOf({ dialect: { kind: "stacked" } });
    const rows = (id: number): Grid => [...header, [N, N, id, "a", 1]];
    const { sources, reported } = resolve(
      [workbookOf({ 生成: rows(1), 定制: rows(2) }, "Hero.xlsx")],
      config,
    );
    expect(sources.map(({ table, regions }) => [table.name, regions.length])).toEqual([["Hero", 2]]);
    expect(reported).toEqual([]);
  });

  test("reports a type that does not exist at its cell, and goes on without the column", () => {
    const grid: Grid = [
      ["Id", "Role"],
      ["int", "Role"],
      [1, 2],
    ];
    expect(resolveGrid(grid)).toMatchObject({
      table: "Item(Id: int32) key Id",
      reported: ["TG2014 hero/Item.xlsx:Sheet1!B2 There is no type Role."],
    });
  });

  test("without types is left out with a warning that says what was looked for", () => {
    expect(
      resolveGrid([
        ["id", "name"],
        [1, "a"],
      ]).reported,
    ).toEqual(["TG2006 hero/Item.xlsx:Sheet1 The sheet is left out: none of its first 20 rows holds types."]);
    expect(resolveGrid([["id", "name"]], { typeRow: 3 }).reported).toEqual([
      "TG2006 hero/Item.xlsx:Sheet1 The sheet is left out: row 3 has no types with names beside them.",
    ]);
  });

  test("whose first column cannot be a key says so", () => {
    const grid: Grid = [
      ["ratio", "name"],
      ["double", "string"],
      [1, "a"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      "TG2028 hero/Item.xlsx:Sheet1!A1 Item.ratio is float64, which cannot be part of a key.",
      "- the column hero/Item.xlsx:Sheet1!A1",
    ]);
  });
});
