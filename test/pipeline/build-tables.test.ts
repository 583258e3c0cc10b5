import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { formatCellRef } from "../../src/base/place.js";
import { ToolError } from "../../src/base/tool-error.js";
import { type BuildOptions, buildTables } from "../../src/pipeline/build-tables.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-build-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function build(options: Partial<BuildOptions> = {}) {
  const result = await buildTables({ cwd: folder, ...options });
  const problems = result.diagnostics.map(
    (d) => `${d.severity} ${d.id} ${d.at === undefined ? "" : formatCellRef(d.at)} ${d.message}`,
  );
  return { ...result, problems };
}

const marked = (...rows: readonly string[]) =>
  `##name,id,name\n##type,int32,string\n##rule,key,\n${rows.join("\n")}\n`;

/** The host of this process, one of whose steps fails. */
function failing(change: (host: Host) => Partial<Host>): Host {
  const host = createHost();
  return { ...host, ...change(host) };
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code, syscall: "test" });
}

test("rules of the config use the names of constant sheets", async () => {
  const config = { tables: { Item: { rules: [{ count: "*", equals: "rowCount" }] } } };
  write({
    "table-gen.config.json": JSON.stringify(config),
    "Item.csv": marked(",1,Sword", ",2,Bow"),
    "Limits.csv": "##const,name,value\n,rowCount,3\n",
  });
  expect((await build({ write: false })).problems).toEqual([
    "error TG3006 Item.csv:B4 Item breaks count(*) = rowCount: the number of rows 2 is below 3.",
  ]);
});

test("a rule's value that is none is reported once", async () => {
  const config = { tables: { Item: { rules: [{ count: "*", equals: "rowCount" }] } } };
  write({ "table-gen.config.json": JSON.stringify(config), "Item.csv": marked(",1,Sword") });
  expect((await build({ write: false })).problems).toEqual([
    'error TG4005 table-gen.config.json:1:tables.Item.rules[0] "rowCount" is not an integer, which int64 takes.',
  ]);
});

describe("the sources", () => {
  test("are all sheets below the folder but those of packages, of the output and of open programs", async () => {
    write({
      "table-gen.config.json": "{}",
      "b/Item.csv": marked(",1,Sword"),
      "a/Hero.CSV": marked(",1,Li"),
      "node_modules/x/Bad.csv": "not for us",
      "tables/Old.csv": "not for us",
      "~$Item.xlsx": "a lock",
      "notes.txt": "not a sheet",
    });
    const { problems, image } = await build({ write: false });
    expect(problems).toEqual([]);
    expect(image?.schema.tables.map(({ name, at }) => [name, at.file])).toEqual([
      ["Hero", "a/Hero.CSV"],
      ["Item", "b/Item.csv"],
    ]);
  });

  test("may be named one by one, and taken away with !", async () => {
    write({
      "table-gen.config.json": '{ "sources": ["sheets/*", "!sheets/Draft*", "../outside/none.csv"] }',
      "sheets/Item.csv": marked(",1,Sword"),
      "sheets/Draft1.csv": marked(",x,Sword"),
    });
    const { problems } = await build({ write: false });
    expect(problems).toEqual([
      "error TG6008 table-gen.config.json:1:sources No sheet file matches ../outside/none.csv.",
    ]);
  });

  test("that cannot be read are reported, and the others are read", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": marked(",x,Sword"), "Hero.csv": marked(",1,Li") });
    const host = failing(({ readFile }) => ({
      readFile: (path) => {
        if (path.endsWith("Hero.csv")) throw systemError("EBUSY");
        return readFile(path);
      },
    }));
    const { problems } = await build({ write: false, host });
    expect(problems).toEqual([
      "error TG1001 Hero.csv The file cannot be read: another program holds it open.",
      expect.stringMatching(/^error TG4\d{3} Item\.csv:B4 /),
    ]);
  });
});

test("a config that cannot be read is reported", async () => {
  write({ "table-gen.config.json": "{}" });
  const host = failing(() => ({
    readFile: () => {
      throw systemError("EACCES");
    },
  }));
  const { problems, isGood } = await build({ host });
  expect(problems).toEqual(["error TG1001 table-gen.config.json The file cannot be read: EACCES: refused."]);
  expect(isGood).toBe(false);
});

test("a folder that may not be looked into is reported, for the tables in it would be gone without a word", async () => {
  write({ "table-gen.config.json": "{}", "T.csv": marked(",1,a"), "sub/U.csv": marked(",1,a") });
  const host = failing((real) => ({
    list: (folder) => {
      if (folder.endsWith("sub")) throw systemError("EACCES");
      return real.list(folder);
    },
  }));
  const { problems, isGood } = await build({ host });
  expect(problems).toContain("error TG1001 sub The file cannot be read: permission is denied.");
  expect(isGood).toBe(false);
});

test("sheets without any table are reported", async () => {
  write({ "table-gen.config.json": "{}", "Quality.csv": "##enum,enum,name,value\n,Quality,white,1\n" });
  const { problems, release } = await build();
  expect(problems).toEqual(["error TG6009 table-gen.config.json There is no table to build."]);
  expect(release).toBeUndefined();
});

test.each([{ sources: ["!*.csv"] }, { sources: ["*.csv", "!T.csv"] }])(
  "patterns that take every file away are an error, not an empty library: %j",
  async ({ sources }) => {
    write({
      "table-gen.config.json": JSON.stringify({ sources }),
      "T.csv": "##name,id\n##type,int32\n##rule,key\n,1\n",
    });
    const { problems, release } = await build();
    expect(problems).toEqual([
      `error TG6008 table-gen.config.json:1:sources No sheet file matches ${sources.join(", ")}.`,
    ]);
    expect(release).toBeUndefined();
  },
);

