import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatCellRef } from "../../../src/base/place.js";
import { buildTables } from "../../../src/pipeline/build-tables.js";
import { initConfig } from "../../../src/pipeline/init/init-config.js";

const data = resolve(import.meta.dirname, "../../../../shared/data");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-init-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a config for a folder of the third-party data; its doubts are without the way to the files. */
async function init(from: string) {
  const { written } = await initConfig({
    from: join(data, from),
    out: "table-gen.config.jsonc",
    cwd: folder,
    replace: false,
  });
  const text = readFileSync(join(folder, "table-gen.config.jsonc"), "utf8");
  const doubts = written?.doubts.map((doubt) => doubt.replace(/(\.\.\/)+\S*\//g, "")) ?? [];
  return { written, text, value: parse(text), doubts };
}

async function check() {
  const { diagnostics, image } = await buildTables({ cwd: folder, write: false });
  const problems = diagnostics.map(
    (d) => `${d.severity} ${d.id} ${d.at === undefined ? "" : formatCellRef(d.at).replace(/^.*\//, "")}`,
  );
  const rows = Object.fromEntries(image?.blocks.map(({ table, rowCount }) => [table.name, rowCount]) ?? []);
  return { problems: problems.sort(), rows, image };
}

/** What an independent reading of legend2 found, by `file#sheet`. */
interface SheetTruth {
  readonly rows: number;
  readonly key: readonly string[];
}

describe.skipIf(!existsSync(join(data, "legend2")))("legend2: 63 workbooks of stacked sheets", () => {
  const truth: Readonly<Record<string, SheetTruth>> = JSON.parse(
    existsSync(join(data, "legend2")) ? readFileSync(join(data, "legend2/keys.json"), "utf8") : "{}",
  );

  test("one table for each workbook, with its key; what is not so is said", async () => {
    const { value, doubts } = await init("legend2/Excel");
    expect(value.dialect).toBe("stacked");
    expect(value.emptyCells).toEqual({ int32: "0", list: "", string: "" });
    const files = new Set(Object.keys(truth).map((sheet) => sheet.slice(0, sheet.indexOf(".xlsx"))));
    // The sheets of this one have different columns.
    expect(Object.keys(value.tables).sort()).toEqual([...files, "ExclusiveAttrConfig_定制"].sort());
    const keys = new Set(
      Object.values(value.tables).map((table) => JSON.stringify((table as { key: unknown }).key)),
    );
    expect([...keys]).toEqual(['"Id"']);
    expect(doubts).toMatchInlineSnapshot(`
      [
        "MonsterModelConfig.xlsx#定制配置 has no rows, and other columns than the rest",
        "SkillEffectConfig.xlsx#Sheet2 has no rows, and other columns than the rest",
        "ValetModelConfig.xlsx#定制配置 has no rows, and other columns than the rest",
        "DropLimitConfig: 1 of 54 rows have no Id; the build will report them",
        "EquipConfig: Role has the types int and Role in different sheets",
        "PetConfig: there are no rows that would show the key",
        "RewardConfig: there are no rows that would show the key",
      ]
    `);
  });

  test("a build reports only what is wrong in the sheets", async () => {
    await init("legend2/Excel");
    const { problems } = await check();
    expect(problems).toMatchInlineSnapshot(`
      [
        "error TG4001 DropLimitConfig.xlsx:定制配置!C20",
        "warning TG2010 MonsterModelConfig.xlsx:定制配置!E4",
        "warning TG2010 SkillEffectConfig.xlsx:Sheet2!D4",
        "warning TG2010 ValetModelConfig.xlsx:定制配置!E4",
        "warning TG3002 table-gen.config.jsonc:106:tables.RewardConfig",
        "warning TG3002 table-gen.config.jsonc:94:tables.PetConfig",
      ]
    `);
  });

  test("without the row that has no id it builds, with as many rows as were counted", async () => {
    const { text } = await init("legend2/Excel");
    const without = text
      .replace(/"sources": ("[^"]*")/, '"sources": [$1, "!**/DropLimitConfig.xlsx"]')
      .replace(/^ *"DropLimitConfig": .*\n/m, "");
    writeFileSync(join(folder, "table-gen.config.jsonc"), without);
    const { problems, rows } = await check();
    expect(problems.filter((problem) => problem.startsWith("error"))).toEqual([]);
    const expected: Record<string, number> = {};
    for (const [sheet, { rows: count }] of Object.entries(truth)) {
      const own = sheet === "ExclusiveAttrConfig.xlsx#定制" ? "ExclusiveAttrConfig_定制" : undefined;
      const table = own ?? sheet.slice(0, sheet.indexOf(".xlsx"));
      if (table !== "DropLimitConfig") expected[table] = (expected[table] ?? 0) + count;
    }
    expect(rows).toEqual(expected);
  });
});

test.skipIf(!existsSync(join(data, "chess-openings")))(
  "chess-openings: five files are one table by pgn",
  async () => {
    const { value, doubts } = await init("chess-openings");
    expect(Object.entries(value.tables)).toMatchObject([["chess_openings", { key: "pgn" }]]);
    expect(doubts).toEqual([
      "chess-openings: a.tsv, b.tsv, c.tsv and 2 more have the same columns and were taken for one table",
      "chess_openings: pgn is unique in all 3807 rows, so the key was taken to be that",
    ]);
    expect(await check()).toMatchObject({ problems: [], rows: { chess_openings: 3807 } });
  },
);

test.skipIf(!existsSync(join(data, "gbk-csv")))("gbk-csv: names stand below notes, in GB18030", async () => {
  const { value, written } = await init("gbk-csv");
  expect(value.dialect).toEqual({ kind: "plain", nameRow: 2, noteRow: 1 });
  expect(value.tables.ability).toMatchObject({ key: "id", columns: { id: "int32", name: "string" } });
  expect(value.tables.lootitem.key).toEqual(["lootid", "itemid"]);
  expect(value.tables.jewelryrandom.key).toEqual(["LvlRank@Level", "Rank"]);
  expect(value.tables.jewelry.columns["LvlRank@Lvl"]).toEqual({ name: "LvlRank_Lvl", type: "int32" });
  const { problems, rows } = await check();
  // Names that C++ has taken for itself.
  expect(problems).toEqual([
    "warning TG5201 ai行为.xlsx:__CONFIG!B1",
    expect.stringMatching(/^warning TG5201 table-gen\.config\.jsonc:\d+:tables\.__CONFIG$/),
  ]);
  expect(Object.keys(rows).length).toBe(written?.tables);
  expect(Object.values(rows).reduce((sum, count) => sum + count, 0)).toBe(written?.rows);
});

test.skipIf(!existsSync(join(data, "formats")))(
  "formats: every form of a table gets the same types and key",
  async () => {
    const { value } = await init("formats");
    const shapes = Object.values(value.tables).map((table) => {
      const { key, columns } = table as { readonly key: unknown; readonly columns: unknown };
      return JSON.stringify([key, columns]);
    });
    expect(shapes.length).toBe(17);
    expect(new Set(shapes).size).toBe(1);
    const { problems, rows } = await check();
    expect(problems).toEqual([]);
    expect(new Set(Object.values(rows))).toEqual(new Set([1320]));
  },
);
