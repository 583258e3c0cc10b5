import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatCellRef } from "../../../src/base/place.js";
import type { ProjectFiles } from "../build-project.js";
import { book, buildSheet, buildTableau, type SheetLines } from "./build-tableau.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-tableau-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function report(files: ProjectFiles, dialect: object = {}): Promise<readonly string[]> {
  return (await buildTableau(folder, files, dialect)).problems;
}

async function reportSheet(...lines: SheetLines): Promise<readonly string[]> {
  return (await buildSheet(folder, lines)).problems;
}

/** Of a column of this type with this cell, in a sheet whose first column is the key. */
const reportType = (type: string, cell = "") =>
  reportSheet("ID ¦ Part", `map<uint32, Item> ¦ ${type}`, "", `1 ¦ ${cell}`);

const item: SheetLines = ["ID ¦ Name", "map<uint32, Item> ¦ string", "", "1 ¦ Sword"];

describe("the project", () => {
  test("tableau-config: what a config.yaml may not say, at its line", async () => {
    const conf =
      "locationName: 8\nproto:\n  input:\n    header:\n      datarow: -1\n    protoFiles: a.proto\n";
    expect(
      await report({ "config.yaml": conf, "Shop.xlsx": book({ Item: item }) }, { conf: "config.yaml" }),
    ).toEqual([
      "TG2221 config.yaml:1:locationName The tableau config cannot be followed: it is no text.",
      "TG2221 config.yaml:5:proto.input.header.datarow The tableau config cannot be followed: it is no number.",
      "TG2221 config.yaml:6:proto.input.protoFiles The tableau config cannot be followed: it is no list of texts.",
    ]);
  });

  test("tableau-config: a zone that there is not", async () => {
    const files = { "config.yaml": "locationName: Mars/Base", "Shop.xlsx": book({ Item: item }) };
    expect(await report(files, { conf: "config.yaml" })).toEqual([
      "TG2221 config.yaml The tableau config cannot be followed: there is no zone Mars/Base.",
    ]);
  });

  test("tableau-config: a metasheet without its sign, and .proto files that are not there", async () => {
    expect(await report({ "Shop.xlsx": book({ Item: item }) }, { metasheet: "TABLEAU" })).toEqual([
      "TG2221 table-gen.config.json The tableau config cannot be followed: the metasheet TABLEAU does not begin with @.",
    ]);
    expect(await report({ "Shop.xlsx": book({ Item: item }) }, { protoFiles: "types/*.proto" })).toEqual([
      "TG2221 table-gen.config.json The tableau config cannot be followed: types/*.proto names no file.",
    ]);
  });

  test("tableau-no-metasheet: workbooks of another kind alone", async () => {
    expect(await report({ "Shop#Item.csv": ["ID,Name", "[Item]int32,string", ",", "1,x"] })).toEqual([
      "TG2222 table-gen.config.json No workbook has a sheet @TABLEAU, so there is no table.",
    ]);
  });

  test("tableau-metasheet: lines and options that cannot be followed", async () => {
    const meta = [
      "Sheet ¦ Alias ¦ Nestd ¦ Namerow ¦ Transpose ¦ Mode ¦ Merger ¦ Remarks",
      "Items",
      "Item ¦ ¦ ¦ one ¦ maybe ¦ MODE_ENUM ¦ Other*.xlsx ¦ ours",
      "Item",
      "Copy ¦ Item",
    ];
    expect(await report({ "Shop.xlsx": book({ "@TABLEAU": meta, Item: item, Copy: item }) })).toEqual([
      "TG2223 Shop.xlsx:@TABLEAU!C1 The metasheet is wrong: there is no option Nestd; did you mean Nested?",
      "TG2223 Shop.xlsx:@TABLEAU!A4 The metasheet is wrong: there are two lines Item.",
      "TG2223 Shop.xlsx:@TABLEAU!D3 The metasheet is wrong: Namerow is a whole number.",
      "TG2223 Shop.xlsx:@TABLEAU!E3 The metasheet is wrong: Transpose is true or false.",
      "TG2223 Shop.xlsx:@TABLEAU!F3 The metasheet is wrong: there is no mode MODE_ENUM; did you mean MODE_ENUM_TYPE?",
      "TG2223 Shop.xlsx:@TABLEAU!A2 The metasheet is wrong: there is no sheet Items; did you mean Item?",
      "TG2223 Shop.xlsx:@TABLEAU!A3 The metasheet is wrong: no sheet is meant by Other*.xlsx.",
      "TG2223 Shop.xlsx:@TABLEAU!A5 The metasheet is wrong: there are two tables Item.",
    ]);
  });
});

