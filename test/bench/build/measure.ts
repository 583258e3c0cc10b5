import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
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

/** Runs node with these arguments and takes the run with the median of its processor's time. Throws where one fails. */
export function measureNode(args: readonly string[], cwd: string, runs: number): RunFigures {
  const all = Array.from({ length: runs }, () => runOnce(args, cwd));
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

export function sizeMb(path: string): number {
  return readFileSync(path).length / 2 ** 20;
}
