import { describe, expect, test } from "vitest";
import { configOf, describeSource, describeTable, resolve } from "./resolve.js";
import { type Grid, workbookOf } from "./sheet-of.js";
import { understand } from "./understand.js";

const N = null;
const config = configOf({ tables: { Item: { from: ["items.xlsx"] } } });

function join(sheets: Readonly<Record<string, Grid>>, given = config) {
  const { sources, reported } = resolve([workbookOf(sheets)], given);
  return {
    table: sources[0] === undefined ? undefined : describeTable(sources[0].table),
    regions: sources[0]?.regions.map(({ sheet, columns, rows }) => [
      sheet.name,
      columns.map(describeSource),
      Array.from(rows),
    ]),
    reported,
  };
}

const first: Grid = [
  ["##name", "id", "name", "price"],
  ["##type", "int", "string", "int?"],
  ["##rule", "key"],
  [N, 1, "a", 5],
];

describe("several sheets of one table", () => {
  test("may have their columns in any order, and lack those that may be empty", () => {
    const second: Grid = [
      ["##name", "name", "weight", "id"],
      ["##type", "string", "float = 1.5", "int"],
      ["##rule", N, N, "key"],
      [N, "b", 2, 2],
    ];
    expect(join({ A: first, B: second })).toEqual({
      table: "Item(id: int32, name: string, price: int32?, weight: float32 = 1.5) key id",
      regions: [
        ["A", [1, 2, 3, "missing"], [3]],
        ["B", [3, 1, "missing", 2], [3]],
      ],
      reported: [],
    });
  });

  test("may lack a column whose empty cells the config gives a meaning", () => {
    const second: Grid = [
      ["##name", "id"],
      ["##type", "int"],
      ["##rule", "key"],
      [N, 2],
    ];
    const given = configOf({ tables: { Item: { from: ["items.xlsx"] } }, emptyCells: { string: "" } });
    expect(join({ A: first, B: second }, given).reported).toEqual([]);
  });

  test("are reported when one lacks a column that may not be empty", () => {
    const second: Grid = [
      ["##name", "id", "tags"],
      ["##type", "int", "string[]"],
      ["##rule", "key"],
      [N, 2, "x"],
    ];
    expect(join({ A: first, B: second }).reported).toEqual([
      "TG2025 items.xlsx:A!A1 This sheet of Item has no column tags, and there is nothing to put in its place.",
      "- another sheet has it items.xlsx:B!C1",
      "TG2025 items.xlsx:B!A1 This sheet of Item has no column name, and there is nothing to put in its place.",
      "- another sheet has it items.xlsx:A!C1",
    ]);
  });

  test("are told that the missing column is a comment there", () => {
    const given = configOf({ dialect: { kind: "stacked" } });
    const { reported } = resolve(
      [
        workbookOf({
          A: [
            ["id", "name"],
            ["int", "string"],
            [1, "a"],
          ],
          B: [
            ["id", "#name"],
            ["int", "string"],
            [2, "b"],
          ],
        }),
      ],
      given,
    );
    expect(reported).toEqual([
      "TG2025 items.xlsx:B!A1 This sheet of items has no column name, and there is nothing to put in its place.",
      "- here it is a comment column items.xlsx:B!B1",
      "- another sheet has it items.xlsx:A!B1",
    ]);
  });

  test("are reported when a column's types or defaults differ, with both cells", () => {
    const grid = (type: string, fallback: string): Grid => [
      ["##name", "id", "name"],
      ["##type", "int", type],
      ["##rule", "key", `default=${fallback}`],
      [N, 1, "1"],
    ];
    expect(join({ A: grid("int", "1"), B: grid("string", "2") }).reported).toEqual([
      "TG2024 items.xlsx:B!C2 Item.name has the type string here and int32 in another sheet.",
      "- the other sheet items.xlsx:A!C2",
      'TG2024 items.xlsx:B!C3 Item.name has the default "2" here and "1" in another sheet.',
      "- the other sheet items.xlsx:A!C3",
    ]);
  });

  test("are reported when their keys differ, unless the config gives the key", () => {
    const second: Grid = [
      ["##name", "id", "name", "price"],
      ["##type", "int", "string", "int?"],
      ["##rule", N, "key unique"],
      [N, 2, "b", 6],
    ];
    expect(join({ A: first, B: second }).reported).toEqual([
      "TG2029 items.xlsx:B!C3 Item has the keys (name) (name) here and (id) in another sheet.",
      "- the other sheet items.xlsx:A!B3",
    ]);
    const given = configOf({ tables: { Item: { from: ["items.xlsx"], key: ["id"] } } });
    const third: Grid = [...second.slice(0, 2), ["##rule", N, "key"], ...second.slice(3)];
    expect(join({ A: first, B: third }, given)).toMatchObject({
      table: "Item(id: int32, name: string, price: int32?) key id",
      reported: [],
    });
  });

  test("without rows count only when no sheet has any; one that differs is a warning", () => {
    const empty: Grid = [
      ["##name", "id", "size"],
      ["##type", "int", "int"],
      ["##rule", "key"],
    ];
    expect(join({ A: empty, B: first, C: first.slice(0, 3) })).toEqual({
      table: "Item(id: int32, name: string, price: int32?) key id",
      regions: [["B", [1, 2, 3], [3]]],
      reported: [
        "TG2010 items.xlsx:A!C1 The sheet has no rows and differs from the rest of Item in size; it is left out.",
      ],
    });
    expect(join({ A: empty, B: empty }).regions).toEqual([
      ["A", [1, 2], []],
      ["B", [1, 2], []],
    ]);
  });

  test("a mistake in one sheet's column does not bring further reports", () => {
    const second: Grid = [
      ["##name", "id", "name", "price"],
      ["##type", "itn", "string", "int?"],
      ["##rule", "key"],
      [N, 2, "b", 6],
    ];
    expect(join({ A: first, B: second })).toMatchObject({
      table: "Item(name: string, price: int32?)",
      reported: ["TG2014 items.xlsx:B!B2 There is no type itn. Did you mean int?"],
    });
  });
});

