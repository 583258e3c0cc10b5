import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildTables } from "../../src/pipeline/build-tables.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-usage-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function usageOf(sheets: Readonly<Record<string, string>>) {
  writeFileSync(join(folder, "table-gen.config.json"), '{ "tables": { "Chat": { "key": false } } }');
  for (const [name, text] of Object.entries(sheets)) writeFileSync(join(folder, name), text);
  const { diagnostics, usage } = await buildTables({ cwd: folder });
  expect(diagnostics).toEqual([]);
  return usage;
}

const item = "##name,id,price\n##type,string,int32\n##rule,key,\n,sword,5\n";

test("a key of a reference is shown by the key that it leads to", async () => {
  const drop = "##name,item,level,weight\n##type,ref<Item>,int32,int32\n##rule,key,key,\n,sword,7,100\n";
  const chat = "##name,text\n##type,string\n,hello\n";
  expect(await usageOf({ "Chat.csv": chat, "Drop.csv": drop, "Item.csv": item })).toEqual({
    cppClass: "tables::tables",
    cppLookup: 'tables.drop().find("sword", 7)',
    cppVariable: "drop",
    cppField: "weight()",
    tsLookup: 'tables.drop.get("sword", 7)?.weight',
    getArguments: ["Drop", "sword", "7"],
  });
});

test("a table that has only a multi index is no example of a lookup", async () => {
  const chat = "##name,text\n##type,string\n##rule,multi\n,hello\n";
  expect((await usageOf({ "Chat.csv": chat, "Item.csv": item }))?.getArguments).toEqual(["Item", "sword"]);
});
