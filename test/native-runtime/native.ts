import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { OutputFile } from "../../src/model/output-file.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const includeFolder = join(root, "native-runtime/include");

/** What generated headers and the runtime must compile under without a word. */
export const strictFlags = [
  ...["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"],
  ...["-fno-exceptions", "-fno-rtti"],
];

/** True when the program is on the PATH. A test that needs it says so by `skipIf`. */
export function hasProgram(name: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, name)));
}

/** Makes a folder that is gone when all tests of the file are over. */
export function makeSharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-native-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes what a build produced. */
export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export interface Ran {
  readonly status: number | null;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** Runs a program to its end. */
export function run(
  argv: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Ran {
  const [program = "", ...args] = argv;
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  return { status: done.status, output: `${done.error ?? ""}${done.stdout ?? ""}${done.stderr ?? ""}` };
}

/** Runs a program and returns what it printed; throws with it when the program fails. */
export function runGood(
  argv: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, output } = run(argv, options);
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}\n${output}`);
  return output;
}
