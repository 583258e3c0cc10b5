import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ProjectFiles } from "../build-project.js";
import { book, buildTableau, type SheetLines } from "./build-tableau.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-tableau-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function build(files: ProjectFiles, dialect: object = {}) {
  const built = await buildTableau(folder, files, dialect);
  expect(built.problems).toEqual([]);
  return built;
}

const withMeta = (meta: SheetLines, item: SheetLines, more: Readonly<Record<string, SheetLines>> = {}) =>
  build({ "Shop.xlsx": book({ "@TABLEAU": meta, Item: item, ...more }) });

const item = (id: number, name: string): SheetLines => [
  "ID ¦ Name",
  "map<uint32, Item> ¦ string",
  "",
  `${id} ¦ ${name}`,
];

describe("which sheets are tables", () => {
  test("all of them where the metasheet has no line, else those that have one", async () => {
    const sheets = { Item: item(1, "a"), Other: item(2, "b") };
    expect((await withMeta(["Sheet"], sheets.Item, { Other: sheets.Other })).tables).toHaveLength(2);
    expect((await withMeta(["Sheet", "Other"], sheets.Item, { Other: sheets.Other })).tables).toEqual([
      "Other(ID: uint32, Name: string) key ID",
    ]);
  });

  test("called by their aliases", async () => {
    expect((await withMeta(["Sheet ¦ Alias", "# ¦ Book", "Item ¦ Goods"], item(1, "a"))).tables).toEqual([
      "Goods(ID: uint32, Name: string) key ID",
    ]);
  });

  test("of text files of one folder, whose metasheet may be empty", async () => {
    const sheet = ["ID,Name", '"map<uint32, Item>",string', ",", "1,a"];
    const { tables, rows } = await build({
      "a/Shop#@TABLEAU.csv": "",
      "a/Shop#@OTHER.csv": "",
      "a/Shop#Item.csv": sheet,
      "b/Shop#Other.csv": sheet,
      "Plain.csv": sheet,
    });
    expect(tables).toEqual(["Item(ID: uint32, Name: string) key ID"]);
    expect(rows("Item")).toEqual([{ ID: 1, Name: "a" }]);
  });

  test("of a metasheet of another name", async () => {
    const files = { "Shop.xlsx": book({ "@OURS": ["Sheet", "Item"], Item: item(1, "a") }) };
    expect((await build(files, { metasheet: "@OURS" })).tables).toHaveLength(1);
    const conf = "proto:\n  input:\n    metasheetName: '@OURS'\n";
    expect((await build({ ...files, "config.yaml": conf }, { conf: "config.yaml" })).tables).toHaveLength(1);
  });
});

describe("where headers stand", () => {
  test("as the line of the sheet says, else that of the workbook, else the config.yaml", async () => {
    const lines = ["remark", "uint32 ¦ string", "ID ¦ Name", "1 ¦ a"].map((line, index) =>
      index === 1 ? "[Item]uint32 ¦ string" : line,
    );
    const columns = "Sheet ¦ Namerow ¦ Typerow ¦ Noterow ¦ Datarow";
    const expected = ["Item(ID: uint32, Name: string)"];
    expect((await withMeta([columns, "Item ¦ 3 ¦ 2 ¦ 1 ¦ 4"], lines)).tables).toEqual(expected);
    expect((await withMeta([columns, "# ¦ 3 ¦ 2 ¦ 1 ¦ 4", "Item"], lines)).tables).toEqual(expected);
    const conf = "proto:\n  input:\n    header: { namerow: 3, typerow: 2, noterow: 1, datarow: 4 }\n";
    const files = { "config.yaml": conf, "Shop.xlsx": book({ Item: lines }) };
    expect((await build(files, { conf: "config.yaml" })).tables).toEqual(expected);
  });

  test("names, types and notes in lines of one cell", async () => {
    const { schema, rows } = await withMeta(
      [
        "Sheet ¦ Namerow ¦ Typerow ¦ Noterow ¦ Datarow ¦ Nameline ¦ Typeline ¦ Noteline",
        "Item ¦ 1 ¦ 1 ¦ 1 ¦ 2 ¦ 2 ¦ 3 ¦ 1",
      ],
      ["the key⏎ID⏎map<uint32, Item> ¦ shown⏎Name⏎string", "1 ¦ a"],
    );
    expect(schema?.tables[0]?.columns.map(({ name, note }) => [name, note])).toEqual([
      ["ID", "the key"],
      ["Name", "shown"],
    ]);
    expect(rows("Item")).toEqual([{ ID: 1, Name: "a" }]);
  });

  test("with rows for columns", async () => {
    const { rows } = await withMeta(
      ["Sheet ¦ Transpose", "Item ¦ true"],
      ["ID ¦ map<uint32, Item> ¦ ¦ 1 ¦ 2", "Name ¦ string ¦ ¦ a ¦ b", "#IGNORE ¦ ¦ ¦ ¦ 1"],
    );
    expect(rows("Item")).toEqual([{ ID: 1, Name: "a" }]);
  });
});