describe("headers", () => {
  test("tableau-header: one name twice, and none with a type", async () => {
    expect(await reportSheet("ID ¦ ID", "[Item]int32 ¦ int32", "", "1 ¦ 2")).toEqual([
      "TG2224 Shop.xlsx:Item!B1 The header is wrong: there are two columns ID.",
    ]);
    expect(await reportSheet("ID ¦ Name", "", "", "1 ¦ 2")).toEqual([
      "TG2224 Shop.xlsx:Item!A1 The header is wrong: no column has a name and a type.",
    ]);
  });

  test("tableau-header: two fields of one name", async () => {
    expect(await reportSheet("Num ¦ Num1 ¦ Num2", "[]int32 ¦ []int32 ¦ int32", "", "1 ¦ 2 ¦ 3")).toEqual([
      "TG2224 Shop.xlsx:Item!B2 The header is wrong: two fields are called NumList.",
    ]);
  });

  test.each([
    ["int", "there is no type int; did you mean int32?"],
    ["enum<.Kind>", "there is no enum .Kind."],
    ["{.Part}int32", "there is no type .Part."],
    ["map<int32>", "a map has a type of keys and one of values: map<int32, Item>."],
    ["map<int32, Item> x", "nothing may follow the > of a map."],
    ["[Part", "] is missing."],
    ["[Part]", "the type of the first field is missing behind the ]."],
    ["{}int32", "the struct has no name."],
    ["{int32 A, B}Part", "B is no type with a name: int32 ID, string Name."],
    ["{Cost}int32", "its columns begin with Cost: CostPart."],
    ["{Cost}", "Cost is no struct."],
    ["int 32", "int 32 is no name of a type."],
    ["int32|range", "properties are written as |{…}."],
    ["|{unique:true}", "there is no type before the properties."],
    ['int32|{rang:"1,2"}', "there is no property rang; did you mean range?"],
    ['int32|{range:"1"}', 'the range 1 is not written as "1,10", "1,~" or "~,10".'],
    ["int32|{unique:yes}", "unique is true or false."],
    ["int32|{refer:Item}", "the value of refer stands in quotes."],
    ["int32|{sequence:a}", "sequence is a whole number."],
    ["int32|{order:UP}", "order is ORDER_ASC, ORDER_DESC, ORDER_STRICTLY_ASC or ORDER_STRICTLY_DESC."],
    ["int32|{form:XML}", "form is FORM_TEXT or FORM_JSON."],
    ['int32|{default:"1}', "a quote is not closed."],
    ["[]int32|{size:10000}", "size is a number of elements, at most 9999."],
    ["int32|{unique}", ": is missing behind unique."],
    ['version|{pattern:"1.x"}', "the pattern 1.x is not written as 255.255.255."],
  ])("tableau-invalid-type: %s", async (type, reason) => {
    const [problem, ...others] = await reportType(type);
    expect(problem).toBe(`TG2225 Shop.xlsx:Item!B2 The type ${JSON.stringify(type)} is wrong: ${reason}`);
    expect(others).toEqual([]);
  });

  test("tableau-invalid-type: one name for two structs that differ, and a map of numbers in columns", async () => {
    expect(await reportSheet("AID ¦ BName", "{Part(A)}int32 ¦ {Part(B)}string", "", "1 ¦ x")).toEqual([
      'TG2225 Shop.xlsx:Item!B2 The type "{Part(B)}string" is wrong: there is another Part with other fields.',
    ]);
    expect(await reportSheet("A1 ¦ A2", "map<int32, int32> ¦ int32", "", "1 ¦ 2")).toEqual([
      'TG2225 Shop.xlsx:Item!A2 The type "map<int32, int32>" is wrong: values in columns or rows of their own are structs: map<int32, Item>.',
    ]);
    expect(await reportSheet("A1ID ¦ A2ID", "[A]<int32> ¦ int32", "", "1 ¦ 2")).toEqual([
      'TG2225 Shop.xlsx:Item!A2 The type "[A]<int32>" is wrong: a list with a key stands in rows, not in numbered columns.',
    ]);
  });

  test("tableau-missing-column: of a later element, with what it may be called", async () => {
    expect(
      await reportSheet(
        "A1ID ¦ A1Num ¦ A2ID ¦ A2Nun",
        "[A]int32 ¦ int32 ¦ int32 ¦ int32",
        "",
        "1 ¦ 2 ¦ 3 ¦ 4",
      ),
    ).toEqual(["TG2227 Shop.xlsx:Item!A1 There is no column A2Num, which Item needs; did you mean A2Nun?"]);
  });

  test("tableau-missing-column: of a number that was not meant, once", async () => {
    expect(
      await reportSheet(
        "A1ID ¦ A2ID ¦ A30ID ¦ A20240101ID",
        "[A]int32 ¦ int32 ¦ int32 ¦ int32",
        "",
        "1 ¦ 2 ¦ 3 ¦ 4",
      ),
    ).toEqual(["TG2227 Shop.xlsx:Item!A1 There is no column A3ID, which Item needs; did you mean A30ID?"]);
  });

  test("tableau-not-checked: properties and options without effect, once each", async () => {
    const header = [
      "ID ¦ Name",
      'map<uint32, Item>|{refer:"Shop.ID"} ¦ string|{validate:"string:{min_len:1}"}',
    ];
    const meta = ["Sheet ¦ Patch ¦ Index", "Item ¦ PATCH_MERGE ¦ Nam, Name<ID>"];
    expect(
      await report({ "Shop.xlsx": book({ "@TABLEAU": meta, Item: [...header, "", "1 ¦ x", "2 ¦ y"] }) }),
    ).toEqual([
      "TG2228 Shop.xlsx:@TABLEAU!B2 Patch PATCH_MERGE has no effect: table-gen has nothing like it here.",
      'TG2228 Shop.xlsx:Item!B2 validate:"string:{min_len:1}" has no effect: table-gen has nothing like it here.',
      'TG2228 Shop.xlsx:Item!A2 refer:"Shop.ID" has no effect: table-gen has nothing like it here.',
      "TG2228 Shop.xlsx:@TABLEAU!A2 the index Nam has no effect: table-gen has nothing like it here.",
      "TG2228 Shop.xlsx:@TABLEAU!A2 the index Name<ID> has no effect: table-gen has nothing like it here.",
    ]);
  });
});

