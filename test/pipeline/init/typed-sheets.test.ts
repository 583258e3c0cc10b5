import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildTables } from "../../../src/pipeline/build-tables.js";
import { initConfig } from "../../../src/pipeline/init/init-config.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-init-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What init says of sheets, the config's tables, and what a build with that config reports. */
async function init(files: Readonly<Record<string, readonly string[]>>) {
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  }
  const out = "table-gen.config.jsonc";
  const { written } = await initConfig({ from: ".", out, cwd: folder, replace: false });
  const config = parse(readFileSync(join(folder, out), "utf8"));
  const { diagnostics } = await buildTables({ cwd: folder, write: false });
  return {
    doubts: written?.doubts,
    tables: config.tables,
    problems: diagnostics.map(({ message }) => message),
  };
}

const types = [
  "##struct|struct|variant|name|type",
  "|Reward||item|ref<Item>",
  "|||count|uint8 = 1",
  "|Circle|Shape|radius|float32",
];
const items = ["##name|id|name", "##type|int32|string", "##rule|key|", "|7|Sword", "|8|Lamp"];

describe("types that sheets give", () => {
  test("are trusted, whatever they name", async () => {
    const found = await init({
      "Types.csv": types,
      "Item.csv": items,
      "Quest.csv": [
        "##name|id|item|rewards|zone|at|stats",
        "##type|ref<Item>|ref<Item>?|Reward[]|Shape|vec2|map<string, int32>",
        "##rule|key",
        "|7|8|7,2;8|Circle,2|1,2|hp:1",
        '|8||[]|"{""$type"": ""Circle"", ""radius"": 1}"|0,0|[]',
      ],
    });
    expect(found).toEqual({
      doubts: [],
      tables: { Item: { from: "Item.csv" }, Quest: { from: "Quest.csv" } },
      problems: [],
    });
  });

  test("stand over values in several columns and rows, which are left as they are", async () => {
    const found = await init({
      "Hero.csv": [
        "##name|id|pos.x|pos.y|tags|tags|drops[0].item|drops[0].count|*stages.level|*stages.*ids",
        "##type|int32|float32|float32|string[]||int32|int32|int32|int32",
        "##rule|key",
        "|1|0.5|1|tall|dark|7|2|1|7",
        "|||||||||8",
        "|2|1|1|||7|2|1|",
      ],
    });
    expect(found).toEqual({ doubts: [], tables: { Hero: { from: "Hero.csv" } }, problems: [] });
  });

  test("stand in the rows of a turned sheet; what is a singleton needs no key", async () => {
    const found = await init({
      "Settings.csv": [
        "##name|##type|##singleton|",
        "maxLevel|uint8||60",
        "spawn.x|float32||1",
        "spawn.y|float32||2",
      ],
    });
    expect(found).toEqual({ doubts: [], tables: { Settings: { from: "Settings.csv" } }, problems: [] });
  });
});

describe("words with a separator between them", () => {
  const tags = async (...cells: readonly string[]) => {
    const { tables } = await init({
      "Item.csv": ["id;tags", ...cells.map((cell, index) => `${index};${cell}`)],
    });
    return tables.Item.columns.tags;
  };

  test("are a list where most cells have it", async () => {
    expect(await tags("red,blue", "red,green", "tall,red", "red,small", "blue")).toBe("string[]");
  });

  test("are text where few cells have it", async () => {
    expect(await tags("red,blue", "red", "tall", "small", "blue")).toBe("string");
  });

  test("are text where a part is no word", async () => {
    expect(await tags("red,blue", "Hello, hero", "you are, I am", "a,b")).toBe("string");
  });
});
