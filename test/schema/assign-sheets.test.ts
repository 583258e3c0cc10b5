import { describe, expect, test } from "vitest";
import type { DialectConfig } from "../../src/model/config.js";
import { configOf, resolve } from "./resolve.js";
import { type Grid, textFileOf, workbookOf } from "./sheet-of.js";

const grid: Grid = [
  ["##name", "id"],
  ["##type", "int"],
  ["##rule", "key"],
  [null, 1],
];
const sheetFiles = [
  workbookOf({ Item: grid, Hero: grid }, "base.xlsx"),
  workbookOf({ Item: grid }, "more/extra.xlsx"),
  workbookOf({ Sheet1: grid, 工作表2: grid }, "more/Drop.xlsx"),
  workbookOf({ "all of it": grid }, "more/Level.xlsx"),
  textFileOf(grid, "text/Skill.csv"),
];

/** Describes the tables with their sheets: `Item: base.xlsx#Item`. */
function assign(tables: Parameters<typeof configOf>[0], workbooks = sheetFiles) {
  const { sources, reported } = resolve(workbooks, configOf(tables));
  const texts = sources.map(({ table, regions }) => {
    const sheets = regions.map(({ sheet: { file, name } }) =>
      name === undefined ? file : `${file}#${name}`,
    );
    return `${table.name}: ${sheets.join(" ")}`;
  });
  return { tables: texts, reported };
}

describe("sheets without an entry in the config", () => {
  test("are tables of the sheet's name, or of the file's where the sheet's says nothing", () => {
    expect(assign({})).toEqual({
      tables: [
        "Drop: more/Drop.xlsx#Sheet1 more/Drop.xlsx#工作表2",
        "Hero: base.xlsx#Hero",
        "Item: base.xlsx#Item more/extra.xlsx#Item",
        "Level: more/Level.xlsx#all of it",
        "Skill: text/Skill.csv",
      ],
      reported: [],
    });
  });

  test("are left out when their name begins with #", () => {
    expect(assign({}, [workbookOf({ "#notes": [["a"]], "#Old": grid, Item: grid })])).toEqual({
      tables: ["Item: items.xlsx#Item"],
      reported: [],
    });
  });

  test("are left out silently when they are empty: of a file without cells the sources have warned", () => {
    expect(
      assign({}, [workbookOf({ Item: grid, Sheet2: [] }), workbookOf({ Sheet1: [] }, "new.xlsx")]),
    ).toEqual({
      tables: ["Item: items.xlsx#Item"],
      reported: [],
    });
  });

  test("whose name cannot be a table's are reported with a config entry that names them", () => {
    const workbooks = [workbookOf({ "my items": grid, Hero: grid }), textFileOf(grid, "text/item.zh.csv")];
    expect(assign({}, workbooks)).toEqual({
      tables: ["Hero: items.xlsx#Hero"],
      reported: [
        'TG2011 items.xlsx:my items "my items" cannot be the name of a table.',
        '- the config can name it: "my_items": { "from": "items.xlsx#my items" }',
        'TG2011 text/item.zh.csv "item.zh" cannot be the name of a table.',
        '- the config can name it: "item_zh": { "from": "text/item.zh.csv" }',
      ],
    });
  });
});

