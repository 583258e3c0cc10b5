import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { includeFolder, root, runGood } from "../../native-runtime/native.js";
import { writeBenchLibrary } from "../lookup/libraries.js";
import type { Suite, SuiteOptions } from "../suite.js";

/** Times lookups in files whose pages are small beside those in files whose pages are huge. */
export async function measurePages({ isQuick }: SuiteOptions): Promise<Suite> {
  const places = [tmpdir(), ...(existsSync("/dev/shm") ? ["/dev/shm"] : [])];
  const figures: Figures[] = [];
  for (const place of places) {
    const folder = mkdtempSync(join(place, "table-gen-bench-"));
    try {
      for (const size of isQuick ? [100_000] : [1_000_000, 10_000_000]) {
        process.stderr.write(`pages: ${size} rows in ${place}\n`);
        figures.push({ place, size, ...(await measureOne(folder, size, isQuick ? 3 : 9)) });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return {
    title: "Pages",
    about: [
      "`npm run bench -- pages`. C++ at -O2, rows of 64 bytes with random 64-bit keys, a million random lookups in each of two copies of",
      "a library by turns, one opened with `huge_pages`; medians of 9 rounds. Waiting: each lookup waits for the row before. First: the",
      "first 1,000 lookups after opening without touching the pages, and after a full verification. Where the system has no huge pages for",
      "a file, both copies are in small ones.",
    ].join("\n"),
    tables: [
      {
        title: "Small and huge pages: ns a lookup, ms to open",
        columns: [
          ...["rows", "where", "huge", "small ns", "huge ns", "waiting: small", "huge pages"],
          ...["first: untouched", "present", "open: small", "huge ms"],
        ],
        rows: figures.map((one) => [
          ...[one.size.toLocaleString("en"), one.place, one.huge === "" ? "yes" : "no"],
          ...[one.small, one.hugeNs, one.smallChain, one.hugeChain, one.faulting, one.populated].map((ns) =>
            ns.toFixed(1),
          ),
          ...[one.smallMs, one.hugeMs].map((ms) => ms.toFixed(0)),
        ]),
      },
    ],
    data: figures,
  };
}

/** As pages.cpp prints it. */
interface Times {
  /** Why there are no huge pages; empty where there are. */
  readonly huge: string;
  readonly small: number;
  readonly hugeNs: number;
  readonly smallChain: number;
  readonly hugeChain: number;
  readonly faulting: number;
  readonly populated: number;
  readonly smallMs: number;
  readonly hugeMs: number;
}

interface Figures extends Times {
  readonly place: string;
  readonly size: number;
}

async function measureOne(folder: string, size: number, rounds: number): Promise<Times> {
  const { directory, path } = await writeBenchLibrary(folder, "random", size);
  const copy = `${path}.copy`;
  copyFileSync(path, copy);
  const program = join(tmpdir(), `table-gen-bench-pages-${process.pid}`);
  const includes = [`-I${includeFolder}`, `-I${join(folder, "random-headers", "cpp")}`];
  const source = join(root, "test/bench/pages/pages.cpp");
  try {
    runGood(["g++", "-std=c++17", "-O2", ...includes, source, "-o", program]);
    return JSON.parse(runGood([program, path, copy, String(rounds)])) as Times; // as pages.cpp prints it
  } finally {
    rmSync(program, { force: true });
    rmSync(directory, { recursive: true });
  }
}
