import { describe, expect, test } from "vitest";
import type { Workbook } from "../../../src/model/workbook.js";
import { groupSheets } from "../../../src/pipeline/init/group-sheets.js";
import { type Plan, planTables } from "../../../src/pipeline/init/plan-tables.js";
import { surveySheets } from "../../../src/pipeline/init/survey-sheets.js";
import { writeConfig } from "../../../src/pipeline/init/write-config.js";
import { textWorkbook, workbook } from "./memory-sheet.js";

function plan(...workbooks: readonly Workbook[]): Plan & { readonly unsure: readonly string[] } {
  const survey = surveySheets(workbooks);
  const grouping = groupSheets(survey);
  const planned = planTables(grouping.groups, {
    timeZone: "UTC",
    listSeparator: ",",
    enums: survey.enums,
    typeNames: survey.typeNames,
  });
  return { ...planned, unsure: [...survey.doubts, ...grouping.doubts] };
}

const header = ["", "", "编号", "名称", "价格"];
const names = ["", "", "Id", "Name", "Price"];
const types = ["", "", "int", "string", "int"];

describe("sheets with a row of names", () => {
  test("get types, a key, and a note row that is told from the names", () => {
    const { tables, unsure } = plan(
      textWorkbook("drop/Item.csv", ["编号|名称|价格", "id|name|price", "1|Sword|2.5", "2|Bow|"]),
    );
    expect(tables).toEqual([
      {
        name: "Item",
        from: ["drop/Item.csv"],
        dialect: { kind: "plain", nameRow: 2, noteRow: 1 },
        rowCount: 2,
        key: ["id"],
        columns: [
          { header: "id", type: "int32" },
          { header: "name", type: "string" },
          { header: "price", type: "float64?" },
        ],
        remarks: [],
        doubts: [],
      },
    ]);
    expect(unsure).toEqual(["Row 1 is taken for notes, row 2 for the names: drop/Item.csv"]);
  });

  test("empty texts and lists have one meaning for all tables", () => {
    const { tables, emptyCells, emptyCount } = plan(
      textWorkbook("Item.csv", ["id|name|tags", "1|Sword|1,2", "2||", "3|Bow|"]),
    );
    expect(emptyCells).toEqual({ list: "", string: "" });
    expect(emptyCount).toBe(3);
    expect(tables[0]?.columns).toEqual([
      { header: "id", type: "int32" },
      { header: "name", type: "string" },
      { header: "tags", type: "int32[]" },
    ]);
  });

  test("a header that is no identifier gets a name that is one", () => {
    const { tables } = plan(textWorkbook("Rank.csv", ["id|Lvl@Rank|2nd|Lvl_Rank", "1|2|3|4"]));
    expect(tables[0]?.columns.slice(1)).toEqual([
      { header: "Lvl@Rank", name: "Lvl_Rank", type: "int32" },
      { header: "2nd", name: "_2nd", type: "int32" },
      { header: "Lvl_Rank", name: "Lvl_Rank_2", type: "int32" },
    ]);
  });

  test("a likely reference is told in a comment, with what it lacks", () => {
    const ids = Array.from({ length: 20 }, (_, index) => `${index + 1}|item ${index}`);
    const drops = Array.from({ length: 20 }, (_, index) => `${index + 1}|${index + 1}`);
    const { tables } = plan(
      textWorkbook("Item.csv", ["id|name", ...ids]),
      textWorkbook("Drop.csv", ["id|itemId", ...drops, "21|99"]),
    );
    expect(tables[1]?.columns).toEqual([
      { header: "id", type: "int32" },
      { header: "itemId", type: "int32", comment: "refers to Item.id, which lacks 99" },
    ]);
  });
});

