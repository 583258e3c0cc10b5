import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { createBuildCache } from "../../src/pipeline/build-cache.js";
import { type BuildOptions, type BuildResult, buildTables } from "../../src/pipeline/build-tables.js";
import { watchTables } from "../../src/pipeline/watch-tables.js";
import { makeTestFolder } from "../library/native.js";

const host = createHost();
let folder = "";
beforeEach(() => {
  folder = makeTestFolder();
});

function write(files: Readonly<Record<string, string>>, at = Date.now() / 1000): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(path, text);
    fs.utimesSync(path, at, at);
  }
}

/** A sheet of the table that the file is named after. */
const sheet = (...rows: readonly string[]) =>
  `##name,id,name\n##type,int32,string\n##rule,key,\n${rows.join("\n")}\n`;
/** Long enough ago that a file's time can be relied on. */
const longAgo = 1_700_000_000;

/** Every file below a folder but for those that say who built when. */
function readTree(path: string): Readonly<Record<string, string>> {
  const names = fs.readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter(
    (name) => fs.lstatSync(join(path, name)).isFile() && !name.startsWith(".tables/"),
  );
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(join(path, name), "latin1")]));
}

describe("a build with what the one before has left", () => {
  /** The host of this process, which notes the sheets that are read. */
  function countReads(): { readonly host: Host; take(): readonly string[] } {
    let read: string[] = [];
    return {
      host: {
        ...host,
        readFile: (path) => {
          if (path.endsWith(".csv")) read.push(path.slice(folder.length + 1));
          return host.readFile(path);
        },
      },
      take: () => {
        const taken = read;
        read = [];
        return taken;
      },
    };
  }

  test("reads only the files that have changed, and writes what a cold build writes", async () => {
    const changes: readonly Readonly<Record<string, string>>[] = [
      { "Item.csv": sheet(",1,Sword", ",2,Bow") },
      { "Hero.csv": sheet(",1,Li", ",5,Wu") },
      { "new/Drop.csv": sheet(",1,x") },
      {
        "Quality.csv": "##enum,enum,name,value\n,Quality,white,1\n",
        "new/Drop.csv": "##name,id,quality\n##type,int32,Quality\n##rule,key,\n,1,white\n",
      },
      // The cells of the tables mean something else, though none of them has changed.
      { "Quality.csv": "##enum,enum,name,value\n,Quality,white,7\n" },
      {
        "Item.csv": sheet(",1,Sword")
          .replace("name\n", "name,price\n")
          .replace("string\n", "string,int32?\n"),
      },
    ];
    write(
      { "table-gen.config.json": "{}", "Item.csv": sheet(",1,Sword"), "Hero.csv": sheet(",1,Li") },
      longAgo,
    );
    const cache = createBuildCache();
    const counted = countReads();
    const build = (options: Partial<BuildOptions>) => buildTables({ cwd: folder, ...options });
    await build({ cache, host: counted.host, out: "warm" });
    expect(counted.take()).toEqual(["Hero.csv", "Item.csv"]);
    for (const [index, change] of changes.entries()) {
      write(change, longAgo + index + 1);
      const warm = await build({ cache, host: counted.host, out: "warm" });
      expect(counted.take()).toEqual(Object.keys(change));
      const cold = await build({ out: `cold${index}` });
      expect(warm.image?.version).toBe(cold.image?.version);
      expect(warm.isGood).toBe(true);
      const names = (tree: Readonly<Record<string, string>>) =>
        Object.entries(tree).filter(
          ([name]) => !name.startsWith("lib") || name.includes(cold.image?.version ?? "-"),
        );
      expect(names(readTree(join(folder, "warm")))).toEqual(names(readTree(join(folder, `cold${index}`))));
    }
    // Gone without being read.
    fs.rmSync(join(folder, "Hero.csv"));
    const { image } = await build({ cache, host: counted.host, out: "warm" });
    expect([counted.take(), image?.schema.tables.map(({ name }) => name)]).toEqual([[], ["Drop", "Item"]]);
  });

  test("reads again what the config wants otherwise, and what was written a moment ago", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": sheet(",1,Sword") }, longAgo);
    write({ "Hero.csv": sheet(",1,Li") });
    const cache = createBuildCache();
    const counted = countReads();
    const build = () => buildTables({ cwd: folder, cache, host: counted.host });
    await build();
    counted.take();
    await build();
    expect(counted.take()).toEqual(["Hero.csv"]);
    write({ "table-gen.config.json": '{ "encoding": "gb18030" }' });
    await build();
    expect(counted.take()).toEqual(["Hero.csv", "Item.csv"]);
  });

  test("reports again what a file has that was not read again", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": sheet(",1,Sword"), "Empty.csv": "" }, longAgo);
    const cache = createBuildCache();
    const build = () => buildTables({ cwd: folder, cache });
    const first = await build();
    expect(first.diagnostics.map(({ code }) => code)).toEqual(["empty-file"]);
    expect((await build()).diagnostics).toEqual(first.diagnostics);
  });

  test("reports again what the emitters have said", async () => {
    const reserved = sheet(",1,Sword").replace("name\n", "class\n");
    write({ "table-gen.config.json": "{}", "Item.csv": reserved }, longAgo);
    const cache = createBuildCache();
    const build = () => buildTables({ cwd: folder, cache });
    const first = await build();
    expect(first.diagnostics.length).toBeGreaterThan(0);
    expect((await build()).diagnostics).toEqual(first.diagnostics);
  });
});

