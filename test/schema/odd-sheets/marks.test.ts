import { describe } from "vitest";
import { header, id, N, odd } from "./odd.js";

describe("marks", () => {
  odd(
    "may have blanks around them, also invisible ones",
    [
      ["##name ", "id"],
      [" ##type", "int"],
      ["\u00a0##rule\u200b", "key"],
      [N, 1],
    ],
    ["Item(id: int32) key id", "[1]"],
  );
  odd(
    "may begin with a byte order mark",
    [
      ["\ufeff##name", "\ufeffid"],
      ["##type", "int\u200e"],
      ["##rule", "key"],
      [N, 1],
    ],
    ["Item(id: int32) key id", "[1]"],
  );
  odd(
    "in capitals are none",
    [
      ["##Name", "id"],
      ["##TYPE", "int"],
      ["##rule", "key"],
      [N, 1],
    ],
    [
      "TG2001 items.xlsx:Item!A1 ##Name is not a marker that table-gen knows. Did you mean ##name?",
      "TG2001 items.xlsx:Item!A2 ##TYPE is not a marker that table-gen knows. Did you mean ##type?",
    ],
  );
  odd(
    "in full width are none",
    [
      ["＃＃name", "id"],
      ["##type", "int"],
      ["##rule", "key"],
      [N, 1],
    ],
    ["TG2001 items.xlsx:Item!A1 ＃＃name is not a marker that table-gen knows. Did you mean ##name?"],
  );
  odd(
    "with a blank inside are not taken for comments",
    [
      ["## name", "id"],
      ["## type", "int"],
      ["## rule", "key"],
      [N, 1],
    ],
    [
      'TG2001 items.xlsx:Item!A1 "## name" is not a marker that table-gen knows. Did you mean ##name?',
      'TG2001 items.xlsx:Item!A2 "## type" is not a marker that table-gen knows. Did you mean ##type?',
      'TG2001 items.xlsx:Item!A3 "## rule" is not a marker that table-gen knows. Did you mean ##rule?',
    ],
  );
  odd(
    "with a blank inside are not taken for comments beside right ones",
    [
      ["##name", "id"],
      ["## Type", "int"],
      ["##rule", "key"],
      ["## type of the id: int", N],
      [N, 1],
    ],
    [
      'TG2001 items.xlsx:Item!A2 "## Type" is not a marker that table-gen knows. Did you mean ##type?',
      "TG2017 items.xlsx:Item!A1 Nothing says which types the columns of Item have.",
    ],
  );
  odd(
    "with one # do not leave the sheet out",
    [
      ["#name", "id"],
      ["#type", "int"],
      ["#rule", "key"],
      [N, 1],
    ],
    [
      "TG2001 items.xlsx:Item!A1 #name is not a marker that table-gen knows. Did you mean ##name?",
      "TG2001 items.xlsx:Item!A2 #type is not a marker that table-gen knows. Did you mean ##type?",
      "TG2001 items.xlsx:Item!A3 #rule is not a marker that table-gen knows. Did you mean ##rule?",
    ],
  );
  odd(
    "with three # are none",
    [
      ["###name", "id"],
      ["##type", "int"],
      ["##rule", "key"],
      [N, 1],
    ],
    ["TG2001 items.xlsx:Item!A1 ###name is not a marker that table-gen knows. Did you mean ##name?"],
  );
  odd(
    "of other tools are none, with ours named",
    [
      ["##var", "id"],
      ["##type", "int"],
      ["##comment", "key"],
      [N, 1],
    ],
    [
      "TG2001 items.xlsx:Item!A1 ##var is not a marker that table-gen knows. Did you mean ##name?",
      "TG2001 items.xlsx:Item!A3 ##comment is not a marker that table-gen knows. Did you mean ##note?",
    ],
  );
  odd(
    "with a whole line behind them are none",
    [["##name,id,name"], ["##type,int,string"]],
    [
      "TG2001 items.xlsx:Item!A1 ##name,id,name is not a marker that table-gen knows.",
      "- the whole row stands in one cell",
      "TG2001 items.xlsx:Item!A2 ##type,int,string is not a marker that table-gen knows.",
      "- the whole row stands in one cell",
    ],
  );
  odd(
    "in column B do not leave the sheet out",
    [
      [N, "##name", "id"],
      [N, "##type", "int"],
      [N, "##rule", "key"],
      [N, N, 1],
    ],
    ["TG2052 items.xlsx:Item!B1 ##name stands here, but marks count in column A only."],
  );
  odd(
    "of an enum in column B do not leave the sheet out",
    [
      [N, "##enum", "name"],
      [N, N, "A"],
    ],
    ["TG2052 items.xlsx:Item!B1 ##enum stands here, but marks count in column A only."],
  );
  odd(
    "of an enum in capitals are none",
    [
      ["##Enum", "name"],
      [N, "A"],
    ],
    ["TG2001 items.xlsx:Item!A1 ##Enum is not a marker that table-gen knows. Did you mean ##enum?"],
  );
  odd(
    "that stand twice count once",
    [
      ["##name", "id"],
      ["##name", "no"],
      ["##type", "int"],
      ["##type", "string"],
      ["##rule", "key"],
      [N, 1],
    ],
    [
      "Item(id: int32) key id",
      "[1]",
      "TG2002 items.xlsx:Item!A2 ##name stands twice in this sheet.",
      "- first here items.xlsx:Item!A1",
      "TG2002 items.xlsx:Item!A4 ##type stands twice in this sheet.",
      "- first here items.xlsx:Item!A3",
    ],
  );
  odd(
    "below data are reported and still say what the header is",
    [
      ["##name", "id"],
      ["##rule", "key"],
      [N, 1],
      ["##type", "int"],
    ],
    [
      "Item(id: int32) key id",
      "[1]",
      "TG2003 items.xlsx:Item!A4 ##type stands below a row of data.",
      "- the first row of data items.xlsx:Item!A3",
    ],
  );
  odd(
    "may be below data altogether",
    [
      ["##type", "int"],
      [N, 1],
      ["##name", "id"],
      ["##rule", "key"],
      [N, 2],
    ],
    [
      "Item(id: int32) key id",
      "[1]",
      "[2]",
      "TG2003 items.xlsx:Item!A3 ##name stands below a row of data.",
      "- the first row of data items.xlsx:Item!A2",
      "TG2003 items.xlsx:Item!A4 ##rule stands below a row of data.",
      "- the first row of data items.xlsx:Item!A2",
    ],
  );
  odd(
    "without anything behind them name no column",
    [["##name"], ["##type"], ["##rule"]],
    ["TG2008 items.xlsx:Item!A1 Item has no column."],
  );
  odd(
    "of names alone leave the types open",
    [["##name", "id"]],
    ["TG2017 items.xlsx:Item!A1 Nothing says which types the columns of Item have."],
  );
  odd(
    "without types leave them open",
    [
      ["##name", "id"],
      ["##rule", "key"],
      [N, 1],
    ],
    ["TG2017 items.xlsx:Item!A1 Nothing says which types the columns of Item have."],
  );
  odd(
    "without rules leave the key open",
    [
      ["##name", "id"],
      ["##type", "int"],
      [N, 1],
    ],
    ["Item(id: int32)", "[1]", "TG2026 items.xlsx:Item!A1 Item has no key."],
  );
  odd(
    "may have blank rows between them",
    [["##name", "id"], [], ["##type", "int"], [N, " "], ["##rule", "key"], [], [N, 1]],
    ["Item(id: int32) key id", "[1]"],
  );
  odd(
    "share column A with nothing",
    [...header(id, ["name", "string"]), ["x", 1, "sword"]],
    [
      "Item(id: int32, name: string) key id",
      '[1,"sword"]',
      'TG2004 items.xlsx:Item!A4 Column A is only for marks, and "x" is none.',
    ],
  );
  odd(
    "share column A with no keys either",
    [...header(id, ["name", "string"]), ["1", "sword"], ["2", "axe"]],
    [
      "Item(id: int32, name: string) key id",
      '[0,""]',
      '[0,""]',
      'TG2004 items.xlsx:Item!A4 Column A is only for marks, and "1" is none.',
      "- and in one more row",
      'TG4005 items.xlsx:Item!B4 "sword" is not an integer, which int32 takes.',
      "TG4001 items.xlsx:Item!C4 Item.name has no value here.",
      'TG4005 items.xlsx:Item!B5 "axe" is not an integer, which int32 takes.',
      "TG4001 items.xlsx:Item!C5 Item.name has no value here.",
    ],
  );
  odd(
    "among the data are comments, or wrong",
    [...header(id), [N, 1], ["##", 2], ["## 3", 3], ["##4", 4], ["#", 5]],
    [
      "Item(id: int32) key id",
      "[1]",
      "[5]",
      "TG2001 items.xlsx:Item!A7 ##4 is not a marker that table-gen knows.",
      'TG2004 items.xlsx:Item!A8 Column A is only for marks, and "#" is none.',
    ],
  );
});
