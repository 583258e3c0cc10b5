import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { libraryOf, prepareRuntime, ReleaseFolder } from "./release-folder.js";

const { folder: runtime, loader } = prepareRuntime();

/** `TABLE_GEN_RELOADS=10000` for a longer one. */
const reloads = Number(process.env["TABLE_GEN_RELOADS"] ?? 1000);

beforeEach(() => {
  vi.stubEnv("TABLE_GEN_LOADER", loader);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Releases that take turns: each has other content than the one before. */
const releaseCount = 7;

test.each(["mapped", "private"])(
  `${reloads} reloads in a row, %s: no snapshot mixes two releases, and nothing is left of them`,
  { timeout: 120_000 + reloads * 60 },
  (memory) => {
    const folder = new ReleaseFolder();
    for (let release = 1; release <= releaseCount; release++) {
      writeFileSync(join(folder.path, `release${release}.so`), libraryOf(release, 200 + release));
    }
    folder.point("release1.so");
    writeFileSync(join(runtime, "soak.mjs"), soak(folder.path, memory));
    const child = spawnSync(process.execPath, ["--expose-gc", join(runtime, "soak.mjs")], {
      encoding: "utf8",
    });
    expect(child.stderr).toBe("");
    const { snapshots, checked, kept, heapKb, residentKb, ...rest } = JSON.parse(child.stdout);
    expect(rest).toEqual({
      switches: reloads,
      mixed: 0,
      failed: 0,
      mappings: 1,
      files: 0,
    });
    // The heap is exact; what V8 keeps of the system's memory is not.
    expect(heapKb).toBeLessThan(1024);
    expect(residentKb).toBeLessThan(32 << 10);
    expect(checked).toBeGreaterThan(snapshots * 100);
    expect(kept).toBeGreaterThan(0);
  },
);

/**
 * Readers that take snapshots, look at all rows over several turns of the loop and let go, while another part of the
 * program switches as fast as it can. Prints what it has seen; memory and mappings are compared with those after
 * half of the reloads.
 */
const soak = (path: string, memory: string) => `
  import { readdirSync, readFileSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
  import { setImmediate } from "node:timers/promises";
  import { openStore } from "./tables.js";

  const path = ${JSON.stringify(path)};
  const store = openStore(path, { watch: false, memory: "${memory}" });
  let [isOver, snapshots, checked, mixed, failed, kept] = [false, 0, 0, 0, 0, 0];

  async function read() {
    while (!isOver) {
      const snapshot = store.snapshot();
      snapshots++;
      try {
        const [first] = snapshot.tables.item;
        let count = 0;
        for (const row of snapshot.tables.item) {
          if (row.release !== first.release) mixed++;
          if (++count % 50 === 0) await setImmediate();
        }
        if (count !== 200 + first.release) failed++;
        if (snapshot.tables !== store.tables) kept++;
        checked += count;
      } catch {
        failed++;
      }
      snapshot.close();
      await setImmediate();
    }
  }

  function point(target) {
    symlinkSync(target, path + "/draft");
    renameSync(path + "/draft", path + "/tables.so");
  }

  function isReleaseFile(file) {
    try { return readlinkSync(file).endsWith(".so"); } catch { return false; }
  }

  async function measure() {
    for (let round = 0; round < 5; round++) { gc(); await setImmediate(); }
    const maps = readFileSync("/proc/self/maps", "utf8").split("\\n").filter((line) => line.includes(path)).length;
    const files = readdirSync("/proc/self/fd").filter((file) => isReleaseFile("/proc/self/fd/" + file)).length;
    return { maps, files, ...process.memoryUsage() };
  }

  const readers = [1, 2, 3, 4].map(read);
  let early;
  for (let round = 1; round <= ${reloads}; round++) {
    point("release" + (round % ${releaseCount} + 1) + ".so");
    const { switched } = await store.reload();
    if (!switched) failed++;
    if (round === ${Math.ceil(reloads / 2)}) early = await measure();
  }
  isOver = true;
  await Promise.all(readers);
  const late = await measure();
  console.log(JSON.stringify({
    switches: store.switches,
    snapshots, checked, mixed, failed, kept,
    mappings: late.maps + (${JSON.stringify(memory)} === "private" ? 1 : 0),
    files: late.files - early.files,
    heapKb: Math.round((late.heapUsed + late.external - early.heapUsed - early.external) / 2 ** 10),
    residentKb: Math.round((late.rss - early.rss) / 2 ** 10),
  }));
`;