describe("stacked sheets", () => {
  const item = (...rows: readonly (readonly string[])[]) => [header, names, types, ...rows];

  test("of a workbook are one table; the sheet says types and key", () => {
    const { tables, emptyCells } = plan(
      workbook("Item.xlsx", {
        武器: item(["", "", "1", "Sword", "5"]),
        防具: item(["", "", "2", "Shield", ""]),
      }),
    );
    expect(tables).toEqual([
      {
        name: "Item",
        from: ["Item.xlsx"],
        dialect: { kind: "stacked" },
        rowCount: 2,
        key: ["Id"],
        columns: [],
        remarks: [],
        doubts: [],
      },
    ]);
    expect(emptyCells).toEqual({ int32: "0" });
  });

  test("with other columns are tables of their own, and stay with the first where they have no rows", () => {
    const other = [header, ["", "", "Id", "Name", "Weight"], types];
    const { tables, unsure } = plan(
      workbook("Item.xlsx", {
        A: item(["", "", "1", "Sword", "5"]),
        重量: [...other, ["", "", "1", "Sword", "7"]],
        empty: [header, ["", "", "Id", "Other", "Weight"], types],
      }),
    );
    expect(tables.map(({ name, from }) => [name, from])).toEqual([
      ["Item", ["Item.xlsx#A", "Item.xlsx#empty"]],
      ["Item_重量", ["Item.xlsx#重量"]],
    ]);
    expect(unsure).toEqual(["Item.xlsx#empty has no rows, and other columns than the rest"]);
  });

  test("are named one by one where the workbook has sheets that hold no table", () => {
    const { tables, unsure } = plan(
      workbook("Item.xlsx", { A: item(["", "", "1", "Sword", "5"]), empty: [], notes: [["##todo"]] }),
    );
    expect(tables.map(({ from }) => from)).toEqual([["Item.xlsx#A"]]);
    expect(unsure).toEqual(["Item.xlsx#notes is left out: ##todo is not a marker that table-gen knows"]);
  });

  test("get another type only where the cells contradict their own", () => {
    const { tables } = plan(workbook("Item.xlsx", { A: item(["", "", "1", "Sword", "5000000000"]) }));
    expect(tables[0]?.columns).toEqual([
      { header: "Price", type: "int64", comment: "is int in the sheet, but 1 of 1 cells are not" },
    ]);
    expect(tables[0]?.doubts).toEqual(["Price is int in the sheet, but 1 of 1 cells are not"]);
  });

  test("get another key where the first column is not unique", () => {
    const { tables } = plan(
      workbook("Item.xlsx", { A: item(["", "", "1", "Sword", "5"], ["", "", "1", "Bow", "5"]) }),
    );
    expect(tables[0]?.key).toEqual(["Name"]);
    expect(tables[0]?.doubts).toEqual([
      "Id, the sheet's key, is not unique",
      "Name is unique in all 2 rows, so the key was taken to be that",
    ]);
  });
});

describe("sheets that differ in one thing are still one table", () => {
  const item = (...rows: readonly (readonly string[])[]) => [header, names, types, ...rows];

  test("a column that is a comment in one of them", () => {
    const marked = [["", "", "", "#"], ...item(["", "", "1", "x", "5"])];
    const { tables, emptyCells } = plan(
      workbook("Item.xlsx", { A: marked, B: item(["", "", "2", "Bow", "5"]) }),
    );
    expect(tables.map(({ from }) => from)).toEqual([["Item.xlsx"]]);
    expect(emptyCells).toEqual({ string: "" });
  });

  test("a type, for which the config then decides", () => {
    const other = [header, names, ["", "", "int", "string", "Coins"], ["", "", "2", "Bow", "7"]];
    const { tables } = plan(workbook("Item.xlsx", { A: item(["", "", "1", "Sword", "5"]), B: other }));
    expect(tables.map(({ from, columns }) => [from, columns])).toEqual([
      [
        ["Item.xlsx"],
        [{ header: "Price", type: "int", comment: "has the types int and Coins in different sheets" }],
      ],
    ]);
  });
});

