import { writeFileSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { expect, test } from "vitest";
import { formatBuild } from "../../src/cli/format-build.js";
import { english } from "../../src/cli/texts/english.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { withFolder } from "../differential/read-both-ways.js";

/** What is shown of a build of a table with one row. */
async function show(config: object): Promise<string> {
  return withFolder(async (folder) => {
    writeFileSync(join(folder, "table-gen.config.json"), JSON.stringify({ name: "game", ...config }));
    writeFileSync(join(folder, "Item.csv"), "##name,id,name\n##type,int32,string\n##rule,key,\n,7,Sword\n");
    const result = await buildTables({ cwd: folder });
    const colors = pc.createColors(false);
    return formatBuild(result, { seconds: "1", cwd: folder, colors, words: english.words });
  });
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

test("how rows are looked up is shown once, and of which of several targets that is", async () => {
  const one = await show({});
  expect([count(one, "In C++:"), count(one, "In TypeScript:"), count(one, "Here:")]).toEqual([1, 1, 1]);
  expect(one).not.toContain("used alike");
  const two = await show({ targets: { server: ["server"], client: ["client"] } });
  expect(count(two, "Built game")).toBe(2);
  expect([count(two, "In C++:"), count(two, "In TypeScript:"), count(two, "Here:")]).toEqual([1, 1, 1]);
  expect(two).toContain("\nEvery target is used alike; this is server.\n\nIn C++:\n");
});
