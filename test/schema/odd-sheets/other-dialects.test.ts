import { describe } from "vitest";
import { configOf } from "../resolve.js";
import { type Grid, textFileOf, workbookOf } from "../sheet-of.js";
import { error, N, odd, plain } from "./odd.js";

describe("plain sheets", () => {
  const item = (grid: Grid) => [textFileOf(grid, "Item.csv")];
  const columns = { id: { type: "int", ignore: false }, name: { type: "string", ignore: false } };
  odd(
    "without names are found by their numbers",
    item([
      ["1001", "sword"],
      ["1002", "axe"],
    ]),
    [
      "TG2036 table-gen.config.jsonc:tables.Item.columns.id No sheet of Item has a column id.",
      "TG2036 table-gen.config.jsonc:tables.Item.columns.name No sheet of Item has a column name.",
      "TG2017 Item.csv:A1 Nothing says which types the columns of Item have.",
      'TG2011 Item.csv:A1 "1001" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["1001"].name = "_1001"',
    ],
    plain({ key: ["id"], columns }),
  );
  odd(
    "with a title above the names need to say so",
    item([["Items of the game"], ["id", "name"], ["1", "a"]]),
    [
      "TG2036 table-gen.config.jsonc:tables.Item.columns.id No sheet of Item has a column id.",
      "TG2036 table-gen.config.jsonc:tables.Item.columns.name No sheet of Item has a column name.",
      "TG2017 Item.csv:A1 Nothing says which types the columns of Item have.",
      'TG2011 Item.csv:A1 "Items of the game" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["Items of the game"].name = "Items_of_the_game"',
    ],
    plain({ key: ["id"], columns }),
  );
  odd(
    "may have the title's row told by the config",
    item([["Items of the game"], ["id", "name"], ["1", "a"]]),
    ["Item(id: int32, name: string) key id", '[1,"a"]'],
    configOf({ dialect: { kind: "plain", nameRow: 2 }, tables: { Item: { key: ["id"], columns } } }),
  );
  odd(
    "with rows told that are not there say so",
    item([
      ["id", "name"],
      ["1", "a"],
    ]),
    [
      "TG2006 Item.csv The sheet is left out: row 9 has no names.",
      "TG2035 Item.csv No sheet has the rows of Item.",
    ],
    configOf({ dialect: { kind: "plain", nameRow: 9 }, tables: { Item: { key: ["id"], columns } } }),
  );
  odd(
    "whose data begins in the header are read so",
    item([
      ["id", "name"],
      ["1", "a"],
    ]),
    [
      "Item(id: int32, name: string) key id",
      '[0,"name"]',
      '[1,"a"]',
      'TG4005 Item.csv:A1 "id" is not an integer, which int32 takes.',
    ],
    configOf({
      dialect: { kind: "plain", nameRow: 1, dataRow: 1 },
      tables: { Item: { key: ["id"], columns } },
    }),
  );
  odd(
    "with more columns than the config types say which",
    item([
      ["id", "name", "remark"],
      ["1", "a", "b"],
    ]),
    ["Item(id: int32, name: string) key id", '[1,"a"]', "TG2016 Item.csv:C1 Item.remark has no type."],
    plain({ key: ["id"], columns }),
  );
  odd(
    "with fewer say which",
    item([["id"], ["1"]]),
    [
      "Item(id: int32)",
      "[1]",
      "TG2036 table-gen.config.jsonc:tables.Item.columns.name No sheet of Item has a column name.",
      "TG2027 table-gen.config.jsonc:tables.Item.key Item has no column name for its key.",
    ],
    plain({ key: ["name"], columns }),
  );
  odd(
    "with slips in the config are told the nearest",
    item([
      ["id", "name"],
      ["1", "a"],
    ]),
    [
      "TG2036 table-gen.config.jsonc:tables.Item.columns.nmae No sheet of Item has a column nmae. Did you mean name?",
      "TG2014 table-gen.config.jsonc:tables.Item.columns.id.type There is no type itn. Did you mean int?",
      "TG2016 Item.csv:B1 Item.name has no type.",
    ],
    plain({
      key: ["idd"],
      unique: [{ columns: ["Name"] }],
      columns: { id: { type: "itn", ignore: false }, nmae: { type: "string", ignore: false } },
    }),
  );
  odd(
    "with a name given twice by the config are reported",
    item([
      ["id", "name"],
      ["1", "a"],
    ]),
    [
      "Item(id: int32) key id",
      "[1]",
      "TG2012 Item.csv:B1 Column id stands twice in this sheet.",
      "- first here Item.csv:A1",
      '- the config calls "name" id table-gen.config.jsonc:tables.Item.columns.name.name',
    ],
    plain({ key: ["id"], columns: { ...columns, name: { type: "string", name: "id", ignore: false } } }),
  );
  odd(
    "with an error as a name say so",
    [
      workbookOf({
        Item: [
          ["id", error],
          [1, 2],
        ],
      }),
    ],
    [
      "Item(id: int32) key id",
      "[1]",
      "TG2053 items.xlsx:Item!B1 The formula in this header cell gives the error #NAME?.",
    ],
    plain({ key: ["id"], columns: { id: columns.id } }),
  );
  odd(
    "of two tables may be one sheet",
    item([
      ["id", "name"],
      ["1", "a"],
    ]),
    ["A(id: int32, name: string) key id", "B(id: int32, name: string) key name", '[1,"a"]', '[1,"a"]'],
    configOf({
      dialect: { kind: "plain" },
      tables: { A: { from: ["Item.csv"], key: ["id"], columns }, B: { from: ["*"], key: ["name"], columns } },
    }),
  );
});

