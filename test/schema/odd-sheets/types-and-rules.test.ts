import { describe } from "vitest";
import { header, id, N, odd } from "./odd.js";

describe("types", () => {
  odd(
    "with slips are told apart from right ones",
    [
      ["##name", "id", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o"],
      [
        "##type",
        "int",
        "int 32",
        "Int32",
        "int[ ]",
        "string [3]",
        "INT",
        "str",
        "Strings",
        "int32[-1]",
        "int[]int",
        "int32;",
        "number",
        "date",
        "[]int",
        "int[3",
        "uint128",
      ],
      ["##rule", "key"],
    ],
    [
      "Item(id: int32, c: int32[], d: string[3]) key id",
      'TG2015 items.xlsx:Item!C2 "int 32" is not a type: it has a blank inside; write int32.',
      "TG2014 items.xlsx:Item!D2 There is no type Int32. Did you mean int32?",
      "TG2014 items.xlsx:Item!G2 There is no type INT. Did you mean int?",
      "TG2014 items.xlsx:Item!H2 There is no type str. Did you mean string?",
      "TG2014 items.xlsx:Item!I2 There is no type Strings. Did you mean string?",
      'TG2015 items.xlsx:Item!J2 "int32[-1]" is not a type: an array has 1 to 65536 elements, not -1.',
      'TG2015 items.xlsx:Item!K2 "int[]int" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
      'TG2015 items.xlsx:Item!L2 "int32;" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
      "TG2014 items.xlsx:Item!M2 There is no type number. Did you mean float64?",
      "TG2014 items.xlsx:Item!N2 There is no type date. Did you mean datetime?",
      'TG2015 items.xlsx:Item!O2 "[]int" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
      'TG2015 items.xlsx:Item!P2 "int[3" is not a type: a bracket is not closed.',
      "TG2014 items.xlsx:Item!Q2 There is no type uint128. Did you mean uint8?",
      "TG3002 items.xlsx:Item!A1 Item has no rows.",
    ],
  );
  odd(
    "of other languages are told apart too",
    [
      ["##name", "id", "a", "b", "c", "d", "e", "f"],
      ["##type", "int", "vector<int>", "int|string", "dict<int,int>", "int*", "(int,int)", "int[]{}"],
      ["##rule", "key"],
    ],
    [
      "Item(id: int32) key id",
      'TG2015 items.xlsx:Item!C2 "vector<int>" is not a type: write T[] for a list and T[N] for an array.',
      'TG2015 items.xlsx:Item!D2 "int|string" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
      'TG2015 items.xlsx:Item!E2 "dict<int,int>" is not a type: dict takes nothing in < >; list, set, map and ref do.',
      'TG2015 items.xlsx:Item!F2 "int*" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
      'TG2015 items.xlsx:Item!G2 "(int,int)" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
      'TG2015 items.xlsx:Item!H2 "int[]{}" is not a type: a name may be followed by ?, [] and [N], and by nothing else.',
      "TG3002 items.xlsx:Item!A1 Item has no rows.",
    ],
  );
  odd(
    "in full width are none",
    [...header(id, ["a", "int［］"], ["b", "ｓｔｒｉｎｇ"], ["c", "int？"])],
    [
      "Item(id: int32) key id",
      'TG2015 items.xlsx:Item!C2 "int［］" is not a type: it has full-width signs; write int[].',
      "TG2014 items.xlsx:Item!D2 There is no type ｓｔｒｉｎｇ. Did you mean string?",
      'TG2015 items.xlsx:Item!E2 "int？" is not a type: it has full-width signs; write int?.',
      "TG3002 items.xlsx:Item!A1 Item has no rows.",
    ],
  );
  odd(
    "may have defaults, which must be of the type",
    [
      ...header(
        id,
        ["a", "int=5"],
        ["b", "int = x"],
        ["c", 'string=""'],
        ["d", "int="],
        ["e", "int[]=1,2"],
        ["f", "int[]=[]"],
        ["g", "string?=x"],
        ["h", 'string="'],
      ),
      [N, 1],
    ],
    [
      "Item(id: int32, a: int32 = 5, b: int32 = x, c: string = , d: int32, e: int32[] = 1,2, f: int32[] = [], g: string? = x, h: string) key id",
      '[1,5,0,"",0,[1,2],[],null,""]',
      'TG2018 items.xlsx:Item!F2 "int=" gives no default: nothing follows the =.',
      'TG2018 items.xlsx:Item!J2 "string="" gives no default: a quote is not closed.',
      'TG4005 items.xlsx:Item!D2 "x" is not an integer, which int32 takes.',
      "TG4028 items.xlsx:Item!I2 The default of Item.g is never used: in an optional column an empty cell means absent.",
      "TG4001 items.xlsx:Item!F4 Item.d has no value here.",
      "TG4001 items.xlsx:Item!J4 Item.h has no value here.",
    ],
  );
  odd(
    "that are wrong in a key are reported once",
    [...header(["id", "intt", "key"], ["a", "int"]), [N, 1, 2]],
    ["Item(a: int32)", "[2]", "TG2014 items.xlsx:Item!B2 There is no type intt. Did you mean int?"],
  );
});

describe("rules", () => {
  odd(
    "with slips are told apart from right ones",
    [
      ...header(
        ["id", "int", "key;"],
        ["a", "int", "uniqe"],
        ["b", "int", "default 5"],
        ["c", "int", "default:5"],
        ["d", "int", "primary"],
        ["e", "int", 'default="x'],
        ["f", "int", "unique()"],
        ["g", "int", "KEY"],
        ["h", "int", "key=1"],
        ["i", "string", "default=a b"],
        ["j", "int", "unique(a b)"],
        ["k", "int", ",unique"],
        ["l", "int", "default="],
      ),
    ],
    [
      "Item(id: int32, a: int32, b: int32, c: int32, d: int32, e: int32, f: int32, g: int32, h: int32, i: string = a, j: int32, k: int32, l: int32) key id",
      "TG2020 items.xlsx:Item!C3 There is no rule uniqe. Did you mean unique?",
      'TG2021 items.xlsx:Item!D3 "default" is not a rule: write default=TEXT, "" for an empty text.',
      'TG2021 items.xlsx:Item!E3 "default:5" is not a rule: write default=TEXT.',
      "TG2020 items.xlsx:Item!F3 There is no rule primary. Did you mean key?",
      'TG2021 items.xlsx:Item!G3 "default="x" is not a rule: a quote is not closed.',
      'TG2021 items.xlsx:Item!H3 "unique()" is not a rule: unique(NAME) takes one name.',
      "TG2020 items.xlsx:Item!I3 There is no rule KEY. Did you mean key?",
      'TG2021 items.xlsx:Item!J3 "key=1" is not a rule: `key` stands alone.',
      "TG2020 items.xlsx:Item!K3 There is no rule b.",
      'TG2021 items.xlsx:Item!L3 "unique(a b)" is not a rule: unique(NAME) takes one name.',
      'TG2021 items.xlsx:Item!M3 ",unique" is not a rule: rules are separated by a space or ;.',
      'TG2021 items.xlsx:Item!N3 "default=" is not a rule: write default=TEXT, "" for an empty text.',
      "TG3002 items.xlsx:Item!A1 Item has no rows.",
    ],
  );
  odd(
    "in full width are none",
    [...header(["id", "int", "key；unique"], ["a", "int", "default＝5"]), [N, 1, 2]],
    [
      "Item(id: int32, a: int32)",
      "[1,2]",
      'TG2021 items.xlsx:Item!B3 "key；unique" is not a rule: it has full-width signs; write key;unique.',
      'TG2021 items.xlsx:Item!C3 "default＝5" is not a rule: it has full-width signs; write default=5.',
      "TG2026 items.xlsx:Item!A1 Item has no key.",
    ],
  );
  odd(
    "may make a key of several columns",
    [...header(["a", "int", "key"], ["b", "string", "key"]), [N, 1, "x"], [N, 1, "y"], [N, 1, "x"]],
    [
      "Item(a: int32, b: string) key a+b",
      '[1,"x"]',
      '[1,"y"]',
      '[1,"x"]',
      'TG3001 items.xlsx:Item!B6 Key (1, "x") occurs twice in Item.',
      "- first used here items.xlsx:Item!B4",
    ],
  );
  odd(
    "may say a thing once only",
    [...header(["a", "int", "key key"], ["b", "int", "unique unique"], ["c", "int", "default=1 default=2"])],
    [
      "Item(a: int32, b: int32, c: int32 = 1)",
      'TG2019 items.xlsx:Item!D3 c has two defaults, "1" and "2".',
      "- the other one items.xlsx:Item!D3",
      "TG2031 items.xlsx:Item!B3 A key of Item uses column a twice.",
      "TG2031 items.xlsx:Item!C3 A key of Item uses column b twice.",
      "TG3002 items.xlsx:Item!A1 Item has no rows.",
    ],
  );
  odd(
    "need not say that a key is unique",
    [...header(["a", "int", "key unique"]), [N, 1]],
    [
      "Item(a: int32) key a",
      "[1]",
      "TG2030 items.xlsx:Item!B3 Item declares the key (a) twice.",
      "- first here items.xlsx:Item!B3",
    ],
  );
  odd(
    "make keys of what has one value only",
    [
      ...header(
        ["a", "int?", "key"],
        ["b", "int[]", "unique"],
        ["c", "float", "unique(x)"],
        ["d", "int", "unique(x)"],
      ),
      [N, 1, 2, 3, 4],
    ],
    [
      "Item(a: int32?, b: int32[], c: float32, d: int32)",
      "[1,[2],3,4]",
      "TG2028 items.xlsx:Item!B3 Item.a is int32?, which cannot be part of a key.",
      "- the column items.xlsx:Item!B1",
      "TG2028 items.xlsx:Item!C3 Item.b is int32[], which cannot be part of a key.",
      "- the column items.xlsx:Item!C1",
      "TG2028 items.xlsx:Item!D3 Item.c is float32, which cannot be part of a key.",
      "- the column items.xlsx:Item!D1",
    ],
  );
  odd(
    "give a default also to a key, so that two empty cells are one key",
    [...header(["a", "int", "key default=5"], ["b", "int"]), [N, N, 1], [N, N, 2]],
    [
      "Item(a: int32 = 5, b: int32) key a",
      "[5,1]",
      "[5,2]",
      "TG3001 items.xlsx:Item!B5 Key 5 occurs twice in Item.",
      "- first used here items.xlsx:Item!B4",
    ],
  );
  odd(
    "of groups are names",
    [...header(id), ["##group", "c, s-1"], [N, 1]],
    [
      "Item(id: int32) key id",
      "[1]",
      'TG2022 items.xlsx:Item!B4 "s-1" cannot be a group.',
      "TG2023 items.xlsx:Item!B1 Groups have no effect: there are no targets, so everything goes into the library.",
    ],
  );
});
