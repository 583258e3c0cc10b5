import { describe } from "vitest";
import { type Grid, workbookOf } from "../sheet-of.js";
import { date, header, id, N, odd } from "./odd.js";

describe("several sheets", () => {
  const grid = (...rows: Grid): Grid => [...header(id, ["name", "string"]), ...rows];
  odd(
    "of one name in two files may have their columns in any order",
    [
      workbookOf({ Item: grid([N, 1, "a"]) }, "a.xlsx"),
      workbookOf(
        {
          Item: [
            ["##name", "name", "id"],
            ["##type", "string", "int32"],
            ["##rule", N, "key"],
            [N, "b", 2],
            [N, "c", 1],
          ],
        },
        "b.xlsx",
      ),
    ],
    [
      "Item(id: int32, name: string) key id",
      '[1,"a"]',
      '[2,"b"]',
      '[1,"c"]',
      "TG3001 b.xlsx:Item!C5 Key 1 occurs twice in Item.",
      "- first used here a.xlsx:Item!B4",
    ],
  );
  odd(
    "of one name that differ say where",
    [
      workbookOf({ Item: grid([N, 1, "a"]) }, "a.xlsx"),
      workbookOf(
        {
          Item: [
            ["##name", "name", "id", "extra"],
            ["##type", "string?", "int", "int"],
            ["##rule", "key", N],
            [N, "b", 2, 3],
          ],
        },
        "b.xlsx",
      ),
    ],
    [
      "Item(id: int32, name: string, extra: int32) key id",
      '[1,"a",0]',
      '[2,"b",3]',
      "TG2024 b.xlsx:Item!B2 Item.name has the type string? here and string in another sheet.",
      "- the other sheet a.xlsx:Item!C2",
      "TG2025 a.xlsx:Item!A1 This sheet of Item has no column extra, and there is nothing to put in its place.",
      "- another sheet has it b.xlsx:Item!D1",
      "TG2029 b.xlsx:Item!B3 Item has the keys (name) here and (id) in another sheet.",
      "- the other sheet a.xlsx:Item!B3",
    ],
  );
  odd(
    "of names that differ in case only are reported",
    [workbookOf({ Item: grid([N, 1, "a"]), item: grid([N, 1, "a"]) })],
    [
      "Item(id: int32, name: string) key id",
      "item(id: int32, name: string) key id",
      '[1,"a"]',
      '[1,"a"]',
      "TG2013 items.xlsx:item!A1 item and Item differ too little: their files would have one name.",
      "- Item is declared here items.xlsx:Item!A1",
    ],
  );
  odd(
    "may not share a name between a table and an enum",
    [
      workbookOf({
        Item: grid([N, 1, "a"]),
        Enums: [
          ["##enum", "enum", "name"],
          [N, "Item", "A"],
        ],
      }),
    ],
    [
      "Item(id: int32, name: string) key id",
      '[1,"a"]',
      "TG2013 items.xlsx:Item!A1 Item names two things.",
      "- Item is declared here items.xlsx:Enums!B2",
    ],
  );
  odd(
    "whose names are no names are reported",
    [
      workbookOf({
        "Item List": grid([N, 1, "a"]),
        "2024": grid([N, 1, "a"]),
        "道具（新）": grid([N, 1, "a"]),
      }),
    ],
    [
      'TG2011 items.xlsx:2024 "2024" cannot be the name of a table.',
      '- the config can name it: "_2024": { "from": "items.xlsx#2024" }',
      'TG2011 items.xlsx:Item List "Item List" cannot be the name of a table.',
      '- the config can name it: "Item_List": { "from": "items.xlsx#Item List" }',
      'TG2011 items.xlsx:道具（新） "道具（新）" cannot be the name of a table.',
      '- the config can name it: "道具_新": { "from": "items.xlsx#道具（新）" }',
    ],
  );
  odd(
    "whose names are keywords are tables",
    [
      workbookOf({
        class: grid([N, 1, "a"]),
        int: grid([N, 1, "a"]),
        " Item ": grid([N, 1, "a"]),
        constructor: grid([N, 1, "a"]),
        __proto__x: grid([N, 1, "a"]),
      }),
    ],
    [
      "Item(id: int32, name: string) key id",
      "__proto__x(id: int32, name: string) key id",
      "class(id: int32, name: string) key id",
      "constructor(id: int32, name: string) key id",
      "int(id: int32, name: string) key id",
      '[1,"a"]',
      '[1,"a"]',
      '[1,"a"]',
      '[1,"a"]',
      '[1,"a"]',
    ],
  );
  odd(
    "with automatic names are one table of the file's name",
    [workbookOf({ Sheet1: grid([N, 1, "a"]), Sheet2: grid([N, 1, "b"]) }, "d/hero.xlsx")],
    [
      "hero(id: int32, name: string) key id",
      '[1,"a"]',
      '[1,"b"]',
      "TG3001 d/hero.xlsx:Sheet2!B4 Key 1 occurs twice in hero.",
      "- first used here d/hero.xlsx:Sheet1!B4",
    ],
  );
  odd(
    "without rows, or only with comments, are tables without rows",
    [workbookOf({ Item: grid(["##", 1, "a"]), Empty: [], Notes: [["just text"]], "#Notes": [["##name"]] })],
    [
      "Item(id: int32, name: string) key id",
      "TG2006 items.xlsx:Notes The sheet is left out: column A has no ##name.",
      "TG3002 items.xlsx:Item!A1 Item has no rows.",
    ],
  );
  odd(
    "of enums may lack what columns need",
    [
      workbookOf({
        Item: header(id, ["q", "Quality"], ["r", "Rarity=Common"]),
        Enums: [
          ["##enum", "enum", "name"],
          [N, "Quality", "White"],
        ],
      }),
    ],
    [
      "Item(id: int32, q: Quality) key id",
      "TG2014 items.xlsx:Item!D2 There is no type Rarity.",
      "TG3002 items.xlsx:Item!A1 Item has no rows.",
    ],
  );
});

