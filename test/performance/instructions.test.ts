import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Family, writeBenchLibrary } from "../bench/lookup/libraries.js";
import { hasProgram, includeFolder, makeSharedFolder, root, runGood } from "../native-runtime/native.js";

/*
 * Times differ from run to run, counted instructions do not: they show when a lookup has got longer. The limits are a tenth
 * above what g++ 12 makes of them.
 */
const limits: readonly (readonly [family: Family, rows: number, mode: string, instructions: number])[] = [
  ["dense", 10_000, "hit", 33],
  ["clustered", 10_000, "hit", 26],
  ["clustered", 100_000, "hit", 80],
  ["clustered", 100_000, "miss", 46],
  ["composite", 10_000, "hit", 36],
  ["random", 100, "hit", 18],
  ["random", 10_000, "hit", 28],
  ["random", 10_000, "miss", 27],
  ["random", 100_000, "hit", 33],
  ["random", 100_000, "batch", 73],
  ["text", 10_000, "hit", 110],
];

const canCount = process.arch === "x64" && hasProgram("g++") && hasProgram("valgrind");

describe.skipIf(!canCount)("instructions of one lookup", { timeout: 120_000 }, () => {
  const folder = makeSharedFolder();
  const directories = new Map<string, string>();

  beforeAll(async () => {
    for (const [family, rows] of limits) {
      const key = `${family} ${rows}`;
      if (directories.has(key)) continue;
      directories.set(key, (await writeBenchLibrary(folder, family, rows)).directory);
    }
    for (const family of new Set(limits.map(([name]) => name))) compile(folder, family);
  }, 120_000);

  test.each(limits)("%s keys, %i rows, %s: at most %i", (family, rows, mode, limit) => {
    const directory = directories.get(`${family} ${rows}`) ?? "";
    const count = (lookups: number) =>
      countInstructions([join(folder, family), directory, mode, String(lookups)]);
    expect((count(20_000) - count(10_000)) / 10_000).toBeLessThanOrEqual(limit);
  });
});

function compile(folder: string, family: Family): void {
  const includes = [`-I${includeFolder}`, `-I${join(folder, `${family}-headers`, "cpp")}`];
  const source = join(root, "test/bench/lookup/count.cpp");
  const flags = ["-std=c++20", "-O2", `-DFAMILY_${family.toUpperCase()}`];
  runGood(["g++", ...flags, ...includes, source, "-o", join(folder, family), "-pthread"]);
}

function countInstructions(argv: readonly string[]): number {
  const counted = runGood(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", ...argv]);
  return Number(/Collected : (\d+)/.exec(counted)?.[1]);
}
