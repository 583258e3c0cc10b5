import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "./capture-io.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const commands = [
  "build",
  "check",
  "watch",
  "explain",
  "init",
  "schema",
  "inspect",
  "dump",
  "get",
  "publish",
  "reload",
  "status",
  "rollback",
  "channel",
  "loader",
];

describe("help", () => {
  test("lists every command with examples, on stdout", async () => {
    const { code, stdout, stderr } = await runCli(["--help"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(stdout).toContain("Examples:\n  table-gen init --from sheets");
    expect(stdout).toContain(
      "Exit codes: 0 good, 1 problems in the tables or a process that refuses them, 2 wrong usage, 3 environment",
    );
  });

  test.each(commands)("of %s has an example", async (command) => {
    const { code, stdout } = await runCli([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\n  table-gen ${command}`));
  });

  test("without a command goes to stderr, and is wrong usage", async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: table-gen");
  });
});

test("the version is the package's", async () => {
  expect(await runCli(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
});

describe("wrong usage exits with 2 and says what was probably meant", () => {
  test.each([
    [["biuld"], "error: unknown command 'biuld'\n(Did you mean build?)\n"],
    [["build", "--confg", "x"], "error: unknown option '--confg'\n(Did you mean --config?)\n"],
    [
      ["build", "--arrays", "both"],
      "error: option '--arrays <form>' argument 'both' is invalid. Allowed choices are literal, embed, auto.\n",
    ],
    [["build", "extra"], "error: too many arguments for 'build'. Expected 0 arguments but got 1.\n"],
    [["inspect"], "error: missing required argument 'file'\n"],
    [["inspect", "nowhere.so"], "error: There is no file nowhere.so.\n"],
    [["dump", "."], "error: . is a folder; name a library in it.\n"],
    [["init", "--from", "nowhere"], "error: There is no folder nowhere.\n"],
    [["init", "--out", "config.ts"], "error: config.ts must end in .jsonc: comments go into it.\n"],
  ])("%j", async (argv, stderr) => {
    expect(await runCli(argv, { cwd: folder })).toEqual({ code: 2, stdout: "", stderr });
  });

  test("a folder without a config", async () => {
    const { code, stdout, stderr } = await runCli(["build"], { cwd: folder });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      [
        "error TG6002: There is no config: this folder holds no table-gen.config.{ts,mjs,js,json,jsonc}.",
        "  .",
        "  help: Run `table-gen init --from DIR` to write one for a folder of sheets, or name one with --config.",
        "",
        "1 error in 1 file",
        "",
      ].join("\n"),
    );
  });

  test("two configs", async () => {
    writeFileSync(join(folder, "table-gen.config.json"), "{}");
    writeFileSync(join(folder, "table-gen.config.jsonc"), "{}");
    expect(await runCli(["check"], { cwd: folder })).toMatchObject({ code: 2, stdout: "" });
    rmSync(join(folder, "table-gen.config.json"));
    rmSync(join(folder, "table-gen.config.jsonc"));
  });
});

test("a file that is no library exits with 3", async () => {
  writeFileSync(join(folder, "text.so"), "not a library");
  const { code, stdout, stderr } = await runCli(["inspect", "text.so"], { cwd: folder });
  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(/^error: text\.so: /);
});

test("colours come with a terminal, leave with NO_COLOR and stay with FORCE_COLOR", async () => {
  const isRed = async (options: { isTerminal?: boolean; env?: Record<string, string> }) =>
    (await runCli(["inspect", "nowhere.so"], options)).stderr.includes("\u001b[31m");
  expect(await isRed({})).toBe(false);
  expect(await isRed({ isTerminal: true })).toBe(true);
  expect(await isRed({ isTerminal: true, env: { NO_COLOR: "1" } })).toBe(false);
  expect(await isRed({ env: { FORCE_COLOR: "1" } })).toBe(true);
  expect(await isRed({ isTerminal: true, env: { TERM: "dumb" } })).toBe(false);
});

test("what the system refuses is a problem of the environment, not a bug", async () => {
  writeFileSync(join(folder, "Item.csv"), "id\n1\n");
  const out = `${"x".repeat(300)}.jsonc`;
  const { code, stdout, stderr } = await runCli(["init", "--out", out], { cwd: folder });
  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(
    /^error: The system refuses: ENAMETOOLONG \(ENAMETOOLONG: [^\n]+\)\.\n {2}cause: [^\n]+\n$/,
  );
});
