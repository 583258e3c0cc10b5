import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildSheet, type SheetLines } from "./build-tableau.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-tableau-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The table Item, the structs, and the rows, of a sheet without a mistake. */
async function build(...lines: SheetLines) {
  const { tables, structs, rows, problems } = await buildSheet(folder, lines);
  expect(problems.filter((problem) => !problem.startsWith("TG5201"))).toEqual([]);
  return { tables, structs, rows: rows("Item") };
}

describe("a sheet of one map or list in rows", () => {
  test("is a table of its elements, found by the key of the map", async () => {
    expect(
      await build("ID ¦ Name", "map<uint32, Item> ¦ string", "a ¦ b", "2 ¦ Sword", "7 ¦ Potion"),
    ).toEqual({
      tables: ["Item(ID: uint32, Name: string) key ID"],
      structs: [],
      rows: [
        { ID: 2, Name: "Sword" },
        { ID: 7, Name: "Potion" },
      ],
    });
  });

  test("is found by the key of a list with one, and by nothing in a list without", async () => {
    const rows = ["a ¦ b", "2 ¦ Sword"];
    expect((await build("ID ¦ Name", "[Item]<uint32> ¦ string", ...rows)).tables).toEqual([
      "Item(ID: uint32, Name: string) key ID",
    ]);
    expect((await build("ID ¦ Name", "[Item]uint32 ¦ string", ...rows)).tables).toEqual([
      "Item(ID: uint32, Name: string)",
    ]);
  });

  test("leaves out blank rows, those that #IGNORE marks, and columns without a name or a type", async () => {
    const { tables, rows } = await build(
      "ID ¦ Note ¦ ¦ Name ¦ #IGNORE",
      "[Item]uint32 ¦ ¦ int32 ¦ string ¦",
      "",
      "1 ¦ x ¦ y ¦ Sword ¦ 0",
      "¦ only a comment ¦ ¦ ¦",
      "2 ¦ ¦ ¦ Bow ¦ TRUE",
      "3 ¦ ¦ ¦ Axe ¦ false",
    );
    expect(tables).toEqual(["Item(ID: uint32, Name: string)"]);
    expect(rows).toEqual([
      { ID: 1, Name: "Sword" },
      { ID: 3, Name: "Axe" },
    ]);
  });

  test("goes on with a record in rows of the same key where elements within stand in rows", async () => {
    const { tables, structs, rows } = await build(
      "ID ¦ Name ¦ PartID ¦ PartNum",
      "map<uint32, Item> ¦ string ¦ map<int32, Part> ¦ int64",
      "",
      "1 ¦ Sword ¦ 10 ¦ 1",
      "2 ¦ Bow ¦ 30 ¦ 3",
      "1.0 ¦ ¦ 8 ¦ 2",
    );
    expect(tables).toEqual(["Item(ID: uint32, Name: string, PartMap: map<int32, Part>) key ID"]);
    expect(structs).toEqual(["Part(PartID: int32, PartNum: int64)"]);
    expect(rows).toEqual([
      {
        ID: 1,
        Name: "Sword",
        PartMap: [
          [8, { PartID: 8, PartNum: "2" }],
          [10, { PartID: 10, PartNum: "1" }],
        ],
      },
      { ID: 2, Name: "Bow", PartMap: [[30, { PartID: 30, PartNum: "3" }]] },
    ]);
  });

  test("has each row of a list within as an element, whose own key may be there again", async () => {
    const { tables, rows } = await build(
      "ID ¦ StageID ¦ DropID",
      "[Item]<uint32> ¦ [Stage]<uint32> ¦ [Drop]int32",
      "",
      "1 ¦ 1 ¦ 5",
      "1 ¦ 1 ¦ 5",
      "1 ¦ 2 ¦",
    );
    expect(tables).toEqual(["Item(ID: uint32, StageList: Stage[]) key ID"]);
    expect(rows).toEqual([
      {
        ID: 1,
        StageList: [
          { StageID: 1, DropList: [{ DropID: 5 }, { DropID: 5 }] },
          { StageID: 2, DropList: [] },
        ],
      },
    ]);
  });
});

