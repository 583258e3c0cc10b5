import { describe, expect, test } from "vitest";
import { describeSource, describeTable, resolve } from "../resolve.js";
import { type Grid, workbookOf } from "../sheet-of.js";

const header: Grid = [
  ["##name", "id", "name", "price"],
  ["##type", "int32", "string", "int32 = 5"],
  ["##rule", "key", "unique", null],
  ["##note", "编号", "名称", "in copper coins"],
];

function resolveGrid(grid: Grid) {
  const { sources, reported } = resolve([workbookOf({ Item: grid })]);
  return {
    table: sources[0] === undefined ? undefined : describeTable(sources[0].table),
    notes: sources[0]?.table.columns.map(({ note }) => note),
    rows: sources.flatMap(({ regions }) => regions.flatMap(({ rows }) => [...Array.from(rows)])),
    columns: sources[0]?.regions[0]?.columns.map(describeSource),
    reported,
  };
}

describe("a marked sheet", () => {
  test("has names, types, rules and notes in marked rows, and data without marks", () => {
    expect(resolveGrid([...header, [null, 1, "sword", 7], [null, 2, "bow", null]])).toEqual({
      table: "Item(id: int32, name: string, price: int32 = 5) key id, unique name",
      notes: ["编号", "名称", "in copper coins"],
      rows: [4, 5],
      columns: [1, 2, 3],
      reported: [],
    });
  });

  test("may have its header rows in any order, with comments and blank rows between", () => {
    const [name = [], type = [], rule = [], note = []] = header;
    const grid = [["## the items of chapter one"], note, [], rule, ["##"], type, name, [null, 1, "a", 2]];
    expect(resolveGrid(grid)).toMatchObject({ rows: [7], reported: [] });
  });

  test("leaves out comment rows, blank rows and columns without a name", () => {
    const grid: Grid = [
      ["##name", "id", null, "name"],
      ["##type", "int", null, "string"],
      ["##rule", "key"],
      [null, 1, "to do", "a"],
      ["## old", 2, null, "b"],
      [null, " ", "only a remark", "\u00a0"],
      ["##", 3, null, "c"],
      [null, 4, null, "d"],
    ];
    expect(resolveGrid(grid)).toMatchObject({ rows: [3, 7], columns: [1, 3], reported: [] });
  });

  test("may have a primary key of several columns and unique keys of several", () => {
    const grid: Grid = [
      ["##name", "hero", "level", "slot", "page", "ratio"],
      ["##type", "int", "int", "int", "int", "double?"],
      ["##rule", "key", "key", "unique(place)", "unique(place); default=1"],
    ];
    expect(resolveGrid(grid).table).toBe(
      "Item(hero: int32, level: int32, slot: int32, page: int32 = 1, ratio: float64?) key hero+level, unique slot+page",
    );
  });

  test("reports an unknown marker with the nearest one", () => {
    expect(resolveGrid([...header, ["##nmae", "x"], ["##foo"], ["＃＃type"]]).reported).toEqual([
      "TG2001 items.xlsx:Item!A5 ##nmae is not a marker that table-gen knows. Did you mean ##name?",
      "TG2001 items.xlsx:Item!A6 ##foo is not a marker that table-gen knows.",
      "TG2001 items.xlsx:Item!A7 ＃＃type is not a marker that table-gen knows. Did you mean ##type?",
    ]);
  });

  test("with a misspelt ##name has that one mistake", () => {
    expect(resolveGrid([["##names", "id"]]).reported).toEqual([
      "TG2001 items.xlsx:Item!A1 ##names is not a marker that table-gen knows. Did you mean ##name?",
    ]);
  });

  test("reports a marker that stands twice, and takes the first", () => {
    const { table, reported } = resolveGrid([...header, ["##name", "a", "b", "c"]]);
    expect(table).toContain("Item(id: int32");
    expect(reported).toEqual([
      "TG2002 items.xlsx:Item!A5 ##name stands twice in this sheet.",
      "- first here items.xlsx:Item!A1",
    ]);
  });

  test("reports a marker below data", () => {
    const grid = [...header.slice(0, 3), [null, 1, "a", 2], ["##note", "x"]];
    expect(resolveGrid(grid).reported).toEqual([
      "TG2003 items.xlsx:Item!A5 ##note stands below a row of data.",
      "- the first row of data items.xlsx:Item!A4",
    ]);
  });

  test("reports text in column A once, with the number of further rows", () => {
    const grid = [...header, ["old", 1, "a", 2], ["# b", 2, "b", 3], [7, 3, "c", 4]];
    expect(resolveGrid(grid).reported).toEqual([
      'TG2004 items.xlsx:Item!A5 Column A is only for marks, and "old" is none.',
      "- and in 2 more rows",
    ]);
  });

  test("without a ##name row is reported", () => {
    expect(resolveGrid(header.slice(1)).reported).toEqual([
      "TG2005 items.xlsx:Item The sheet has marks but no ##name row.",
    ]);
  });

  test("warns of a type without a name", () => {
    const grid: Grid = [
      ["##name", "id"],
      ["##type", "int", "string"],
      ["##rule", "key", null, "unique"],
      [null, 1, "lost"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      'TG2009 items.xlsx:Item!C2 The column has no name, so "string" and the cells below are left out.',
      'TG2009 items.xlsx:Item!D3 The column has no name, so "unique" and the cells below are left out.',
    ]);
  });

  test("warns that groups have no effect, and reports those that are no names", () => {
    expect(resolveGrid([...header, ["##group", "server, client", "c/s"]]).reported).toEqual([
      'TG2022 items.xlsx:Item!C5 "c/s" cannot be a group.',
      "TG2023 items.xlsx:Item!B1 Groups have no effect: there are no targets, so everything goes into the library.",
    ]);
  });

  test("reports ##enum among its rows", () => {
    expect(resolveGrid([...header, ["##enum", "name"]]).reported).toEqual([
      "TG2050 items.xlsx:Item!A5 ##enum stands in a sheet with header rows of a table.",
    ]);
  });

  test("without any mark is left out with a warning", () => {
    expect(resolveGrid([["id", "name"]]).reported).toEqual([
      "TG2006 items.xlsx:Item The sheet is left out: column A has no ##name.",
    ]);
  });

  test("whose ##name row names nothing is reported", () => {
    expect(resolveGrid([["##name"]]).reported).toEqual(["TG2008 items.xlsx:Item!A1 Item has no column."]);
  });

  test("without a ##type row is reported once, one column without a type at its name", () => {
    expect(resolveGrid([["##name", "id", "name"]]).reported).toEqual([
      "TG2017 items.xlsx:Item!A1 Nothing says which types the columns of Item have.",
    ]);
    expect(
      resolveGrid([
        ["##name", "id", "name"],
        ["##type", "int"],
        ["##rule", "key"],
      ]).reported,
    ).toEqual(["TG2016 items.xlsx:Item!C1 Item.name has no type."]);
  });

  test("reports types that do not exist or that are malformed, at their cells", () => {
    const grid: Grid = [
      ["##name", "id", "quality", "drops"],
      ["##type", "int23", "string[][", "Qualty?"],
      ["##rule", "key"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      "TG2014 items.xlsx:Item!B2 There is no type int23. Did you mean int32?",
      'TG2015 items.xlsx:Item!C2 "string[][" is not a type: a bracket is not closed.',
      "TG2014 items.xlsx:Item!D2 There is no type Qualty.",
    ]);
  });

  test("reports a default that is none, and two defaults of one column", () => {
    const grid: Grid = [
      ["##name", "id", "a", "b", "c"],
      ["##type", "int", "int =", 'string = "x', "int = 5"],
      ["##rule", "key", null, null, "default=6"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      'TG2018 items.xlsx:Item!C2 "int =" gives no default: nothing follows the =.',
      'TG2018 items.xlsx:Item!D2 "string = "x" gives no default: a quote is not closed.',
      'TG2019 items.xlsx:Item!E2 c has two defaults, "6" and "5".',
      "- the other one items.xlsx:Item!E3",
    ]);
  });

  test("takes names in any script, without blanks around them, and reports what is no name", () => {
    const grid: Grid = [
      ["##name", " 编号\u200b", "e\u0301tat", "LvlRank@Lvl", "2nd", "#"],
      ["##type", "int", "string", "int", "int", "int"],
      ["##rule", "key"],
    ];
    const { table, reported } = resolveGrid(grid);
    expect(table).toBe("Item(编号: int32, \u00e9tat: string) key 编号");
    expect(reported).toEqual([
      'TG2011 items.xlsx:Item!D1 "LvlRank@Lvl" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["LvlRank@Lvl"].name = "LvlRank_Lvl"',
      'TG2011 items.xlsx:Item!E1 "2nd" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["2nd"].name = "_2nd"',
      'TG2011 items.xlsx:Item!F1 "#" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["#"].name = "name"',
      "- a column without a name is a comment",
    ]);
  });

  test("reports a column that stands twice, with both cells", () => {
    const grid: Grid = [
      ["##name", "id", "name", "id"],
      ["##type", "int", "string", "int"],
      ["##rule", "key"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      "TG2012 items.xlsx:Item!D1 Column id stands twice in this sheet.",
      "- first here items.xlsx:Item!B1",
    ]);
  });

  test("an error cell or a number in the header is no name, and said to be what it is", () => {
    const grid: Grid = [
      ["##name", "id", { kind: "error", text: "#REF!" }, 5],
      ["##type", "int", "int", "int"],
      ["##rule", "key"],
    ];
    expect(resolveGrid(grid).reported).toEqual([
      "TG2053 items.xlsx:Item!C1 The formula in this header cell gives the error #REF!.",
      'TG2011 items.xlsx:Item!D1 "5" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["5"].name = "_5"',
    ]);
  });
});
