import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { createHost, type Host } from "../../../src/base/host.js";
import { type BuildCache, createBuildCache } from "../../../src/pipeline/build-cache.js";
import { type BuildOptions, buildTables } from "../../../src/pipeline/build-tables.js";
import { formatCache, parseCache } from "../../../src/pipeline/kept/kept-file.js";
import { makeTestFolder } from "../../library/native.js";

let folder = "";
let cache = createBuildCache();
let changes = 0;
beforeEach(() => {
  folder = makeTestFolder();
  cache = createBuildCache();
  changes = 0;
});

/** Writes files at a time of their own, long enough ago that it can be relied on. */
function write(files: Readonly<Record<string, string>>): void {
  changes++;
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(path, text);
    fs.utimesSync(path, 1_700_000_000 + changes, 1_700_000_000 + changes);
  }
}

const sheet = (
  columns: readonly (readonly [name: string, type: string, rule?: string])[],
  ...rows: string[]
) =>
  `${["##name", "##type", "##rule"]
    .map((mark, part) => [mark, ...columns.map((column) => column[part] ?? "")].join(","))
    .join("\n")}\n${rows.join("\n")}\n`;

const item = (...rows: string[]) =>
  sheet(
    [
      ["id", "int32", "key"],
      ["name", "string"],
    ],
    ...rows,
  );
const hero = (...rows: string[]) =>
  sheet(
    [
      ["id", "int32", "key"],
      ["weapon", "ref<Item>"],
    ],
    ...rows,
  );
const map = (...rows: string[]) =>
  sheet(
    [
      ["id", "int32", "key"],
      ["width", "int32", "range=1..9"],
    ],
    ...rows,
  );

const project = {
  "table-gen.config.json": "{}",
  "Hero.csv": hero(",1,1", ",2,2"),
  "Item.csv": item(",1,Sword", ",2,Bow"),
  "Map.csv": map(",1,5"),
};

/** Builds as another process would, with what the one before has left; returns the sheets that were read too. */
async function build(options: Partial<BuildOptions> = {}) {
  const read: string[] = [];
  const host: Host = {
    ...createHost(),
    readFile: (path) => {
      if (path.endsWith(".csv")) read.push(path.slice(folder.length + 1));
      return createHost().readFile(path);
    },
  };
  const result = await buildTables({ cwd: folder, host, cache, ...options });
  if (result.isGood) cache = parseCache(formatCache(cache));
  return { ...result, read };
}

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  diagnostics.map(({ code }) => code);

describe("what is read again", () => {
  test("is a sheet that has changed, what it refers to and what refers to it", async () => {
    write(project);
    expect((await build()).read).toEqual(["Hero.csv", "Item.csv", "Map.csv"]);
    write({ "Map.csv": map(",1,7") });
    expect((await build()).read).toEqual(["Map.csv"]);
    write({ "Hero.csv": hero(",1,2", ",2,2") });
    expect((await build()).read).toEqual(["Hero.csv", "Item.csv"]);
    write({ "Item.csv": item(",0,Club", ",1,Sword", ",2,Bow") });
    expect((await build()).read).toEqual(["Item.csv", "Hero.csv"]);
  });

  test("is no sheet that has only been saved again", async () => {
    write(project);
    await build();
    write({ "Item.csv": project["Item.csv"], "Map.csv": project["Map.csv"] });
    expect((await build()).read).toEqual(["Item.csv", "Map.csv"]);
  });
});

describe("what is found without being read again", () => {
  test("is a reference that leads nowhere any more, at the cell of the sheet that did not change", async () => {
    write(project);
    await build();
    write({ "Item.csv": item(",1,Sword") });
    const result = await build();
    expect(codesOf(result)).toEqual(["dangling-reference"]);
    expect(result.diagnostics[0]?.at).toMatchObject({ file: "Hero.csv", row: 4, column: 2, value: "2" });
  });

  test("are the warnings of sheets, headers, checks and emitters", async () => {
    const warned = sheet(
      [
        ["id", "string", "key"],
        ["class", "int32"],
      ],
      ",a\u200b,20",
    );
    const rules = [{ rule: "range=1..9", warningUntil: "2999-12-31" }];
    const config = JSON.stringify({ tables: { Map: { columns: { class: { rules } } } } });
    write({ ...project, "table-gen.config.json": config, "Map.csv": warned, "Notes.csv": "hello\n" });
    const first = await build();
    expect([first.isGood, codesOf(first)]).toEqual([
      true,
      ["not-a-table", "invisible-in-key", "rule-not-kept", "cpp-name-taken"],
    ]);
    write({ "Item.csv": item(",1,Dagger", ",2,Bow") });
    const second = await build();
    expect(second.read).not.toContain("Map.csv");
    expect(second.diagnostics).toEqual(first.diagnostics);
  });
});

