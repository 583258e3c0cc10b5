import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Outcome, runCli } from "./capture-io.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-commands-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const run = (...argv: readonly string[]): Promise<Outcome> => runCli(argv, { cwd: folder });

/** Every file below a folder with its bytes. */
function snapshot(path: string): Readonly<Record<string, string>> {
  if (!existsSync(path)) return {};
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  return Object.fromEntries(
    names.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [file, readFileSync(file, "latin1")];
    }),
  );
}

const config = JSON.stringify({
  name: "game",
  namespace: "my::game",
  enums: { Quality: { white: 1, green: 2 } },
  tables: {
    Item: {
      key: "id",
      columns: { id: "int32", name: "string", quality: "Quality", tags: "int64[]", note: "string?" },
    },
    Level: { key: ["hero", "level"], columns: { hero: "string", level: "uint8", exp: "int64" } },
    Log: { key: false, columns: { text: "string" } },
  },
  dialect: "plain",
});
const sheets = {
  "table-gen.config.json": config,
  "Item.csv": 'id,name,quality,tags,note\n7,"Sword, long",green,"1,9007199254740993",\n-5,Bow,white,,\n',
  "Level.csv": "hero,level,exp\nli,1,10\nli,2,20\n",
  "Log.csv": "text\nhello\n",
};
const good = { ...sheets, "Item.csv": sheets["Item.csv"].replace("white,,", "white,5,") };

describe("build", () => {
  test("writes library, pointer and sources, and says what was built and how to use it", async () => {
    write(good);
    const { code, stdout, stderr } = await run("build");
    expect([code, stderr]).toEqual([0, ""]);
    const names = readdirSync(join(folder, "tables")).filter((name) => !name.startsWith("."));
    expect(names.map((name) => name.replace(/[0-9a-f]{32}/, "<version>"))).toEqual([
      "cpp",
      "game.so",
      "libgame.<version>.so",
      "ts",
    ]);
    const plain = stdout.replace(/[0-9a-f]{32}/g, "<version>").replace(/in [0-9.]+ s/, "in <time>");
    expect(plain).toMatch(
      /^Built game <version> in <time>: 3 tables, 5 rows, [0-9.]+ kB\n {2}Item {3}2 rows/,
    );
    expect(plain).toContain('#include "tables/cpp/game.hpp"');
    expect(plain).toContain("my::game::tables tables;");
    expect(plain).toContain("if (auto const* item = tables.item().find(7)) use(item->name());");
    expect(plain).toContain('import { openTables } from "./tables/ts/game.js";');
    expect(plain).toContain("tables.item.get(7)?.name;");
    expect(plain).toContain("table-gen get tables/game.so Item 7\n");
  });

  test("prints nothing with --quiet, and goes where --out says", async () => {
    write(good);
    expect(await run("build", "--quiet", "--out", "elsewhere/here")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(existsSync(join(folder, "elsewhere/here/game.so"))).toBe(true);
    expect(existsSync(join(folder, "tables"))).toBe(false);
  });

  test("reports every problem at once, at its cell, and writes nothing", async () => {
    write({ ...sheets, "Level.csv": "hero,level,exp\nli,1,ten\nli,1,20\n" });
    const { code, stdout, stderr } = await run("build");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error TG\d{4}: .*\n {2}Item\.csv › D3 \(tags\)\n/);
    expect(stderr).toContain("\n  Level.csv › C2 (exp) = ten\n");
    expect(stderr).toMatch(/\n {2}Level\.csv › A3 \(hero\) = li\n {2}note: .*Level\.csv › A2/);
    expect(stderr).toMatch(/\n3 errors in 2 files\n$/);
    expect(existsSync(join(folder, "tables"))).toBe(false);
  });

  test("that fails leaves the previous output untouched", async () => {
    write(good);
    await run("build", "--quiet");
    const before = snapshot(join(folder, "tables"));
    write({ "Item.csv": sheets["Item.csv"] });
    expect((await run("build", "--quiet")).code).toBe(1);
    expect(snapshot(join(folder, "tables"))).toEqual(before);
  });

  test("without a compiler cannot use --linker cc, says so, and writes nothing", async () => {
    write(good);
    const kept = process.env["PATH"];
    process.env["PATH"] = "";
    try {
      const { code, stderr } = await run("build", "--linker", "cc", "--quiet");
      expect(code).toBe(3);
      expect(stderr).toMatch(/^error: There is no C\+\+ compiler for (x86_64|aarch64)\.\n {2}help: /);
      expect(existsSync(join(folder, "tables"))).toBe(false);
      expect((await run("build", "--quiet")).code).toBe(0);
    } finally {
      process.env["PATH"] = kept;
    }
  });

  test("has the same files from any folder, whatever was asked about progress", async () => {
    write(good);
    await run("build", "--quiet", "--out", "a");
    const other = mkdtempSync(join(tmpdir(), "table-gen-other-"));
    try {
      const argv = ["build", "--config", join(folder, "table-gen.config.json"), "--out", join(folder, "b")];
      await runCli(argv, { cwd: other, isTerminal: true });
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
    // But for what says who built when.
    const filesOf = (name: string) =>
      Object.entries(snapshot(join(folder, name)))
        .map(([file, bytes]) => [file.slice(join(folder, name).length), bytes])
        .filter(([file]) => file !== "/.game/lock" && file !== "/.game/history.jsonl");
    expect(filesOf("b")).toEqual(filesOf("a"));
  });

  test("as JSON is one document on stdout, with or without problems", async () => {
    write(good);
    const built = await run("build", "--format", "json");
    expect([built.code, built.stderr]).toEqual([0, ""]);
    const document = JSON.parse(built.stdout);
    expect(document).toMatchObject({
      version: 1,
      ok: true,
      summary: { errors: 0, warnings: 0, files: 0 },
      diagnostics: [],
      build: { name: "game", tables: [{ name: "Item", rows: 2 }, { name: "Level" }, { name: "Log" }] },
    });
    expect(document.build.version).toMatch(/^[0-9a-f]{32}$/);
    write({ "Level.csv": "hero,level,exp\nli,1,ten\n" });
    const failed = await run("build", "--format", "json");
    expect([failed.code, failed.stderr]).toEqual([1, ""]);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      ok: false,
      summary: { errors: 1, warnings: 0, files: 1 },
      diagnostics: [
        { severity: "error", file: "Level.csv", cell: "C2", row: 2, column: 3, header: "exp", value: "ten" },
      ],
      build: null,
    });
  });
});

