import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { start } from "../../src/cli/start.js";
import { repeatBuild } from "../../src/cli/unchanged/repeat-build.js";
import { runCli } from "./capture-io.js";

const sheet = "##name,id,name\n##type,int,string\n##rule,key,\n,1,sword\n";
const base = mkdtempSync(join(tmpdir(), "table-gen-unchanged-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function makeProject(name: string, config = "{}"): string {
  const folder = join(base, name);
  mkdirSync(join(folder, "sheets/more"), { recursive: true });
  writeFileSync(join(folder, "table-gen.config.json"), config);
  writeFileSync(join(folder, "sheets/Item.csv"), sheet);
  return folder;
}

const stateOf = (folder: string) => join(folder, ".table-gen");

function recordOf(folder: string): string {
  const name = readdirSync(stateOf(folder)).find((one) => one.startsWith("build-"));
  return join(stateOf(folder), name ?? "none");
}

const build = (folder: string, ...options: readonly string[]) =>
  runCli(["build", ...options], { cwd: folder, run: start });

/** Returns what a repetition prints, or that there is something to do. */
async function repeat(folder: string, ...options: readonly string[]) {
  const notDone = -1;
  const run = async (...given: Parameters<typeof repeatBuild>) => (await repeatBuild(...given)) ?? notDone;
  const outcome = await runCli(["build", ...options], { cwd: folder, run });
  return outcome.code === notDone ? "to be built" : outcome;
}

const rewrite = (path: string, from: string, to: string) =>
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));

const changes: Readonly<Record<string, (folder: string) => void>> = {
  "a cell": (folder) => rewrite(join(folder, "sheets/Item.csv"), "sword", "spear"),
  "a cell, its time set back": (folder) => {
    rewrite(join(folder, "sheets/Item.csv"), "sword", "spear");
    utimesSync(join(folder, "sheets/Item.csv"), 1_700_000_000, 1_700_000_000);
  },
  "a new sheet": (folder) => writeFileSync(join(folder, "sheets/more/Skill.csv"), sheet),
  "a sheet of another name": (folder) =>
    renameSync(join(folder, "sheets/Item.csv"), join(folder, "sheets/Things.csv")),
  "the config": (folder) => writeFileSync(join(folder, "table-gen.config.json"), '{ "namespace": "game" }'),
  "another config beside it": (folder) =>
    writeFileSync(join(folder, "table-gen.config.ts"), "export default {}"),
  "a generated file": (folder) => appendFileSync(join(folder, "tables/ts/tables.ts"), "// mine\n"),
  "a generated file that is gone": (folder) => unlinkSync(join(folder, "tables/cpp/tables.hpp")),
  "the pointer": (folder) => {
    unlinkSync(join(folder, "tables/tables.so"));
    symlinkSync("libtables.other.so", join(folder, "tables/tables.so"));
  },
  "a record that was cut off": (folder) =>
    writeFileSync(recordOf(folder), readFileSync(recordOf(folder)).subarray(0, 500)),
  "a record with another byte": (folder) => rewrite(recordOf(folder), "stdout", "stderr"),
};

const programs = '{ "rules": ["rules/*.ts"] }';

beforeAll(async () => {
  for (const name of ["plain", ...Object.keys(changes)]) makeProject(name);
  makeProject("programs", programs);
  mkdirSync(join(base, "programs/rules"));
  writeFileSync(join(base, "programs/rules/none.ts"), "export default [];\n");
  makeProject("fresh");
  // Until then a file may be written again within one tick of its clock.
  await setTimeout(2100);
});

describe("a build of which nothing has changed", () => {
  test("prints what it has printed, with the seconds that it took, and writes nothing", async () => {
    const folder = join(base, "plain");
    const first = await build(folder);
    const record = readFileSync(recordOf(folder), "utf8");
    const second = await repeat(folder);
    const withoutSeconds = (text: string) => text.replace(/in [\d.]+ s/, "in ? s");
    expect(second).toEqual({ ...first, stdout: expect.any(String) });
    expect(withoutSeconds(second === "to be built" ? second : second.stdout)).toBe(
      withoutSeconds(first.stdout),
    );
    expect(first.stdout).toContain("Built tables");
    expect(readFileSync(recordOf(folder), "utf8")).toBe(record);
    expect(readFileSync(join(stateOf(folder), ".gitignore"), "utf8")).toBe("*\n");
  });

  test("is built again where something else is asked for", async () => {
    const folder = join(base, "plain");
    await build(folder);
    expect(await repeat(folder)).not.toBe("to be built");
    for (const options of [["--no-cache"], ["--arch", "aarch64"], ["--format", "json"], ["-c", "sheets"]]) {
      expect(await repeat(folder, ...options), options.join(" ")).toBe("to be built");
    }
  });
});

describe("a build is done again after a change of", () => {
  test.each(Object.entries(changes))("%s", async (name, change) => {
    const folder = join(base, name);
    expect((await build(folder)).code).toBe(0);
    expect(await repeat(folder)).not.toBe("to be built");
    change(folder);
    expect(await repeat(folder)).toBe("to be built");
  });
});

describe("nothing is kept of a build", () => {
  test("that has read a file within a tick of its clock", async () => {
    appendFileSync(join(base, "fresh/sheets/Item.csv"), ",2,bow\n");
    expect((await build(join(base, "fresh"))).code).toBe(0);
    expect(await repeat(join(base, "fresh"))).toBe("to be built");
  });

  test("that runs programs, which may read anything", async () => {
    expect((await build(join(base, "programs"))).code).toBe(0);
    expect(await repeat(join(base, "programs"))).toBe("to be built");
  });

  test("that is not to use what is kept", async () => {
    const folder = makeProject("uncached");
    await setTimeout(2100);
    expect((await build(folder, "--no-cache")).code).toBe(0);
    expect(readdirSync(folder)).not.toContain(".table-gen");
  });
});
