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

/** Of what C++ calls otherwise nothing is said here. */
async function build(files: ProjectFiles, dialect: object = {}) {
  const built = await buildTableau(folder, files, dialect);
  expect(built.problems.filter((problem) => !problem.startsWith("TG5201"))).toEqual([]);
  return built;
}

/** A sheet of types, and a sheet Item that uses them. */
const withTypes = (
  mode: string,
  lines: SheetLines,
  item: SheetLines,
  more: Readonly<Record<string, SheetLines>> = {},
) =>
  build({
    "Shop.xlsx": book({
      "@TABLEAU": ["Sheet ¦ Mode ¦ Transpose", `Kind ¦ ${mode}`, "Item"],
      Kind: lines,
      Item: item,
      ...more,
    }),
  });

const listValues = (values: readonly { name: string; value: number; aliases: readonly string[] }[] = []) =>
  values.map(({ name, value, aliases }) => [name, value, ...aliases]);

describe("type sheets", () => {
  test("of an enum, by number, name or alias; without a 0 it gets one", async () => {
    const { schema, rows } = await withTypes(
      "MODE_ENUM_TYPE",
      ["Name ¦ Alias", "KIND_SWORD ¦ 剑", "KIND_BOW ¦ Bow"],
      ["ID ¦ Kind", "[Item]int32 ¦ enum<.Kind>", "", "1 ¦ 剑", "2 ¦ KIND_BOW", "3 ¦ 1", "4 ¦"],
    );
    expect(listValues(schema?.enums[0]?.values)).toEqual([
      ["KIND_INVALID", 0],
      ["KIND_SWORD", 1, "剑"],
      ["KIND_BOW", 2, "Bow"],
    ]);
    expect(rows("Item")).toEqual([
      { ID: 1, Kind: "KIND_SWORD" },
      { ID: 2, Kind: "KIND_BOW" },
      { ID: 3, Kind: "KIND_SWORD" },
      { ID: 4, Kind: "KIND_INVALID" },
    ]);
  });

  test("of several types, with blank rows between them, by rows or columns", async () => {
    const { schema } = await withTypes(
      "MODE_ENUM_TYPE_MULTI",
      [
        "A ¦ first",
        "Alias ¦ Number ¦ Name",
        "x ¦ 0 ¦ NONE",
        "¦ 7 ¦ SEVEN",
        "",
        "",
        "B",
        "Name ¦ Alias",
        "ONE ¦",
      ],
      ["A ¦ B", "enum<.A> ¦ enum<.B>", "", "7 ¦ ONE"],
    );
    expect(schema?.enums.map(({ name, note, values }) => [name, note, listValues(values)])).toEqual([
      [
        "A",
        "first",
        [
          ["NONE", 0, "x"],
          ["SEVEN", 7],
        ],
      ],
      [
        "B",
        "",
        [
          ["B_INVALID", 0],
          ["ONE", 1],
        ],
      ],
    ]);
    const turned = await build({
      "Shop.xlsx": book({
        "@TABLEAU": ["Sheet ¦ Mode ¦ Transpose", "Kind ¦ MODE_ENUM_TYPE_MULTI ¦ true", "Item"],
        Kind: ["A ¦ Name ¦ X ¦ ¦ B ¦ Name ¦ Y", "¦ Alias ¦ ¦ ¦ ¦ Alias ¦"],
        Item: ["A", "enum<.A>", "", "X"],
      }),
    });
    expect(turned.schema?.enums.map(({ name }) => name)).toEqual(["A", "B"]);
  });

  test("of structs, which may have others within, in any order", async () => {
    const { structs, rows } = await withTypes(
      "MODE_STRUCT_TYPE_MULTI",
      [
        "Gift",
        "Name ¦ Type ¦ Note",
        "CostID ¦ {.Cost}int32 ¦ what it takes",
        "CostNum ¦ int32",
        "Tag ¦ []string",
        "",
        "Cost",
        "Type ¦ Name",
        "int32 ¦ ID",
        "int32 ¦ Num",
      ],
      [
        "ID ¦ GiftCostID ¦ GiftCostNum ¦ GiftTag ¦ Cost1ID ¦ Cost1Num ¦ Cost2ID ¦ Cost2Num ¦ Small",
        "map<uint32, Item> ¦ {.Gift}int32 ¦ int32 ¦ []string ¦ [.Cost]int32 ¦ int32 ¦ int32 ¦ int32 ¦ {.Cost}",
        "",
        "1 ¦ 5 ¦ 50 ¦ a,b ¦ 6 ¦ 60 ¦ 7 ¦ 70 ¦ 8,80",
      ],
    );
    expect(structs).toEqual(["Cost(ID: int32, Num: int32)", "Gift(Cost: Cost, TagList: string[])"]);
    expect(rows("Item")).toEqual([
      {
        ID: 1,
        Gift: { Cost: { ID: 5, Num: 50 }, TagList: ["a", "b"] },
        CostList: [
          { ID: 6, Num: 60 },
          { ID: 7, Num: 70 },
        ],
        Small: { ID: 8, Num: 80 },
      },
    ]);
  });
});

