import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildTables } from "../../../src/pipeline/build-tables.js";
import { initConfig } from "../../../src/pipeline/init/init-config.js";
import { inGame, lubanConf } from "../../schema/luban/build-luban.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-luban-"));
  for (const name of ["game/Defines", "game/Datas"]) mkdirSync(join(folder, name), { recursive: true });
  const definitions = `<bean name="Item"><var name="id" type="int"/></bean><table name="TbItem" value="Item" input="item.csv"/>`;
  writeFileSync(join(folder, "game/luban.conf"), JSON.stringify(lubanConf));
  writeFileSync(join(folder, "game/Defines/game.xml"), inGame(definitions));
  writeFileSync(join(folder, "game/Datas/item.csv"), "##var,id\n,1\n,2\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(["game", "game/luban.conf"])("the config of the Luban project %s builds it", async (from) => {
  const out = "table-gen.config.jsonc";
  const result = await initConfig({ from, out, cwd: folder, replace: false });
  expect(result).toEqual({
    diagnostics: [],
    written: {
      file: out,
      tables: 1,
      rows: 2,
      doubts: [
        "datetimes are taken to be in UTC; Luban takes the zone of the machine that it runs on",
        "a library is built for each of the targets all, client, test",
      ],
    },
  });
  expect(readFileSync(join(folder, out), "utf8")).toBe(
    `// Written by \`table-gen init\`; keep it and edit it. \`table-gen build\` reads it.
{
  // A Luban project as it is. "target" beside "conf" names the only target to build.
  "dialect": { "kind": "luban", "conf": "game/luban.conf" },

  // The zone of datetimes, such as Asia/Shanghai.
  "timeZone": "UTC"
}
`,
  );
  const built = await buildTables({ cwd: folder, targets: ["all"], write: false });
  expect(built.diagnostics).toEqual([]);
  expect(built.outputs[0]?.image.blocks[0]?.rowCount).toBe(2);
});
