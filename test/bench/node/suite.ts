import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runGood } from "../../native-runtime/native.js";
import type { Goal, Suite, SuiteOptions, SuiteTable } from "../suite.js";
import { installPrograms, type NodeFamily, nodeFamilies, writeBindings, writeLibrary } from "./libraries.js";
import type { Mode, WayFigures } from "./lookup-program.js";
import { writeTablesProgram } from "./many-tables.js";
import type { StartFigures } from "./start-program.js";

const quickSizes = [1000, 100_000];
const allSizes = [10, 100, 1000, 10_000, 100_000, 1_000_000];

/** Times lookups by generated TypeScript bindings beside what a program in Node would use instead. */
export async function measureNode({ isQuick }: SuiteOptions): Promise<Suite> {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-bench-"));
  try {
    installPrograms(folder, ["lookup-program", "single-ways", "pair-ways", "start-program"]);
    const figures: Figures[] = [];
    const starts: Start[] = [];
    for (const family of nodeFamilies) {
      const bindings = await writeBindings(join(folder, family), family);
      for (const size of isQuick ? quickSizes : allSizes) {
        process.stderr.write(`node: ${family}, ${size} rows\n`);
        const directory = writeLibrary(folder, family, size);
        const rounds = isQuick ? 5 : 9;
        const run = (program: string, ...options: string[]) =>
          JSON.parse(runGood(["node", "--expose-gc", join(folder, `${program}.js`), ...options]));
        figures.push({
          family,
          size,
          ways: run("lookup-program", bindings, directory, family, String(rounds)),
        }); // as it prints them
        if (family === "clustered" && size === (isQuick ? quickSizes : allSizes).at(-1)) {
          for (const way of ["table-gen", map])
            starts.push({ way, size, ...run("start-program", bindings, directory, way) }); // as it prints them
        }
        rmSync(directory, { recursive: true });
      }
    }
    const program = await writeTablesProgram(folder);
    const tables = JSON.parse(runGood(["node", "--expose-gc", program, isQuick ? "5" : "9"])) as WayFigures[]; // as it prints them
    return {
      title: "Lookups in Node",
      about: [
        "`npm run bench -- node`. Generated TypeScript bindings, compiled and imported as a package's user does it, rows of 64 bytes,",
        "and one field read of each row that is found; beside maps and objects whose rows come from JSON.parse, and typed arrays by hand.",
        "There is a process for each table and size; in it each way has a loop of its own source, so that what the engine has learnt of",
        "one is not in the way of another, and the ways take turns over the same random keys. After two rounds to warm up, the median of",
        "the others, in ns. Sums of the fields are compared, and each row is looked up once. Texts of a hit or miss are new, as those",
        "that come by a socket; `same` asks with the very objects that are the map's keys, whose hashes the engine knows. `rows kept`: the",
        "row is put where others find it. Eight tables: as many classes of rows, each asked for in turn in one loop.",
      ].join("\n"),
      tables: [
        ...nodeFamilies.flatMap((family) => describeFamily(family, figures)),
        describeStarts(starts),
        describeTables(tables),
      ],
      goals: [...listGoals(figures), ...listTableGoals(tables)],
      data: { lookups: figures.map(describeSpreads), starts, tables },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Figures {
  readonly family: NodeFamily;
  readonly size: number;
  readonly ways: readonly WayFigures[];
}

interface Start extends StartFigures {
  readonly way: string;
  readonly size: number;
}

const ours = "table-gen";
const map = "Map of objects";

/** The median of the rounds; NaN for what was not measured. */
function nsOf(ways: readonly WayFigures[], way: string, mode: Mode): number {
  return medianOf(ways.find((one) => one.way === way && one.mode === mode)?.ns ?? []);
}

function medianOf(all: readonly number[]): number {
  const sorted = all.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function describeSpreads({ family, size, ways }: Figures): object {
  const spreads = ways.map(({ way, mode, ns }) => ({
    ...{ way, mode, min: Math.min(...ns), median: medianOf(ns), max: Math.max(...ns) },
  }));
  return { family, size, ways: spreads };
}

function describeFamily(family: NodeFamily, figures: readonly Figures[]): readonly SuiteTable[] {
  const own = figures.filter((one) => one.family === family);
  const names = [...new Set(own.flatMap(({ ways }) => ways.map(({ way }) => way)))];
  const modes: readonly Mode[] = family === "text" ? ["hit", "miss", "same"] : ["hit", "miss"];
  return modes.map((mode) => ({
    title: `${family} keys, ${mode}: ns`,
    columns: ["way", ...own.map(({ size }) => size.toLocaleString("en"))],
    rows: names.map((way) => [way, ...own.map(({ ways }) => nsOf(ways, way, mode).toFixed(1))]),
  }));
}

function describeStarts(starts: readonly Start[]): SuiteTable {
  return {
    title: "Until the first row, and memory of the process for each row",
    columns: ["way", "rows", "ms", "bytes on the heap", "bytes beside it"],
    rows: starts.map(({ way, size, firstRowMs, heapBytes, otherBytes }) => [
      ...[way, size.toLocaleString("en"), firstRowMs.toFixed(1)],
      ...[heapBytes, otherBytes].map((bytes) => (bytes / size).toFixed(1)),
    ]),
  };
}

function describeTables(ways: readonly WayFigures[]): SuiteTable {
  return {
    title: "Eight tables of 1,000 rows, hit: ns",
    columns: ["way", "ns"],
    rows: ways.map(({ way, ns }) => [way, medianOf(ns).toFixed(1)]),
  };
}

function listGoals(figures: readonly Figures[]): readonly Goal[] {
  return [
    { size: 1000, limit: 2 },
    { size: 1_000_000, limit: 4 },
  ].flatMap(({ size, limit }) =>
    figures
      .filter((one) => one.size === size)
      .map(({ family, ways }): Goal => {
        const what = `${family} keys, ${size.toLocaleString("en")} rows, hit: ${map} ÷ ${ours}`;
        return { what, measured: nsOf(ways, map, "hit") / nsOf(ways, ours, "hit"), limit, is: "least" };
      }),
  );
}

function listTableGoals(ways: readonly WayFigures[]): readonly Goal[] {
  const measured = nsOf(ways, map, "hit") / nsOf(ways, ours, "hit");
  return [{ what: `eight tables of 1,000 rows, hit: ${map} ÷ ${ours}`, measured, limit: 2, is: "least" }];
}