describe("definitions", () => {
  const typed = (mode: string, lines: SheetLines) =>
    report({
      "Shop.xlsx": book({ "@TABLEAU": ["Sheet ¦ Mode", `Kind ¦ ${mode}`, "Item"], Kind: lines, Item: item }),
    });

  test("tableau-definition: type sheets", async () => {
    expect(await typed("MODE_ENUM_TYPE", ["Alias ¦ Number", "a ¦ 1"])).toEqual([
      "TG2226 Shop.xlsx:Kind!A1 The definition is wrong: Kind has no column Name.",
    ]);
    expect(await typed("MODE_ENUM_TYPE", ["Name ¦ Number", "A ¦ x"])).toEqual([
      "TG2226 Shop.xlsx:Kind!B2 The definition is wrong: x is no whole number.",
    ]);
    const twice = ["A ¦ note", "Name ¦ Alias", "X ¦", "", "A", "Name ¦ Alias", "Y ¦", "", "¦ lost"];
    expect(await typed("MODE_ENUM_TYPE_MULTI", twice)).toEqual([
      "TG2226 Shop.xlsx:Kind!A9 The definition is wrong: the name of the type is missing in the first cell of its first row.",
      "TG2226 Shop.xlsx:Kind!A5 The definition is wrong: there are two types A.",
    ]);
  });

  test("tableau-definition: .proto files, at their lines", async () => {
    const proto = (text: string) =>
      report({ "a.proto": text, "Shop.xlsx": book({ Item: item }) }, { protoFiles: "*.proto" });
    expect(await proto("message A {\n  int32 id 1;\n}")).toEqual([
      "TG2226 a.proto:2 The definition is wrong: = is missing before 1.",
    ]);
    expect(await proto("message A {\n  int32 id = x;\n}")).toEqual([
      "TG2226 a.proto:2 The definition is wrong: x is no number.",
    ]);
    expect(await proto("message A {\n  int32 id = 1;")).toEqual([
      "TG2226 a.proto:2 The definition is wrong: the file ends before the definition does.",
    ]);
    expect(await proto("message A {\n  Part part = 1;\n  map<float, int32> m = 2;\n}")).toEqual([
      "TG2226 a.proto:2 The definition is wrong: there is no type Part.",
    ]);
    expect(await proto('message A {\n  int32 id = 1 [(tableau.field) = {prop:{rang:"1,2"}}];\n}')).toEqual([
      "TG2226 a.proto:2 The definition is wrong: there is no property rang.",
    ]);
    expect(await proto('message A {\n  option (tableau.union) = {name:"A"};\n}')).toEqual([
      "TG2226 a.proto:1 The definition is wrong: the union A has no enum of its kinds, or no oneof.",
    ]);
  });
});