describe("check", () => {
  test("says that there is no problem, and writes nothing", async () => {
    write(good);
    const before = snapshot(folder);
    const { code, stdout, stderr } = await run("check");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^No problem in 3 tables, 5 rows, [0-9.]+ kB\.\n$/);
    expect(snapshot(folder)).toEqual(before);
  });

  test("reports what build reports", async () => {
    write({ ...sheets, "Level.csv": "hero,level,exp\nli,1,ten\n" });
    const [built, checked] = [await run("build"), await run("check")];
    expect(checked).toEqual(built);
  });
});

describe("config mistakes", () => {
  test("have their line, also where a stage finds them", async () => {
    write({
      ...good,
      "table-gen.config.jsonc": `{
  "dialect": "plain",
  "tables": {
    "Log": { "from": "Log.csv", "key": "txt", "columns": { "text": "string" } }
  }
}`,
    });
    rmSync(join(folder, "table-gen.config.json"));
    const { code, stderr } = await run("check", "--config", "table-gen.config.jsonc");
    expect(code).toBe(1);
    expect(stderr).toContain("\n  table-gen.config.jsonc:4 › tables.Log.key");
  });

  test("a pattern without files", async () => {
    write({ "table-gen.config.json": '{ "sources": ["sheets/*.xlsx", "*.md"] }', "README.md": "" });
    const { code, stderr } = await run("build");
    expect(code).toBe(1);
    expect(stderr).toBe(
      [
        "error TG6008: No sheet file matches sheets/*.xlsx.",
        "  table-gen.config.json:1 › sources",
        "  help: Correct the pattern; it is relative to the config's folder and uses `/`. Files in the output folder do not count.",
        "",
        "error TG6008: No sheet file matches *.md.",
        "  table-gen.config.json:1 › sources",
        "  help: Correct the pattern; it is relative to the config's folder and uses `/`. Files in the output folder do not count.",
        "",
        "2 errors in 1 file",
        "",
      ].join("\n"),
    );
  });

  test("a folder in a sheet's place is reported at the file", async () => {
    write({ ...good, "Bad.xlsx": "version https://git-lfs.github.com/spec/v1\n" });
    const { code, stderr } = await run("check");
    expect(code).toBe(1);
    expect(stderr).toContain("\n  Bad.xlsx\n");
  });
});