describe("what the config says of columns", () => {
  const grid: Grid = [
    ["##name", "Lvl@Rank", "name", "x"],
    ["##type", "int", "string", "int"],
    ["##rule", "key"],
    [N, 1, "a", 2],
  ];

  test("gives them names, types, notes and defaults, and leaves some out", () => {
    const given = configOf({
      tables: {
        Item: {
          note: "all items",
          columns: {
            "Lvl@Rank": { name: "level", type: "uint8", note: "the level", ignore: false },
            name: { default: "", ignore: false },
            x: { ignore: true },
          },
        },
      },
    });
    const { sources, reported } = resolve([workbookOf({ Item: grid })], given);
    expect(reported).toEqual([]);
    const [source] = sources;
    expect(source?.table).toMatchObject({
      note: "all items",
      columns: [
        { name: "level", type: { bits: 8 }, note: "the level" },
        { name: "name", defaultText: "", defaultAt: { path: "tables.Item.columns.name.default" } },
      ],
    });
    expect(source?.regions[0]?.columns.map(describeSource)).toEqual([1, 2]);
  });

  test("is reported once at its place, however many sheets there are", () => {
    const given = configOf({
      tables: {
        Item: {
          from: ["items.xlsx"],
          columns: {
            "Lvl@Rank": { name: "a b", ignore: false },
            name: { type: "strnig = x", default: "y", ignore: false },
            x: { type: "int =", ignore: false },
          },
        },
      },
    });
    expect(join({ A: grid, B: grid }, given).reported).toEqual([
      'TG2011 table-gen.config.jsonc:tables.Item.columns["Lvl@Rank"].name "a b" cannot be the name of a column.',
      "- for example a_b",
      'TG2019 table-gen.config.jsonc:tables.Item.columns.name.type name has two defaults, "y" and "x".',
      "- the other one table-gen.config.jsonc:tables.Item.columns.name.default",
      "TG2014 table-gen.config.jsonc:tables.Item.columns.name.type There is no type strnig. Did you mean string?",
      'TG2018 table-gen.config.jsonc:tables.Item.columns.x.type "int =" gives no default: nothing follows the =.',
    ]);
  });

  test("a name that another column has is reported", () => {
    const given = configOf({
      tables: { Item: { columns: { "Lvl@Rank": { name: "name", ignore: false } } } },
    });
    expect(resolve([workbookOf({ Item: grid })], given).reported).toEqual([
      "TG2012 items.xlsx:Item!C1 Column name stands twice in this sheet.",
      "- first here items.xlsx:Item!B1",
      '- the config calls "Lvl@Rank" name table-gen.config.jsonc:tables.Item.columns["Lvl@Rank"].name',
    ]);
  });
});