describe("any other sheet", () => {
  test("is a table of one row that says the same in all rows, or nothing", async () => {
    const { tables, rows } = await build(
      "Wait ¦ ModeID ¦ ModeName",
      "int32 ¦ map<uint32, Mode> ¦ string",
      "",
      "5 ¦ 1 ¦ easy",
      "¦ 2 ¦ hard",
      "5 ¦ ¦",
    );
    expect(tables).toEqual(["Item(Wait: int32, ModeMap: map<uint32, Mode>)"]);
    expect(rows).toEqual([
      {
        Wait: 5,
        ModeMap: [
          [1, { ModeID: 1, ModeName: "easy" }],
          [2, { ModeID: 2, ModeName: "hard" }],
        ],
      },
    ]);
  });

  test("has zeros where it has no row", async () => {
    expect((await build("Wait ¦ Name ¦ Day", "int32 ¦ string ¦ datetime", "")).rows).toEqual([
      { Wait: 0, Name: "", Day: null },
    ]);
  });

  test("adds up what rows have of lists and maps that aggregate", async () => {
    const { rows } = await build(
      "Num ¦ Word",
      "[]int32|{aggregate:true} ¦ map<int32, string>|{aggregate:true}",
      "",
      "1,2 ¦ 2:b",
      "2 ¦",
      "¦ 1:a",
    );
    expect(rows).toEqual([
      {
        NumList: [1, 2, 2],
        WordMap: [
          [1, "a"],
          [2, "b"],
        ],
      },
    ]);
  });
});

describe("elements in numbered columns", () => {
  test("are structs with the columns of the first, up to the first that is empty", async () => {
    const { tables, structs, rows } = await build(
      "ID ¦ Part1ID ¦ Part1Num ¦ Part2ID ¦ Part2Num ¦ Price",
      "map<uint32, Item> ¦ [Part]int32 ¦ int32 ¦ int32 ¦ int32 ¦ int32",
      "",
      "1 ¦ 5 ¦ 50 ¦ 6 ¦ 60 ¦ 9",
      "2 ¦ 7 ¦ ¦ ¦ ¦",
      "3",
    );
    expect(tables).toEqual(["Item(ID: uint32, PartList: Part[], Price: int32) key ID"]);
    expect(structs).toEqual(["Part(ID: int32, Num: int32)"]);
    expect(rows).toEqual([
      {
        ID: 1,
        PartList: [
          { ID: 5, Num: 50 },
          { ID: 6, Num: 60 },
        ],
        Price: 9,
      },
      { ID: 2, PartList: [{ ID: 7, Num: 0 }], Price: 0 },
      { ID: 3, PartList: [], Price: 0 },
    ]);
  });

  test("are single values, structs in one cell, and elements of elements", async () => {
    const { tables, rows } = await build(
      "Num1 ¦ Num2 ¦ Cost1 ¦ Cost2 ¦ Box1Slot1 ¦ Box1Slot2 ¦ Box2Slot1 ¦ Box2Slot2",
      "[]int32 ¦ int32 ¦ []{int32 ID, int32 Num}Cost ¦ Cost ¦ [Box][]int32 ¦ int32 ¦ int32 ¦ int32",
      "",
      "1 ¦ 2 ¦ 5,50 ¦ 6,60 ¦ 1 ¦ 2 ¦ 3 ¦",
    );
    expect(tables).toEqual(["Item(NumList: int32[], CostList: Cost[], BoxList: Box[])"]);
    expect(rows).toEqual([
      {
        NumList: [1, 2],
        CostList: [
          { ID: 5, Num: 50 },
          { ID: 6, Num: 60 },
        ],
        BoxList: [{ SlotList: [1, 2] }, { SlotList: [3] }],
      },
    ]);
  });

  test("are a map, whose struct has the key as well", async () => {
    const { tables, rows } = await build(
      "Part1ID ¦ Part1Num ¦ Part2ID ¦ Part2Num",
      "map<uint32, Part> ¦ int32 ¦ uint32 ¦ int32",
      "",
      "9 ¦ 1 ¦ 3 ¦ 2",
    );
    expect(tables).toEqual(["Item(PartMap: map<uint32, Part>)"]);
    expect(rows).toEqual([
      {
        PartMap: [
          [3, { ID: 3, Num: 2 }],
          [9, { ID: 9, Num: 1 }],
        ],
      },
    ]);
  });

  test("have gaps, and as many as is said, where they are fixed", async () => {
    const { rows } = await build(
      "A1ID ¦ A2ID ¦ B1ID ¦ B2ID ¦ B3ID ¦ C1 ¦ C2",
      "[A]int32|{fixed:true} ¦ int32 ¦ [B]int32|{size:2} ¦ int32 ¦ int32 ¦ []int32|{size:3} ¦ int32",
      "",
      "¦ 2 ¦ 1 ¦ ¦ 3 ¦ 4 ¦",
    );
    expect(rows).toEqual([
      { AList: [{ ID: 0 }, { ID: 2 }], BList: [{ ID: 1 }, { ID: 0 }], CList: [4, 0, 0] },
    ]);
  });

  test("are lists of their own where the next column says so, or there is none", async () => {
    const { tables } = await build(
      "Param1 ¦ Param2 ¦ Only1 ¦ Name",
      "[]int32 ¦ []int32 ¦ []int32 ¦ string",
      "",
      "1,2 ¦ 3 ¦ 4 ¦ x",
    );
    expect(tables).toEqual([
      "Item(Param1List: int32[], Param2List: int32[], Only1List: int32[], Name: string)",
    ]);
  });
});

