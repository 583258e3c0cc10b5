import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../../src/base/diagnostics.js";
import { createHost } from "../../../src/base/host.js";
import { formatCellRef } from "../../../src/base/place.js";
import { loadConfig } from "../../../src/pipeline/config/load-config.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function load(config: object) {
  writeFileSync(join(folder, "table-gen.config.json"), JSON.stringify(config));
  const { diagnostics, report } = createDiagnosticSink();
  const loaded = await loadConfig({ path: ".", cwd: folder, host: createHost() }, report);
  const problems = diagnostics.map(({ id, at, message }) => {
    const { line: _, ...place } = at ?? { file: "" };
    return `${id} ${formatCellRef(place)} ${message}`;
  });
  return { config: loaded?.config, problems };
}

test("rules of columns, fields and tables have all their forms", async () => {
  const { config, problems } = await load({
    rules: "rules/*.ts",
    paths: {
      icons: "icons/{}.png",
      all: { files: "art", extensions: ".png" },
      client: { unity: "client" },
      game: { unreal: "Game" },
    },
    structs: { Reward: { fields: { count: { type: "int32", rules: "range=1.." } } } },
    tables: {
      Item: {
        columns: { price: { rules: ["range=1..", { rule: "size=2", message: "m", severity: "warning" }] } },
        rules: [
          { check: "a > b", name: "n" },
          { unique: "a" },
          { sum: "weight", by: "group", equals: 10000, warningUntil: "2026-12-31" },
          { count: "*", by: ["a", "b"], where: "c", range: "1..2" },
          { sequence: "level", by: "hero", from: 1 },
          { ascending: "level", strict: true },
          { descending: "level" },
          { referenced: true },
        ],
      },
    },
  });
  expect(problems).toEqual([]);
  expect(config?.rules).toEqual(["rules/*.ts"]);
  expect({ ...config?.paths }).toEqual({
    icons: { kind: "files", pattern: "icons/{}.png", extensions: [] },
    all: { kind: "files", pattern: "art", extensions: [".png"] },
    client: { kind: "unity", root: "client" },
    game: { kind: "unreal", root: "Game" },
  });
  expect(config?.structs["Reward"]?.fields[0]?.rules).toEqual([{ rule: "range=1..", severity: "error" }]);
  expect(config?.tables["Item"]?.columns["price"]?.rules).toEqual([
    { rule: "range=1..", severity: "error" },
    { rule: "size=2", message: "m", severity: "warning" },
  ]);
  const head = { severity: "error" };
  expect(config?.tables["Item"]?.rules).toEqual([
    { ...head, name: "n", kind: "check", check: "a > b" },
    { ...head, kind: "unique", columns: ["a"] },
    { ...head, warningUntil: "2026-12-31", kind: "sum", of: "weight", by: ["group"], range: "10000" },
    { ...head, kind: "count", of: "*", by: ["a", "b"], where: "c", range: "1..2" },
    { ...head, kind: "sequence", column: "level", by: ["hero"], from: "1", strict: true },
    { ...head, kind: "ascending", column: "level", by: [], strict: true },
    { ...head, kind: "descending", column: "level", by: [], strict: false },
    { ...head, kind: "referenced" },
  ]);
});

describe("a rule that is wrong is reported where it stands", () => {
  const inItem = (rule: unknown) => load({ tables: { Item: { rules: [rule] } } });

  test.each([
    [
      { sume: "weight" },
      "TG6005 table-gen.config.json:tables.Item.rules[0].sume sume is not a key of the config here. Did you mean sum?",
    ],
    [
      { sum: "weight", equls: 5 },
      "TG6005 table-gen.config.json:tables.Item.rules[0].equls equls is not a key of the config here. Did you mean equals?",
    ],
    [
      { by: "group" },
      "TG6001 table-gen.config.json:tables.Item.rules[0] tables.Item.rules[0] must be an object with one of check, unique, sum, count, sequence, ascending, descending, referenced, not an object.",
    ],
    [
      { sum: "weight" },
      "TG6001 table-gen.config.json:tables.Item.rules[0] tables.Item.rules[0] is wrong: a sum or count has either `equals` or `range`.",
    ],
    [
      { check: "a", warningUntil: "2026-02-30" },
      "TG6001 table-gen.config.json:tables.Item.rules[0] tables.Item.rules[0] is wrong: warningUntil must be a day such as 2026-12-31.",
    ],
    [
      { check: "a", warningUntil: "2026-02-28", severity: "error" },
      "TG6001 table-gen.config.json:tables.Item.rules[0] tables.Item.rules[0] is wrong: a rule has either `severity` or `warningUntil`.",
    ],
    [
      { referenced: false },
      "TG6001 table-gen.config.json:tables.Item.rules[0].referenced tables.Item.rules[0].referenced must be true.",
    ],
  ])("%j", async (rule, problem) => {
    expect((await inItem(rule)).problems).toEqual([problem]);
  });

  test("and so is one of a column, and a path", async () => {
    const { problems } = await load({
      paths: { icons: "/srv/icons" },
      tables: { Item: { columns: { a: { rules: { rule: "size=1", warningUntil: "soon" } } } } },
    });
    expect(problems).toEqual([
      "TG6001 table-gen.config.json:paths.icons paths.icons is wrong: it must be a path from the config's folder, with /.",
      "TG6001 table-gen.config.json:tables.Item.columns.a.rules tables.Item.columns.a.rules is wrong: warningUntil must be a day such as 2026-12-31.",
    ]);
  });
});
