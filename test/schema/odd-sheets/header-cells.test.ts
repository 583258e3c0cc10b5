import { describe } from "vitest";
import { date, error, formula, header, id, N, odd } from "./odd.js";

describe("header cells", () => {
  odd(
    "with a formula that has no value say so",
    [
      ["##name", "id", formula, "a"],
      ["##type", "int", "int", formula],
      ["##rule", "key"],
      [N, 1, 2, 3],
    ],
    [
      "Item(id: int32) key id",
      "[1]",
      "TG2053 items.xlsx:Item!C1 The file holds no value for the formula in this header cell.",
      "TG2053 items.xlsx:Item!D2 The file holds no value for the formula in this header cell.",
    ],
  );
  odd(
    "with an error say so",
    [
      ["##name", "id", error, "a", "b"],
      ["##type", "int", "int", error, "int"],
      ["##rule", "key", N, N, error],
      [N, 1, 2, 3, 4],
    ],
    [
      "Item(id: int32, b: int32) key id",
      "[1,4]",
      "TG2053 items.xlsx:Item!C1 The formula in this header cell gives the error #NAME?.",
      "TG2053 items.xlsx:Item!D2 The formula in this header cell gives the error #NAME?.",
      "TG2053 items.xlsx:Item!E3 The formula in this header cell gives the error #NAME?.",
    ],
  );
  odd(
    "with an error as the only type say so",
    [
      ["##name", "id"],
      ["##type", error],
      ["##rule", "key"],
      [N, 1],
    ],
    ["TG2053 items.xlsx:Item!B2 The formula in this header cell gives the error #NAME?."],
  );
  odd(
    "that are merged name their first column only",
    [
      ["##name", "id", "attr", N, N],
      ["##type", "int", "int", "int", N],
      ["##rule", "key"],
      [N, 1, 2, 3, 4],
    ],
    [
      "Item(id: int32, attr: int32) key id",
      "[1,2]",
      'TG2009 items.xlsx:Item!D2 The column has no name, so "int" and the cells below are left out.',
    ],
  );
  odd(
    "may be called as parts of JavaScript's objects",
    [
      ...header(
        id,
        ["__proto__", "int"],
        ["constructor", "string"],
        ["toString", "string"],
        ["hasOwnProperty", "int"],
      ),
      [N, 1, 2, "c", "t", 3],
    ],
    [
      "Item(id: int32, __proto__: int32, constructor: string, toString: string, hasOwnProperty: int32) key id",
      '[1,2,"c","t",3]',
    ],
  );
  odd(
    "may be keywords",
    [
      ...header(["class", "int", "key"], ["default", "string"], ["int", "int"], ["delete", "string?"]),
      [N, 1, "x", 2],
    ],
    ["Item(class: int32, default: string, int: int32, delete: string?) key class", '[1,"x",2,null]'],
  );
  odd(
    "with a line break are no names",
    [...header(id, ["max\nhp", "int"], ["mp\r\n", "int"]), [N, 1, 2, 3]],
    [
      "Item(id: int32, mp: int32) key id",
      "[1,3]",
      'TG2011 items.xlsx:Item!C1 "max\\u{a}hp" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["max\\nhp"].name = "max_hp"',
    ],
  );
  odd(
    "in quotes are no names and no types",
    [...header(['"id"', "int", "key"], ["a", '"int"']), [N, 1, 2]],
    [
      'TG2011 items.xlsx:Item!B1 ""id"" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["\\"id\\""].name = "id"',
      'TG2015 items.xlsx:Item!C2 ""int"" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
    ],
  );
  odd(
    "with numbers, dates and booleans are what they look like",
    [
      ["##name", "id", 1, date, true],
      ["##type", "int", "int", "int", "int"],
      ["##rule", "key"],
      [N, 1, 2, 3, 4],
    ],
    [
      "Item(id: int32, TRUE: int32) key id",
      "[1,4]",
      'TG2011 items.xlsx:Item!C1 "1" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["1"].name = "_1"',
      'TG2011 items.xlsx:Item!D1 "2024-05-01 00:00:00" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["2024-05-01 00:00:00"].name = "_2024_05_01_00_00_00"',
    ],
  );
  odd(
    "with signs are no names, but for the dot before a part",
    [
      ...header(
        id,
        ["max hp", "int"],
        ["max-hp", "int"],
        ["pos.x", "int"],
        ["hp%", "int"],
        ["(备注)", "int"],
      ),
      [N, 1, 1, 1, 1, 1, 1],
    ],
    [
      "Item(id: int32, pos: ItemPos) key id",
      "[1,[1]]",
      'TG2011 items.xlsx:Item!C1 "max hp" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["max hp"].name = "max_hp"',
      'TG2011 items.xlsx:Item!D1 "max-hp" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["max-hp"].name = "max_hp"',
      'TG2011 items.xlsx:Item!F1 "hp%" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["hp%"].name = "hp"',
      'TG2011 items.xlsx:Item!G1 "(备注)" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["(备注)"].name = "备注"',
    ],
  );
  odd(
    "that would be code are no names",
    [
      ...header(id, ["*/", "int"], ["\u0024{x}", "int"], ["a;b", "int"], ["<b>", "int"], ["a\\u0041", "int"]),
      [N, 1, 1, 1, 1, 1, 1],
    ],
    [
      "Item(id: int32) key id",
      "[1]",
      'TG2011 items.xlsx:Item!C1 "*/" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["*/"].name = "name"',
      'TG2011 items.xlsx:Item!D1 "\u0024{x}" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["\u0024{x}"].name = "x"',
      'TG2011 items.xlsx:Item!E1 "a;b" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["a;b"].name = "a_b"',
      'TG2011 items.xlsx:Item!F1 "<b>" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["<b>"].name = "b"',
      'TG2011 items.xlsx:Item!G1 "a\\u0041" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["a\\\\u0041"].name = "a_u0041"',
    ],
  );
  odd(
    "that begin with # are no comments here",
    [...header(id, ["#remark", "string"]), [N, 1, "x"]],
    [
      "Item(id: int32) key id",
      "[1]",
      'TG2011 items.xlsx:Item!C1 "#remark" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["#remark"].name = "remark"',
      "- a column without a name is a comment",
    ],
  );
  odd(
    "with what cannot be seen are no names",
    [
      ...header(
        id,
        ["\u202eabc", "int"],
        ["a\u200db", "int"],
        ["a\0b", "int"],
        ["\ud800", "int"],
        ["\u3164", "int"],
      ),
      [N, 1, 1, 1, 1, 1, 1],
    ],
    [
      "Item(id: int32, abc: int32) key id",
      "[1,1]",
      'TG2011 items.xlsx:Item!D1 "a\\u{200d}b" cannot be the name of a column.',
      "- for example a_b",
      'TG2011 items.xlsx:Item!E1 "a\\u{0}b" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["a\\u0000b"].name = "a_b"',
      'TG2011 items.xlsx:Item!F1 "\\u{d800}" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["\\ud800"].name = "name"',
      'TG2011 items.xlsx:Item!G1 "\\u{3164}" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["ㅤ"].name = "name"',
    ],
  );
  odd(
    "in full width are no names",
    [...header(["ｉｄ", "int", "key"], ["生命１", "int"]), [N, 1, 2]],
    [
      'TG2011 items.xlsx:Item!B1 "ｉｄ" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["ｉｄ"].name = "id"',
      'TG2011 items.xlsx:Item!C1 "生命１" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["生命１"].name = "生命1"',
    ],
  );
  odd(
    "may be in any script, but not in pictures",
    [...header(["編號", "int", "key"], ["名前", "string"], ["ñ", "int"], ["😀", "int"]), [N, 1, "a", 2, 3]],
    [
      "Item(編號: int32, 名前: string, ñ: int32) key 編號",
      '[1,"a",2]',
      'TG2011 items.xlsx:Item!E1 "😀" cannot be the name of a column.',
      '- the config can rename it: tables.Item.columns["😀"].name = "name"',
    ],
  );
  odd(
    "that stand twice are reported",
    [...header(id, ["name", "string"], ["name", "string"]), [N, 1, "a", "b"]],
    [
      "Item(id: int32, name: string) key id",
      '[1,"a"]',
      "TG2012 items.xlsx:Item!D1 Column name stands twice in this sheet.",
      "- first here items.xlsx:Item!C1",
    ],
  );
  odd(
    "that differ in case are two names",
    [...header(id, ["name", "string"], ["Name", "string"]), [N, 1, "a", "b"]],
    ["Item(id: int32, name: string, Name: string) key id", '[1,"a","b"]'],
  );
  odd(
    "of empty columns in between do not count",
    [
      ["##name", N, "id", N, "a", N],
      ["##type", N, "int", N, "int"],
      ["##rule", N, "key"],
      [N, "x", 1, "y", 2, "z"],
    ],
    ["Item(id: int32, a: int32) key id", "[1,2]"],
  );
  odd(
    "may be long, and messages cut them",
    [...header(id, [`${"x".repeat(3000)}-`, "int"], ["t", "t".repeat(3000)]), [N, 1]],
    [
      "Item(id: int32) key id",
      "[1]",
      'TG2011 items.xlsx:Item!C1 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" cannot be the name of a column.',
      'TG2014 items.xlsx:Item!D2 There is no type "tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt…".',
    ],
  );
});
