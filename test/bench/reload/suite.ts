import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { string } from "../../emit/cpp/images.js";
import { includeFolder, root, runGood } from "../../native-runtime/native.js";
import { describeRelease, writeHeaders, writeLibrary } from "../../reload/releases.js";
import type { Suite, SuiteTable } from "../suite.js";

const processCounts = [1, 16, 64];
const sizesMb = [1, 256];

/** Measures what following a directory costs readers, and how fast processes follow. */
export async function measureReload(): Promise<Suite> {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-bench-"));
  try {
    await writeHeaders(folder);
    const reads = measureReads(folder);
    const latencies = sizesMb.map((mb) => ({ mb, turns: measureLatency(folder, mb) }));
    const switches = sizesMb.flatMap((mb) => processCounts.map((count) => measureSwitch(folder, mb, count)));
    return {
      title: "Reload",
      about: [
        "`npm run bench -- reload`. C++ at -O2; the ways to read take turns in one process, minimum, median and maximum of 9",
        "turns of 2,000,000 reads. A frame is one snapshot and 32 lookups; in busy turns the pointer is switched as soon as",
        "the store has taken the release before, with full verification of each. The time to switch counts from the renaming",
        "of the pointer until the last process has verified the new release in full and uses it.",
      ].join("\n"),
      tables: [...describeReads(reads), ...latencies.map(describeLatency), describeSwitches(switches)],
      data: { reads, latencies, switches },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}
interface ReadFigures extends Spread {
  readonly threads: number;
  readonly way: string;
}

function measureReads(folder: string): readonly ReadFigures[] {
  const program = compile(folder, "read", ["-lurcu-memb", "-lurcu-qsbr"]);
  return JSON.parse(
    runGood([program, makeDirectory(folder, "reads", [0], 0), "9"]),
  ) as readonly ReadFigures[];
}

function describeReads(figures: readonly ReadFigures[]): readonly SuiteTable[] {
  return [...new Set(figures.map(({ threads }) => threads))].map((threads) => {
    const rows = figures.filter((one) => one.threads === threads);
    const store = rows.find(({ way }) => way === "store.read()")?.median ?? Number.NaN;
    return {
      title: `One read, ${threads === 1 ? "1 thread" : `${threads} threads`}: ns`,
      columns: ["way", "median", "min", "max", "÷ store.read()"],
      rows: rows.map(({ way, median, min, max }) => [
        way,
        ...[median, min, max].map((ns) => ns.toFixed(2)),
        (median / store).toFixed(2),
      ]),
    };
  });
}

interface LatencyFigures {
  readonly turn: string;
  readonly frames: number;
  readonly reloads: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly p9999: number;
  readonly max: number;
}

function measureLatency(folder: string, mb: number): readonly LatencyFigures[] {
  const releases = [0, 1, 2];
  const directory = makeDirectory(folder, `latency-${mb}`, releases, mb);
  const program = compile(folder, "latency", []);
  return JSON.parse(
    runGood([program, directory, "300", ...listReleases(folder, releases, mb)]),
  ) as readonly LatencyFigures[];
}

function describeLatency({ mb, turns }: { mb: number; turns: readonly LatencyFigures[] }): SuiteTable {
  return {
    title: `A frame of a reader, tables of ${mb} MB: µs`,
    columns: ["", "p50", "p99", "p99.9", "p99.99", "max", "frames", "reloads"],
    rows: turns.map(({ turn, p50, p99, p999, p9999, max, frames, reloads }) => [
      turn === "quiet" ? "no reloads" : "reloads without a pause",
      ...[p50, p99, p999, p9999, max].map((us) => us.toFixed(2)),
      String(frames),
      String(reloads),
    ]),
  };
}

interface SwitchFigures {
  readonly mb: number;
  readonly processes: number;
  readonly first: Spread;
  readonly last: Spread;
}

function measureSwitch(folder: string, mb: number, processes: number): SwitchFigures {
  const releases = [0, 1];
  const directory = makeDirectory(folder, `switch-${mb}`, releases, mb);
  const program = compile(folder, "switch", []);
  const files = listReleases(folder, releases, mb);
  const found = JSON.parse(runGood([program, directory, String(processes), "7", ...files])) as object;
  return { mb, ...found } as SwitchFigures;
}

function describeSwitches(figures: readonly SwitchFigures[]): SuiteTable {
  return {
    title: "From the renaming until processes use the new release: ms",
    columns: ["", "first (median)", "last (median)", "last (min)", "last (max)"],
    rows: figures.map(({ mb, processes, first, last }) => [
      `${mb} MB, ${processes === 1 ? "1 process" : `${processes} processes`}`,
      ...[first.median, last.median, last.min, last.max].map((ms) => ms.toFixed(1)),
    ]),
  };
}

/** Compiles `<name>.cpp` once. */
function compile(folder: string, name: string, libraries: readonly string[]): string {
  const program = join(folder, name);
  const source = join(root, "test/bench/reload", `${name}.cpp`);
  const includes = [`-I${includeFolder}`, `-I${join(folder, "cpp")}`];
  runGood(["g++", "-std=c++20", "-O2", ...includes, source, "-o", program, "-pthread", ...libraries]);
  return program;
}

const files = new Map<string, string>();

/** Returns the file of a release with about so many megabytes of texts beside its small tables; written once. */
function writeSized(folder: string, release: number, mb: number): string {
  const key = `${release}-${mb}`;
  const known = files.get(key);
  if (known !== undefined) return known;
  const library = describeRelease(release, 50);
  const blob = {
    name: "Blob",
    columns: [["text", string] as const],
    rows: Array.from({ length: mb }, (_, row) => [
      `${release} ${row} `.repeat(2 ** 17).slice(0, 2 ** 20 - 1),
    ]),
  };
  const { path } = writeLibrary(join(folder, "releases"), { ...library, tables: [...library.tables, blob] });
  files.set(key, path);
  return path;
}

function listReleases(folder: string, releases: readonly number[], mb: number): readonly string[] {
  return releases.map((release) => basename(writeSized(folder, release, mb)));
}

/** Makes a release directory with links to the releases, its pointer leading to the first; returns its path. */
function makeDirectory(folder: string, name: string, releases: readonly number[], mb: number): string {
  const directory = join(folder, name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  for (const release of releases) {
    const path = writeSized(folder, release, mb);
    symlinkSync(path, join(directory, basename(path)));
  }
  symlinkSync(listReleases(folder, releases, mb)[0] ?? "", join(directory, "soak.so"));
  return directory;
}