describe("cells", () => {
  test("tableau-row-conflict: two rows of a record that differ, the earlier one in a note", async () => {
    const { result } = await buildSheet(folder, [
      "ID ¦ Name ¦ Num ¦ PartID",
      "map<uint32, Item> ¦ string ¦ []int32 ¦ [Part]int32",
      "",
      "1 ¦ Sword ¦ 1,2 ¦ 1",
      "1 ¦ Blade ¦ 1 ¦ 2",
    ]);
    expect(
      result.diagnostics.map(({ at, message, notes }) => [
        at?.row,
        message,
        notes.map((note) => note.at?.row),
      ]),
    ).toEqual([
      [4, '"Blade" stands here and "Sword" in an earlier row of the same record.', [3]],
      [4, '"1" stands here and "1,2" in an earlier row of the same record.', [3]],
    ]);
  });

  test.each([
    ["[]int32", "1,,2", "TG2230", "The cell is wrong: element 2 is empty, and 3 is not."],
    ["comparator", "10%", "TG2230", "The cell is wrong: 10% does not begin with == != < <= > or >=."],
    ["version", "1.2", "TG2230", "The cell is wrong: 1.2 is no version within 255.255.255."],
    ["version", "1.2.256", "TG2230", "The cell is wrong: 1.2.256 is no version within 255.255.255."],
    ["[]<int32>", "1,2,1", "TG4035", "Element 3, 1, stands in the set already, as element 1."],
    ["map<int32, int32>", "1:2,1:3", "TG4036", "Element 2, 1, is the key of entry 1 already."],
    ['int32|{range:"1,10"}', "11", "TG3006", 'Item.Part breaks range:"1,10": 11 is above 10.'],
    ['[]int32|{range:"1,~"}', "1,0", "TG3006", 'Item.PartList breaks range:"1,~": 0 is below 1.'],
    ["int32|{present:true}", "", "TG4001", "Item.Part has no value here."],
    ["[]int32|{present:true}", "", "TG4001", "Item.PartList has no value here."],
    ["int32", "1.5", "TG4006", "1.5 is written with a fraction"],
    ["int64", "1.0", "TG4006", "1.0 is written with a fraction"],
    ["[]int32", "1,x", "TG4005", 'Element 2, "x", is not an integer, which int32 takes.'],
    ["bool", "yes", "TG4004", '"yes" is not a bool.'],
    ["{int32 A,int32 B}Part", "1,x", "TG4005", '"x" is not an integer, which int32 takes.'],
  ])("tableau-cell and others: %s of %s", async (type, cell, id, message) => {
    const [problem = "", ...others] = await reportType(type, cell);
    expect(problem).toContain(`${id} Shop.xlsx:Item!B4 `);
    expect(problem).toContain(message);
    expect(others).toEqual([]);
  });

  test("tableau-cell: a gap between numbered columns", async () => {
    expect(await reportSheet("A1ID ¦ A2ID ¦ A3ID", "[A]int32 ¦ int32 ¦ int32", "", "1 ¦ ¦ 3")).toEqual([
      "TG2230 Shop.xlsx:Item!C4 The cell is wrong: element 2 is empty, and 3 is not.",
    ]);
  });

  test("tableau-cell: an entry that a later row adds again", async () => {
    expect(await reportSheet("Word", "map<int32, string>|{aggregate:true}", "", "1:a", "1:b")).toEqual([
      "TG2230 Shop.xlsx:Item!A5 The cell is wrong: 1 stands in an earlier row of the record already.",
    ]);
  });

  test("keys that have to be there once, of a table and of what stands within a record", async () => {
    expect(await reportSheet("ID ¦ Name", "map<uint32, Item> ¦ string", "", "1 ¦ a", "1 ¦ b")).toEqual([
      "TG3001 Shop.xlsx:Item!A5 Key 1 occurs twice in Item.",
    ]);
    expect(
      await reportSheet(
        "ID ¦ PartID ¦ Num",
        "map<uint32, Item> ¦ map<int32, Part> ¦ int32",
        "",
        "1 ¦ 5 ¦ 1",
        "1 ¦ 5 ¦ 2",
      ),
    ).toEqual(["TG4036 Shop.xlsx:Item!B5 5 is the key of entry 1 already."]);
  });

  test("what the fields of elements have to be among each other", async () => {
    const header = [
      "ID ¦ PartID ¦ Num ¦ Day",
      "map<uint32, Item> ¦ [Part]int32|{sequence:1} ¦ int32|{unique:true} ¦ int32|{order:ORDER_STRICTLY_DESC}",
    ];
    expect(await reportSheet(...header, "", "1 ¦ 1 ¦ 7 ¦ 5", "1 ¦ 3 ¦ 7 ¦ 5", "2 ¦ 1 ¦ 7 ¦ 9")).toEqual([
      "TG3006 Shop.xlsx:Item!B5 Item.PartID breaks sequence:1: 3 stands where 2 should.",
      "TG3006 Shop.xlsx:Item!C5 Item.Num breaks unique:true: 7 is there already.",
      "TG3006 Shop.xlsx:Item!D5 Item.Day breaks order:ORDER_STRICTLY_DESC: 5 follows 5.",
    ]);
  });

  test("what the columns of a table have to be", async () => {
    const header = [
      "ID ¦ Num ¦ Day",
      "map<uint32, Item>|{sequence:1} ¦ int32|{unique:true} ¦ int32|{order:ORDER_ASC}",
    ];
    const found = await reportSheet(...header, "", "1 ¦ 7 ¦ 5", "3 ¦ 7 ¦ 4");
    expect(found.map((problem) => problem.split(" ").slice(0, 2).join(" "))).toEqual([
      "TG3006 Shop.xlsx:Item!A5",
      "TG3006 Shop.xlsx:Item!C5",
      "TG3006 Shop.xlsx:Item!B5",
    ]);
  });

  test("values that refer to the key of a table, where it has no such row", async () => {
    const { problems, tables } = await buildSheet(
      folder,
      ["ID ¦ Next", 'map<uint32, Item> ¦ int32|{refer:"Shop.Key"}', "", "1 ¦ 5", "2 ¦"],
      { Shop: ["Key ¦ Drop", 'map<uint32, Shop> ¦ []uint32|{refer:"Item.ID"}', "", "6 ¦ 1,3"] },
    );
    expect(tables).toEqual([]);
    expect(problems).toEqual([
      "TG3005 Shop.xlsx:Item!B4 Item.Next is 5, but Shop has no such row. Near it: 6.",
      "TG3005 Shop.xlsx:Shop!B4 Element 2 of Shop.DropList is 3, but Item has no such row. Near it: 2.",
    ]);
  });

  test.each<[string, SheetLines, string]>([
    [
      "a list in rows",
      [
        "ID ¦ Num ¦ To",
        'map<uint32, Item> ¦ [Part]int32 ¦ uint32|{refer:"Item.ID"}',
        "",
        "1 ¦ 1 ¦ 1",
        "1 ¦ 2 ¦ 9",
      ],
      "C5",
    ],
    [
      "a list in rows with a key",
      [
        "ID ¦ Key ¦ To",
        'map<uint32, Item> ¦ [Part]<int32> ¦ uint32|{refer:"Item.ID"}',
        "",
        "1 ¦ 5 ¦ 1",
        "1 ¦ 6 ¦ 1",
        "2 ¦ 5 ¦",
        "1 ¦ 7 ¦ 9",
      ],
      "C7",
    ],
    [
      "numbered columns",
      [
        "ID ¦ P1Num ¦ P1To ¦ P2Num ¦ P2To",
        'map<uint32, Item> ¦ [P]int32 ¦ uint32|{refer:"Item.ID"} ¦ int32 ¦ uint32',
        "",
        "1 ¦ 1 ¦ 1 ¦ 2 ¦ 9",
      ],
      "E4",
    ],
    [
      "numbered columns of single values",
      ["ID ¦ To1 ¦ To2", 'map<uint32, Item> ¦ []uint32|{refer:"Item.ID"} ¦ uint32', "", "1 ¦ 1 ¦ 9"],
      "C4",
    ],
    [
      "a struct in columns",
      [
        "ID ¦ PartNum ¦ PartTo",
        'map<uint32, Item> ¦ {Part}int32 ¦ uint32|{refer:"Item.ID"}',
        "",
        "1 ¦ 1 ¦ 9",
      ],
      "C4",
    ],
  ])("the cell of what leads nowhere in %s", async (_, lines, cell) => {
    const { result } = await buildSheet(folder, lines);
    expect(
      result.diagnostics.map(({ code, at }) => [code, at === undefined ? "" : formatCellRef(at)]),
    ).toEqual([["dangling-reference", `Shop.xlsx:Item!${cell}`]]);
  });
});