describe("stacked sheets", () => {
  const stacked = configOf({ dialect: { kind: "stacked" } });
  odd(
    "with an error as a name or a type are no comments",
    [
      ["id", error, "a", "b"],
      ["int", "int", error, "int"],
      [1, 2, 3, 4],
    ],
    [
      "items(id: int32, b: int32) key id",
      "[1,4]",
      "TG2053 items.xlsx:Item!B1 The formula in this header cell gives the error #NAME?.",
      "TG2053 items.xlsx:Item!C2 The formula in this header cell gives the error #NAME?.",
    ],
    stacked,
  );
  odd(
    "with slips among the types say which",
    [
      ["id", "a", "b", "c"],
      ["int", "Int", "strng", "list"],
      [1, 2, 3, 4],
    ],
    ["TG2006 items.xlsx:Item The sheet is left out: none of its first 20 rows holds types."],
    stacked,
  );
  odd(
    "with slips in most types are not seen as such",
    [
      ["id", "a", "b", "c"],
      ["itn", "Int", "strng", "list"],
      [1, 2, 3, 4],
    ],
    ["TG2006 items.xlsx:Item The sheet is left out: none of its first 20 rows holds types."],
    stacked,
  );
  odd(
    "with told rows that are not there say so",
    [["id"], ["int"], [1]],
    ["TG2006 items.xlsx:Item The sheet is left out: row 8 has no types with names beside them."],
    configOf({ dialect: { kind: "stacked", nameRow: 7, typeRow: 8 } }),
  );
  odd(
    "with one row for names and types have names that are types",
    [
      ["int", "string"],
      [1, "a"],
    ],
    ["items(int: int32, string: string) key int", '[1,"a"]'],
    configOf({ dialect: { kind: "stacked", nameRow: 1, typeRow: 1 } }),
  );
  odd(
    "with more mark columns than columns have none",
    [["id"], ["int"], [1]],
    ["TG2006 items.xlsx:Item The sheet is left out: none of its first 20 rows holds types."],
    configOf({ dialect: { kind: "stacked", markColumns: 5 } }),
  );
  odd(
    "leave out rows and columns that # marks, but none for an error",
    [
      [N, "id", "#x", "a"],
      [N, "int", "int", "int"],
      [N, 1, 2, 3],
      ["#", 2, 2, 3],
      [error, 3, 2, 3],
    ],
    ["items(id: int32, a: int32) key id", "[1,3]", "[3,3]"],
    stacked,
  );
  odd(
    "whose first column is no mark column have # in it read as data",
    [
      ["id", "a"],
      ["string", "int"],
      ["#1", 2],
    ],
    ["items(id: string, a: int32) key id", '["#1",2]'],
    stacked,
  );
});