describe("sheets of a plain workbook", () => {
  const rows = (id: number) => [
    ["id", "n"],
    [id, 2],
  ];

  test("are one table where their names differ in a number, else several", () => {
    const { tables } = plan(workbook("Ai.xlsx", { Drop1: rows(1), Drop2: rows(2), Act: rows(3) }));
    expect(tables.map(({ name, from }) => [name, from])).toEqual([
      ["Drop1", ["Ai.xlsx#Drop1", "Ai.xlsx#Drop2"]],
      ["Act", ["Ai.xlsx#Act"]],
    ]);
  });
});

test("a file elsewhere is named without its way where no other has its name", () => {
  const { tables } = plan(
    textWorkbook("../data/Item.csv", ["id", "1"]),
    textWorkbook("../data/a/Drop.csv", ["id", "1"]),
    textWorkbook("../data/b/Drop.csv", ["id|n", "1|2"]),
  );
  expect(tables.map(({ from }) => from[0])).toEqual([
    "**/Item.csv",
    "../data/a/Drop.csv",
    "../data/b/Drop.csv",
  ]);
});

describe("files", () => {
  test("of one letter are one table with the folder's name", () => {
    const { tables } = plan(
      textWorkbook("openings/a.tsv", ["eco|pgn", "A|1"]),
      textWorkbook("openings/b.tsv", ["eco|pgn", "B|2"]),
    );
    expect(tables.map(({ name, from }) => [name, from])).toEqual([["openings", ["openings/*.tsv"]]]);
  });

  test("that differ in a number are one table where they have the same columns", () => {
    const { tables } = plan(
      textWorkbook("loot.csv", ["id|n", "1|2"]),
      textWorkbook("loot_1.csv", ["id|n", "2|2"]),
      textWorkbook("loot_2.csv", ["id|weight", "3|2"]),
    );
    expect(tables.map(({ name, from }) => [name, from])).toEqual([
      ["loot", ["loot.csv", "loot_1.csv"]],
      ["loot_2", ["loot_2.csv"]],
    ]);
  });

  test("of one name in two forms are two tables", () => {
    const rows = ["id|n", "1|2"];
    const { tables } = plan(textWorkbook("item.csv", rows), textWorkbook("item.tsv", rows));
    expect(tables.map(({ name }) => name)).toEqual(["item", "item_2"]);
  });
});

test("the config that is written is one that a person would keep", () => {
  const planned = plan(
    textWorkbook("Item.csv", ["id|a\u2028b*/|name", "1|5|Sword", "2|6|"]),
    workbook("Hero.xlsx", { 英雄: [header, names, types, ["", "", "1", "Li", "5"]] }),
  );
  const head = { sources: ["**/*.csv"], dialect: { kind: "plain" } as const, listSeparator: ";" };
  expect(
    writeConfig(head, planned),
  ).toBe(`// Written by \`table-gen init\`; keep it and edit it. \`table-gen build\` reads it.
{
  // Name of the library (lib<name>.<hash>.so) and C++ namespace.
  "name": "tables",

  // The sheets, relative to this file.
  "sources": "**/*.csv",

  // A row of names; types and keys stand below.
  "dialect": "plain",

  // Between the elements of a list in a cell.
  "listSeparator": ";",

  // What an empty cell means, by type; 1 cell is empty. Remove a type to have its empty cells reported.
  "emptyCells": { "string": "" },

  "tables": {
    "Item": {
      "from": "Item.csv",
      "key": "id",
      "columns": {
        "id": "int32",
        "a\\u2028b*/": { "name": "a_b", "type": "int32" },
        "name": "string"
      }
    },
    "Hero": { "from": "Hero.xlsx", "dialect": "stacked", "key": "Id" }
  }
}
`);
});