describe("unions", () => {
  const target: SheetLines = [
    "Name ¦ Alias ¦ Type ¦ Field1 ¦ Field2",
    "Kill ¦ 击杀 ¦ ¦ ID⏎uint32 ¦ Num⏎int32⏎how many",
    "Visit ¦ ¦ ¦ Place⏎[]int32 ¦ Cost⏎{int32 ID, int32 Num}Cost",
    "Wait ¦ ¦ int32",
    "Nothing",
  ];

  test("take the columns of their kinds' fields, and are absent where the kind is empty", async () => {
    const { tables, schema, rows } = await withTypes("MODE_UNION_TYPE", target, [
      "ID ¦ TargetType ¦ TargetField1 ¦ TargetField2",
      "map<uint32, Item> ¦ {.Kind}enum<.Kind.Type> ¦ union ¦ union",
      "",
      "1 ¦ 击杀 ¦ 5 ¦ 2",
      "2 ¦ TYPE_VISIT ¦ 1,2 ¦ 7,70",
      "3 ¦ Wait ¦ 60",
      "4 ¦ 4",
      "5",
    ]);
    expect(tables).toEqual(["Item(ID: uint32, Target: Kind?) key ID"]);
    expect(schema?.variants[0]?.kinds.map(({ name }) => name)).toEqual(["Kill", "Visit", "Wait", "Nothing"]);
    expect(rows("Item")).toEqual([
      { ID: 1, Target: { $type: "Kill", ID: 5, Num: 2 } },
      { ID: 2, Target: { $type: "Visit", PlaceList: [1, 2], Cost: { ID: 7, Num: 70 } } },
      { ID: 3, Target: { $type: "Wait", Value: 60 } },
      { ID: 4, Target: { $type: "Nothing" } },
      { ID: 5, Target: null },
    ]);
  });

  test("are elements of lists, in columns and in rows, and values of maps", async () => {
    const across = await withTypes("MODE_UNION_TYPE", target, [
      "T1Type ¦ T1Field1 ¦ T1Field2 ¦ T2Type ¦ T2Field1 ¦ T2Field2",
      "[.Kind]enum<.Kind.Type> ¦ union ¦ union ¦ enum<.Kind.Type> ¦ union ¦ union",
      "",
      "Wait ¦ 1 ¦ ¦ Kill ¦ 5 ¦ 6",
    ]);
    expect(across.rows("Item")).toEqual([
      {
        TList: [
          { $type: "Wait", Value: 1 },
          { $type: "Kill", ID: 5, Num: 6 },
        ],
      },
    ]);
    const down = await withTypes("MODE_UNION_TYPE", target, [
      "Type ¦ Field1 ¦ Field2",
      "map<enum<.Kind.Type>, .Kind> ¦ union ¦ union",
      "",
      "Wait ¦ 1",
      "Kill ¦ 5 ¦ 6",
    ]);
    expect(down.tables).toEqual(["Item(Type: Kind_Type, Value: Kind?) key Type"]);
    expect(new Set(down.rows("Item"))).toEqual(
      new Set([
        { Type: "TYPE_KILL", Value: { $type: "Kill", ID: 5, Num: 6 } },
        { Type: "TYPE_WAIT", Value: { $type: "Wait", Value: 1 } },
      ]),
    );
  });

  test("report a kind that there is not, and a column that a kind needs", async () => {
    const files = (cell: string) => ({
      "Shop.xlsx": book({
        "@TABLEAU": ["Sheet ¦ Mode", "Kind ¦ MODE_UNION_TYPE", "Item"],
        Kind: target,
        Item: ["ID ¦ TType ¦ TField1", "map<uint32, Item> ¦ {.Kind}enum<.Kind.Type> ¦ union", "", cell],
      }),
    });
    expect((await buildTableau(folder, files("1 ¦ Waits ¦ 5"))).problems).toEqual([
      'TG4021 Shop.xlsx:Item!B4 "Waits" is not a value of Kind.Type; did you mean Wait?',
    ]);
    expect((await buildTableau(folder, files("1 ¦ Kill ¦ 5"))).problems).toEqual([
      "TG2227 Shop.xlsx:Item!B4 There is no column TField2, which Kind.Kill needs.",
    ]);
    expect((await buildTableau(folder, files("1 ¦ Wait ¦ x"))).problems).toEqual([
      'TG4005 Shop.xlsx:Item!C4 "x" is not an integer, which int32 takes.',
    ]);
  });
});

