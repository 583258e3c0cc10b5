import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** True when the program is on the PATH. A test that needs it says so by `skipIf`. */
export function hasProgram(name: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, name)));
}

/** Makes a folder that is gone when the test is over. */
export function makeTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "table-gen-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a program and returns what it printed; throws with its messages when it fails. */
export function runProgram(argv: readonly string[]): Buffer {
  const [program = "", ...args] = argv;
  const done = spawnSync(program, args, { maxBuffer: 1 << 28 });
  if (done.status === 0) return done.stdout;
  throw new Error(
    `${argv.join(" ")}: ${done.error ?? done.signal ?? done.status}\n${done.stdout}${done.stderr}`,
  );
}

/** As `runProgram`, for programs that print text. */
export function readProgram(...argv: readonly string[]): string {
  return runProgram(argv).toString("utf8");
}

/**
 * Compiles the program that loads a library as an application would, by dlopen and dlsym:
 * `loader FILE BYTES dump` prints the image, `loader FILE BYTES hold` touches every page of it, prints a
 * line and waits until its input ends.
 */
export function compileLoader(folder: string, compiler = "gcc"): string {
  const source = join(folder, "loader.c");
  const program = join(folder, `loader-${compiler}`);
  writeFileSync(source, loaderSource);
  runProgram([compiler, "-O1", "-o", program, source, "-ldl"]);
  return program;
}

const loaderSource = `
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  void* library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  unsigned char const* image = library == NULL ? NULL : dlsym(library, "tablegen_image");
  if (image == NULL) {
    fprintf(stderr, "%s\\n", dlerror());
    return 1;
  }
  size_t size = strtoul(argv[2], NULL, 10);
  if (strcmp(argv[3], "dump") == 0) {
    fwrite(image, 1, size, stdout);
  } else {
    unsigned long sum = 0;
    for (size_t at = 0; at < size; at += 64) sum += image[at];
    printf("%lu\\n", sum);
    fflush(stdout);
    while (getchar() != EOF) continue;
  }
  return fflush(stdout) == 0 && dlclose(library) == 0 ? 0 : 1;
}
`;

/** Starts a program, waits until it has printed something, and ends it when the test is over. */
export async function startProgram(
  argv: readonly string[],
): Promise<ChildProcess & { readonly pid: number }> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${program} ended with ${code}`))),
  ]);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} did not start`);
  return Object.assign(child, { pid });
}

/** What the mappings of one file take in a process, in kB. */
export interface MappedKb {
  readonly rss: number;
  readonly pss: number;
  readonly anonymous: number;
}

/** Sums `/proc/PID/smaps` over the mappings whose file has this path. */
export function readMappedKb(pid: number, path: string): MappedKb {
  const mappings = readFileSync(`/proc/${pid}/smaps`, "utf8").split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  const ours = mappings.filter((mapping) => mapping.split("\n", 1)[0]?.endsWith(` ${path}`));
  const sum = (field: string): number =>
    ours.reduce((total, mapping) => {
      const found = new RegExp(`^${field}: +(\\d+) kB$`, "m").exec(mapping)?.[1];
      if (found === undefined) throw new Error(`no ${field} in ${mapping}`);
      return total + Number(found);
    }, 0);
  if (ours.length === 0) throw new Error(`${path} is not mapped by ${pid}`);
  return { rss: sum("Rss"), pss: sum("Pss"), anonymous: sum("Anonymous") };
}

/** Returns bytes that look like nothing in particular, the same for the same size. */
export function makeImage(bytes: number): Uint8Array {
  const image = new Uint8Array(bytes);
  let state = 1;
  for (let index = 0; index < bytes; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    image[index] = state >>> 24;
  }
  return image;
}
