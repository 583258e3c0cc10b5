import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildTables } from "../../../src/pipeline/build-tables.js";
import { initConfig } from "../../../src/pipeline/init/init-config.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-init-"));
  writeFileSync(join(folder, "Item.csv"), "id,name\n1,Sword\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function init(out: string, replace = false) {
  return initConfig({ from: ".", out, cwd: folder, replace });
}

describe("the schema for editors", () => {
  const schema = "node_modules/table-gen/schema/table-gen.config.schema.json";
  const install = (at: string) => {
    mkdirSync(join(folder, at, "node_modules/table-gen/schema"), { recursive: true });
    writeFileSync(join(folder, at, schema), "{}");
  };

  test.each([
    [".", "table-gen.config.jsonc", `./${schema}`],
    ["server", "server/table-gen.config.jsonc", `./${schema}`],
    [".", "server/design/table-gen.config.jsonc", `../../${schema}`],
  ])("in the package that is installed in %s is named by %s", async (at, out, path) => {
    install(at);
    expect((await init(out)).written?.tables).toBe(1);
    expect(readFileSync(join(folder, out), "utf8")).toContain(`\n  "$schema": "${path}",\n`);
    const { diagnostics } = await buildTables({ config: out, cwd: folder, write: false });
    expect(diagnostics).toEqual([]);
  });

  test("is not named where table-gen is not installed", async () => {
    await init("table-gen.config.jsonc");
    expect(readFileSync(join(folder, "table-gen.config.jsonc"), "utf8")).not.toContain("$schema");
  });
});

describe("a config that is there already", () => {
  test("is replaced only when that is asked for", async () => {
    writeFileSync(join(folder, "table-gen.config.jsonc"), "{}");
    expect((await init("table-gen.config.jsonc")).refused).toBe(
      "table-gen.config.jsonc exists already; --force replaces it.",
    );
    expect(readFileSync(join(folder, "table-gen.config.jsonc"), "utf8")).toBe("{}");
    expect((await init("table-gen.config.jsonc", true)).written?.tables).toBe(1);
  });

  test.each(["ts", "mjs", "js", "json"])(
    "in the form .%s is named, be the new one forced or not",
    async (ending) => {
      writeFileSync(join(folder, `table-gen.config.${ending}`), "{}");
      for (const replace of [false, true]) {
        expect(await init("table-gen.config.jsonc", replace)).toEqual({
          diagnostics: [],
          refused: `table-gen.config.${ending} is in the way: a folder holds one config. Remove it, or give --out another folder.`,
        });
      }
      expect(readdirSync(folder).sort()).toEqual(["Item.csv", `table-gen.config.${ending}`]);
    },
  );

  test("in another folder is looked for there", async () => {
    mkdirSync(join(folder, "server"));
    writeFileSync(join(folder, "server/table-gen.config.ts"), "");
    expect((await init("server/table-gen.config.jsonc")).refused).toContain(
      "server/table-gen.config.ts is in the way",
    );
    expect((await init("table-gen.config.jsonc")).written?.file).toBe("table-gen.config.jsonc");
  });

  test("does not matter to one of a name that must be given to the build", async () => {
    writeFileSync(join(folder, "table-gen.config.json"), "{}");
    expect((await init("other.jsonc")).written?.tables).toBe(1);
  });
});