test("sheets that are all left out never replace a good library by an empty one", async () => {
  write({ "table-gen.config.json": "{}", "T.csv": "id,name\n1,a\n" });
  const { problems, release } = await build();
  expect(problems.map((problem) => problem.slice(0, 14))).toEqual(["warning TG2006", "error TG6009 t"]);
  expect(release).toBeUndefined();
});

test("problems of all tables and stages come in one run", async () => {
  write({
    "table-gen.config.json": "{}",
    "Bad.xlsx": "version https://git-lfs.github.com/spec/v1\n",
    "Hero.csv": marked(",1,Li", ",1,Wu"),
    "Item.csv": marked(",x,Sword"),
    "Skill.csv": "##name,id\n##type,int33\n##rule,key\n,1\n",
  });
  const { problems } = await build();
  expect(problems.map((problem) => problem.split(" ").slice(0, 3).join(" ")).sort()).toEqual([
    expect.stringMatching(/^error TG10\d\d Bad\.xlsx$/),
    expect.stringMatching(/^error TG2014 Skill\.csv:B2$/),
    expect.stringMatching(/^error TG3001 Hero\.csv:B5$/),
    expect.stringMatching(/^error TG40\d\d Item\.csv:B4$/),
  ]);
});

describe("a build that the system stops", () => {
  const links = () => readlinkSync(join(folder, "tables/tables.so"));

  test.each<[string, (host: Host) => Partial<Host>]>([
    ["when it writes the library", () => ({ createFile: () => refuse("ENOSPC") })],
    ["when it makes the pointer", () => ({ makeSymlink: () => refuse("EROFS") })],
    [
      "when it renames a source",
      ({ rename }) => ({
        rename: (from, to) => (to.endsWith(".hpp") ? refuse("ENOSPC") : rename(from, to)),
      }),
    ],
  ])("%s keeps the release that is in use", async (_, change) => {
    write({ "table-gen.config.json": "{}", "Item.csv": marked(",1,Sword") });
    const first = await build();
    const library = readFileSync(first.release?.library ?? "");
    write({ "Item.csv": marked(",1,Sword", ",2,Bow").replace(",id,name", ",id,title") });
    await expect(build({ host: failing(change) })).rejects.toThrow(ToolError);
    expect(links()).toBe(`libtables.${first.image?.version}.so`);
    expect(readFileSync(join(folder, "tables/tables.so")).equals(library)).toBe(true);
    const second = await build();
    expect(links()).toBe(`libtables.${second.image?.version}.so`);
    expect(second.image?.version).not.toBe(first.image?.version);
    expect(readdirSync(join(folder, "tables")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("at a file that is not generated writes nothing at all, no library either", async () => {
    write({
      "table-gen.config.json": "{}",
      "Item.csv": marked(",1,Sword"),
      "tables/cpp/tables.hpp": "mine",
    });
    await expect(build()).rejects.toThrow(
      `What table-gen did not make is in the way of generated files: ${folder}/tables/cpp/tables.hpp.`,
    );
    expect(readdirSync(join(folder, "tables"), { recursive: true }).sort()).toEqual([
      "cpp",
      "cpp/tables.hpp",
    ]);
    expect(readFileSync(join(folder, "tables/cpp/tables.hpp"), "utf8")).toBe("mine");
  });

  function refuse(code: string): never {
    throw systemError(code);
  }
});

test("progress is told by stage, and does not change what is built", async () => {
  write({ "table-gen.config.json": "{}", "Item.csv": marked(",1,Sword"), "Hero.csv": marked(",1,Li") });
  const seen: string[] = [];
  await build({ onProgress: (stage, done, total) => seen.push(`${stage} ${done}/${total}`) });
  expect(seen).toEqual([
    "reading sheets 0/2",
    "reading sheets 1/2",
    "reading headers 0/1",
    "reading rows 0/2",
    "reading rows 1/2",
    "checking 0/1",
    "building the image 0/2",
    "building the image 1/2",
    "writing C++ 0/1",
    "writing TypeScript 0/1",
    "linking 0/1",
    "writing files 0/1",
  ]);
});

test("small tables are literal arrays, and large ones are embedded, unless it is asked otherwise", async () => {
  write({ "table-gen.config.json": "{}", "Item.csv": marked(",1,Sword") });
  const files = async (options: Partial<BuildOptions>) => (await build(options)).release?.files ?? [];
  const embedded = (names: readonly string[]) => names.some((name) => name.endsWith(".bin"));
  expect(embedded(await files({}))).toBe(false);
  expect(embedded(await files({ arrays: "embed" }))).toBe(true);
  const rows = Array.from({ length: 60_000 }, (_, index) => `,${index},${index}`);
  write({ "Item.csv": marked(...rows) });
  expect(embedded(await files({}))).toBe(true);
});

test("the target is this machine's unless another is named", async () => {
  write({ "table-gen.config.json": "{}", "Item.csv": marked(",1,Sword") });
  const target = async (options: Partial<BuildOptions>) => (await build(options)).release?.arch;
  expect(await target({ host: { ...createHost(), arch: "arm64" } })).toBe("aarch64");
  expect(await target({ host: { ...createHost(), arch: "riscv64" } })).toBe("x86_64");
  expect(await target({ arch: "aarch64" })).toBe("aarch64");
});
