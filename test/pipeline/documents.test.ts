import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { createBuildCache } from "../../src/pipeline/build-cache.js";
import { type BuildOptions, buildTables } from "../../src/pipeline/build-tables.js";
import { findSourceFolders } from "../../src/pipeline/find-source-folders.js";
import { openImage } from "../../src/runtime/open-image.js";
import { dumpWithTypeScript } from "../differential/read-both-ways.js";
import { formatDiagnostic } from "../rows/tables.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-documents-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | object>>;

function write(files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

async function build(files: Files, options: Partial<BuildOptions> = {}) {
  write(files);
  const result = await buildTables({ cwd: folder, write: false, ...options });
  const { image } = result;
  return {
    problems: result.diagnostics.map(formatDiagnostic),
    rows: image === undefined ? [] : dumpWithTypeScript(openImage(image.bytes)).map((line) => rowOf(line)),
    sources: (result.sources ?? []).map((path) => relative(folder, path)),
  };
}

function rowOf(line: string): string {
  const { table, row } = JSON.parse(line) as { readonly table: string; readonly row: object };
  return `${table} ${Object.values(row).map(String).join(" ")}`;
}

const columns = { id: "int32", name: "string" };
const config = (table: object, rest: object = {}) => ({
  "table-gen.config.json": { ...rest, tables: { Item: { key: "id", columns, ...table } } },
});
const sheet = "##name,id,name\n##type,int32,string\n##rule,key,\n";

describe("where records are", () => {
  test("in a file with one, in lists, in folders with a file for each, in order of the entries and paths", async () => {
    const { rows, problems, sources } = await build({
      ...config({ from: ["z.json", "all.yaml", "one/", "many/*.xml"] }),
      "z.json": { id: 9, name: "z" },
      "all.yaml": "- {id: 3, name: c}\n- {id: 2, name: b}\n",
      "one/b.json": { id: 5, name: "e" },
      "one/a/x.lua": "return { id = 4, name = 'd' }",
      "one/.hidden.json": "{",
      "many/m.xml": '<l><i id="6" name="f"/><i id="7" name="g"/></l>',
      "other.json": "{",
    });
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      "Item 9 z",
      "Item 3 c",
      "Item 2 b",
      "Item 4 d",
      "Item 5 e",
      "Item 6 f",
      "Item 7 g",
    ]);
    expect(sources).toEqual([
      "table-gen.config.json",
      ...["z.json", "all.yaml", "one/a/x.lua", "one/b.json", "many/m.xml"],
    ]);
  });

  test("behind a path, and behind keys", async () => {
    const { rows, problems } = await build({
      ...config({
        from: ["a.json#data.items", "b.json#*", "c.lua", "d.xml#list.item", "e.xml#*", "f.yml#1.x"],
      }),
      "a.json": { data: { items: [{ id: 1, name: "a" }] } },
      "b.json": { first: { id: 2, name: "b" }, second: { id: 3, name: "c" } },
      "c.lua": "return { [10] = { id = 4, name = 'd' }, [20] = { id = 5, name = 'e' } }",
      "d.xml": '<x><list><item id="6" name="f"/><item id="7" name="g"/></list></x>',
      "e.xml": "<x><id><id>8</id><name>h</name></id></x>",
      "f.yml": "a: 1\n---\nx: {id: 9, name: i}\n",
    });
    expect(problems).toEqual([]);
    expect(rows.map((row) => row.slice(5))).toEqual([
      "1 a",
      "2 b",
      "3 c",
      "4 d",
      "5 e",
      "6 f",
      "7 g",
      "8 h",
      "9 i",
    ]);
  });

  test("a file is read once for several tables", async () => {
    const { rows, problems, sources } = await build({
      "table-gen.config.json": {
        tables: {
          A: { from: "all.json#a", key: "id", columns },
          B: { from: "all.json#b", singleton: true, columns: { x: "int32[]" } },
        },
      },
      "all.json": { a: [{ id: 1, name: "a" }], b: { x: [1, 2] } },
    });
    expect(problems).toEqual([]);
    expect(rows).toEqual(["A 1 a", "B 1,2"]);
    expect(sources).toEqual(["table-gen.config.json", "all.json"]);
  });

  test.each([
    [
      "items.json#data.itms",
      "TG1104 items.json:1:data The file has no data.itms: there is no data.itms. Did you mean items?",
    ],
    ["items.json#date", "TG1104 items.json:1 The file has no date: there is no date. Did you mean data?"],
    ["items.json#data.n", "TG1105 items.json:1:data.n A record of Item has fields; this is a number."],
    [
      "items.json#data.list",
      "TG1105 items.json:1:data.list[0] A record of Item has fields; this is a string.",
    ],
    ["itms.json", "TG1109 table-gen.config.json:1:tables.Item.from[0] No file of records matches itms.json."],
  ])("%s is reported", async (from, problem) => {
    const { problems } = await build({
      ...config({ from }),
      "items.json": { data: { items: [], n: 1, list: ["x"] } },
    });
    expect(problems.map((one) => one.slice(0, problem.length))).toEqual([problem]);
  });
});

