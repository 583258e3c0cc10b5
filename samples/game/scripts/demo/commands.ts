import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { resolve } from "node:path";

const tableGen = resolve(import.meta.dirname, "../../../../bin/table-gen.js");

/** Runs table-gen in a folder, prints the command and what it says, and returns its exit code. */
export async function runTableGen(cwd: string, args: readonly string[]): Promise<number> {
  console.log(`\n  $ table-gen ${args.join(" ")}`);
  const child = start(cwd, args);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
  }
  await once(child, "close");
  for (const line of text.split("\n")) if (line.trim() !== "") console.log(`  ${line}`);
  return child.exitCode ?? 1;
}

/**
 * Starts table-gen and kills it when the `step`-th change shows in a folder: between any two steps of publishing.
 * Returns true when it was still running then.
 */
export async function killTableGen(
  cwd: string,
  args: readonly string[],
  folder: string,
  step: number,
): Promise<boolean> {
  const child = start(cwd, args);
  let changes = 0;
  const watcher = watch(folder, () => {
    changes++;
    if (changes === step) child.kill("SIGKILL");
  });
  child.stdout?.resume();
  child.stderr?.resume();
  await once(child, "close");
  watcher.close();
  return child.signalCode === "SIGKILL";
}

function start(cwd: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [tableGen, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
}
