import { spawnSync } from "node:child_process";
import * as fs from "node:fs";

/**
 * The only door to the operating system. Everything that reads, writes or runs takes one, so that a
 * test can fail, count or interrupt each step.
 */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readFile(path: string): Uint8Array;
  writeFile(path: string, content: Uint8Array | string): void;
  exists(path: string): boolean;
  /** Runs a program to its end without a shell. */
  run(argv: readonly string[], options?: { readonly cwd?: string }): RunResult;
}

export interface RunResult {
  /** `undefined` when the program was not found or did not start. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Creates the host of this process. */
export function createHost(): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    readFile: (path) => fs.readFileSync(path),
    writeFile: (path, content) => fs.writeFileSync(path, content),
    exists: (path) => fs.existsSync(path),
    run: ([program = "", ...args], options = {}) => {
      const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
      return { status: done.status ?? undefined, stdout: done.stdout ?? "", stderr: done.stderr ?? "" };
    },
  };
}
