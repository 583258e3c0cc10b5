import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { includeFolder, root, runGood } from "../../native-runtime/native.js";
import { writeBenchLibrary } from "../lookup/libraries.js";
import type { Goal, Suite, SuiteOptions } from "../suite.js";

/** Times what a process does before its first lookup, beside filling a map. */
export async function measureLoads({ isQuick }: SuiteOptions): Promise<Suite> {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-bench-"));
  try {
    const figures: Figures[] = [];
    for (const size of isQuick ? [1000, 1_000_000] : [1000, 1_000_000, 10_000_000]) {
      process.stderr.write(`load: ${size} rows\n`);
      figures.push(await measureOne(folder, size));
    }
    return {
      title: "Loading",
      about: [
        "`npm run bench -- load`. C++ at -O2, rows of 64 bytes with random 64-bit keys, the file in the page cache. First row: open the",
        "library, bind the tables, find one row. Full: the same, comparing all content hashes. Pages: map the file and add up its",
        "bytes. Fill: a std::unordered_map with the same rows from memory, without parsing anything. Medians of 9 rounds.",
      ].join("\n"),
      tables: [
        {
          title: "Until the first row is found: µs",
          columns: ["rows", "MB", "first row", "full", "pages", "fill"],
          rows: figures.map(({ size, bytes, shape, full, pages, fill }) => [
            size.toLocaleString("en"),
            (bytes / 1e6).toFixed(1),
            ...[shape, full, pages, fill].map((ns) => (ns / 1000).toFixed(1)),
          ]),
        },
      ],
      goals: listGoals(figures),
      data: figures,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Times {
  readonly shape: number;
  readonly full: number;
  readonly pages: number;
  readonly fill: number;
}

interface Figures extends Times {
  readonly size: number;
  /** Of the file. */
  readonly bytes: number;
}

async function measureOne(folder: string, size: number): Promise<Figures> {
  const { directory, path } = await writeBenchLibrary(folder, "random", size);
  const program = join(folder, "load");
  const includes = [`-I${includeFolder}`, `-I${join(folder, "random-headers", "cpp")}`];
  const source = join(root, "test/bench/load/load.cpp");
  runGood(["g++", "-std=c++20", "-O2", ...includes, source, "-o", program]);
  const rounds = JSON.parse(runGood([program, path, "9"])) as Record<keyof Times, readonly number[]>; // as load.cpp prints it
  const bytes = statSync(path).size;
  rmSync(directory, { recursive: true });
  const median = (name: keyof Times) => rounds[name].toSorted((left, right) => left - right)[4] ?? Number.NaN;
  return {
    ...{ size, bytes, shape: median("shape"), full: median("full") },
    ...{ pages: median("pages"), fill: median("fill") },
  };
}

function listGoals(figures: readonly Figures[]): readonly Goal[] {
  const [smallest] = figures;
  const largest = figures.at(-1);
  const million = figures.find(({ size }) => size === 1_000_000);
  if (smallest === undefined || largest === undefined || million === undefined) return [];
  const rows = largest.size.toLocaleString("en");
  return [
    { what: `µs until the first of ${rows} rows`, measured: largest.shape / 1000, limit: 100, is: "most" },
    {
      what: `first of ${rows} rows ÷ first of 1,000`,
      measured: largest.shape / smallest.shape,
      limit: 1.5,
      is: "most",
    },
    {
      what: `${rows} rows: reading the pages ÷ verifying in full`,
      measured: largest.pages / largest.full,
      limit: 0.5,
      is: "least",
    },
    {
      what: "1,000,000 rows: filling a std::unordered_map ÷ first row",
      measured: million.fill / million.shape,
      limit: 2000,
      is: "least",
    },
  ];
}
