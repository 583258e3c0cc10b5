import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatDepfile } from "../../src/cli/depfile.js";
import { runCli } from "./capture-io.js";

test("a depfile names the target, the config, the sheets and their folders", () => {
  const text = formatDepfile("out/game.stamp.d", [
    "/data/game.json",
    "/data/sheets/a.xlsx",
    "/data/sheets/b.xlsx",
  ]);
  expect(text).toBe(
    "out/game.stamp: \\\n  /data/game.json \\\n  /data/sheets/a.xlsx \\\n  /data/sheets/b.xlsx \\\n  /data/sheets\n",
  );
});

test("a depfile names other folders too, each folder once", () => {
  expect(formatDepfile("x.d", ["/x/c.json", "/x/a/Item.csv"], ["/x", "/x/a", "/x/b"])).toBe(
    "x: \\\n  /x/c.json \\\n  /x/a/Item.csv \\\n  /x/a \\\n  /x \\\n  /x/b\n",
  );
});

test("paths are escaped as make reads them", () => {
  expect(formatDepfile("a b.d", ["/x/c#$1.json", "/my tables/道具.xlsx"])).toBe(
    "a\\ b: \\\n  /x/c\\#$$1.json \\\n  /my\\ tables/道具.xlsx \\\n  /my\\ tables\n",
  );
});

describe("build --depfile", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "table-gen-depfile-"));
    write("table-gen.config.json", "{}");
    write("design/sheets/Item.csv", "##name,id\n##type,int32\n##rule,key\n,1\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const build = (depfile: string, ...more: readonly string[]) =>
    runCli(["build", "--quiet", "--depfile", depfile, ...more], { cwd: folder });

  test("names every folder in which a new sheet would count, and is written again", async () => {
    mkdirSync(join(folder, "design/sub"));
    write("build/CMakeCache.txt", "");
    expect(await build("build/game.stamp.d", "--out", "build/game")).toMatchObject({ code: 0, stderr: "" });
    const names = [
      "table-gen.config.json",
      "design/sheets/Item.csv",
      "design/sheets",
      "",
      "design",
      "design/sub",
    ];
    const paths = names.map((name) => `  ${join(folder, name).replace(/\/$/, "")}`);
    expect(read("build/game.stamp.d")).toBe(`build/game.stamp: \\\n${paths.join(" \\\n")}\n`);
    write("design/sub/Sub.csv", "##name,id\n##type,int32\n##rule,key\n,1\n");
    expect(await build(join(folder, "build/game.stamp.d"), "--out", "build/game")).toMatchObject({ code: 0 });
    expect(read("build/game.stamp.d")).toContain("design/sub/Sub.csv");
    expect(readdirSync(join(folder, "build")).sort()).toEqual(["CMakeCache.txt", "game", "game.stamp.d"]);
  });

  test.each([
    ["a sheet", "design/sheets/Item.csv"],
    ["the config", "table-gen.config.json"],
    ["a compiler's depfile", "main.d"],
    ["the depfile of another target", "other.d"],
    ["a folder", "design"],
    ["a symlink that leads nowhere", "link.d"],
  ])("refuses to replace %s, and builds nothing", async (_, path) => {
    write("main.d", "main: main.cpp \\\n  main.hpp\n");
    write("other.d", "main: \\\n  main.hpp\n");
    symlinkSync("nowhere", join(folder, "link.d"));
    const content = () => (path.includes(".") && path !== "link.d" ? read(path) : "");
    const before = content();
    expect(await build(path)).toEqual({
      code: 3,
      stdout: "",
      stderr: `error: What table-gen did not make is in the way of the depfile: ${path}.\n  help: Move it elsewhere, or give --depfile another path.\n`,
    });
    expect(content()).toBe(before);
    expect(existsSync(join(folder, "tables"))).toBe(false);
  });

  test("refuses to replace what the same build has written", async () => {
    const { code, stderr } = await build("tables/tables.so");
    expect([code, stderr]).toEqual([
      3,
      "error: Cannot write tables/tables.so: there is no folder tables.\n  help: Make the folder, or give --depfile another path.\n",
    ]);
    mkdirSync(join(folder, "tables"));
    expect((await build("tables/tables.so")).stderr).toContain(
      "is in the way of the depfile: tables/tables.so.",
    );
    expect(readdirSync(join(folder, "tables"))).toContain("tables.so");
  });

  test("replaces an empty file", async () => {
    write("x.d", "");
    expect(await build("x.d")).toMatchObject({ code: 0, stderr: "" });
    expect(read("x.d")).toContain("x: \\\n");
  });

  test.skipIf(!existsSync("/proc/self"))(
    "says before it builds that a folder cannot be written to",
    async () => {
      const { code, stderr } = await build("/proc/self/x.d");
      expect(code).toBe(3);
      expect(stderr).toMatch(/^error: Cannot write \/proc\/self\/x\.d: /);
      expect(existsSync(join(folder, "tables"))).toBe(false);
    },
  );
});
