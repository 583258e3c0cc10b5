import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { root } from "../../native-runtime/native.js";
import type { Goal, Suite, SuiteOptions } from "../suite.js";
import { makeItemXlsx, writeCsvProject, writeManyProject, writeXlsxProject } from "./inputs.js";
import {
  buildArguments,
  measureNode,
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
  growth: [10_000, 100_000, 1_000_000],
};
const quickSizes: typeof allSizes = {
  csvRows: 50_000,
  xlsxRows: 5000,
  workbooks: 20,
  rowsOfEach: 200,
  growth: [10_000, 100_000],
};

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
  const measure = (what: string, args: readonly string[], cwd: string): RunFigures => {
    process.stderr.write(`build: ${what}\n`);
    const figures = measureNode(args, cwd, runs);
    steps.push({ what, figures });
    return figures;
  };
  try {
    const goals: Goal[] = [
      ...measureCsv(folder, sizes.csvRows, measure),
      ...measureXlsx(folder, sizes.xlsxRows, measure),
      ...(await measureMany(folder, sizes, measure)),
      ...measureGrowth(folder, sizes.growth, measure),
    ];
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
      ],
      goals,
      data: { sizes, steps },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Measure = (what: string, args: readonly string[], cwd: string) => RunFigures;

const count = (rows: number) => rows.toLocaleString("en-US");
const most = (what: string, measured: number, limit: number): Goal => ({ what, measured, limit, is: "most" });

function measureCsv(folder: string, rows: number, measure: Measure): readonly Goal[] {
  const own = join(folder, "csv");
  const path = writeCsvProject(own, rows, 12);
  const what = `csv, ${count(rows)} × 12`;
  const read = measure(`${what}: read by udsv`, readCsvArguments(path), root);
  const built = measure(`${what}: built`, buildArguments("--no-cache"), own);
  return [
    most(`${what}: build ÷ read by udsv`, built.cpuSeconds / read.cpuSeconds, 3),
    most(`${what}: peak memory ÷ file`, built.peakMb / sizeMb(path), 6),
  ];
}

function measureXlsx(folder: string, rows: number, measure: Measure): readonly Goal[] {
  const own = join(folder, "xlsx");
  const path = writeXlsxProject(own, rows, 20);
  const what = `xlsx, ${count(rows)} × 20`;
  const read = measure(`${what}: read by SheetJS`, readXlsxArguments(path), root);
  const built = measure(`${what}: built`, buildArguments("--no-cache"), own);
  return [most(`${what}: build ÷ read by SheetJS`, built.cpuSeconds / read.cpuSeconds, 1)];
}

async function measureMany(
  folder: string,
  { workbooks, rowsOfEach }: typeof allSizes,
  measure: Measure,
): Promise<readonly Goal[]> {
  const own = join(folder, "many");
  writeManyProject(own, workbooks, rowsOfEach);
  const what = `${workbooks} xlsx, ${count(rowsOfEach)} × 12 each`;
  const empty = measure("node -e 0", ["-e", "0"], root);
  const cold = measure(`${what}: built`, buildArguments("--no-cache"), own);
  await setTimeout(settledMs);
  measure(`${what}: built and kept`, buildArguments(), own);
  const again = measure(`${what}: nothing changed`, buildArguments(), own);
  const look = measure(`${what}: look at all files`, ["-e", statScript, own], root);
  const changed = join(own, "T1.xlsx");
  const before = readFileSync(changed);
  writeFileSync(changed, makeItemXlsx("T1", rowsOfEach, 12, 7));
  const one = measure(`${what}: one changed`, buildArguments(), own);
  writeFileSync(changed, before);
  return [
    most(`${what}: seconds, elapsed (15.65 were once published for Luban, on 8 cores)`, cold.seconds, 15.65),
    most(
      `${what}: nothing changed ÷ node -e 0 that looks at the files`,
      again.cpuSeconds / look.cpuSeconds,
      1.5,
    ),
    most(`${what}: nothing changed ÷ node -e 0`, again.cpuSeconds / empty.cpuSeconds, 1.5),
    most(`${what}: one changed, seconds`, one.seconds, 0.5),
  ];
}

const statScript = `
  const { readdirSync, statSync } = require("node:fs");
  for (const name of readdirSync(process.argv[1])) statSync(process.argv[1] + "/" + name);`;

/** Ten times the rows may take eleven times as long; what starting takes is in all of them. */
function measureGrowth(folder: string, sizes: readonly number[], measure: Measure): readonly Goal[] {
  const figures = sizes.map((rows) => {
    const own = join(folder, `growth-${rows}`);
    writeCsvProject(own, rows, 6);
    return measure(`csv, ${count(rows)} × 6: built`, buildArguments("--no-cache"), own).cpuSeconds;
  });
  return sizes
    .slice(1)
    .map((rows, index) =>
      most(
        `csv, ${count(rows)} × 6 ÷ a tenth of the rows`,
        (figures[index + 1] ?? 0) / (figures[index] ?? 1),
        11,
      ),
    );
}
