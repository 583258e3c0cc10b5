import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BuildCache, createBuildCache } from "../../src/pipeline/build-cache.js";
import { buildTables } from "../../src/pipeline/build-tables.js";

/** Far more than the rest of a build takes. */
const remarkBytes = 1 << 22;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-release-"));
  writeFileSync(
    join(folder, "table-gen.config.json"),
    JSON.stringify({ targets: { client: { groups: ["c"] }, server: { groups: ["s"] } } }),
  );
  const header = "##name,id,name,drop\n##type,int32,string,int32\n##rule,key,,\n##group,,,s\n";
  const remark = `##,${"x".repeat(remarkBytes)}\n`;
  writeFileSync(join(folder, "Item.csv"), `${header},1,Sword,5\n${remark},2,Bow,6\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function countBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Returns by the progress whether the bytes of the sheet are still held when it is made. */
async function watchBytes(cache?: BuildCache): Promise<Readonly<Record<string, boolean>>> {
  const before = countBytes();
  const isHeld: Record<string, boolean> = {};
  const onProgress = (stage: string) => {
    isHeld[stage] = countBytes() - before > remarkBytes;
  };
  const result = await buildTables({ cwd: folder, onProgress, ...(cache === undefined ? {} : { cache }) });
  expect(result.diagnostics).toEqual([]);
  expect(result.outputs).toHaveLength(2);
  return isHeld;
}

test("the bytes of sheets are let go of when all that is to be reported at their cells has been", async () => {
  const isHeld = await watchBytes();
  expect(isHeld).toMatchObject({ "reading rows": true, "writing C++": false, linking: false });
});

test("they are also let go of where the next build is another process", async () => {
  const isHeld = await watchBytes(createBuildCache({ holdsValues: false }));
  expect(isHeld).toMatchObject({ "reading rows": true, "writing C++": false, linking: false });
});

test("a cache keeps them for the next build of the same process", async () => {
  expect(await watchBytes(createBuildCache())).toMatchObject({ "reading rows": true, linking: true });
});