describe("a table's `from`", () => {
  test("names files and sheets, with globs in both; the order is that of the patterns", () => {
    expect(
      assign({
        tables: {
          Everything: { from: ["more/**", "*.xlsx#{Item,Hero}"] },
          OneMore: { from: ["text/Skill.csv"] },
          SameAgain: { from: ["**/Skill.csv#*"] },
        },
      }),
    ).toEqual({
      tables: [
        "Everything: more/extra.xlsx#Item more/Drop.xlsx#Sheet1 more/Drop.xlsx#工作表2 more/Level.xlsx#all of it base.xlsx#Item base.xlsx#Hero",
        "OneMore: text/Skill.csv",
        "SameAgain: text/Skill.csv",
      ],
      reported: [],
    });
  });

  test("takes its sheets away from the tables that they would be by name", () => {
    expect(
      assign({ tables: { Thing: { from: ["base.xlsx#Item"] } } }, sheetFiles.slice(0, 2)).tables,
    ).toEqual(["Hero: base.xlsx#Hero", "Item: more/extra.xlsx#Item", "Thing: base.xlsx#Item"]);
  });

  test("may name files and sheets that hold a #", () => {
    const workbooks = [workbookOf({ "a#b": grid, "c d": grid }, "#Item.xlsx")];
    expect(
      assign({ tables: { Ab: { from: ["#Item.xlsx#a#b"] }, Cd: { from: ["#Item.xlsx#c*"] } } }, workbooks),
    ).toEqual({
      tables: ["Ab: #Item.xlsx#a#b", "Cd: #Item.xlsx#c d"],
      reported: [],
    });
  });

  test("that matches nothing is reported, with the nearest file or sheet", () => {
    const { reported } = assign({ tables: { Item: { from: ["base.xlsx#Itme", "bsae.xlsx", "old/*"] } } });
    expect(reported.slice(0, 3)).toEqual([
      "TG2034 table-gen.config.jsonc:tables.Item.from[0] No sheet matches base.xlsx#Itme. Did you mean base.xlsx#Item?",
      "TG2034 table-gen.config.jsonc:tables.Item.from[1] No sheet matches bsae.xlsx. Did you mean base.xlsx?",
      "TG2034 table-gen.config.jsonc:tables.Item.from[2] No sheet matches old/*.",
    ]);
  });

  test("makes a sheet without a header an error", () => {
    const workbooks = [workbookOf({ Item: grid, Notes: [["read me"]] })];
    expect(assign({ tables: { Item: { from: ["items.xlsx"] } } }, workbooks).reported).toEqual([
      "TG2007 items.xlsx:Notes The config takes this sheet for Item, but column A has no ##name.",
    ]);
  });

  test("may give the table a dialect of its own", () => {
    const stacked: DialectConfig = { kind: "stacked" };
    const workbooks = [textFileOf([["id"], ["int"], ["1"]], "old.csv"), workbookOf({ Item: grid })];
    expect(assign({ tables: { old: { dialect: stacked } } }, workbooks)).toEqual({
      tables: ["Item: items.xlsx#Item", "old: old.csv"],
      reported: [],
    });
  });
});

describe("a table of the config", () => {
  test("without a sheet is reported, with the nearest table", () => {
    expect(assign({ tables: { Itme: {}, Nothing: {} } }).reported).toEqual([
      "TG2035 table-gen.config.jsonc:tables.Itme No sheet has the rows of Itme. Did you mean Item?",
      "TG2035 table-gen.config.jsonc:tables.Nothing No sheet has the rows of Nothing.",
    ]);
  });

  test("whose only sheet is empty is reported", () => {
    const workbooks = [workbookOf({ Item: grid, Hero: [] })];
    expect(assign({ tables: { Hero: { from: ["items.xlsx#Hero"] } } }, workbooks).reported).toEqual([
      "TG2035 table-gen.config.jsonc:tables.Hero No sheet has the rows of Hero.",
    ]);
  });

  test("whose name cannot be one is reported", () => {
    expect(assign({ tables: { "a-b": { from: ["base.xlsx#Item"] } } }).reported).toEqual([
      'TG2011 table-gen.config.jsonc:tables["a-b"] "a-b" cannot be the name of a table.',
      "- for example a_b",
    ]);
  });

  test("and a sheet of the same name that `from` leaves out are reported", () => {
    expect(assign({ tables: { Item: { from: ["base.xlsx#Item"] } } }).reported).toEqual([
      "TG2013 more/extra.xlsx:Item!A1 Item names two things.",
      "- Item is declared here table-gen.config.jsonc:tables.Item",
    ]);
  });
});

describe("names of tables and enums", () => {
  test("that differ only in case or underscores are reported", () => {
    const workbook = workbookOf({
      HeroLevel: grid,
      hero_level: grid,
      Quality: [
        ["##enum", "name"],
        [null, "A"],
      ],
      quality: grid,
    });
    expect(assign({}, [workbook]).reported).toEqual([
      "TG2013 items.xlsx:hero_level!A1 hero_level and HeroLevel differ too little: their files would have one name.",
      "- HeroLevel is declared here items.xlsx:HeroLevel!A1",
      "TG2013 items.xlsx:quality!A1 quality and Quality differ too little: their files would have one name.",
      "- Quality is declared here items.xlsx:Quality!B2",
    ]);
  });
});