describe("rows that continue a record", () => {
  const header: Grid = [
    ["##name", "id", "*drops.item", "*drops.count"],
    ["##type", "int", "int", "int"],
    ["##rule", "key"],
  ];

  test("are blank outside of columns with a *; blank rows and comments between them do not count", () => {
    const grid: Grid = [
      ...header,
      [null, 1, 7, 1],
      [null, null, 8, 2],
      [null, null, null, null],
      ["##", "a comment", 1, 1],
      [null, " ", 9, 3],
      [null, 2, 7, 1],
    ];
    const { sources, reported } = resolve([workbookOf({ Item: grid })]);
    expect(reported).toEqual([]);
    expect(sources[0]?.regions[0]?.records).toEqual([[3, 4, 7], [8]]);
  });

  test("may be those of a map's entries, or of elements beside each other", () => {
    const grid: Grid = [
      ["##name", "id", "bags.*red", "sets[0].*ids", "sets[0].note"],
      ["##type", "int", "map<string, int[]>", "int", "string?"],
      ["##rule", "key"],
      [null, 1, 7, 1],
      [null, null, 8],
      [null, null, null, 2],
      [null, 2, 7],
    ];
    const { sources, reported } = resolve([workbookOf({ Item: grid })]);
    expect(reported).toEqual([]);
    expect(sources[0]?.regions[0]?.records).toEqual([[3, 4, 5], [6]]);
  });

  test("are reported above the first record, each at its first filled cell", () => {
    const grid: Grid = [...header, [null, null, 7, 1], [null, null, null, 2], [null, 1, 8, 1]];
    const { sources, reported } = resolve([workbookOf({ Item: grid })]);
    expect(reported).toEqual([
      "TG4031 items.xlsx:Item!C4 This row continues a record of Item, but no record stands above it.",
      "TG4031 items.xlsx:Item!D5 This row continues a record of Item, but no record stands above it.",
    ]);
    expect(sources[0]?.regions[0]?.records).toEqual([[5]]);
  });

  test("of one table may stand in one sheet in rows and in another in numbered columns", () => {
    const beside: Grid = [
      ["##name", "drops[0].item", "drops[0].count", "id", "drops[1].item", "drops[1].count"],
      ["##type", "int", "int", "int", "int", "int"],
      ["##rule", null, null, "key"],
      [null, 7, 1, 3, 8, 2],
    ];
    const below: Grid = [...header, [null, 1, 7, 1], [null, null, 8, 2]];
    const books = [workbookOf({ Item: below }, "a.xlsx"), workbookOf({ Item: beside }, "b.xlsx")];
    const { rows, reported } = understand(books);
    expect(reported).toEqual([]);
    const drops = [
      [7, 1],
      [8, 2],
    ];
    expect(rows).toEqual([
      [1, drops],
      [3, drops],
    ]);
  });
});
