import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { configOf, formatDiagnostic } from "./resolve.js";
import { textFileOf, workbookOf } from "./sheet-of.js";
import { understand } from "./understand.js";

/** Letters with accents as two characters each, as macOS writes file names and some editors texts. */
const decomposed = (text: string) => text.normalize("NFD");

describe("names in decomposed form", () => {
  test("are the same names: in headers, types, rules, enums and cells of an enum", () => {
    const book = workbookOf({
      [decomposed("Épée")]: [
        ["##name", decomposed("clé"), decomposed("qualité"), decomposed("goût")],
        ["##type", "int", decomposed("Qualité"), decomposed("Qualité[]")],
        ["##rule", "key", decomposed("unique(é)"), "default=Élevée"],
        [null, 1, "Élevée", decomposed("Élevée,très haut")],
        [null, 2, decomposed("très haut"), null],
      ],
      Enums: [
        ["##enum", "enum", "name", "alias"],
        [null, decomposed("Qualité"), decomposed("Élevée")],
        [null, "Qualité", "Max", decomposed("très haut")],
      ],
    });
    expect(understand([book])).toEqual({
      tables: ["Épée(clé: int32, qualité: Qualité, goût: Qualité[] = Élevée) key clé, unique qualité"],
      rows: [
        [1, 0, [0, 1]],
        [2, 1, [0]],
      ],
      reported: [],
    });
  });

  test("are one name, so two of them clash", () => {
    const book = workbookOf({
      Item: [
        ["##name", "é", decomposed("é")],
        ["##type", "int", "int"],
        ["##rule", "key"],
        [null, 1, 2],
      ],
    });
    expect(understand([book]).reported).toEqual([
      "TG2012 items.xlsx:Item!C1 Column é stands twice in this sheet.",
      "- first here items.xlsx:Item!B1",
    ]);
  });

  test("of files and in `from` are the same", () => {
    const grid = [["id"], ["1"]];
    const columns = { id: { type: "int32", ignore: false } };
    const config = configOf({
      dialect: { kind: "plain" },
      tables: { Épée: { key: ["id"], columns }, Clé: { from: ["d/Clé*.csv"], key: ["id"], columns } },
    });
    const files = [textFileOf(grid, decomposed("Épée.csv")), textFileOf(grid, decomposed("d/Clé1.csv"))];
    const { tables, reported } = understand(files, config);
    expect([tables, reported]).toEqual([["Clé(id: int32) key id", "Épée(id: int32) key id"], []]);
  });

  test("in the config are the same, whichever side is decomposed", async () => {
    const config = {
      dialect: "plain",
      emptyCells: { Qualité: "Élevée" },
      enums: { Qualité: { values: [{ name: "Élevée", value: 1, aliases: "é" }] } },
      tables: {
        Épée: {
          key: "clé",
          unique: [{ columns: ["goût", "clé"] }],
          columns: {
            clé: { type: "int32", references: "Épée.clé" },
            goût: { type: "Qualité", name: "saveur_é" },
            là: "Qualité",
          },
        },
      },
    };
    const sheet = "clé,goût,là\n1,Élevée,é\n2,é,\n";
    for (const [configText, sheetText] of [
      [decomposed(JSON.stringify(config)), sheet],
      [JSON.stringify(config), decomposed(sheet)],
    ] as const) {
      const { table, problems } = await check(configText, "Épée.csv", sheetText);
      expect(problems).toEqual([]);
      expect(table).toEqual(["Épée", "clé", "saveur_é", "là"]);
    }
  });

  test("that stand twice in the config are reported at the second", async () => {
    const config = `{ "tables": { "Item": { "columns": {
      "é": "int32",
      "${decomposed("é")}": "int32" } } } }`;
    const { problems } = await check(config, "Item.csv", "##name,é\n##type,int\n##rule,key\n,1\n");
    expect(problems).toEqual([
      `TG6001 table-gen.config.json:3:tables.Item.columns["${decomposed("é")}"] tables.Item.columns.é stands twice; the two differ only in how accents are stored.`,
    ]);
  });
});

async function check(config: string, file: string, sheet: string) {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-forms-"));
  try {
    writeFileSync(join(folder, "table-gen.config.json"), config);
    writeFileSync(join(folder, file), sheet);
    const { diagnostics, image } = await buildTables({ cwd: folder, write: false });
    const [table] = image?.schema.tables ?? [];
    return {
      table: table && [table.name, ...table.columns.map(({ name }) => name)],
      problems: diagnostics.flatMap(formatDiagnostic),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