describe("an enum sheet", () => {
  odd(
    "with slips reports each",
    [
      workbookOf({
        Enums: [
          ["##enum", "Enum", "Name", "value", "别名"],
          [N, "Q", "A", 1, "x"],
        ],
        More: [
          ["##enum", "enum", "name", "value", "alias"],
          [N, "Q", "A", "1", "a,a"],
          [N, N, "b c", "0x10", "甲，乙"],
          [N, N, "class", 2.5],
          [N, N, "A", 3],
          [N, N, "D", date],
          [N, N, N, 9],
          [N, "Quality ", "E", "１"],
          [N, "Q", "F", 1],
        ],
      }),
    ],
    [
      "TG2040 items.xlsx:Enums!B1 Enum is not a column of a ##enum sheet. Did you mean enum?",
      "TG2040 items.xlsx:Enums!C1 Name is not a column of a ##enum sheet. Did you mean name?",
      "TG2040 items.xlsx:Enums!E1 别名 is not a column of a ##enum sheet.",
      "TG2042 items.xlsx:More!C7 This row has no name.",
      "TG2044 items.xlsx:More!E2 Q has a twice.",
      "- first here items.xlsx:More!E2",
      'TG2011 items.xlsx:More!C3 "b c" cannot be the name of an enum value.',
      "- for example b_c",
      "TG2044 items.xlsx:More!C5 Q has A twice.",
      "- first here items.xlsx:More!C2",
      "TG2043 items.xlsx:More!D4 2.5 is not of type int32, as the values of Q must be.",
      'TG2043 items.xlsx:More!D6 "2024-05-01 00:00:00" is not of type int32, as the values of Q must be.',
      "TG2045 items.xlsx:More!D9 F and A of Q both have the value 1.",
      "- first here items.xlsx:More!C2",
      "TG2043 items.xlsx:More!D8 １ is not of type int32, as the values of Quality must be.",
    ],
  );
  odd(
    "without names, or without a heading at all, declares nothing",
    [workbookOf({ A: [["##enum"], [N, "x"]], B: [["##enum", "name"]] })],
    ["TG2041 items.xlsx:A!A1 The ##enum row has no column `name`."],
  );
});
