import { describe, expect, test } from "vitest";
import type { PlainDialectConfig, TableConfig } from "../../../src/model/config.js";
import { configOf, describeSource, describeTable, resolve } from "../resolve.js";
import { type Grid, textFileOf } from "../sheet-of.js";

const columns = {
  id: { type: "int32", ignore: false },
  name: { type: "string", ignore: false },
  remark: { ignore: true },
};

function resolveGrid(grid: Grid, table: Partial<TableConfig>, options: Partial<PlainDialectConfig> = {}) {
  const config = configOf({ dialect: { kind: "plain", ...options }, tables: { item: table } });
  const { sources, reported } = resolve([textFileOf(grid, "data/item.csv")], config);
  return {
    table: sources[0] === undefined ? undefined : describeTable(sources[0].table),
    notes: sources[0]?.table.columns.map(({ note }) => note),
    rows: sources.flatMap(({ regions }) => regions.flatMap(({ rows }) => [...Array.from(rows)])),
    columns: sources[0]?.regions[0]?.columns.map(describeSource),
    reported,
  };
}

describe("a plain sheet", () => {
  test("has names in its first row with cells; the config gives the rest", () => {
    const grid: Grid = [
      [],
      ["id", "", "name", "remark"],
      ["1", "x", "a"],
      ["", "y", "", "z"],
      ["2", "", "b"],
    ];
    expect(resolveGrid(grid, { columns, key: ["id"], unique: [{ columns: ["name"] }] })).toEqual({
      table: "item(id: int32, name: string) key id, unique name",
      notes: ["", ""],
      rows: [2, 4],
      columns: [0, 2],
      reported: [],
    });
  });

  test("may have a row of notes above the names", () => {
    const grid: Grid = [
      ["编号", "名称"],
      ["id", "name"],
      ["1", "a"],
    ];
    const table = { columns: { id: columns.id, name: columns.name }, key: ["id"] };
    expect(resolveGrid(grid, table, { noteRow: 1 })).toMatchObject({
      notes: ["编号", "名称"],
      rows: [2],
      reported: [],
    });
  });

  test("takes the rows that the config gives", () => {
    const grid: Grid = [["title"], ["id", "name"], ["unused"], ["1", "a"]];
    const table = { columns: { id: columns.id, name: columns.name }, key: false as const };
    expect(resolveGrid(grid, table, { nameRow: 2, dataRow: 4 })).toMatchObject({
      table: "item(id: int32, name: string)",
      rows: [3],
      reported: [],
    });
    expect(resolveGrid(grid, table, { nameRow: 9 }).reported[0]).toBe(
      "TG2006 data/item.csv The sheet is left out: row 9 has no names.",
    );
  });

  test("reports a column without a type, and a table without any", () => {
    const grid: Grid = [
      ["id", "name", "price"],
      ["1", "a", "5"],
    ];
    expect(
      resolveGrid(grid, { columns: { id: columns.id, name: columns.name }, key: ["id"] }).reported,
    ).toEqual(["TG2016 data/item.csv:C1 item.price has no type."]);
    expect(resolveGrid(grid, { key: ["id"] }).reported).toEqual([
      "TG2017 data/item.csv:A1 Nothing says which types the columns of item have.",
    ]);
  });

  test("without a key in the config is reported", () => {
    const grid: Grid = [
      ["id", "name"],
      ["1", "a"],
    ];
    expect(resolveGrid(grid, { columns: { id: columns.id, name: columns.name } }).reported).toEqual([
      "TG2026 data/item.csv:A1 item has no key.",
    ]);
  });

  test("a column of the config that the sheet does not have is reported with the nearest one", () => {
    const grid: Grid = [
      ["id", "name"],
      ["1", "a"],
    ];
    const given = { ...columns, nmae: { type: "string", ignore: false } };
    expect(resolveGrid(grid, { columns: given, key: ["id"] }).reported).toEqual([
      "TG2036 table-gen.config.jsonc:tables.item.columns.remark No sheet of item has a column remark.",
      "TG2036 table-gen.config.jsonc:tables.item.columns.nmae No sheet of item has a column nmae. Did you mean name?",
    ]);
  });
});
