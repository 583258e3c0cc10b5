import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as XLSX from "xlsx";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { openImage } from "../../src/runtime/open-image.js";
import { dumpWithTypeScript, listProblems, withFolder } from "../differential/read-both-ways.js";

type Grid = readonly (readonly (string | number | undefined)[])[];

interface SheetSpec {
  readonly grid: Grid;
  /** As a spreadsheet names them: `C1:E1`. */
  readonly merges?: readonly string[];
}

const _ = undefined;

/** A name over the columns of its elements, one over those of its fields, and notes over both. */
const hero: SheetSpec = {
  grid: [
    ["##note", "number", "what it is called by", _, _, "where it stands", _, "its bag", _, _, _],
    ["##name", "id", "tags", _, _, "pos", _, "bag", _, _, _],
    ["##type", "int32", "string[]", _, _, "vec2", _, "Reward[]", _, _, _],
    ["##rule", "key"],
    [_, 1, "tall", "dark", _, 0.5, -2, 7, 3, 8, 1],
    [_, 2, "small", _, _, 1, 1, 7, 2, _, _],
    [_, 3, _, _, _, 4, 5, _, _, _, _],
  ],
  merges: ["C1:E1", "C2:E2", "F1:G1", "F2:G2", "F3:G3", "H1:K1", "H2:K2"],
};

const heroRows = [
  '{"id":1,"tags":["tall","dark"],"pos":{"x":0.5,"y":-2},"bag":[{"item":7,"count":3},{"item":8,"count":1}]}',
  '{"id":2,"tags":["small"],"pos":{"x":1,"y":1},"bag":[{"item":7,"count":2}]}',
  '{"id":3,"tags":[],"pos":{"x":4,"y":5},"bag":[]}',
];

/** Stages below each other, their drops below each other in these; what they share is merged downwards. */
const dungeon: SheetSpec = {
  grid: [
    ["##name", "id", "name", "*stages.level", "*stages.*drops.item", "*stages.*drops.count", "*keys"],
    ["##type", "int32", "string", "int32", "int32", "uint8", "string"],
    ["##rule", "key"],
    [_, 1, "Cave", 1, 7, 2, "iron"],
    [_, _, _, _, 8, 1, "gold"],
    ["## a comment between them"],
    [_, _, _, 2, 9, 5, _],
    [_, _, _, _, _, _, "bone"],
    [_, 2, "Tower", 1, _, _, _],
  ],
  merges: ["B4:B5", "C4:C5", "D4:D5"],
};

const dungeonRows = [
  '{"id":1,"name":"Cave","stages":[{"level":1,"drops":[{"item":7,"count":2},{"item":8,"count":1}]},{"level":2,"drops":[{"item":9,"count":5}]}],"keys":["iron","gold","bone"]}',
  '{"id":2,"name":"Tower","stages":[{"level":1,"drops":[]}],"keys":[]}',
];

/** Each field is a row; a name stands over the rows of its elements. */
const settings: SheetSpec = {
  grid: [
    ["##name", "##type", "##singleton", "##note", _],
    ["maxLevel", "uint8", _, "highest level", 60],
    ["spawn.x", "float32", _, _, 1.5],
    ["spawn.y", "float32", _, _, -2],
    ["colors", "string[]", _, "of teams", "red"],
    [_, _, _, _, "blue"],
    ["rates.easy", "map<string, float64>", _, _, 0.5],
    ["rates.hard", _, _, _, 2],
  ],
  merges: ["A5:A6", "D5:D6"],
};

const settingsRows = [
  '{"maxLevel":60,"spawn":{"x":1.5,"y":-2},"colors":["red","blue"],"rates":[["easy",0.5],["hard",2]]}',
];

/** Records beside each other, each of which takes several columns. */
const shop: SheetSpec = {
  grid: [
    ["##name", "##type", "##rule", _, _, _],
    ["id", "int32", "key", 1, _, 2],
    ["*goods.item", "Reward[]", _, 7, 8, 9],
    ["*goods.count", _, _, 1, 2, 3],
  ],
  merges: ["D2:E2"],
};

const shopRows = [
  '{"id":1,"goods":[{"item":7,"count":1},{"item":8,"count":2}]}',
  '{"id":2,"goods":[{"item":9,"count":3}]}',
];

const tables = {
  Dungeon: { sheet: dungeon, rows: dungeonRows },
  Hero: { sheet: hero, rows: heroRows },
  Settings: { sheet: settings, rows: settingsRows },
  Shop: { sheet: shop, rows: shopRows },
} as const;

function toWorkbook(bookType: XLSX.BookType): Uint8Array {
  const book = XLSX.utils.book_new();
  for (const [name, { sheet }] of Object.entries(tables)) {
    const { grid, merges = [] }: SheetSpec = sheet;
    const cells = XLSX.utils.aoa_to_sheet(grid.map((row) => [...row]));
    cells["!merges"] = merges.map((range) => XLSX.utils.decode_range(range));
    XLSX.utils.book_append_sheet(book, cells, name);
  }
  return new Uint8Array(XLSX.write(book, { bookType, type: "buffer" }));
}

async function dump(bookType: XLSX.BookType): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const config = { structs: { Reward: { item: "int32", count: "uint8" } } };
    writeFileSync(join(folder, "table-gen.config.json"), JSON.stringify(config));
    writeFileSync(join(folder, `game.${bookType === "biff8" ? "xls" : bookType}`), toWorkbook(bookType));
    const { image, diagnostics } = await buildTables({ cwd: folder, write: false });
    if (image === undefined || diagnostics.length > 0) throw new Error(listProblems(diagnostics));
    return dumpWithTypeScript(openImage(image.bytes));
  });
}

describe("merged headings, rows below each other and turned sheets", () => {
  test.each(["xlsx", "xlsm", "ods", "biff8"] as const)(
    "are read from a workbook of type %s",
    async (bookType) => {
      const expected = Object.entries(tables).flatMap(([table, { rows }]) =>
        rows.map((row) => `{"table":"${table}","row":${row}}`),
      );
      expect(await dump(bookType)).toEqual(expected);
    },
  );
});