describe(".proto files", () => {
  const proto = `
syntax = "proto3";
package game;
import "base/kind.proto";
import "google/protobuf/timestamp.proto";
/* A note. */
message Cost {
  option (tableau.struct) = {name: "Cost"};
  int32 id = 1 [(tableau.field).name = "ID"]; // key
  int32 num = 2 [(tableau.field) = {name: "Num" prop: {range: "1,~"}}, json_name = "n"];
  reserved 3, 4;
}
message Gift {
  base.Kind kind = 1;
  google.protobuf.Timestamp begin = 2 [(tableau.field) = {name: "Begin"}];
  repeated Cost cost_list = 3 [(tableau.field) = {name: "Cost" layout: LAYOUT_HORIZONTAL}];
  map<int32, Slot> slot_map = 4 [(tableau.field) = {name: "Slot" key: "Kind" layout: LAYOUT_INCELL}];
  message Slot {
    base.Kind kind = 1 [(tableau.field) = {name: "Kind"}];
    int32 num = 2 [(tableau.field) = {name: "Num"}];
  }
}
message Target {
  option (tableau.union) = {name: "Target"};
  Type type = 9999 [(tableau.field) = {name: "Type"}];
  oneof value {
    option (tableau.oneof) = {field: "Field"};
    Kill kill = 1;
    int32 wait = 2;
  }
  enum Type {
    TYPE_NONE = 0;
    TYPE_KILL = 1 [(tableau.evalue).name = "Kill"];
    TYPE_WAIT = 2 [(tableau.evalue) = {name: "Wait"}];
    TYPE_REST = 3;
  }
  message Kill { Cost cost = 1; repeated int32 ids = 2; map<int32, int64> nums = 3; }
}
service Unused { rpc Get (Cost) returns (Cost); }
`;
  const kind = 'package base;\nenum Kind { KIND_NONE = 0; KIND_BOW = 3 [(tableau.evalue).name = "弓"]; }\n';
  const files = (item: SheetLines): ProjectFiles => ({
    "types/game.proto": proto,
    "types/base/kind.proto": kind,
    "Shop.xlsx": book({ Item: item }),
  });
  const buildWith = (...item: SheetLines) => build(files(item), { protoFiles: "types/*.proto" });

  test("give structs with the names of their fields, and what these import", async () => {
    const { tables, structs, rows } = await buildWith(
      "ID ¦ GiftKind ¦ GiftBegin ¦ GiftCost1ID ¦ GiftCost1Num ¦ GiftCost2ID ¦ GiftCost2Num ¦ GiftSlot ¦ Small",
      "map<uint32, Item> ¦ {game.Gift}enum<base.Kind> ¦ datetime ¦ [.Cost]int32 ¦ int32 ¦ int32 ¦ int32 ¦ x ¦ []{.Cost}",
      "",
      "1 ¦ 弓 ¦ 2024-01-01 ¦ 5 ¦ 50 ¦ ¦ ¦ KIND_BOW:7 ¦ 1:2,3:4",
    );
    expect(tables).toEqual(["Item(ID: uint32, Gift: Gift, SmallList: Cost[]) key ID"]);
    expect(structs).toEqual(
      [
        "Cost(id: int32, num: int32)",
        "Gift_Slot(kind: Kind, num: int32)",
        "Gift(kind: Kind, begin: datetime?, cost_list: Cost[], slot_map: map<Kind, Gift_Slot>)",
      ].toSorted(),
    );
    expect(rows("Item")).toEqual([
      {
        ID: 1,
        Gift: {
          kind: "KIND_BOW",
          begin: "2024-01-01T00:00:00Z",
          cost_list: [{ id: 5, num: 50 }],
          slot_map: [["KIND_BOW", { kind: "KIND_BOW", num: 7 }]],
        },
        SmallList: [
          { id: 1, num: 2 },
          { id: 3, num: 4 },
        ],
      },
    ]);
  });

  test("give unions, whose kinds may have no value", async () => {
    const { rows } = await buildWith(
      "ID ¦ TType ¦ TField1 ¦ TField2 ¦ TField3",
      "map<uint32, Item> ¦ {.Target}enum<.Target.Type> ¦ union ¦ union ¦ union",
      "",
      "1 ¦ Kill ¦ 5,50 ¦ 1,2 ¦ 3:4",
      "2 ¦ Wait ¦ 9",
      "3 ¦ TYPE_REST",
      "4 ¦ TYPE_NONE",
    );
    expect(rows("Item")).toEqual([
      { ID: 1, T: { $type: "Kill", cost: { id: 5, num: 50 }, ids: [1, 2], nums: [[3, "4"]] } },
      { ID: 2, T: { $type: "Wait", value: 9 } },
      { ID: 3, T: { $type: "Rest" } },
      { ID: 4, T: null },
    ]);
  });

  test("have values that one cell holds as text or JSON", async () => {
    const { rows } = await buildWith(
      "ID ¦ A ¦ B ¦ C",
      "map<uint32, Item> ¦ {.Target}|{form:FORM_TEXT} ¦ {.Target}|{form:FORM_JSON} ¦ {.Gift}|{form:FORM_TEXT}",
      "",
      '1 ¦ type:TYPE_KILL kill:{cost:{id:1 num:2} ids:[3,4] nums:{key:5 value:6} nums {key:1}} ¦ {"type":"TYPE_WAIT","wait":7} ¦ begin: "2024-01-01" cost_list {id:1} cost_list {num:2}',
      '2 ¦ kill {} ¦ {"kill":{"ids":[1],"nums":{"2":"3"}}} ¦',
      "3",
    );
    const none = { kind: "KIND_NONE", begin: null, cost_list: [], slot_map: [] };
    const noCost = { id: 0, num: 0 };
    expect(rows("Item")).toEqual([
      {
        ID: 1,
        A: {
          $type: "Kill",
          cost: { id: 1, num: 2 },
          ids: [3, 4],
          nums: [
            [1, "0"],
            [5, "6"],
          ],
        },
        B: { $type: "Wait", value: 7 },
        C: {
          ...none,
          begin: "2024-01-01T00:00:00Z",
          cost_list: [
            { id: 1, num: 0 },
            { id: 0, num: 2 },
          ],
        },
      },
      {
        ID: 2,
        A: { $type: "Kill", cost: noCost, ids: [], nums: [] },
        B: { $type: "Kill", cost: noCost, ids: [1], nums: [[2, "3"]] },
        C: none,
      },
      { ID: 3, A: null, B: null, C: none },
    ]);
  });

  test("have maps in JSON whose keys may be any", async () => {
    const item = [
      "ID ¦ A",
      "map<uint32, Item> ¦ {.Words}|{form:FORM_JSON}",
      "",
      '1 ¦ {"words":{"key":1,"value":2}}',
    ];
    const proto = "message Words { map<string, int32> words = 1; }";
    const { rows } = await build(
      { "a.proto": proto, "Shop.xlsx": book({ Item: item }) },
      { protoFiles: "*.proto" },
    );
    expect(rows("Item")).toEqual([
      {
        ID: 1,
        A: {
          words: [
            ["key", 1],
            ["value", 2],
          ],
        },
      },
    ]);
  });

  test.each([
    ["{.Target}|{form:FORM_JSON}", "{", "the text is no JSON"],
    ["{.Target}|{form:FORM_JSON}", '{"kills":{}}', "game.Target has no kills beside the others"],
    ["{.Target}|{form:FORM_TEXT}", "type:TYPE_WAIT kill:{}", "the type is Wait, and the value that of kill"],
    ["{.Cost}|{form:FORM_TEXT}", "idd:1", "game.Cost has no field idd; there is id"],
    ["{.Cost}|{form:FORM_TEXT}", "id", ": is missing behind id"],
    [
      "{.Gift}",
      "弓,2024-01-01,3",
      "cost_list has parts of its own: write the struct as text or JSON, |{form:FORM_JSON}",
    ],
    ["{.Target}", "Kill", "a union in one cell is written as text or JSON: |{form:FORM_TEXT}"],
  ])("%s cannot be %s", async (type, cell, reason) => {
    const item = ["ID ¦ A", `map<uint32, Item> ¦ ${type}`, "", `1 ¦ ${cell}`];
    const { problems } = await buildTableau(folder, files(item), { protoFiles: "types/*.proto" });
    expect(problems).toEqual([`TG2230 Shop.xlsx:Item!B4 The cell is wrong: ${reason}.`]);
  });
});

