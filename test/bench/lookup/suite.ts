import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { includeFolder, root, runGood } from "../../native-runtime/native.js";
import type { Goal, Suite, SuiteOptions, SuiteTable } from "../suite.js";
import { type BenchLibrary, type Family, families, writeBenchLibrary } from "./libraries.js";

const quickSizes = [100, 10_000, 100_000];
const allSizes = [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];

/** Times lookups in tables of all sizes beside what a server would use instead. */
export async function measureLookups({ isQuick }: SuiteOptions): Promise<Suite> {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-bench-"));
  try {
    runGood(["flatc", "--cpp", "-o", folder, join(root, "test/bench/lookup/entries.fbs")]);
    const figures: Figures[] = [];
    for (const family of families) {
      for (const size of isQuick ? quickSizes : allSizes) {
        process.stderr.write(`lookup: ${family}, ${size} rows\n`);
        figures.push(await measureOne(folder, family, size, isQuick));
      }
    }
    return {
      title: "Lookups",
      about: [
        "`npm run bench -- lookup`. C++ at -O2: the generated header, rows of 64 bytes in a library behind a store's snapshot, beside",
        "maps that hold the same rows. All ways take turns in one process over the same random keys, and every answer is checked;",
        "medians of the rounds, in ns. hit: keys that are there; miss: keys that are not; chain: each lookup waits for the answer of",
        "the one before; batch: `find_many()`, and for the direct array prefetched reads. The direct array is told the row's number",
        "and no key: nothing can be faster. FlatBuffers and SQLite are left out above a million rows.",
      ].join("\n"),
      tables: [...families.flatMap((family) => describeFamily(family, figures)), describeMemory(figures)],
      goals: listGoals(figures),
      data: figures.map((one) => ({ ...one, ways: one.ways.map(describeSpread) })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Mode = "hit" | "miss" | "chain" | "batch";

interface Figures {
  readonly family: Family;
  readonly size: number;
  readonly index: BenchLibrary["index"];
  readonly indexBytes: number;
  readonly buildNs: number;
  /** Nanoseconds of one lookup by round. */
  readonly ways: readonly { readonly way: string; readonly mode: Mode; readonly ns: readonly number[] }[];
  readonly fills: readonly {
    readonly way: string;
    readonly nsPerKey: number;
    readonly bytesPerKey: number;
  }[];
}

const ours = "table-gen";
const standard = "std::unordered_map";
const boost = "boost::unordered_flat_map";
const maps = [standard, boost, "absl::flat_hash_map"];
const floor = "direct array";

async function measureOne(folder: string, family: Family, size: number, isQuick: boolean): Promise<Figures> {
  const library = await writeBenchLibrary(folder, family, size);
  const program = compile(folder, family);
  const rounds = isQuick ? 5 : size >= 1_000_000 ? 5 : 11;
  const found = JSON.parse(runGood([program, library.directory, String(rounds)])) as Pick<
    Figures,
    "ways" | "fills"
  >; // as lookup.cpp prints it
  rmSync(library.directory, { recursive: true });
  const { index, indexBytes, buildNs } = library;
  return { family, size, index, indexBytes, buildNs, ways: found.ways, fills: found.fills };
}

const programs = new Map<string, string>();

/** Compiles the program of a family once. */
function compile(folder: string, family: Family): string {
  const key = join(folder, family);
  const known = programs.get(key);
  if (known !== undefined) return known;
  const program = join(folder, `lookup-${family}`);
  const includes = [`-I${includeFolder}`, `-I${join(folder, `${family}-headers`, "cpp")}`, `-I${folder}`];
  const libraries = ["sqlite3", "absl_hash", "absl_city", "absl_low_level_hash", "absl_raw_hash_set"];
  const source = join(root, "test/bench/lookup/lookup.cpp");
  runGood([
    ...["g++", "-std=c++20", "-O2", `-DFAMILY_${family.toUpperCase()}`, ...includes, source, "-o", program],
    ...["-pthread", ...libraries.map((name) => `-l${name}`)],
  ]);
  programs.set(key, program);
  return program;
}

/** The median of the rounds; NaN for what was not measured. */
function nsOf({ ways }: Figures, way: string, mode: Mode): number {
  return medianOf(ways.find((one) => one.way === way && one.mode === mode)?.ns ?? []);
}

function medianOf(all: readonly number[]): number {
  const sorted = all.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function describeSpread({ way, mode, ns }: Figures["ways"][number]): object {
  return { way, mode, min: Math.min(...ns), median: medianOf(ns), max: Math.max(...ns) };
}

function describeFamily(family: Family, figures: readonly Figures[]): readonly SuiteTable[] {
  const own = figures.filter((one) => one.family === family);
  const names = [...new Set(own.flatMap(({ ways }) => ways.map(({ way }) => way)))];
  const modes: readonly Mode[] = ["hit", "miss", "chain", "batch"];
  return modes.map((mode) => ({
    title: `${family} keys, ${mode}: ns`,
    columns: ["way", ...own.map(({ size }) => size.toLocaleString("en"))],
    rows: names
      .map((way) => [way, ...own.map((one) => nsOf(one, way, mode)).map(formatNs)])
      .filter((row) => row.slice(1).some((cell) => cell !== "" && cell !== "0.00")),
  }));
}

function formatNs(ns: number): string {
  return Number.isNaN(ns) ? "" : ns < 100 ? ns.toFixed(2) : ns.toFixed(0);
}

function describeMemory(figures: readonly Figures[]): SuiteTable {
  const largest = families.flatMap((family) => figures.filter((one) => one.family === family).slice(-1));
  return {
    title: "Bytes for each key beside a row of 64, and ns for each key to fill",
    columns: ["keys", "index", "order", ...maps.flatMap((name) => [name, "to fill"])],
    rows: largest.map(({ family, size, index, indexBytes, fills }) => [
      `${size.toLocaleString("en")} ${family}: ${index.kind}`,
      indexBytes.toFixed(2),
      index.kind === "hash" ? "4" : "4 or 0",
      ...maps.flatMap((name) => {
        const fill = fills.find(({ way }) => way === name);
        return [
          ((fill?.bytesPerKey ?? Number.NaN) - 64).toFixed(1),
          (fill?.nsPerKey ?? Number.NaN).toFixed(0),
        ];
      }),
    ]),
  };
}

function listGoals(figures: readonly Figures[]): readonly Goal[] {
  const at = (family: Family, size: number) =>
    figures.find((one) => one.family === family && one.size === size);
  const faster = (family: Family, size: number, way: string, limit: number, mode: Mode = "hit"): Goal[] => {
    const one = at(family, size);
    if (one === undefined) return [];
    const what = `${family} keys, ${size.toLocaleString("en")} rows, ${mode}: ${way} ÷ ${ours}`;
    return [{ what, measured: nsOf(one, way, mode) / nsOf(one, ours, mode), limit, is: "least" }];
  };
  const near = (family: Family, size: number, mode: Mode, limit: number): Goal[] => {
    const one = at(family, size);
    if (one === undefined) return [];
    const what = `${family} keys, ${size.toLocaleString("en")} rows, ${mode}: ${ours} ÷ ${floor}`;
    return [{ what, measured: nsOf(one, ours, mode) / nsOf(one, floor, mode), limit, is: "most" }];
  };
  return [
    ...[10, 100].flatMap((size) => faster("random", size, boost, 3)),
    ...[1000, 10_000].flatMap((size) => [
      ...faster("random", size, standard, 8),
      ...faster("random", size, boost, 2),
    ]),
    ...[...faster("random", 100_000, standard, 6), ...faster("random", 100_000, boost, 1.5)],
    ...[...faster("random", 1_000_000, standard, 3), ...faster("random", 1_000_000, boost, 1.5)],
    ...allSizes.flatMap((size) => bestOfMaps(at("text", size))),
    ...families.flatMap((family) => allSizes.flatMap((size) => faster(family, size, boost, 1, "miss"))),
    ...[1_000_000, 10_000_000].flatMap((size) => [
      ...near("random", size, "chain", 1.15),
      ...near("random", size, "batch", 1.2),
    ]),
    ...figures
      .filter(({ index, size }) => index.kind === "hash" && size >= 1000)
      .map(({ family, size, indexBytes }): Goal => {
        const what = `${family} keys, ${size.toLocaleString("en")} rows: bytes of the index for each key`;
        return { what, measured: indexBytes, limit: 0.66, is: "most" };
      }),
  ];
}

function bestOfMaps(one: Figures | undefined): readonly Goal[] {
  if (one === undefined) return [];
  const best = Math.min(...maps.map((name) => nsOf(one, name, "hit")));
  const what = `text keys, ${one.size.toLocaleString("en")} rows, hit: the best map ÷ ${ours}`;
  return [{ what, measured: best / nsOf(one, ours, "hit"), limit: 2, is: "least" }];
}