describe("what was left behind", () => {
  async function expectWhole(change: (library: string) => void) {
    write(project);
    const { release, image } = await build();
    change(release?.library ?? "");
    write({ "Map.csv": map(",1,7") });
    const warm = await build();
    expect(warm.read).toEqual(["Map.csv", "Hero.csv", "Item.csv"]);
    const cold = await buildTables({ cwd: folder, out: "cold" });
    expect(warm.image?.version).toBe(cold.image?.version);
    expect(warm.image?.version).not.toBe(image?.version);
    const bytesOf = (path = "") => fs.readFileSync(path);
    expect(bytesOf(warm.release?.library).equals(bytesOf(cold.release?.library))).toBe(true);
  }

  test("is not relied on where the library is gone", () => expectWhole((library) => fs.rmSync(library)));

  test("is not relied on where something else has taken the library's place", () =>
    expectWhole((library) => {
      fs.rmSync(library);
      fs.writeFileSync(library, "no library");
    }));

  test("is not relied on where the library was written to", () =>
    expectWhole((library) => {
      fs.chmodSync(library, 0o644);
      const bytes = fs.readFileSync(library);
      fs.writeFileSync(library, bytes.fill(1, 5000));
    }));

  test("is nothing where it is cut off or changed", async () => {
    write(project);
    await build();
    const kept = formatCache(cache);
    const isEmpty = (one: BuildCache) => one.contents.list().length === 0;
    expect(isEmpty(parseCache(kept))).toBe(false);
    expect(isEmpty(parseCache(kept.subarray(0, -1)))).toBe(true);
    expect(isEmpty(parseCache(kept.map((byte, index) => (index === 100 ? byte ^ 1 : byte))))).toBe(true);
    expect(isEmpty(parseCache(new Uint8Array(0)))).toBe(true);
  });

  test("are sources that somebody has changed: they are written again", async () => {
    write(project);
    const { release } = await build();
    const paths = (release?.files ?? []).map((path) => join(folder, "tables", path));
    const before = paths.map((path) => fs.readFileSync(path));
    const [header = "", ...others] = paths.filter((path) => path.endsWith(".hpp"));
    fs.appendFileSync(header, "// mine\n");
    fs.rmSync(others[0] ?? "");
    await build();
    expect(paths.map((path) => fs.readFileSync(path))).toEqual(before);
  });
});

test("embedded bytes of a table that has not changed are left alone, and those that nothing takes in are removed", async () => {
  const parts = () => {
    const parent = join(folder, "tables/cpp/tables_image.cpp.parts");
    return new Map(fs.readdirSync(parent).map((name) => [name, fs.statSync(join(parent, name)).ino]));
  };
  write(project);
  const library = await build({ arrays: "embed" });
  const before = parts();
  expect(before.size).toBe(1 + 3);
  write({ "Map.csv": map(",1,7") });
  await build({ arrays: "embed" });
  const after = parts();
  expect(after.size).toBe(1 + 3);
  expect([...after].filter(([name, inode]) => before.get(name) === inode)).toHaveLength(2);
  write({ "Map.csv": project["Map.csv"] });
  expect((await build({ arrays: "embed" })).image?.version).toBe(library.image?.version);
  expect([...parts().keys()]).toEqual([...before.keys()]);
});

test("a file that changes while it is read again stops the build", async () => {
  write(project);
  await build();
  write({ "Item.csv": item(",1,Dagger", ",2,Bow") });
  const host: Host = {
    ...createHost(),
    readFile: (path) => (path.endsWith("Hero.csv") ? Buffer.from("else") : createHost().readFile(path)),
  };
  await expect(build({ host })).rejects.toThrow("Hero.csv was changed while it was read.");
});
