import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { findSourceFolders } from "../../src/pipeline/find-source-folders.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-folders-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function find(sources: readonly string[], paths: readonly string[]): Promise<readonly string[]> {
  for (const path of paths) mkdirSync(join(folder, path), { recursive: true });
  const config = { folder: join(folder, "game"), sources, out: "tables", patches: [], tables: {} };
  const found = await findSourceFolders(createHost(), config, join(folder, "game/run/out"));
  return found.map((path) => relative(config.folder, path).split(sep).join("/") || ".");
}

test("every folder below is one, whether it holds a sheet or not, but none that a build writes to", async () => {
  mkdirSync(join(folder, "game/build/sub"), { recursive: true });
  writeFileSync(join(folder, "game/build/CMakeCache.txt"), "");
  const paths = [
    "game/design/sheets",
    "game/design/sub/deep",
    "game/tables/cpp",
    "game/run/out/ts",
    "game/node_modules/x",
    "game/.git/x",
    "game/build/CMakeFiles/x",
  ];
  expect(await find(["**/*.{csv,xlsx}"], paths)).toEqual([
    ".",
    "design",
    "design/sheets",
    "design/sub",
    "design/sub/deep",
    "run",
  ]);
});

test.each<[string, readonly string[], readonly string[]]>([
  ["a plain file", ["a/Item.csv"], ["a"]],
  ["files of one folder", ["a/*.csv"], ["a"]],
  ["files of folders one below the other", ["a/*/x*/Item.csv"], ["a", "a/b", "a/b/c"]],
  ["files at any depth", ["a/b/**"], ["a/b", "a/b/c", "a/b/c/d"]],
  ["a choice of folders", ["a/{b/c,e}/*.csv"], ["a", "a/b", "a/b/c", "a/b/c/d"]],
  ["a folder outside", ["../other/**/*.csv"], ["../other", "../other/x"]],
  ["a folder that is not there", ["missing/**/*.csv"], []],
  ["all but a folder", ["a/**/*.csv", "!a/b/c/**", "!**/Item.csv"], ["a", "a/b"]],
])("%s: as deep as the glob goes", async (_, sources, expected) => {
  expect(await find(sources, ["game/a/b/c/d", "other/x"])).toEqual(expected);
});

test("sheets that come into being in a build folder count where a glob begins there", async () => {
  mkdirSync(join(folder, "game/build/sheets/x"), { recursive: true });
  writeFileSync(join(folder, "game/build/CMakeCache.txt"), "");
  expect(await find(["build/sheets/**"], [])).toEqual(["build/sheets", "build/sheets/x"]);
  expect(await find(["build/**"], [])).toEqual(["build/sheets", "build/sheets/x"]);
});
