import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { root } from "../../native-runtime/native.js";
import type { Goal, Suite, SuiteOptions } from "../suite.js";
import { makeItemXlsx, writeCsvProject, writeManyProject, writeXlsxProject } from "./inputs.js";
import {
  buildArguments,
  type KeyFigures,
  measureKeys,
  measureNode,
  measureRebuilds,
  type RunFigures,
  readCsvArguments,
  readXlsxArguments,
  sizeMb,
} from "./measure.js";

const allSizes = {
  csvRows: 1_000_000,
  xlsxRows: 100_000,
  workbooks: 500,
  rowsOfEach: 1000,
  growth: [10_000, 100_000, 1_000_000, 10_000_000],
  keys: [1_000_000, 10_000_000],
};
const quickSizes: typeof allSizes = {
  csvRows: 50_000,
  xlsxRows: 5000,
  workbooks: 20,
  rowsOfEach: 200,
  growth: [10_000, 100_000],
  keys: [100_000],
};
/** Runs of more rows would take minutes. */
const mostRepeatedRows = 1_000_000;
/** What native, single-threaded PTHash takes for each of a million random 64-bit keys. */
const nativeNs = 241;
const mostPeakMb = 4096;

/** Of what takes a tenth of a second. */
const shortRuns = 21;

/** The first builds of a process are those in which the engine learns. */
const watchedRuns = 7;

/** Until then files may be written again within a tick of their clock, and builds of them are not kept. */
const settledMs = 2100;

interface Step {
  readonly what: string;
  readonly figures: RunFigures;
}