test("vectors of tableau itself need no file", async () => {
  const { structs, rows } = await build({
    "Shop.xlsx": book({
      Item: [
        "ID ¦ PosX ¦ PosY ¦ PosZ ¦ Cell",
        "map<uint32, Item> ¦ {tableau.Vector3}float ¦ float ¦ float ¦ {tableau.Vector2i}",
        "",
        "1 ¦ 0.5 ¦ 1 ¦ 2 ¦ 3,4",
      ],
    }),
  });
  expect(structs).toEqual(["Vector2i(x: int32, y: int32)", "Vector3(x: float32, y: float32, z: float32)"]);
  expect(rows("Item")).toEqual([{ ID: 1, Pos: { x: 0.5, y: 1, z: 2 }, Cell: { x: 3, y: 4 } }]);
});

test("several names of one number in a .proto file are one value; what protovalidate checks is said not to be", async () => {
  const proto = [
    'enum Kind { option allow_alias = true; NONE = 0; BOW = 1; ARC = 1 [(tableau.evalue).name = "Bogen"]; }',
    "message Cost {",
    "  int32 num = 1 [(buf.validate.field).int32.gte = 1];",
    "}",
  ].join("\n");
  const item = [
    "ID ¦ Kind ¦ Cost",
    "map<uint32, Item> ¦ enum<.Kind> ¦ {.Cost}",
    "",
    "1 ¦ ARC ¦ 5",
    "2 ¦ Bogen ¦ 6",
  ];
  const files = { "a.proto": proto, "Shop.xlsx": book({ Item: item }) };
  const { problems, rows } = await buildTableau(folder, files, { protoFiles: "*.proto" });
  expect(problems.filter((problem) => !problem.startsWith("TG5201"))).toEqual([
    "TG2228 a.proto:3 (buf.validate.field) of num has no effect: table-gen has nothing like it here.",
  ]);
  expect(rows("Item")).toEqual([
    { ID: 1, Kind: "BOW", Cost: { num: 5 } },
    { ID: 2, Kind: "BOW", Cost: { num: 6 } },
  ]);
});

