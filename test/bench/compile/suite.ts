import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasProgram, includeFolder, root, runGood } from "../../native-runtime/native.js";
import type { Goal, Suite, SuiteOptions } from "../suite.js";
import { writeTablesProject } from "./inputs.js";

const standards = ["c++17", "c++20"];
const check = ["-fsyntax-only"];

/** A translation unit; its times are those of a compiler, beside the first one's. */
interface Unit {
  readonly what: string;
  readonly source: string;
  readonly flags: readonly string[];
  /** Times of the first unit that this may take. */
  readonly limit?: number;
}

/** Times what compilers take for generated headers, beside a unit with two headers of the standard library. */
export async function measureCompiling({ isQuick }: SuiteOptions): Promise<Suite> {
  const tableCount = isQuick ? 50 : 500;
  const folder = mkdtempSync(join(tmpdir(), "table-gen-bench-"));
  try {
    writeTablesProject(folder, tableCount, 3);
    build(folder, "--arrays", "embed");
    const figures = measureUnits(join(folder, "tables/cpp"), listUnits(tableCount), isQuick ? 1 : 9);
    const literal = measureLiteral(folder, isQuick ? 1 : 3);
    return {
      title: "Compile time",
      about: [
        `\`npm run bench -- compile\`. A library of ${tableCount} tables × 12 columns with 50 enums. Processor seconds of the whole compiler,`,
        "medians of 9 rounds in which all units take turns; in brackets the ratio to the first unit.",
      ].join("\n"),
      tables: [describeUnits(figures), describeLiteral(literal)],
      goals: [...listGoals(figures), literalGoal(literal)],
      data: { tableCount, figures, literal },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function listUnits(tableCount: number): readonly Unit[] {
  const headers = (count: number) =>
    Array.from({ length: count }, (_, table) => `#include "tables/t${table}.hpp"\n`).join("");
  const names = '#include "tables_tables.hpp"\n';
  const find = "int price(tables::tables const& all, int id) { return all.t0().find(id)->price(); }\n";
  return [
    { what: "`<string>` and `<vector>`", source: "#include <string>\n#include <vector>\n", flags: check },
    { what: "one table's header", source: headers(1), flags: check, limit: 1.5 },
    { what: `all ${tableCount} tables' names`, source: names, flags: check, limit: 1.5 },
    { what: "names, one table, a lookup", source: names + headers(1) + find, flags: check, limit: 1.5 },
    { what: "names, ten tables", source: names + headers(10), flags: check },
    { what: `all ${tableCount} tables`, source: '#include "tables.hpp"\n', flags: check, limit: 1.5 },
    { what: "names, one table, a lookup: -O2 -c", source: names + headers(1) + find, flags: ["-O2", "-c"] },
  ];
}

interface Column {
  readonly name: string;
  /** Seconds of each unit. */
  readonly seconds: readonly number[];
}

interface Figures {
  readonly units: readonly Unit[];
  readonly columns: readonly Column[];
}

function measureUnits(folder: string, units: readonly Unit[], rounds: number): Figures {
  for (const [index, { source }] of units.entries()) writeFileSync(join(folder, `unit${index}.cpp`), source);
  const compilers = ["g++", "clang++"].filter(hasProgram);
  const columns = compilers.flatMap((compiler) =>
    standards.map((standard) => {
      process.stderr.write(`compile: ${compiler} -std=${standard}\n`);
      const times = units.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [index, { flags }] of units.entries()) {
          const argv = [compiler, `-std=${standard}`, ...flags, `-I${includeFolder}`, `unit${index}.cpp`];
          times[index]?.push(processorSeconds(argv, folder));
        }
      }
      return { name: `${compiler} ${standard}`, seconds: times.map(median) };
    }),
  );
  return { units, columns };
}

function describeUnits({ units, columns }: Figures): Suite["tables"][number] {
  return {
    title: "Compiling a unit that includes, processor s",
    columns: ["unit", ...columns.map(({ name }) => name)],
    rows: units.map(({ what }, index) => [
      what,
      ...columns.map(
        ({ seconds }) => `${(seconds[index] ?? 0).toFixed(2)} (${ratio(seconds, index).toFixed(2)})`,
      ),
    ]),
  };
}

function ratio(seconds: readonly number[], index: number): number {
  return (seconds[index] ?? 0) / (seconds[0] ?? 1);
}

function listGoals({ units, columns }: Figures): readonly Goal[] {
  return units.flatMap(({ what, limit }, index) =>
    limit === undefined
      ? []
      : columns.map(({ name, seconds }) => ({
          what: `${name}: ${what} ÷ \`<string>\` and \`<vector>\``,
          measured: ratio(seconds, index),
          limit,
          is: "most" as const,
        })),
  );
}

interface Literal {
  readonly rows: number;
  /** Of the source. */
  readonly bytes: number;
  readonly seconds: number;
}

/** Rows of such a table whose image is just below what `--arrays auto` writes as literals. */
const literalRows = 2500;

/** Compiles the arrays as `--linker cc` has it done. */
function measureLiteral(folder: string, rounds: number): Literal {
  const own = join(folder, "literal");
  writeTablesProject(own, 1, literalRows);
  build(own, "--arrays", "auto");
  const cpp = join(own, "tables/cpp");
  if (existsSync(join(cpp, "tables_image.cpp.parts")))
    throw new Error("the arrays are embedded: too many rows");
  const flags = ["-std=c++17", "-O0", "-fPIC", "-shared", "-nostdlib", `-I${includeFolder}`];
  const argv = ["g++", ...flags, "tables_image.cpp", "-o", "image.so"];
  const seconds = median(Array.from({ length: rounds }, () => processorSeconds(argv, cpp)));
  return { rows: literalRows, bytes: statSync(join(cpp, "tables_image.cpp")).size, seconds };
}

function describeLiteral({ rows, bytes, seconds }: Literal): Suite["tables"][number] {
  return {
    title: "Compiling the largest arrays that are written as literals, g++ -O0",
    columns: ["rows × 12", "source kB", "processor s"],
    rows: [[rows.toLocaleString("en"), (bytes / 1000).toFixed(0), seconds.toFixed(2)]],
  };
}

function literalGoal({ seconds }: Literal): Goal {
  return { what: "the largest literal arrays, processor s", measured: seconds, limit: 2, is: "most" };
}

function build(folder: string, ...options: readonly string[]): void {
  const argv = [
    process.execPath,
    join(root, "bin/table-gen.js"),
    "build",
    "--quiet",
    "--no-cache",
    ...options,
  ];
  runGood(argv, { cwd: folder });
}

/** Of a program and all that it starts, which other work on the machine changes least. */
function processorSeconds(argv: readonly string[], cwd: string): number {
  const timed = ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "bash", ...argv];
  const { status, stderr } = spawnSync("bash", timed, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${argv.join(" ")} has failed:\n${stderr}`);
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(" ").map(Number);
  return user + system;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
