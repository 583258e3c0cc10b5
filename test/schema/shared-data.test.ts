import { readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import { describe, expect, test } from "vitest";
import { detectDialect } from "../../src/schema/detect-dialect.js";
import { hasShared, readShared } from "./read-shared.js";
import { configOf, describeTable, resolve } from "./resolve.js";
import { understand } from "./understand.js";

describe.skipIf(!hasShared("legend2"))("legend2, 63 stacked workbooks of a real game", () => {
  const workbooks = hasShared("legend2") ? readShared("legend2/Excel") : Promise.resolve([]);
  const emptyCells = { int32: "0", int64: "0", float64: "0", float32: "0", string: "", list: "" };
  const config = configOf({ dialect: { kind: "stacked" }, emptyCells });

  test("resolve but for one type that does not exist and sheets without rows that differ", async () => {
    const { sources, reported } = resolve(await workbooks, config);
    expect(reported).toEqual([
      "TG2014 EquipConfig.xlsx:定制装备!O5 There is no type Role.",
      "TG2010 MonsterModelConfig.xlsx:定制配置!E4 The sheet has no rows and differs from the rest of MonsterModelConfig in AttrList; it is left out.",
      "TG2010 SkillEffectConfig.xlsx:Sheet2!D4 The sheet has no rows and differs from the rest of SkillEffectConfig in SkillId; it is left out.",
      "TG2010 ValetModelConfig.xlsx:定制配置!E4 The sheet has no rows and differs from the rest of ValetModelConfig in AttrList; it is left out.",
    ]);
    expect(sources).toHaveLength(63);
    for (const { table } of sources) {
      expect([
        table.name,
        ...table.keys.map(({ columns }) => columns.map((c) => table.columns[c]?.name)),
      ]).toEqual([table.name, ["Id"]]);
    }
  });

  test("have the rows that were counted independently", async () => {
    const counts: Record<string, { rows: number }> = JSON.parse(
      readFileSync(resolvePath(import.meta.dirname, "../../../shared/data/legend2/keys.json"), "utf8"),
    );
    const { sources } = resolve(await workbooks, config);
    const found = sources.flatMap(({ regions }) =>
      regions.map(({ sheet, rows }) => [`${sheet.file}#${sheet.name}`, rows.length] as const),
    );
    for (const [sheet, rows] of found) expect([sheet, rows]).toEqual([sheet, counts[sheet]?.rows]);
    const total = found.reduce((sum, [, rows]) => sum + rows, 0);
    expect(total).toBe(Object.values(counts).reduce((sum, { rows }) => sum + rows, 0));
  });

  test("are seen to be stacked, with the same rows everywhere and no doubt", async () => {
    const sheets = (await workbooks).flatMap((workbook) => workbook.sheets);
    const detected = new Set(sheets.map((sheet) => JSON.stringify(detectDialect(sheet))));
    expect([...detected]).toEqual([
      '{"dialect":{"kind":"stacked","nameRow":4,"typeRow":5,"noteRow":3,"dataRow":6,"markColumns":2},"unsure":[]}',
    ]);
  });
});

describe.skipIf(!hasShared("chess-openings"))("chess-openings, five tsv files", () => {
  test("are one plain table by `from`, in its order", async () => {
    const text = { type: "string", ignore: false };
    const { sources, reported } = resolve(
      await readShared("chess-openings"),
      configOf({
        dialect: { kind: "plain" },
        tables: {
          Opening: {
            from: ["{b,c}.tsv", "*.tsv"],
            key: ["pgn"],
            columns: { eco: text, name: text, pgn: text },
          },
        },
      }),
    );
    expect(reported).toEqual([]);
    expect(sources.map(({ table }) => describeTable(table))).toEqual([
      "Opening(eco: string, name: string, pgn: string) key pgn",
    ]);
    expect(sources[0]?.regions.map(({ sheet }) => sheet.file)).toEqual(
      ["b", "c", "a", "d", "e"].map((f) => `${f}.tsv`),
    );
    const lines = ["b", "c", "a", "d", "e"].map((name) =>
      readFileSync(
        resolvePath(import.meta.dirname, `../../../shared/data/chess-openings/${name}.tsv`),
        "utf8",
      )
        .split("\n")
        .filter((line) => line.trim() !== ""),
    );
    expect(sources[0]?.regions.map(({ rows }) => rows.length)).toEqual(lines.map((all) => all.length - 1));
  });
});

describe.skipIf(!hasShared("gbk-csv"))("gbk-csv, a row of notes above the names", () => {
  test("is plain with notes; headers that are no names are renamed by the config", async () => {
    const int = { type: "int32", ignore: false };
    const text = { type: "string", ignore: false };
    const config = configOf({
      dialect: { kind: "plain", noteRow: 1 },
      tables: {
        ability: { key: ["id"], columns: { id: int, name: text } },
        jewelrytype: { key: ["TypeName"], columns: { TypeName: text } },
        LootItem: {
          from: ["**/lootitem{,_1,_2}.csv"],
          key: ["lootid", "itemid"],
          columns: { lootid: int, itemid: int, chance: int, countmin: int, countmax: int },
        },
        jewelry: {
          key: ["ID"],
          columns: {
            ...Object.fromEntries(
              ["ID", "Rank", "SuitID", "KeyAbility", "KeyAbilityValue", "SalePrice"].map((c) => [c, int]),
            ),
            ...Object.fromEntries(["Name", "IconFile", "Type", "Description"].map((c) => [c, text])),
            "LvlRank@Lvl": { ...int, name: "Lvl" },
          },
        },
      },
    });
    const wanted = /(ability|jewelrytype|jewelry|lootitem\w*)\.csv$/;
    const workbooks = await readShared("gbk-csv");
    const { sources, reported } = resolve(
      workbooks.filter(({ file }) => wanted.test(file)),
      config,
    );
    expect(reported).toEqual([]);
    expect(sources.map(({ table }) => describeTable(table))).toEqual([
      "LootItem(lootid: int32, itemid: int32, chance: int32, countmin: int32, countmax: int32) key lootid+itemid",
      "ability(id: int32, name: string) key id",
      expect.stringContaining("jewelry(ID: int32, Name: string, IconFile: string, Lvl: int32, Rank: int32"),
      "jewelrytype(TypeName: string) key TypeName",
    ]);
    expect(sources[1]?.table.columns.map(({ note }) => note)).toEqual(["属性类型", "程序用名字"]);
  });

  test("is seen as such in every csv, but for the one without names", async () => {
    const workbooks = await readShared("gbk-csv");
    const rest = workbooks.flatMap(({ file, sheets }) =>
      sheets.flatMap((sheet) => {
        const dialect = detectDialect(sheet)?.dialect;
        const isExpected = dialect?.kind === "plain" && dialect.noteRow === 1 && dialect.nameRow === 2;
        return isExpected || !file.endsWith(".csv") ? [] : [[file, dialect]];
      }),
    );
    expect(rest).toEqual([["example/config/equip/equipconfig.csv", { kind: "plain", nameRow: 1 }]]);
  });
});

describe.skipIf(!hasShared("formats"))("formats, one table in 17 files", () => {
  test("has the same header and rows in all of them", async () => {
    const workbooks = await readShared("formats");
    expect(workbooks).toHaveLength(17);
    const found = workbooks.map((workbook) => {
      const [sheet] = workbook.sheets;
      const names = Array.from({ length: sheet?.columnCount ?? 0 }, (_, column) => sheet?.cell(0, column));
      const columns = Object.fromEntries(names.map((name) => [name, { type: "string", ignore: false }]));
      const config = configOf({
        dialect: { kind: "plain" },
        emptyCells: { string: "" },
        tables: { Equip: { from: ["**"], key: false, columns } },
      });
      return understand([workbook], config);
    });
    const [first] = found;
    expect(first?.reported).toEqual([]);
    expect(first?.rows).toHaveLength(1320);
    for (const other of found) expect(other).toEqual(first);
  });
});

describe.skipIf(!hasShared("luban"))("luban, whose dialect is another", () => {
  const workbooks = hasShared("luban") ? readShared("luban") : Promise.resolve([]);

  test("is told apart by its marks: no sheet becomes a table, each says why", async () => {
    const { tables, reported } = understand(await workbooks);
    expect(tables).toEqual([]);
    const sheets = (await workbooks).flatMap(({ file, sheets }) =>
      sheets
        .filter(({ rowCount }) => rowCount > 0)
        .map(({ name }) => (name === undefined ? file : `${file}:${name}`)),
    );
    const silent = sheets.filter((sheet) => !reported.some((line) => line.includes(sheet)));
    expect(silent).toEqual([]);
    const codes = new Set(reported.map((line) => line.slice(0, 6)));
    expect([...codes].sort()).toEqual(["TG2001", "TG2005", "TG2006"]);
    expect(reported).toContain(
      "TG2001 DataTables/Datas/test/item.xlsx:item!A1 ##var is not a marker that table-gen knows. Did you mean ##name?",
    );
  });

  test.each([{ kind: "stacked" }, { kind: "plain" }] as const)(
    "read as %o gives reports with places, and nothing worse",
    async (dialect) => {
      const { reported } = understand(await workbooks, configOf({ dialect }));
      const places = reported.filter((line) => line.startsWith("TG"));
      expect(places.length).toBeGreaterThan(100);
      for (const line of places) expect(line).toMatch(/^TG\d{4} (DataTables|MiniTemplate)\/Datas\//);
    },
  );
});