describe("messages that hold themselves", () => {
  const proto = `message Tree { int32 id = 1 [(tableau.field).name = "ID"];
  repeated Tree tree_list = 2 [(tableau.field) = {name: "Sub" layout: LAYOUT_HORIZONTAL}]; }
message Loop { int32 id = 1; Loop next = 2; }
message Rows { int32 id = 1 [(tableau.field).name = "ID"]; repeated Rows rows = 2 [(tableau.field) = {layout: LAYOUT_VERTICAL}]; }`;
  const files = (...item: SheetLines) => ({ "a.proto": proto, "Shop.xlsx": book({ Item: item }) });

  test("do so as far as there are columns", async () => {
    const item = files(
      "ID ¦ TreeID ¦ TreeSub1ID ¦ TreeSub1Sub1ID",
      "map<uint32, Item> ¦ {.Tree}int32 ¦ int32 ¦ int32",
      "",
      "1 ¦ 1 ¦ 2 ¦ 3",
    );
    const { rows } = await build(item, { protoFiles: "*.proto" });
    expect(rows("Item")).toEqual([
      { ID: 1, Tree: { id: 1, tree_list: [{ id: 2, tree_list: [{ id: 3, tree_list: [] }] }] } },
    ]);
  });

  test("are reported where they would have no end", async () => {
    const inPlace = await buildTableau(
      folder,
      files("ID ¦ LoopId", "map<uint32, Item> ¦ {.Loop}int32", "", "1 ¦ 2"),
      {
        protoFiles: "*.proto",
      },
    );
    expect(inPlace.problems).toEqual([
      "TG2102 a.proto:3 Loop contains itself through next, so a value of it would never end.",
    ]);
    const inRows = await buildTableau(folder, files("ID", "[.Rows]int32", "", "1"), {
      protoFiles: "*.proto",
    });
    expect(inRows.problems).toEqual([
      "TG2230 Shop.xlsx:Item!A4 The cell is wrong: Rows holds itself without end.",
    ]);
  });
});