describe("values in one cell", () => {
  test("are divided by two signs, lists and maps by the first and their parts by the second", async () => {
    const { tables, rows } = await build(
      "Num ¦ Cost ¦ Word ¦ Key ¦ Box",
      "[]int32 ¦ []{int32 ID,string Name}Cost ¦ map<int32, string> ¦ []<string> ¦ {int32 ID,string Name}Size",
      "",
      "3,1,2,, ¦ 1:a,2 ¦ 2:b:c,1 ¦ y,x ¦ 4,wide,more",
    );
    expect(tables).toEqual([
      "Item(NumList: int32[], CostList: Cost[], WordMap: map<int32, string>, KeyList: string[], Box: Size)",
    ]);
    expect(rows).toEqual([
      {
        NumList: [3, 1, 2],
        CostList: [
          { ID: 1, Name: "a" },
          { ID: 2, Name: "" },
        ],
        WordMap: [
          [1, ""],
          [2, "b:c"],
        ],
        KeyList: ["y", "x"],
        Box: { ID: 4, Name: "wide" },
      },
    ]);
  });

  test("are divided by signs of their own where properties say so", async () => {
    const { rows } = await build(
      "Num ¦ Word",
      '[]int32|{sep:"!!"} ¦ map<string,string>|{sep:";" subsep:"="}',
      "",
      "1!!2 ¦ a=1;b=2,3",
    );
    expect(rows).toEqual([
      {
        NumList: [1, 2],
        WordMap: [
          ["a", "1"],
          ["b", "2,3"],
        ],
      },
    ]);
  });
});

describe("structs in columns", () => {
  test("have those that begin with their name, or with one of their own", async () => {
    const { tables, structs, rows } = await build(
      "CostID ¦ CostNum ¦ GiftCostID ¦ GiftCostNum ¦ Price",
      "{Cost}int32 ¦ int32 ¦ {Cost(GiftCost)}int32 ¦ int32 ¦ int32",
      "",
      "1 ¦ 2 ¦ 3 ¦ 4 ¦ 5",
    );
    expect(tables).toEqual(["Item(Cost: Cost, GiftCost: Cost, Price: int32)"]);
    expect(structs).toEqual(["Cost(ID: int32, Num: int32)"]);
    expect(rows).toEqual([{ Cost: { ID: 1, Num: 2 }, GiftCost: { ID: 3, Num: 4 }, Price: 5 }]);
  });

  test("stand in elements, and begin them", async () => {
    const { tables, rows } = await build(
      "Gift1IconID ¦ Gift1IconNum ¦ Gift1Name ¦ Gift2IconID ¦ Gift2IconNum ¦ Gift2Name",
      "[Gift]{Icon}int32 ¦ int32 ¦ string ¦ int32 ¦ int32 ¦ string",
      "",
      "1 ¦ 2 ¦ a ¦ 3 ¦ 4 ¦ b",
    );
    expect(tables).toEqual(["Item(GiftList: Gift[])"]);
    expect(rows).toEqual([
      {
        GiftList: [
          { Icon: { ID: 1, Num: 2 }, Name: "a" },
          { Icon: { ID: 3, Num: 4 }, Name: "b" },
        ],
      },
    ]);
  });
});

test("names that several sheets have for types that differ get the sheet's before them", async () => {
  const { structs } = await buildSheet(folder, ["PartID ¦ PartNum", "{Part}int32 ¦ int32", "", "1 ¦ 2"], {
    Other: ["PartName", "{Part}string", "", "x"],
  });
  expect(structs).toEqual(["Item_Part(ID: int32, Num: int32)", "Other_Part(Name: string)"]);
});