describe("reading a library", () => {
  beforeEach(async () => {
    write(good);
    await run("build", "--quiet");
  });

  test("dump prints every row of every table in sheet order", async () => {
    const { code, stdout } = await run("dump", "tables/game.so");
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        '{"table":"Item","row":{"id":7,"name":"Sword, long","quality":"green","tags":["1","9007199254740993"],"note":null}}',
        '{"table":"Item","row":{"id":-5,"name":"Bow","quality":"white","tags":["5"],"note":null}}',
        '{"table":"Level","row":{"hero":"li","level":1,"exp":"10"}}',
        '{"table":"Level","row":{"hero":"li","level":2,"exp":"20"}}',
        '{"table":"Log","row":{"text":"hello"}}',
        "",
      ].join("\n"),
    );
  });

  test("dump of a table prints bare rows, or csv", async () => {
    expect((await run("dump", "tables/game.so", "Log")).stdout).toBe('{"text":"hello"}\n');
    expect((await run("dump", "tables/game.so", "Item", "--format", "csv")).stdout).toBe(
      'id,name,quality,tags,note\n7,"Sword, long",green,"[""1"",""9007199254740993""]",\n-5,Bow,white,"[""5""]",\n',
    );
  });

  test("get prints the row, or exits with 1", async () => {
    expect(await run("get", "tables/game.so", "Level", "li", "2")).toEqual({
      code: 0,
      stdout: '{"hero":"li","level":2,"exp":"20"}\n',
      stderr: "",
    });
    expect(await run("get", "tables/game.so", "Level", "li", "3")).toEqual({
      code: 1,
      stdout: "",
      stderr: "Level has no row li, 3.\n",
    });
    expect((await run("get", "tables/game.so", "Item", "-5")).stdout).toContain('"name":"Bow"');
  });

  test.each([
    [["get", "tables/game.so", "Itm", "7"], "There is no table Itm in game. Did you mean Item?"],
    [["get", "tables/game.so", "Hero", "7"], "There is no table Hero in game. It has Item, Level, Log."],
    [["dump", "tables/game.so", "level"], "There is no table level in game. Did you mean Level?"],
    [["get", "tables/game.so", "Item", "seven"], "seven is no int32, which Item.id is."],
    [["get", "tables/game.so", "Level", "li"], "The key of Level is hero (string), level (uint8); 1 given."],
    [["get", "tables/game.so", "Log", "x"], "Log has no key; use dump."],
    [["dump", "tables/game.so", "--format", "csv"], "csv holds one table; name it: dump FILE TABLE."],
    [["inspect", "tables"], "tables is a folder; name a library in it, such as tables/game.so."],
  ])("%j is wrong usage", async (argv, message) => {
    expect(await run(...argv)).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` });
  });

  test("inspect says what the library holds, as text and as JSON", async () => {
    const { stdout } = await run("inspect", "tables/game.so");
    expect(stdout).toMatch(/^library {2}game\nversion {2}[0-9a-f]{32}\n/);
    expect(stdout).toContain("\nLevel: 2 rows of ");
    expect(stdout).toMatch(/\n {2}tags +int64\[\] +\d+\n/);
    const document = JSON.parse((await run("inspect", "tables/game.so", "--json")).stdout);
    expect(document).toMatchObject({ name: "game", layoutVersion: 2 });
    expect(document.tables[1]).toMatchObject({
      name: "Level",
      rows: 2,
      columns: [
        { name: "hero", type: "string", offset: 0 },
        { name: "level" },
        { name: "exp", type: "int64" },
      ],
      indexes: [{ name: "primary", purpose: "unique", columns: ["hero", "level"], keys: 2 }],
    });
    expect(document.enums[0]).toMatchObject({ name: "Quality", underlying: "int32" });
  });

  test("a bare image reads like its library, and a damaged one not at all", async () => {
    const { buildTables } = await import("../../src/index.js");
    const { image } = await buildTables({ cwd: folder, write: false });
    if (image === undefined) throw new Error("the sheets are good");
    writeFileSync(join(folder, "game.image"), image.bytes);
    expect(await run("dump", "game.image")).toEqual(await run("dump", "tables/game.so"));
    const damaged = image.bytes.slice();
    damaged[damaged.length - 70] = (damaged[damaged.length - 70] ?? 0) ^ 1;
    writeFileSync(join(folder, "game.image"), damaged);
    const { code, stdout, stderr } = await run("dump", "game.image");
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(/^error: game\.image: The image has been altered/);
  });
});

describe("init", () => {
  test("writes a config that builds, tells its doubts, and replaces none unasked", async () => {
    write({ "sheets/Item.csv": "id,name,price\n1,Sword,2.5\n2,Bow,\n", "sheets/Log.csv": "text\na\na\n" });
    const first = await run("init", "--from", "sheets");
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toBe(
      [
        "Wrote table-gen.config.jsonc: 2 tables, 4 rows.",
        "",
        "Not sure about:",
        "  Log: no column and no combination of up to three is unique, so it has no key",
        "",
        "Look it through, then run: npx table-gen build",
        "",
      ].join("\n"),
    );
    expect((await run("build", "--quiet")).code).toBe(0);
    expect((await run("get", "tables/tables.so", "Item", "1")).stdout).toBe(
      '{"id":1,"name":"Sword","price":2.5}\n',
    );
    expect(await run("init", "--from", "sheets")).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: table-gen.config.jsonc exists already; --force replaces it.\n",
    });
    expect((await run("init", "--from", "sheets", "--force")).code).toBe(0);
  });

  test("of a folder without sheets writes nothing", async () => {
    write({ "sheets/README.md": "" });
    const { code, stderr } = await run("init", "--from", "sheets");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error TG6008: No sheet file matches sheets\/\*\*/);
    expect(existsSync(join(folder, "table-gen.config.jsonc"))).toBe(false);
  });

  test("of sheets without a table writes nothing", async () => {
    write({ "sheets/empty.csv": "" });
    const { code, stderr } = await run("init", "--from", "sheets");
    expect(code).toBe(1);
    expect(stderr).toContain("\n1 error in 1 file\n");
    expect(existsSync(join(folder, "table-gen.config.jsonc"))).toBe(false);
  });
});