test("Nested has the types of elements before the names of their columns, so that several fit beside each other", async () => {
  const { tables, structs, rows } = await withMeta(
    ["Sheet ¦ Nested", "Item ¦ true"],
    [
      "ServerType ¦ ServerConfType ¦ ServerConfPortID ¦ ServerConfPortNum ¦ ServerConfNote ¦ ServerTagName",
      "map<int32, Server> ¦ [Conf]<int32> ¦ [Port]<int32> ¦ int32 ¦ string ¦ [Tag]string",
      "",
      "1 ¦ 5 ¦ 1 ¦ 10 ¦ x ¦ red",
      "1 ¦ 5 ¦ 2 ¦ 20 ¦ ¦ blue",
    ],
  );
  expect(tables).toEqual(["Item(Type: int32, ConfList: Conf[], TagList: Tag[]) key Type"]);
  expect(structs).toEqual(
    [
      "Port(ID: int32, Num: int32)",
      "Conf(Type: int32, PortList: Port[], Note: string)",
      "Tag(Name: string)",
    ].toSorted(),
  );
  expect(rows("Item")).toEqual([
    {
      Type: 1,
      ConfList: [
        {
          Type: 5,
          PortList: [
            { ID: 1, Num: 10 },
            { ID: 2, Num: 20 },
          ],
          Note: "x",
        },
      ],
      TagList: [{ Name: "red" }, { Name: "blue" }],
    },
  ]);
});

test("AdjacentKey fills keys by the row above, as long as those around them are the same", async () => {
  const header = ["ID ¦ PartID ¦ Num", "map<uint32, Item> ¦ map<int32, Part> ¦ [Piece]int32", ""];
  const { rows } = await withMeta(
    ["Sheet ¦ AdjacentKey", "Item ¦ 1"],
    [...header, "1 ¦ 5 ¦ 10", "¦ ¦ 11", "¦ 6 ¦ 12", "2 ¦ ¦ 13"],
  );
  expect(rows("Item")).toEqual([
    {
      ID: 1,
      PartMap: [
        [5, { PartID: 5, PieceList: [{ Num: 10 }, { Num: 11 }] }],
        [6, { PartID: 6, PieceList: [{ Num: 12 }] }],
      ],
    },
    { ID: 2, PartMap: [[0, { PartID: 0, PieceList: [{ Num: 13 }] }]] },
  ]);
});

test("FieldPresence tells absent values from zeros", async () => {
  const { tables, rows } = await withMeta(
    ["Sheet ¦ FieldPresence", "Item ¦ true"],
    ["ID ¦ Num", "map<uint32, Item> ¦ int32", "", "1 ¦ 0", "2 ¦"],
  );
  expect(tables).toEqual(["Item(ID: uint32, Num: int32?) key ID"]);
  expect(rows("Item")).toEqual([
    { ID: 1, Num: 0 },
    { ID: 2, Num: null },
  ]);
});

test("Sep and Subsep are those of the sheet", async () => {
  const { rows } = await withMeta(
    ["Sheet ¦ Sep ¦ Subsep", "Item ¦ ; ¦ ="],
    ["Num ¦ Word", '[]int32 ¦ map<int32, string>|{sep:"/"}', "", "1;2 ¦ 1=a/2=b"],
  );
  expect(rows("Item")).toEqual([
    {
      NumList: [1, 2],
      WordMap: [
        [1, "a"],
        [2, "b"],
      ],
    },
  ]);
});