test("what is written is read again by the config's own reader", async () => {
  const { parse } = await import("jsonc-parser");
  const rows = Array.from({ length: 30 }, (_, index) => String(index));
  const planned = plan(
    textWorkbook("Item.csv", ["id|a\u2028b", ...rows.map((row) => `${row}|${row}`), "30|x\ny"]),
  );
  const errors: never[] = [];
  const text = writeConfig({ sources: ["a", "b"], dialect: { kind: "plain" }, listSeparator: "," }, planned);
  const value = parse(text, errors, { allowTrailingComma: false });
  expect(errors).toEqual([]);
  expect(value.tables.Item.columns).toEqual({ id: "int32", "a\u2028b": { name: "a_b", type: "string" } });
  expect(text).toContain("// is text because of 1 of 31 cells; give it the type int64 if those are mistakes");
});

describe("headers that may not be meant so", () => {
  test("a comment mark above the first name, which would have been the key", () => {
    const { tables, unsure } = plan(
      textWorkbook("Buff.csv", ["#||说明", "id|name|cd", "int32|string|duration", "1|burn|3s", "2|chill|5s"]),
    );
    expect(tables).toMatchObject([{ name: "Buff", key: ["name"] }]);
    expect(unsure).toEqual([
      "The # above id, the first name, makes that column a comment and the next one the key: Buff.csv",
    ]);
  });

  test("a comment mark above or before a later name leaves no doubt", () => {
    const { unsure } = plan(
      textWorkbook("Buff.csv", ["|#|", "id|name|cd", "int32|string|duration", "1|burn|3s"]),
      textWorkbook("Perk.csv", ["|#name|id|cd", "|string|int32|duration", "|burn|1|3s"]),
    );
    expect(unsure).toEqual([]);
  });

  test("a name that several columns have", () => {
    const { unsure } = plan(
      textWorkbook("Spot.csv", ["id|x|x|y|y|x", "1|2|3|4|5|6"]),
      textWorkbook("Zone.csv", ["id|x|y", "1|2|3"]),
    );
    expect(unsure).toEqual([
      "Several columns have the name x, and the build will report them: Spot.csv",
      "Several columns have the name y, and the build will report them: Spot.csv",
    ]);
  });
});

describe("enum sheets", () => {
  const enums = [
    ["##enum", "enum", "name"],
    ["", "Quality", "Common"],
    ["", "", "Rare"],
  ];

  test("a column of an enum stays one though many of its cells are none of the values", () => {
    const { tables } = plan(
      workbook("items.xlsx", {
        Quality: enums,
        Item: [
          ["##name", "id", "quality", "others"],
          ["##type", "int32", "Quality", "Quality[]"],
          ["##rule", "key", "", ""],
          ["", 1, "Rare", "Rare,Common"],
          ["", 2, "Rrae", "Rare,Epic"],
        ],
      }),
    );
    expect(tables[0]).toMatchObject({ name: "Item", from: ["items.xlsx"] });
    expect(tables[0]?.columns).toEqual([
      { header: "quality", comment: "is Quality, but 1 of 2 cells are not; the build reports them" },
      { header: "others", comment: "is Quality[], but 1 of 2 cells are not; the build reports them" },
    ]);
  });

  test("what is wrong with an enum is said, with its place", () => {
    const { tables, unsure } = plan(workbook("enums.xlsx", { Enums: [...enums, ["", "", "Rare"]] }));
    expect(tables).toEqual([]);
    expect(unsure).toEqual([expect.stringMatching(/^enums\.xlsx:Enums!C4: .*[^.]; the build reports it$/)]);
  });

  test("sheets that a build leaves out are no tables", () => {
    const { tables, unsure } = plan(
      workbook("items.xlsx", {
        "#old": [["id"], [1]],
        Item: [
          ["id", "name"],
          [1, "Sword"],
        ],
      }),
    );
    expect(tables).toMatchObject([{ name: "Item", from: ["items.xlsx"] }]);
    expect(unsure).toEqual([]);
  });
});