describe("what columns there are", () => {
  const structs = { Entry: { id: "int32", name: "string = ?", tags: "string[] = []" } };

  test("those of a struct, which the config's columns add to", async () => {
    const { rows, problems } = await build({
      ...config(
        {
          from: "a.json",
          record: "Entry",
          columns: { name: { name: "title" }, price: "int64?", old: { ignore: true } },
        },
        { structs },
      ),
      "a.json": [
        { id: 1, old: 5 },
        { id: 2, name: "b", price: 5 },
      ].map((one) => ({ ...one, tags: ["x"] })),
    });
    expect(problems).toEqual([]);
    expect(rows).toEqual(["Item 1 ? x null", "Item 2 b x 5"]);
  });

  test("those of the sheets of the table, whose rows come first", async () => {
    const { rows, problems } = await build({
      "table-gen.config.json": { tables: { Item: { from: ["Item.csv", "a.json"] } } },
      "Item.csv": `${sheet},2,b\n`,
      "a.json": { name: "a", id: 1 },
    });
    expect(problems).toEqual([]);
    expect(rows).toEqual(["Item 2 b", "Item 1 a"]);
  });

  test("those of a sheet that is there for its header", async () => {
    const { rows, problems } = await build({
      "table-gen.config.json": { tables: { Item: { from: ["Item.csv", "a.json"] } } },
      "Item.csv": "##name,id,pos.x,pos.y\n##type,int32,int32,int32\n##rule,key,,\n",
      "a.json": { id: 1, pos: { x: 2, y: 3 } },
    });
    expect(problems).toEqual([]);
    expect(rows).toEqual(["Item 1 [object Object]"]);
  });

  test.each([
    [{ columns: {} }, "TG1107 table-gen.config.json:1:tables.Item Nothing says which columns Item has"],
    [
      { record: "Etnry" },
      'TG2101 table-gen.config.json:1:tables.Item.record There is no struct "Etnry". Did you mean Entry?',
    ],
  ])("%j is reported", async (table, problem) => {
    const { problems } = await build({
      ...config({ from: "a.json", ...table }, { structs }),
      "a.json": { id: 1 },
    });
    expect(problems.map((one) => one.slice(0, problem.length))).toEqual([problem]);
  });

  test("a sheet that lacks a field of the struct, or has it otherwise, is reported", async () => {
    const { problems } = await build({
      ...config({ from: ["Item.csv", "a.json"], record: "Entry", columns: {} }, { structs }),
      "Item.csv": "##name,name,tags\n##type,int32,string[]\n,1,\n",
      "a.json": { id: 1 },
    });
    expect(problems.slice(0, 2).map((one) => one.replace(/(has|sheet) .*/, "$1"))).toEqual([
      "TG2024 table-gen.config.json:1:structs.Entry.fields.name Item.name has",
      "TG2025 Item.csv:A1 This sheet",
    ]);
  });
});

