import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TranspiledProgram, transpileProgram } from "./transpile-program.js";

let program: TranspiledProgram;
let folder = "";
beforeAll(() => {
  program = transpileProgram();
  folder = mkdtempSync(join(tmpdir(), "table-gen-process-"));
  const rows = Array.from({ length: 20_000 }, (_, index) => `${index},a rather long text for row ${index}`);
  writeFileSync(join(folder, "Item.csv"), `id,name\n${rows.join("\n")}\n`);
  writeFileSync(
    join(folder, "table-gen.config.json"),
    '{ "dialect": "plain", "tables": { "Item": { "key": "id", "columns": { "id": "int32", "name": "string" } } } }',
  );
}, 120_000);
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

function run(argv: readonly string[], nodeOptions: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, program.bin, ...argv], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    env: { PATH: process.env["PATH"], NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}

/** Makes node print the address of every module that it loads, on stderr: a hook sees them all, however imported. */
const printLoads = [
  "--no-warnings",
  "--import",
  `data:text/javascript,${encodeURIComponent(
    `import { register } from "node:module";
     register("data:text/javascript," + encodeURIComponent(
       "export async function load(url, context, next) { process._rawDebug('loaded ' + url); return next(url, context); }"));`,
  )}`,
];

/** Returns which modules of the program are loaded, as `cli/main.js`. */
function modulesLoadedBy(...argv: readonly string[]): readonly string[] {
  const { stderr } = run(argv, printLoads);
  return [...stderr.matchAll(/^loaded \S*\/dist\/(\S+)/gm)].map(([, name]) => name ?? "");
}

function packagesLoadedBy(...argv: readonly string[]): readonly string[] {
  const { stderr } = run(argv, printLoads);
  const names = [...stderr.matchAll(/^loaded \S*\/node_modules\/((?:@[^/]+\/)?[^/]+)/gm)].map(
    ([, name]) => name ?? "",
  );
  return [...new Set(names)].sort();
}

describe("what costs time to load is loaded where it is needed", () => {
  test("help and version load commander and colours alone", () => {
    expect(packagesLoadedBy("--help")).toEqual(["commander", "picocolors"]);
    expect(packagesLoadedBy("build", "--help")).toEqual(["commander", "picocolors"]);
    expect(packagesLoadedBy("--version")).toEqual(["commander", "picocolors"]);
  });

  test("the forms of reports are loaded one by one", () => {
    const forms = (...argv: readonly string[]) =>
      modulesLoadedBy(...argv).filter((name) => /^cli\/reports\/format-/.test(name));
    expect(forms("--help")).toEqual([]);
    expect(forms("check", "--help")).toEqual([]);
    expect(forms("check")).toEqual([]);
    expect(forms("check", "--format", "sarif")).toEqual(["cli/reports/format-sarif.js"]);
  });

  test("explanations are loaded where one is asked for", () => {
    const isAboutExplaining = (name: string) => /catalog\/(examples|zh)\//.test(name);
    expect(modulesLoadedBy("--help").filter(isAboutExplaining)).toEqual([]);
    expect(modulesLoadedBy("check").filter(isAboutExplaining)).toEqual([]);
    expect(modulesLoadedBy("explain", "--help").filter(isAboutExplaining)).toEqual([]);
    expect(modulesLoadedBy("explain").filter(isAboutExplaining)).toContain("base/catalog/examples/rows.js");
    expect(packagesLoadedBy("explain", "TG3001")).toEqual(["commander", "picocolors"]);
  });

  test("a build loads what it needs, which shows that the list can be longer", () => {
    const loaded = packagesLoadedBy("build", "--quiet", "--out", "loads");
    expect(loaded).toEqual(expect.arrayContaining(["commander", "handlebars", "ts-morph", "zod"]));
    expect(loaded).not.toContain("xlsx");
    expect(loaded).not.toContain("jiti");
  });

  test("reading a library loads neither", () => {
    expect(run(["build", "--quiet"]).stderr).toBe("");
    expect(packagesLoadedBy("get", "tables/tables.so", "Item", "7")).toEqual(["commander", "picocolors"]);
  });
});

describe("the process", () => {
  test("exits with the code of what happened", () => {
    expect(run(["build", "--quiet"])).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(run(["get", "tables/tables.so", "Item", "7"])).toEqual({
      status: 0,
      stdout: '{"id":7,"name":"a rather long text for row 7"}\n',
      stderr: "",
    });
    expect(run(["get", "tables/tables.so", "Item"]).status).toBe(2);
    expect(run(["get", "tables/tables.so", "Item", "-7"]).status).toBe(1);
    expect(run(["inspect", "Item.csv"]).status).toBe(3);
    expect(run(["bulid"]).status).toBe(2);
  });

  test("writes all of a long dump into a pipe", () => {
    const { stdout } = run(["dump", "tables/tables.so", "Item"]);
    expect(stdout.split("\n").length).toBe(20_001);
    expect(stdout.endsWith('{"id":19999,"name":"a rather long text for row 19999"}\n')).toBe(true);
  });

  test.skipIf(process.platform === "win32")("is quiet when the reader goes away", () => {
    const script = `"$0" "$1" dump tables/tables.so 2> errors | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync("bash", ["-c", script, process.execPath, program.bin], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe('{"table":"Item","row":{"id":0,"name":"a rather long text for row 0"}}\n0\n');
    expect(readFileSync(join(folder, "errors"), "utf8")).toBe("");
  });
});

describe.skipIf(!existsSync("/dev/full"))("a full disk behind stdout", () => {
  test.each([
    ["a dump", "dump tables/tables.so"],
    ["a row", "get tables/tables.so Item 7"],
    ["the help", "--help"],
  ])("is a problem of the environment: %s", (_, argv) => {
    expect(run(["build", "--quiet"]).stderr).toBe("");
    const script = `"$0" "$1" ${argv} > /dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", script, process.execPath, program.bin], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NO_COLOR: "1" },
    });
    expect([status, stderr]).toEqual([
      3,
      "error: Cannot write to stdout: the disk is full (ENOSPC: no space left on device, write).\n  cause: ENOSPC: no space left on device, write\n  help: Make room and run this again; what was there before is untouched.\n",
    ]);
  });

  test("ends the process without a word when it is behind stderr", () => {
    const script = `"$0" "$1" get tables/tables.so Item 2> /dev/full`;
    const { status } = spawnSync("sh", ["-c", script, process.execPath, program.bin], { cwd: folder });
    expect(status).toBe(2);
  });
});

test("the program is five lines", () => {
  const text = readFileSync(resolve(import.meta.dirname, "../../bin/table-gen.js"), "utf8");
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(5);
});