describe("watchTables", () => {
  /** Watches until `steps` has come to its end: it gets each result, and makes the next change. */
  async function watch(
    steps: readonly ((result: BuildResult, changed: readonly string[]) => void)[],
    options: Partial<BuildOptions> & { readonly debounceMs?: number } = {},
  ): Promise<readonly BuildResult[]> {
    const ended = new AbortController();
    const results: BuildResult[] = [];
    await watchTables({
      cwd: folder,
      debounceMs: 50,
      ...options,
      signal: ended.signal,
      onBuild: async (build, changed) => {
        const result = await build();
        const step = steps[results.length];
        results.push(result);
        step?.(
          result,
          changed.map((path) => path.slice(folder.length + 1)),
        );
        if (results.length === steps.length) ended.abort();
        return "go on";
      },
    });
    return results;
  }

  const namesOf = ({ image }: BuildResult) => image?.schema.tables.map(({ name }) => name);

  test("builds at once, and again for each change of a sheet, a folder or the config", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": sheet(",1,Sword") });
    const results = await watch([
      (_, changed) => {
        expect(changed).toEqual([]);
        write({ "Item.csv": sheet(",1,Bow") });
      },
      (_, changed) => {
        expect(changed).toEqual(["Item.csv"]);
        write({ "below/deep/Hero.csv": sheet(",1,Li") });
      },
      (result) => {
        expect(namesOf(result)).toEqual(["Hero", "Item"]);
        write({ "below/deep/Hero.csv": sheet(",1,Li", ",2,Wu") });
      },
      (_, changed) => {
        expect(changed).toEqual(["below/deep/Hero.csv"]);
        fs.writeFileSync(join(folder, "Item.csv.new"), sheet(",1,Spear"));
        fs.renameSync(join(folder, "Item.csv.new"), join(folder, "Item.csv")); // as careful editors do
      },
      (_, changed) => {
        expect(changed).toEqual(["Item.csv"]);
        write({ "table-gen.config.json": '{ "name": "game" }' });
      },
      ({ image }, changed) => {
        expect(changed).toEqual(["table-gen.config.json"]);
        expect(image?.schema.name).toBe("game");
        fs.rmSync(join(folder, "below"), { recursive: true });
      },
      (result) => expect(namesOf(result)).toEqual(["Item"]),
    ]);
    expect(results.every(({ isGood }) => isGood)).toBe(true);
  });

  test("builds again for the files of records that a table names, and for no others", async () => {
    const config = (from: readonly string[]) =>
      JSON.stringify({ tables: { Item: { from, key: "id", columns: { id: "int32" } } } });
    const countOf = ({ image }: BuildResult) => image?.blocks[0]?.rowCount;
    write({ "table-gen.config.json": config(["one/"]), "one/a.json": '{"id":1}', "two.yaml": "id: 9" });
    const results = await watch([
      () => write({ "other.json": "{", "two.yaml": "id: 8", "one/b.json": '{"id":2}' }),
      (result, changed) => {
        expect([changed, countOf(result)]).toEqual([["one/b.json"], 2]);
        write({ "table-gen.config.json": config(["one/", "two.yaml"]) });
      },
      (result) => {
        expect(countOf(result)).toBe(3);
        write({ "two.yaml": "[{id: 8}, {id: 9}]" });
      },
      (result, changed) => expect([changed, countOf(result)]).toEqual([["two.yaml"], 4]),
    ]);
    expect(results.every(({ isGood }) => isGood)).toBe(true);
  });

  test("builds again for the definitions of a Luban project, its luban.conf and its records", async () => {
    const conf = (target: string) =>
      JSON.stringify({
        dataDir: "Datas",
        groups: [],
        schemaFiles: [{ fileName: "Defines" }],
        targets: [{ name: target, groups: [] }],
      });
    const define = (fields: string) =>
      `<module name=""><bean name="Item"><var name="id" type="int"/>${fields}</bean><table name="TbItem" value="Item" input="item.csv,more"/></module>`;
    write({
      "table-gen.config.json": '{ "dialect": { "kind": "luban", "conf": "p/luban.conf" } }',
      "p/luban.conf": conf("all"),
      "p/Defines/item.xml": define(""),
      "p/Datas/item.csv": "##var,id\n,1\n",
      "p/Datas/more/a.json": '{"id":2}',
    });
    const columnsOf = ({ image }: BuildResult) => image?.schema.tables[0]?.columns.length;
    const results = await watch([
      () => write({ "p/Defines/item.xml": define('<var name="n" type="int?"/>') }),
      (result, changed) => {
        expect(changed).toEqual(["p/Defines/item.xml"]);
        expect(result.isGood).toBe(false); // there is no column for it yet
        write({ "p/Datas/item.csv": "##var,id,n\n,1,5\n" });
      },
      (result, changed) => {
        expect([changed, columnsOf(result)]).toEqual([["p/Datas/item.csv"], 2]);
        write({ "p/Datas/more/a.json": '{"id":3}' });
      },
      (_, changed) => {
        expect(changed).toEqual(["p/Datas/more/a.json"]);
        write({ "p/luban.conf": conf("server") });
      },
      ({ outputs }, changed) => {
        expect([changed, outputs[0]?.target]).toEqual([["p/luban.conf"], "server"]);
      },
    ]);
    expect(results).toHaveLength(5);
  });

  test("builds again for the config.yaml and the .proto files of a tableau project", async () => {
    const proto = (name: string) => `enum Kind {\n  NONE = 0;\n  ${name} = 1;\n}\n`;
    write({
      "table-gen.config.json": '{ "dialect": { "kind": "tableau", "conf": "p/config.yaml" } }',
      "p/config.yaml": "proto:\n  input:\n    protoFiles: [types/*.proto]\n",
      "p/types/kind.proto": proto("SWORD"),
      "Shop#@TABLEAU.csv": "Sheet\n",
      "Shop#Item.csv": "ID,Kind\n[Item]int32,enum<.Kind>\n,\n1,AXE\n",
    });
    const results = await watch([
      () => write({ "p/types/kind.proto": proto("AXE") }),
      (result, changed) => {
        expect([changed, result.isGood]).toEqual([["p/types/kind.proto"], true]);
        write({
          "p/config.yaml": "proto:\n  input:\n    header: {datarow: 9}\n    protoFiles: [types/*.proto]\n",
        });
      },
      ({ diagnostics: [problem] }, changed) => {
        expect([changed, problem?.code]).toEqual([["p/config.yaml"], "empty-table"]);
      },
    ]);
    expect(results).toHaveLength(3);
  });

  test("goes on after problems, also of the config", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": sheet(",x,Sword") });
    const results = await watch([
      () => write({ "table-gen.config.json": "{" }),
      () => write({ "table-gen.config.json": "{}" }),
      () => write({ "Item.csv": sheet(",1,Sword") }),
      () => {},
    ]);
    expect(results.map(({ isGood }) => isGood)).toEqual([false, false, false, true]);
  });

  test("takes many changes for one, and those during a build for another", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": sheet(",1,Sword") });
    let builds = 0;
    const slow: Host = {
      ...host,
      readFile: (path) => {
        // In the second build, when the sheets have been read.
        if (builds === 1 && path.endsWith("Item.csv")) {
          builds = 2;
          setTimeout(() => write({ "Hero.csv": sheet(",1,Li") }), 0);
        }
        return host.readFile(path);
      },
    };
    const seen: (readonly string[])[] = [];
    await watch(
      [
        () => {
          builds = 1;
          for (let round = 0; round < 20; round++) {
            setTimeout(() => write({ "Item.csv": sheet(`,${round},Sword`) }), round * 10);
          }
        },
        (_, changed) => void seen.push(changed),
        (_, changed) => void seen.push(changed),
      ],
      { host: slow, debounceMs: 200 },
    );
    expect(seen).toEqual([["Item.csv"], ["Hero.csv"]]);
  });

  test("does not look at what is no sheet, at locks of open files, or at what builds write", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": sheet(",1,Sword") });
    const results = await watch([
      () => {
        write({
          "notes.txt": "x",
          "~$Item.xlsx": "x",
          ".hidden/Item.csv": "x",
          "tables/More.csv": "x",
          "a.csv.tmp": "x",
        });
        setTimeout(() => write({ "Item.csv": sheet(",2,Sword") }), 400);
      },
      (_, changed) => expect(changed).toEqual(["Item.csv"]),
    ]);
    expect(results).toHaveLength(2);
  });

  test("runs a config that is a program anew each time", async () => {
    const program = (name: string) => `export default { name: "${name}" };`;
    write({ "table-gen.config.mjs": program("one"), "Item.csv": sheet(",1,Sword") });
    const results = await watch([() => write({ "table-gen.config.mjs": program("two") }), () => {}]);
    expect(results.map(({ config }) => config?.name)).toEqual(["one", "two"]);
  });

  test("builds again, by what it says now, when a program with rules changes or comes into being", async () => {
    const program = (message: string) =>
      `export default ({ tables, report }) => report(tables.Item.rows[0], "id", "${message}");`;
    write({
      "table-gen.config.json": '{ "rules": "rules/*.mjs" }',
      "rules/one.mjs": program("one"),
      "Item.csv": sheet(",1,Sword"),
    });
    const results = await watch([
      () => write({ "rules/notes.txt": "x", "rules/one.mjs": program("two") }),
      () => write({ "rules/more.mjs": program("three") }),
      () => {},
    ]);
    const messages = results.map(({ diagnostics }) => diagnostics.map(({ message }) => message));
    expect(messages).toEqual([
      ['Item.id breaks "rules/one.mjs": one.'],
      ['Item.id breaks "rules/one.mjs": two.'],
      ['Item.id breaks "rules/more.mjs": three.', 'Item.id breaks "rules/one.mjs": two.'],
    ]);
  });

  test("ends while it waits, and lets what throws out", async () => {
    write({ "table-gen.config.json": "{}", "Item.csv": sheet(",1,Sword") });
    const ended = new AbortController();
    setTimeout(() => ended.abort(), 500);
    await watchTables({ cwd: folder, signal: ended.signal, onBuild: async () => "go on" });
    const failing = watchTables({
      cwd: folder,
      signal: new AbortController().signal,
      onBuild: () => Promise.reject(new Error("no")),
    });
    await expect(failing).rejects.toThrow("no");
  });
});
