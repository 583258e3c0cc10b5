import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { makeTestFolder } from "../library/native.js";
import { type Outcome, runCli } from "./capture-io.js";
import { type TranspiledProgram, transpileProgram } from "./transpile-program.js";

let folder = "";
beforeEach(() => {
  folder = makeTestFolder();
  fs.writeFileSync(
    join(folder, "table-gen.config.json"),
    '{ "name": "game", "dialect": "plain", "tables": { "Item": { "key": "id", "columns": { "id": "int32" } } } }',
  );
});

const write = (...ids: readonly unknown[]) =>
  fs.writeFileSync(join(folder, "Item.csv"), `id\n${ids.join("\n")}\n`);

/** Runs `watch` and takes a step for each text that it writes; ends it after the last. */
function watch(argv: readonly string[], steps: readonly ((text: string) => void)[]): Promise<Outcome> {
  const ended = new AbortController();
  let taken = 0;
  return runCli(["watch", "--debounce", "50", ...argv], {
    cwd: folder,
    interrupt: ended.signal,
    onWrite: (text) => {
      if (text === "") return;
      steps[taken]?.(text);
      taken++;
      if (taken === steps.length) ended.abort();
    },
  });
}

const plain = (text: string) =>
  text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "<time>")
    .replace(/[0-9a-f]{12}/g, "<version>")
    .replace(/\d\.\d\d s/g, "<seconds>");

describe("watch", () => {
  test("says what each build has changed, prints problems, goes on, and ends with 0", async () => {
    write(1);
    const { code, stdout, stderr } = await watch(
      [],
      [() => write(1, 2), () => write("x"), () => write(1, 2), () => write(3), () => {}],
    );
    expect(code).toBe(0);
    expect(plain(stdout)).toBe(
      [
        "<time>  Built game <version> in <seconds>",
        "<time>  Built game <version> in <seconds>: Item",
        "<time>  Nothing has changed in game <version>",
        "<time>  Built game <version> in <seconds>: Item",
        "",
      ].join("\n"),
    );
    expect(stderr).toMatch(/^error TG4\d+: .*\n {2}Item\.csv › A2.*\n {2}help: .*\n\n1 error in 1 file\n$/);
  });

  test("prints a document a line with --format json", async () => {
    write(1);
    const { stdout } = await watch(["--format", "json", "--channel", "canary"], [() => write("x"), () => {}]);
    const documents = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(documents.map(({ ok }) => ok)).toEqual([true, false]);
    expect(documents[0].build.pointer).toBe(join(folder, "tables/game.canary.so"));
  });

  test("goes on when the system refuses", async () => {
    write(1);
    const { code, stderr } = await watch(
      ["--sign", "key.pem"],
      [() => fs.appendFileSync(join(folder, "Item.csv"), "2\n"), () => {}],
    );
    expect(code).toBe(0);
    expect(stderr.match(/^error: The signing key \S+\/key\.pem cannot be read\.$/gm)).toHaveLength(2);
  });

  test("of a folder without a config is wrong usage", async () => {
    const { code, stderr } = await watch(["--config", "nowhere"], []);
    expect(code).toBe(2);
    expect(stderr).toContain("error TG6002: There is no config: nowhere does not exist.");
    expect(await watch(["--debounce", "x"], [])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: option '--debounce <ms>' argument 'x' is invalid. It must be a whole number of milliseconds.\n",
    });
  });
});

describe("the process", () => {
  let program: TranspiledProgram;
  beforeAll(() => {
    program = transpileProgram();
  }, 120_000);
  afterAll(() => program.remove());

  test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
    "publishes a save, and ends with 0 at %s",
    async (signal) => {
      write(1);
      const child = spawn(process.execPath, [program.bin, "watch"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      child.stdout?.setEncoding("utf8");
      let seen = "";
      const reached = (count: number) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if ((seen.match(/Built/g)?.length ?? 0) >= count) resolve();
          };
          child.stdout?.on("data", look);
          look();
        });
      child.stdout?.on("data", (text) => {
        seen += text;
      });
      await reached(1);
      const before = fs.readlinkSync(join(folder, "tables/game.so"));
      write(1, 2);
      await reached(2);
      expect(fs.readlinkSync(join(folder, "tables/game.so"))).not.toBe(before);
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
    },
  );
});
