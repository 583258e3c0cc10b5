import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../native-runtime/native.js";

/** One run of node. */
export interface RunFigures {
  readonly seconds: number;
  /** Of all its threads: what other work on the machine does not change. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** Printed on stderr when the process ends, behind whatever it prints itself. */
const mark = "figures of the run: ";
const printUsage = `data:text/javascript,${encodeURIComponent(
  `process.on("exit", () => {
     const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
     process._rawDebug(${JSON.stringify(mark)} + JSON.stringify([userCPUTime + systemCPUTime, maxRSS]));
   });`,
)}`;

/**
 * Runs node with these arguments and takes the run with the median of its processor's time. `prepare` is waited for before
 * each run. Throws where one fails.
 */
export async function measureNode(
  args: readonly string[],
  cwd: string,
  { runs, prepare = async () => {} }: { readonly runs: number; readonly prepare?: () => Promise<void> },
): Promise<RunFigures> {
  const all: RunFigures[] = [];
  for (let run = 0; run < runs; run++) {
    await prepare();
    all.push(runOnce(args, cwd));
  }
  all.sort((a, b) => a.cpuSeconds - b.cpuSeconds);
  const median = all[runs >> 1];
  if (median === undefined) throw new RangeError("there must be a run");
  return median;
}

function runOnce(args: readonly string[], cwd: string): RunFigures {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", printUsage, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`node ${args.join(" ")} has failed:\n${stderr}`);
  const [cpuMicroseconds, peakKb]: [number, number] = JSON.parse(
    stderr.slice(stderr.lastIndexOf(mark) + mark.length),
  );
  return { seconds, cpuSeconds: cpuMicroseconds / 1e6, peakMb: peakKb / 1024 };
}

/** Nanoseconds for each key. */
export interface KeyFigures {
  readonly buildNs: number;
  /** The third time in the same process, when the engine has compiled all of it. */
  readonly againNs: number;
  /** For comparison: what filling a `Map` with as many numbers takes in the same process. */
  readonly mapNs: number;
}

/** Times the index over random 64-bit keys, each time in a process of its own, and takes the run with the median. */
export function measureKeys(keyCount: number, runs: number): KeyFigures {
  const all = Array.from({ length: runs }, () => {
    const args = ["--input-type=module", "-e", buildKeysScript, indexModule, String(keyCount)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`the index of ${keyCount} keys has failed:\n${stderr}`);
    const [kind, buildNs, againNs, mapNs]: [string, number, number, number] = JSON.parse(stdout);
    if (kind !== "hash") throw new Error(`the index of ${keyCount} keys is no perfect hash but ${kind}`);
    return { buildNs, againNs, mapNs };
  });
  all.sort((a, b) => a.buildNs - b.buildNs);
  const median = all[runs >> 1];
  if (median === undefined) throw new RangeError("there must be a run");
  return median;
}

const indexModule = pathToFileURL(join(root, "dist/index/build-key-index.js")).href;
const buildKeysScript = `
  const [module, count] = process.argv.slice(1);
  const { buildKeyIndex } = await import(module);
  const ids = new BigUint64Array(Number(count));
  const words = new Uint32Array(ids.buffer);
  let state = 1;
  for (let index = 0; index < words.length; index++) {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    words[index] = mixed ^ (mixed >>> 15);
  }
  const at = { file: "Item.csv" };
  const key = { name: "primary", purpose: "unique", columns: [0], at };
  const column = { name: "id", type: { kind: "integer", bits: 64, signed: false }, at };
  const schema = { name: "Item", columns: [column], keys: [key] };
  const table = { schema, rowCount: ids.length, columns: [ids], cellAt: () => at };
  const time = (work) => {
    const start = performance.now();
    const result = work();
    return [((performance.now() - start) * 1e6) / ids.length, result];
  };
  const [buildNs, { kind }] = time(() => buildKeyIndex(table, key));
  time(() => buildKeyIndex(table, key));
  const [againNs] = time(() => buildKeyIndex(table, key));
  const [mapNs] = time(() => {
    const map = new Map();
    for (let row = 0; row < ids.length; row++) map.set(words[2 * row] * 0x200000 + (words[2 * row + 1] >>> 11), row);
    return map;
  });
  process.stdout.write(JSON.stringify([kind, buildNs, againNs, mapNs]));`;

export function buildArguments(...options: readonly string[]): readonly string[] {
  return [join(root, "bin/table-gen.js"), "build", "--quiet", ...options];
}

/** Reads a csv file by the package that is the fastest at it, into rows of texts. */
export function readCsvArguments(path: string): readonly string[] {
  const script = `
    import { readFileSync } from "node:fs";
    import { inferSchema, initParser } from "udsv";
    const text = readFileSync(process.argv[1], "utf8");
    initParser(inferSchema(text, { col: "," })).stringArrs(text);`;
  return ["--input-type=module", "-e", script, path];
}

export function readXlsxArguments(path: string): readonly string[] {
  const script = `
    import { readFileSync } from "node:fs";
    import { read } from "xlsx";
    read(readFileSync(process.argv[1]));`;
  return ["--input-type=module", "-e", script, path];
}

/**
 * Builds a project again and again in one process, as `table-gen watch` does, after `change` each time, and returns the
 * median of the seconds that a build took.
 */
export async function measureRebuilds(
  folder: string,
  { runs, change }: { readonly runs: number; readonly change: () => Promise<void> },
): Promise<number> {
  const { createBuildCache } = await import(pathToFileURL(join(root, "dist/pipeline/build-cache.js")).href);
  const { buildTables } = await import(pathToFileURL(join(root, "dist/pipeline/build-tables.js")).href);
  const cache = createBuildCache();
  const build = async () => {
    const start = performance.now();
    const { isGood } = await buildTables({ cwd: folder, cache });
    if (!isGood) throw new Error(`${folder} cannot be built`);
    return (performance.now() - start) / 1000;
  };
  await build();
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    await change();
    seconds.push(await build());
  }
  seconds.sort((a, b) => a - b);
  return seconds[runs >> 1] ?? Number.NaN;
}

export function sizeMb(path: string): number {
  return readFileSync(path).length / 2 ** 20;
}