describe("several sheets", () => {
  const meta = (column: string, value: string) => [`Sheet ¦ ${column}`, `Item ¦ ${value}`];

  test("are one table with Merger, by the columns' names in each", async () => {
    const { tables, rows } = await build({
      "a/Shop.xlsx": book({
        "@TABLEAU": meta("Merger", "Shop?.xlsx, ../b/*.xlsx#Item*"),
        Item: item(1, "a"),
        Item2: item(9, "z"),
      }),
      "a/Shop2.xlsx": {
        Item: { rows: [["Name", "ID"], ["string", "x"], [], ["b", 2]] },
        Other: { rows: [["ID"]] },
      },
      "b/More.xlsx": { Item5: { rows: [["ID", "Name", "New"], [], [], [3, "c", "?"]] } },
    });
    expect(tables).toEqual(["Item(ID: uint32, Name: string) key ID"]);
    expect(rows("Item")).toEqual([
      { ID: 1, Name: "a" },
      { ID: 2, Name: "b" },
      { ID: 3, Name: "c" },
    ]);
  });

  test("are each in an order of their own, which is not checked", async () => {
    const { problems } = await buildTableau(folder, {
      "Shop.xlsx": book({
        "@TABLEAU": meta("Merger", "Shop.xlsx#More"),
        Item: ["ID ¦ Num", "map<uint32, Item> ¦ int32|{order:ORDER_ASC}", "", "1 ¦ 5"],
        More: ["ID ¦ Num", "", "", "2 ¦ 4"],
      }),
    });
    expect(problems).toEqual([
      "TG2228 Shop.xlsx:Item!B2 order:ORDER_ASC has no effect: table-gen has nothing like it here.",
    ]);
  });

  test("of text files as well", async () => {
    const sheet = (id: number) => ["ID,Name", '"map<uint32, Item>",string', ",", `${id},x`];
    const { rows } = await build({
      "Shop#@TABLEAU.csv": ["Sheet,Merger", 'Item,"Shop*.csv,Shop#*.csv#Item2"'],
      "Shop#Item.csv": sheet(1),
      "Shop#Item2.csv": sheet(2),
      "ShopB#Item.csv": sheet(3),
    });
    expect(rows("Item")).toHaveLength(3);
  });

  test("are a table each with Scatter", async () => {
    const files = (more: string, values: string): ProjectFiles => ({
      "a/Shop.xlsx": book({
        "@TABLEAU": [`Sheet ¦ Scatter${more}`, `Item ¦ *.xlsx#Item${values}`],
        Item: item(1, "a"),
      }),
      "a/Two.xlsx": { Item: { rows: [["ID", "Name"], [], [], [2, "b"]] } },
    });
    const names = async (given: ProjectFiles) =>
      (await build(given)).tables.map((table) => table.split("(")[0]);
    expect(await names(files("", ""))).toEqual(["Shop_Item", "Two_Item"]);
    expect(await names(files(" ¦ WithParentDir", " ¦ 1"))).toEqual(["a_Shop_Item", "a_Two_Item"]);
  });

  test("may lack columns that are optional", async () => {
    const { rows } = await build({
      "Shop.xlsx": book({
        "@TABLEAU": meta("Merger", "Shop.xlsx#More"),
        Item: [
          "ID ¦ Num ¦ Part1ID",
          "map<uint32, Item> ¦ int32|{optional:true} ¦ [Part]int32|{optional:true}",
          "",
          "1 ¦ 5 ¦ 7",
        ],
        More: ["ID", "", "", "2"],
      }),
    });
    expect(rows("Item")).toEqual([
      { ID: 1, Num: 5, PartList: [{ ID: 7 }] },
      { ID: 2, Num: 0, PartList: [] },
    ]);
  });
});

test("indexes of the record's own columns are indexes of the table", async () => {
  const { tables } = await withMeta(
    ["Sheet ¦ Index ¦ OrderedIndex ¦ OrderedMap", "Item ¦ Kind, (Kind,Name)@Both ¦ Name@ByName ¦ true"],
    ["ID ¦ Name ¦ Kind", "map<uint32, Item> ¦ string ¦ int32", "", "1 ¦ a ¦ 2"],
  );
  expect(tables).toEqual([
    "Item(ID: uint32, Name: string, Kind: int32) key ID, multi Kind, multi Kind+Name, ordered Name, ordered ID",
  ]);
});

test("the zone is that of the config.yaml", async () => {
  const files = {
    "config.yaml": "locationName: Asia/Shanghai\n",
    "Shop.xlsx": book({ Item: ["ID ¦ Day", "[Item]int32 ¦ datetime", "", "1 ¦ 2024-01-01 08:00:00"] }),
  };
  const { rows } = await build(files, { conf: "config.yaml" });
  expect(rows("Item")).toEqual([{ ID: 1, Day: "2024-01-01T00:00:00Z" }]);
});