describe("mistakes in records", () => {
  test("are reported at their lines, all at once", async () => {
    const { problems } = await build({
      ...config({ from: ["Item.csv", "a.yaml"] }),
      "Item.csv": `${sheet},1,a\n`,
      "a.yaml": "- id: x\n  name: a\n- id: 2\n  nmae: b\n- id: 1\n  name: c\n- name: d\n- id: ~\n  name: e\n",
    });
    expect(problems).toEqual([
      'TG4005 a.yaml:1:[0].id "x" is not an integer, which int32 takes.',
      'TG1106 a.yaml:4:[1].nmae Item has no column "nmae". Did you mean name?',
      "TG4001 a.yaml:7:[3] Item.id has no value here.",
      "TG4001 a.yaml:8:[4].id Item.id has no value here.",
      "TG3001 a.yaml:5:[2].id Key 1 occurs twice in Item. | first used here @ Item.csv:B4",
    ]);
  });

  test("a column by two names", async () => {
    const { problems } = await build({
      ...config({ from: "a.json", columns: { id: "int32", title: { name: "name", type: "string" } } }),
      "a.json": { id: 1, title: "a", name: "b" },
    });
    expect(problems).toEqual(['TG1108 a.json:1:name The record gives name twice: as "title" and as "name".']);
  });

  test("a broken file leaves the others", async () => {
    const { problems } = await build({
      ...config({ from: ["a.json", "b.json"] }),
      "a.json": "{",
      "b.json": { id: "x", name: "b" },
    });
    expect(problems).toEqual([
      "TG1101 a.json:1 The file is no good JSON: property name expected.",
      'TG4005 b.json:1:id "x" is not an integer, which int32 takes.',
    ]);
  });

  test("a second record of a singleton", async () => {
    const { problems } = await build({
      ...config({ from: "a.json", singleton: true }),
      "a.json": '[{"id":1,"name":"a"},\n{"id":2,"name":"b"}]',
    });
    expect(problems.map((one) => one.replace(/^TG\d+ ([^ ]+) .*/, "$1"))).toEqual(["a.json:2:[1]"]);
  });
});

describe("a build after another", () => {
  test("takes over what did not change, and sees what did", async () => {
    const cache = createBuildCache();
    const files = { ...config({ from: "a.json" }), "a.json": { id: 1, name: "a" } };
    write(files);
    const past = new Date(Date.now() - 60_000);
    utimesSync(join(folder, "a.json"), past, past);
    const first = await buildTables({ cwd: folder, write: false, cache });
    const second = await buildTables({ cwd: folder, write: false, cache });
    expect(second.image?.bytes).toEqual(first.image?.bytes);
    const { rows } = await build({ "a.json": { id: 1, name: "changed" } }, { cache });
    expect(rows).toEqual(["Item 1 changed"]);
  });

  test("is asked for by changes in the folders of records", async () => {
    write({ ...config({ from: ["one/", "a/b/*.json"] }), "one/x/a.json": "{}", "a/b/a.json": "{}" });
    const { config: resolved } = await buildTables({ cwd: folder, write: false });
    if (resolved === undefined) throw new Error("no config");
    const folders = await findSourceFolders(createHost(), { ...resolved, sources: [] }, join(folder, "out"));
    expect(folders.map((path) => relative(folder, path))).toEqual(["a/b", "one", "one/x"]);
  });
});

test("patches replace what their records have", async () => {
  const { rows, problems } = await build({
    ...config({ from: "data/", columns: { ...columns, price: "int32" } }, { patches: ["patch"] }),
    "data/a.json": [1, 2].map((id) => ({ id, name: `n${id}`, price: id * 10 })),
    "patch/data/b.json": [
      { id: 2, price: 99 },
      { id: 3, name: "n3", price: 30 },
    ],
  });
  expect(problems.filter((one) => !one.includes("TG6"))).toEqual([]);
  expect(rows).toEqual(["Item 1 n1 10", "Item 2 n2 99", "Item 3 n3 30"]);
});

test("a row that a patch adds has all values", async () => {
  const { problems } = await build({
    ...config({ from: "data/" }, { patches: ["patch"] }),
    "data/a.json": { id: 1, name: "a" },
    "patch/data/b.json": { id: 2 },
  });
  expect(problems.filter((one) => !one.includes("TG6"))).toEqual([
    "TG4001 patch/data/b.json:1 Item.name has no value here.",
  ]);
});
