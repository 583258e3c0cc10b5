import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildLuban, inGame, type SheetContent } from "../../schema/luban/build-luban.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-luban-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const types = `
<enum name="Access" flags="1"><var name="R" value="1"/><var name="W" value="2"/></enum>
<bean name="Part"><var name="a" type="int"/><var name="b" type="string"/></bean>
<bean name="Tight" sep=","><var name="a" type="int"/><var name="b" type="int"/></bean>
<bean name="Deep"><var name="part" type="Part"/><var name="c" type="int"/></bean>
<bean name="Shape"><bean name="Circle"><var name="r" type="int"/></bean><bean name="Square"><var name="a" type="int"/><var name="b" type="int"/></bean></bean>
<bean name="Group"><var name="id" type="int"/><var name="parts" type="list,Part"/></bean>
`;

/** Builds a table whose records have an `id` and a field `x` of a type. */
async function read(type: string, sheet: SheetContent, dialect: object = {}) {
  const bean = `<bean name="Item"><var name="id" type="int"/><var name="x" type="${type}"/></bean>`;
  const table = `<table name="TbItem" value="Item" input="item.xlsx"/>`;
  const { problems, rows } = await buildLuban(
    folder,
    { "Defines/game.xml": inGame(types + bean + table), "Datas/item.xlsx": { items: sheet } },
    dialect,
  );
  return { problems, values: rows("TbItem").map((row) => (row as { x: unknown }).x) };
}

const one = (...cells: (string | number | boolean | null)[]): SheetContent => ({
  rows: [
    ["##var", "id", "x"],
    [null, 1, ...cells],
  ],
});

/** The cells of `x` in columns beside each other, under one merged title. */
const merged = (
  rows: readonly (readonly (string | number | boolean | null)[])[],
  width = 4,
): SheetContent => ({
  rows: [["##var", "id", "x"], ...rows.map((row, index) => [null, index + 1, ...row])],
  merges: [`C1:${"ABCDEFGHIJ".charAt(1 + width)}1`],
});

describe("cells beside each other are read one after the other, and empty ones do not count", () => {
  test.each([
    ["list,int", [1, null, 2, null], [1, 2]],
    ["list,int", [1, "}", null, null], [1]],
    ["Part", [1, null, "x", null], { a: 1, b: "x" }],
    ["Part", [1, '""', null, null], { a: 1, b: "" }],
    [
      "list,Part",
      [1, "x", 2, "y"],
      [
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ],
    ],
    [
      "list,Tight",
      ["1,2", "3,4", null, null],
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    ],
    [
      "list,(Part#sep=;)",
      ["1;x", "2;y", null, null],
      [
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ],
    ],
    [
      "map,int,string",
      [2, "b", 1, "a"],
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    ["set,int", [3, 1, 2, null], [1, 2, 3]],
    ["Shape", ["Square", 1, 2, null], { $type: "Square", a: 1, b: 2 }],
    ["Shape?", ["null", null, null, null], null],
    ["Shape?", [null, null, null, null], null],
    ["Part?", ["{}", 1, "x", null], { a: 1, b: "x" }],
    ["Part?", [1, "x", null, null], { a: 1, b: "x" }],
    ["Group", [7, 1, "x", "}"], { id: 7, parts: [{ a: 1, b: "x" }] }],
  ] as const)("%s of %j", async (type, cells, expected) => {
    const { problems, values } = await read(type, merged([cells]));
    expect(problems).toEqual([]);
    expect(values).toEqual([expected]);
  });
});

describe("each character of a separator divides a cell", () => {
  test.each([
    ["(list#sep=,|),int", "1,2|3", [1, 2, 3]],
    ["(list#sep=|),(list#sep=,),int", "1,2|3", [[1, 2], [3]]],
    [
      "(map#sep=,|),int,int",
      "1,2|3,4",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "(list#sep=;),Part#sep=,",
      "1,x;2,y",
      [
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ],
    ],
    ["(list#sep=,),string", "a,, b ,", ["a", " b "]],
    ["Access", "R|W", "R|W"],
    ["Access#sep=,", "R,W", "R|W"],
    ["string#escape=1", "a\\nb\\t\\u4e2d\\\\", "a\nb\t中\\"],
    ["string", "a\\nb", "a\\nb"],
    ["string?", "null", null],
    ["string?", '""', ""],
    ["datetime", "2020-1-2 03:04:05", "2020-01-02T03:04:05Z"],
    ["datetime", "2020-1-2 3", "2020-01-02T03:00:00Z"],
    ["datetime?", "null", null],
    ["bool", "yes", true],
    ["bool", "N", false],
    ["int", "0x1F", 31],
    ["long", "9007199254740993", "9007199254740993"],
    ["Tight", "1,2", { a: 1, b: 2 }],
  ] as const)("%s of %s", async (type, cell, expected) => {
    const { problems, values } = await read(type, one(cell));
    expect(problems).toEqual([]);
    expect(values).toEqual([expected]);
  });
});

test("a number cell is a text as it is typed, a bool cell as Luban shows it", async () => {
  expect((await read("string", one(1.5))).values).toEqual(["1.5"]);
  expect((await read("string", one(true))).values).toEqual(["True"]);
});

describe("an empty cell", () => {
  test.each([
    ["int", 0],
    ["long", "0"],
    ["string", ""],
    ["bool", false],
    ["int?", null],
    ["string?", null],
    ["Access", 0],
    ["list,int", []],
    ["map,int,int", []],
  ] as const)("of %s is %j", async (type, expected) => {
    const { problems, values } = await read(type, one(null));
    expect(problems).toEqual([]);
    expect(values).toEqual([expected]);
  });

  test("is the default of its title", async () => {
    const sheet = {
      rows: [
        ["##var", "id", "x#default=5"],
        [null, 1, null],
        [null, 2, 7],
      ],
    };
    expect((await read("int", sheet)).values).toEqual([5, 7]);
  });

  test("is a mistake where the title asks for a value", async () => {
    const { problems } = await read("int", {
      rows: [
        ["##var", "id", "!x"],
        [null, 1, null],
      ],
    });
    expect(problems).toEqual(["TG4001 Datas/item.xlsx:items!C2 TbItem.x has no value here."]);
  });
});

describe("titles below titles", () => {
  test("are the fields of a bean, as deep as they go", async () => {
    const { problems, values } = await read("Deep", {
      rows: [
        ["##var", "id", "x", null, null],
        ["##type", "int", "Deep", null, null],
        ["##var", null, "part", null, "c"],
        ["##", "number", "comment", null, null],
        ["##var", null, "b", "a", null],
        [null, 1, "x", 5, 6],
      ],
      merges: ["C1:E1", "C3:D3"],
    });
    expect(problems).toEqual([]);
    expect(values).toEqual([{ part: { a: 5, b: "x" }, c: 6 }]);
  });

  test("are elements of a list, and those without a value are none", async () => {
    const { problems, values } = await read("list,Part", {
      rows: [
        ["##var", "id", "x", null, null, null, null],
        ["##+", null, "0", null, "1", "2", null],
        ["##+", null, "a", "b", null, "a", "b"],
        [null, 1, 1, "x", null, 2, "y"],
      ],
      merges: ["C1:G1", "C2:D2", "F2:G2"],
    });
    expect(problems).toEqual([]);
    expect(values).toEqual([
      [
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ],
    ]);
  });

  test("are keys of a map, and items of a flags enum", async () => {
    const map = await read("map,int,int", {
      rows: [
        ["##var", "id", "x", null],
        ["##var", null, "20", "10"],
        [null, 1, 5, null],
        [null, 2, 6, 7],
      ],
      merges: ["C1:D1"],
    });
    expect(map.problems).toEqual([]);
    expect(map.values).toEqual([
      [[20, 5]],
      [
        [10, 7],
        [20, 6],
      ],
    ]);
    const flags = await read("Access", {
      rows: [
        ["##var", "id", "x", null],
        ["##var", null, "R", "W"],
        [null, 1, 1, true],
        [null, 2, 0, "false"],
      ],
      merges: ["C1:D1"],
    });
    expect(flags.values).toEqual(["R|W", 0]);
  });

  test("$type says the kind, and $value has its fields", async () => {
    const columns = {
      rows: [
        ["##var", "id", "x", null, null, null],
        ["##var", null, "$type", "r", "a", "b"],
        [null, 1, "Circle", 5, null, null],
        [null, 2, "Square", null, 1, 2],
      ],
      merges: ["C1:F1"],
    };
    const expected = [
      { $type: "Circle", r: 5 },
      { $type: "Square", a: 1, b: 2 },
    ];
    expect((await read("Shape", columns)).values).toEqual(expected);
    const value = {
      rows: [
        ["##var", "id", "x", null, null],
        ["##var", null, "$type", "$value", null],
        [null, 1, "Circle", 5, null],
        [null, 2, "Square", 1, 2],
      ],
      merges: ["C1:E1", "D2:E2"],
    };
    expect((await read("Shape", value)).values).toEqual(expected);
  });

  test("may be absent as a whole, which $type says", async () => {
    const { problems, values } = await read("Part?", {
      rows: [
        ["##var", "id", "x", null, null],
        ["##var", null, "$type", "a", "b"],
        [null, 1, "null", null, null],
        [null, 2, "{}", 5, "x"],
        [null, 3, null, 6, "y"],
      ],
      merges: ["C1:E1"],
    });
    expect(problems).toEqual([]);
    expect(values).toEqual([null, { a: 5, b: "x" }, null]);
  });
});

describe("elements in rows", () => {
  test("go on with the record as long as its own columns are empty, and may hold rows themselves", async () => {
    const { problems, values } = await read("list,Group", {
      rows: [
        ["##var", "id", "*x", null, null],
        ["##var", null, "id", "*parts", null],
        ["##var", null, null, "a", "b"],
        [null, 1, 10, 1, "a"],
        [null, null, null, 2, "b"],
        ["##", "a comment", null, null, null],
        [null, null, 20, 3, "c"],
        [null, 2, 30, 4, "d"],
      ],
      merges: ["C1:E1", "D2:E2"],
    });
    expect(problems).toEqual([]);
    expect(values).toEqual([
      [
        {
          id: 10,
          parts: [
            { a: 1, b: "a" },
            { a: 2, b: "b" },
          ],
        },
        { id: 20, parts: [{ a: 3, b: "c" }] },
      ],
      [{ id: 30, parts: [{ a: 4, b: "d" }] }],
    ]);
  });

  test("of a map have their keys in $key, or in their first cell", async () => {
    const named = {
      rows: [
        ["##var", "id", "*x", null, null],
        ["##var", null, "$key", "a", "b"],
        [null, 1, 7, 1, "x"],
        [null, null, 5, 2, "y"],
      ],
      merges: ["C1:E1"],
    };
    const expected = [
      [
        [5, { a: 2, b: "y" }],
        [7, { a: 1, b: "x" }],
      ],
    ];
    expect((await read("map,int,Part", named)).values).toEqual(expected);
    const plain = {
      rows: [
        ["##var", "id", "*x", null, null],
        [null, 1, 7, 1, "x"],
        [null, null, 5, 2, "y"],
      ],
      merges: ["C1:E1"],
    };
    expect((await read("map,int,Part", plain)).values).toEqual(expected);
  });
});

test("a vertical sheet has its records in columns, and places are those of the file", async () => {
  const sheet = {
    rows: [
      ["##column#var", "##type", null, null],
      ["id", "int", 1, 2],
      ["x", "int", 5, "y"],
    ],
  };
  const { problems } = await read("int", sheet);
  expect(problems).toEqual(['TG4005 Datas/item.xlsx:items!D3 "y" is not an integer, which int32 takes.']);
  expect((await read("string", sheet)).values).toEqual(["5", "y"]);
});

describe("a cell whose title has a format", () => {
  test.each([
    ["json", "list,int", "[1,2]", [1, 2]],
    ["json", "Part", '{"b":"x","a":1}', { a: 1, b: "x" }],
    ["json", "Shape", '{"$type":"Circle","r":5}', { $type: "Circle", r: 5 }],
    [
      "json",
      "map,int,int",
      "[[2,3],[1,4]]",
      [
        [1, 4],
        [2, 3],
      ],
    ],
    [
      "json",
      "map,string,int",
      '{"b":1,"a":2}',
      [
        ["a", 2],
        ["b", 1],
      ],
    ],
    ["lua", "list,string", "{'a','b\\n'}", ["a", "b\n"]],
    ["lua", "Part", "{a=1,b='x'}", { a: 1, b: "x" }],
    [
      "lua",
      "map,int,int",
      "{[1]=2,[3]=4}",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["lua", "Shape", "{_type_='Square',a=1,b=2}", { $type: "Square", a: 1, b: 2 }],
    [
      "lite",
      "list,Part",
      "{{1,x},{2,'y'}}",
      [
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ],
    ],
    [
      "lite",
      "map,int,int",
      "{{1,2},{3,4}}",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["lite", "Shape", "{Square,1,2}", { $type: "Square", a: 1, b: 2 }],
    ["lite", "list,string", "{a, 'null' ,,b}", ["a", "null", "b"]],
    ["lite", "Part?", "null", null],
  ] as const)("%s of %s", async (format, type, cell, expected) => {
    const sheet = {
      rows: [
        ["##var", "id", `x#format=${format}`],
        [null, 1, cell],
      ],
    };
    const { problems, values } = await read(type, sheet);
    expect(problems).toEqual([]);
    expect(values).toEqual([expected]);
  });
});