/** Times builds beside programs that only read the same files. */
export async function measureBuilds({ isQuick }: SuiteOptions): Promise<Suite> {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-bench-"));
  const sizes = isQuick ? quickSizes : allSizes;
  const runs = isQuick ? 1 : 3;
  const steps: Step[] = [];
  const measure: Measure = async (what, args, cwd, options = {}) => {
    process.stderr.write(`build: ${what}\n`);
    const figures = await measureNode(args, cwd, { runs, ...options });
    steps.push({ what, figures });
    return figures;
  };
  try {
    const goals: Goal[] = [
      ...(await measureCsv(folder, sizes.csvRows, measure)),
      ...(await measureXlsx(folder, sizes.xlsxRows, measure)),
      ...(await measureMany(folder, sizes, measure)),
      ...(await measureGrowth(folder, sizes.growth, measure)),
    ];
    const hashes = sizes.keys.map((count) => {
      process.stderr.write(`build: perfect hash of ${formatCount(count)} keys\n`);
      return { count, figures: measureKeys(count, runs) };
    });
    return {
      title: "Builds",
      about: [
        "`npm run bench -- build`. Whole processes, from the start of node to its end, of `table-gen build` and of programs that only",
        "read the same file into memory: udsv for csv, the call `XLSX.read(bytes)` of SheetJS for xlsx. Goals are ratios of processor",
        `time, which other work on the machine changes least; medians of ${runs} runs. The peak is that of resident memory.`,
      ].join("\n"),
      tables: [
        {
          title: "Whole runs",
          columns: ["run", "processor s", "elapsed s", "peak MB"],
          rows: steps.map(({ what, figures: { cpuSeconds, seconds, peakMb } }) => [
            what,
            cpuSeconds.toFixed(2),
            seconds.toFixed(2),
            peakMb.toFixed(0),
          ]),
        },
        {
          title: "Perfect hash of random 64-bit keys",
          columns: ["keys", "ns for each", "the third time in a process", "filling a map with as many"],
          rows: hashes.map(({ count, figures: { buildNs, againNs, mapNs } }) => [
            formatCount(count),
            buildNs.toFixed(0),
            againNs.toFixed(0),
            mapNs.toFixed(0),
          ]),
        },
      ],
      goals: [...goals, ...hashes.slice(0, 1).map(goalOfHash)],
      data: { sizes, steps, hashes },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface MeasureOptions {
  /** As many as all take unless given. */
  readonly runs?: number;
  readonly prepare?: () => Promise<void>;
}

type Measure = (
  what: string,
  args: readonly string[],
  cwd: string,
  options?: MeasureOptions,
) => Promise<RunFigures>;

const formatCount = (rows: number) => rows.toLocaleString("en-US");
const most = (what: string, measured: number, limit: number): Goal => ({ what, measured, limit, is: "most" });

async function measureCsv(folder: string, rows: number, measure: Measure): Promise<readonly Goal[]> {
  const own = join(folder, "csv");
  const path = writeCsvProject(own, rows, 12);
  const what = `csv, ${formatCount(rows)} × 12`;
  const read = await measure(`${what}: read by udsv`, readCsvArguments(path), root);
  const built = await measure(`${what}: built`, buildArguments("--no-cache"), own);
  await setTimeout(settledMs);
  const kept = await measure(`${what}: built and kept`, buildArguments(), own, { runs: 1 });
  return [
    most(`${what}: build ÷ read by udsv`, built.cpuSeconds / read.cpuSeconds, 3),
    most(`${what}: peak memory ÷ file`, Math.max(built.peakMb, kept.peakMb) / sizeMb(path), 6),
  ];
}

async function measureXlsx(folder: string, rows: number, measure: Measure): Promise<readonly Goal[]> {
  const own = join(folder, "xlsx");
  const path = writeXlsxProject(own, rows, 20);
  const what = `xlsx, ${formatCount(rows)} × 20`;
  const read = await measure(`${what}: read by SheetJS`, readXlsxArguments(path), root);
  const built = await measure(`${what}: built`, buildArguments("--no-cache"), own);
  return [most(`${what}: build ÷ read by SheetJS`, built.cpuSeconds / read.cpuSeconds, 1)];
}

async function measureMany(
  folder: string,
  { workbooks, rowsOfEach }: typeof allSizes,
  measure: Measure,
): Promise<readonly Goal[]> {
  const own = join(folder, "many");
  writeManyProject(own, workbooks, rowsOfEach);
  const what = `${workbooks} xlsx, ${formatCount(rowsOfEach)} × 12 each`;
  const short = { runs: shortRuns };
  const empty = await measure("node -e 0", ["-e", "0"], root, short);
  await measure(`${what}: built, one thread reads`, buildArguments("--no-cache", "--jobs", "1"), own);
  const cold = await measure(`${what}: built`, buildArguments("--no-cache"), own);
  await setTimeout(settledMs);
  await measure(`${what}: built and kept`, buildArguments(), own, { runs: 1 });
  const again = await measure(`${what}: nothing changed`, buildArguments(), own, short);
  const look = await measure(`${what}: look at all files`, ["-e", statScript, own], root, short);
  let changes = 0;
  const change = async () => {
    changes++;
    writeFileSync(join(own, "T1.xlsx"), makeItemXlsx("T1", rowsOfEach, 12, workbooks + changes));
    await setTimeout(settledMs);
  };
  const one = await measure(`${what}: one changed`, buildArguments(), own, { prepare: change });
  process.stderr.write(`build: ${what}: one changed, watched\n`);
  const watched = await measureRebuilds(own, { runs: watchedRuns, change });
  return [
    most(`${what}: seconds, elapsed (15.65 were once published for Luban, on 8 cores)`, cold.seconds, 15.65),
    most(
      `${what}: nothing changed ÷ node -e 0 that looks at the files`,
      again.cpuSeconds / look.cpuSeconds,
      1.5,
    ),
    most(`${what}: nothing changed ÷ node -e 0`, again.cpuSeconds / empty.cpuSeconds, 1.5),
    most(`${what}: one changed, seconds of a new process`, one.seconds, 0.5),
    most(`${what}: one changed, seconds of a process that watches`, watched, 0.5),
  ];
}

const statScript = `
  const { readdirSync, statSync } = require("node:fs");
  for (const name of readdirSync(process.argv[1])) statSync(process.argv[1] + "/" + name);`;

/** Ten times the rows may take eleven times as long; what starting takes is in all of them. */
async function measureGrowth(
  folder: string,
  sizes: readonly number[],
  measure: Measure,
): Promise<readonly Goal[]> {
  const figures: RunFigures[] = [];
  for (const rows of sizes) {
    const own = join(folder, `growth-${rows}`);
    writeCsvProject(own, rows, 6);
    const what = `csv, ${formatCount(rows)} × 6: built`;
    const options = rows > mostRepeatedRows ? { runs: 1 } : {};
    figures.push(await measure(what, buildArguments("--no-cache"), own, options));
  }
  const growth = sizes.slice(1).map((rows, index) => {
    const [less, more] = [figures[index]?.cpuSeconds ?? 1, figures[index + 1]?.cpuSeconds ?? 0];
    return most(`csv, ${formatCount(rows)} × 6 ÷ a tenth of the rows`, more / less, 11);
  });
  const largest = `csv, ${formatCount(sizes.at(-1) ?? 0)} × 6: peak memory, MB`;
  return [...growth, most(largest, figures.at(-1)?.peakMb ?? 0, mostPeakMb)];
}

function goalOfHash({ count, figures }: { readonly count: number; readonly figures: KeyFigures }): Goal {
  const what = `perfect hash of ${formatCount(count)} random 64-bit keys, ns for each (native PTHash at a million)`;
  return most(what, figures.buildNs, nativeNs);
}
