import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../../src/base/diagnostics.js";
import { createHost } from "../../../src/base/host.js";
import { formatCellRef } from "../../../src/base/place.js";
import type { Config } from "../../../src/model/config.js";
import { loadConfig } from "../../../src/pipeline/config/load-config.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

async function load(path = "."): Promise<{ config: Config | undefined; problems: string[] }> {
  const { diagnostics, report } = createDiagnosticSink();
  const loaded = await loadConfig({ path, cwd: folder, host: createHost() }, report);
  const problems = diagnostics.map(
    (d) => `${d.id} ${d.at === undefined ? "" : formatCellRef(d.at)} ${d.message}`,
  );
  return { config: loaded?.config, problems };
}

async function problemsOf(jsonc: string): Promise<string[]> {
  write("table-gen.config.jsonc", jsonc);
  return (await load()).problems;
}

describe("a config that is right", () => {
  test("an empty object is every default", async () => {
    write("table-gen.config.json", "{}");
    const { config, problems } = await load();
    expect(problems).toEqual([]);
    expect(config).toEqual({
      file: "table-gen.config.json",
      folder,
      name: "tables",
      namespace: "tables",
      out: "tables",
      sources: ["**/*.{xlsx,xlsm,xls,ods,csv,tsv}"],
      encoding: "auto",
      separator: "auto",
      dialect: { kind: "marked" },
      timeZone: "UTC",
      listSeparator: ",",
      separators: [",", ";", "|"],
      emptyCells: {},
      enums: {},
      structs: {},
      variants: {},
      constants: {},
      tables: {},
      patches: [],
      paths: {},
      regions: [],
      rules: [],
      targets: [],
      publish: { keep: 5, mode: 0o444 },
      diagnostics: {},
    });
  });

  test("short and full forms mean the same", async () => {
    write(
      "table-gen.config.jsonc",
      `{
        // comments and trailing commas are fine
        "dialect": "stacked",
        "emptyCells": { "int32": 0, "bool": false },
        "enums": {
          "Short": { "white": 1 },
          "Full": { "underlying": "uint8", "values": { "white": { "value": 1, "aliases": "白" } } },
          "List": { "values": [{ "name": "white", "value": 1, "note": "pale" }] },
        },
        "tables": {
          "constructor": { "from": "a.csv", "key": "id", "unique": ["name", ["a", "b"]] },
          "Item": { "key": false, "dialect": { "kind": "plain", "nameRow": 2 },
            "columns": { "id": "int32", "价格": { "name": "price", "default": 5, "ignore": true } } },
        },
      }`,
    );
    const { config, problems } = await load();
    expect(problems).toEqual([]);
    expect(config?.dialect).toEqual({ kind: "stacked" });
    expect(config?.emptyCells).toEqual({ int32: "0", bool: "FALSE" });
    expect(config?.enums).toEqual({
      Short: {
        underlying: "int32",
        flags: false,
        note: "",
        values: [{ name: "white", value: 1, aliases: [], note: "" }],
      },
      Full: {
        underlying: "uint8",
        flags: false,
        note: "",
        values: [{ name: "white", value: 1, aliases: ["白"], note: "" }],
      },
      List: {
        underlying: "int32",
        flags: false,
        note: "",
        values: [{ name: "white", value: 1, aliases: [], note: "pale" }],
      },
    });
    expect(config?.tables).toEqual({
      constructor: {
        from: ["a.csv"],
        key: ["id"],
        unique: [{ columns: ["name"] }, { columns: ["a", "b"] }],
        multi: [],
        ordered: [],
        singleton: false,
        backReferences: {},
        rules: [],
        columns: {},
      },
      Item: {
        from: [],
        key: false,
        dialect: { kind: "plain", nameRow: 2 },
        unique: [],
        multi: [],
        ordered: [],
        singleton: false,
        backReferences: {},
        rules: [],
        columns: {
          id: { type: "int32", ignore: false },
          价格: { name: "price", default: "5", ignore: true },
        },
      },
    });
  });

  test("declares structs, variants, constants and flags", async () => {
    write(
      "table-gen.config.jsonc",
      `{
        "enums": { "Slot": { "flags": true, "values": { "head": 1, "body": 2 } } },
        "structs": {
          "Reward": { "item": "ref<Item>", "count": "uint32 = 1" },
          "Circle": {
            "note": "round", "extends": "Shape", "separator": [";", ","],
            "fields": { "radius": { "type": "float32", "note": "in metres", "default": 1.5 }, "name": "string" },
          },
          "Square": { "fields": [{ "name": "side", "type": "float32[]", "separator": "/" }] },
        },
        "variants": {
          "Shape": ["Circle", "Square"],
          "Named": { "note": "n", "separator": "#", "kinds": { "round": "Circle", "方": { "struct": "Square", "aliases": "box" } } },
          "Listed": { "kinds": ["Circle", { "name": "box", "struct": "Square", "aliases": ["b"] }] },
        },
        "constants": { "maxLevel": 60, "title": "Novice", "open": true },
      }`,
    );
    const { config, problems } = await load();
    expect(problems).toEqual([]);
    expect(config?.enums["Slot"]).toMatchObject({ underlying: "uint32", flags: true });
    expect(config?.structs).toEqual({
      Reward: {
        note: "",
        fields: [
          { name: "item", type: "ref<Item>", note: "" },
          { name: "count", type: "uint32 = 1", note: "" },
        ],
      },
      Circle: {
        note: "round",
        extends: "Shape",
        separators: [";", ","],
        fields: [
          { name: "radius", type: "float32", note: "in metres", default: "1.5" },
          { name: "name", type: "string", note: "" },
        ],
      },
      Square: { note: "", fields: [{ name: "side", type: "float32[]", note: "", separators: ["/"] }] },
    });
    expect(config?.variants).toEqual({
      Shape: {
        note: "",
        kinds: [
          { name: "Circle", struct: "Circle", aliases: [] },
          { name: "Square", struct: "Square", aliases: [] },
        ],
      },
      Named: {
        note: "n",
        separators: ["#"],
        kinds: [
          { name: "round", struct: "Circle", aliases: [] },
          { name: "方", struct: "Square", aliases: ["box"] },
        ],
      },
      Listed: {
        note: "",
        kinds: [
          { name: "Circle", struct: "Circle", aliases: [] },
          { name: "box", struct: "Square", aliases: ["b"] },
        ],
      },
    });
    expect(config?.constants).toEqual({ maxLevel: "60", title: "Novice", open: "TRUE" });
  });

  test("gives tables indexes with and without names, one row, and columns their separators", async () => {
    write(
      "table-gen.config.jsonc",
      `{ "tables": {
        "Hero": {
          "unique": [{ "columns": "name" }],
          "multi": ["zone", { "columns": ["zone", "level"], "name": "place" }],
          "ordered": [["level", "id"]],
          "columns": { "drops": { "separator": "#" }, "grid": { "separator": ["/", ","] } },
        },
        "Settings": { "singleton": true },
      } }`,
    );
    const { config, problems } = await load();
    expect(problems).toEqual([]);
    expect(config?.tables["Hero"]).toEqual({
      from: [],
      unique: [{ columns: ["name"] }],
      multi: [{ columns: ["zone"] }, { columns: ["zone", "level"], name: "place" }],
      ordered: [{ columns: ["level", "id"] }],
      singleton: false,
      backReferences: {},
      rules: [],
      columns: {
        drops: { ignore: false, separators: ["#"] },
        grid: { ignore: false, separators: ["/", ","] },
      },
    });
    expect(config?.tables["Settings"]).toMatchObject({ singleton: true });
  });

  test.each([
    ["{}", ",", [",", ";", "|"]],
    ['{ "listSeparator": "#" }', "#", ["#", ";", "|"]],
    ['{ "listSeparator": ";" }', ";", [";", "|"]],
    ['{ "separators": ["/", "+"] }', "/", ["/", "+"]],
    ['{ "listSeparator": "/", "separators": ["/"] }', "/", ["/"]],
  ])("%s divides lists by %s, and containers by %j", async (text, listSeparator, separators) => {
    write("table-gen.config.json", text);
    const { config, problems } = await load();
    expect([config?.listSeparator, config?.separators, problems]).toEqual([listSeparator, separators, []]);
  });

  test("names of Object's own properties are not found where the config does not give them", async () => {
    write("table-gen.config.json", "{}");
    const { config } = await load();
    expect(config?.tables["constructor"]).toBeUndefined();
    expect(config?.emptyCells["toString"]).toBeUndefined();
  });

  test.each([
    [
      "ts",
      `import { defineConfig } from "table-gen";\nexport default defineConfig({ name: "game" as string });`,
    ],
    ["mjs", `export default { name: "game" };`],
    ["json", `{ "name": "game" }`],
  ])("a .%s file is read", async (extension, text) => {
    write(`table-gen.config.${extension}`, text);
    const { config, problems } = await load();
    expect(problems).toEqual([]);
    expect(config?.name).toBe("game");
  });

  test("a file may be named, and its folder is the config's", async () => {
    write("sub/other.jsonc", `{}`);
    const { config } = await load("sub/other.jsonc");
    expect(config).toMatchObject({ file: "other.jsonc", folder: join(folder, "sub") });
  });
});

describe("diagnostics", () => {
  test("are the levels of warnings", async () => {
    write("table-gen.config.json", '{ "diagnostics": { "empty-table": "error", "not-a-table": "off" } }');
    expect((await load()).config?.diagnostics).toEqual({ "empty-table": "error", "not-a-table": "off" });
  });

  test.each([
    [
      '{ "duplicate-key": "off" }',
      'TG6001 table-gen.config.jsonc:1:diagnostics["duplicate-key"] diagnostics["duplicate-key"] is an error and stays one; only warnings can be changed.',
    ],
    [
      '{ "TG3001": "warning" }',
      "TG6001 table-gen.config.jsonc:1:diagnostics.TG3001 diagnostics.TG3001 is an error and stays one; only warnings can be changed.",
    ],
    [
      '{ "TG3002": "off" }',
      "TG6001 table-gen.config.jsonc:1:diagnostics.TG3002 diagnostics.TG3002 is written empty-table here.",
    ],
    [
      '{ "empty-tabel": "off" }',
      'TG6005 table-gen.config.jsonc:1:diagnostics["empty-tabel"] empty-tabel is not a key of the config here. Did you mean empty-table?',
    ],
    [
      '{ "empty-table": "fatal" }',
      'TG6001 table-gen.config.jsonc:1:diagnostics["empty-table"] diagnostics["empty-table"] must be "error" or "warning" or "off".',
    ],
    [
      "[]",
      "TG6001 table-gen.config.jsonc:1:diagnostics diagnostics must be an object of codes and levels, not a list.",
    ],
  ])("%s is refused", async (diagnostics, problem) => {
    expect(await problemsOf(`{ "diagnostics": ${diagnostics} }`)).toEqual([problem]);
  });
});

describe("a place in the config", () => {
  test("has the line of what stands there, whatever the form", async () => {
    write(
      "table-gen.config.jsonc",
      `{ "structs": {
        "Short": {
          "note": "int32" },
        "Full": {
          "note": "n", "fields": {
            "note": "int32" } },
        "List": { "fields": [
          { "name": "note", "type": "int32" } ] } },
      "variants": {
        "Short": [
          "A",
          "B" ],
        "List": { "kinds": [
          "A",
          { "name": "round", "struct": "B" } ] } } }`,
    );
    const { diagnostics, report } = createDiagnosticSink();
    const loaded = await loadConfig({ path: ".", cwd: folder, host: createHost() }, report);
    const lineOf = (path: string) => {
      loaded?.report("no-columns", { table: "x" }, { file: "table-gen.config.jsonc", path });
      return diagnostics.at(-1)?.at?.line;
    };
    expect(
      [
        "structs.Short.fields.note",
        "structs.Full.note",
        "structs.Full.fields.note",
        "structs.List.fields.note",
        "structs.List.fields.none",
        "variants.Short.kinds.B",
        "variants.List.kinds.A",
        "variants.List.kinds.round",
      ].map(lineOf),
    ).toEqual([3, 5, 6, 8, 7, 12, 14, 15]);
  });
});

describe("a config that cannot be found or read", () => {
  test("an empty folder", async () => {
    expect((await load()).problems).toEqual([
      "TG6002 . There is no config: this folder holds no table-gen.config.{ts,mjs,js,json,jsonc}.",
    ]);
  });

  test("a path that leads nowhere", async () => {
    expect((await load("nowhere")).problems).toEqual([
      "TG6002 nowhere There is no config: nowhere does not exist.",
    ]);
  });

  test("a file that is no config", async () => {
    write("items.xlsx", "");
    expect((await load("items.xlsx")).problems).toEqual([
      "TG6002 items.xlsx There is no config: items.xlsx is not a .ts, .mjs, .js, .json or .jsonc file.",
    ]);
  });

  test("two configs in a folder", async () => {
    write("table-gen.config.json", "{}");
    write("table-gen.config.mjs", "export default {}");
    expect((await load()).problems).toEqual([
      "TG6003 . The folder holds several configs: table-gen.config.mjs, table-gen.config.json.",
    ]);
  });

  test("text that is not JSON", async () => {
    expect(await problemsOf(`{\n  "name": "a"\n  "out": "b"\n}`)).toEqual([
      "TG6004 table-gen.config.jsonc:3 The config cannot be parsed: comma expected.",
    ]);
    expect(await problemsOf("")).toEqual([
      "TG6004 table-gen.config.jsonc:1 The config cannot be parsed: value expected.",
    ]);
  });

  test("a program that throws, and one without a default export", async () => {
    write("table-gen.config.mjs", `throw new Error("no licence for sheets");`);
    expect((await load()).problems).toEqual([
      "TG6007 table-gen.config.mjs The config could not be run: no licence for sheets.",
    ]);
    rmSync(join(folder, "table-gen.config.mjs"));
    write("other.mjs", `export const name = "game";`);
    expect((await load("other.mjs")).problems).toEqual([
      "TG6007 other.mjs The config could not be run: it has no default export.",
    ]);
    write("other.ts", `export const name: string = "game";`);
    expect((await load("other.ts")).problems).toEqual([
      "TG6007 other.ts The config could not be run: it has no default export.",
    ]);
  });
});

describe("a config that is wrong", () => {
  test("every unknown key is named with its line and what was probably meant", async () => {
    const jsonc = `{
  "nmae": "game",
  "tables": {
    "Item": {
      "keys": "id",
      "columns": { "id": { "typ": "int32", "colour": 1 } }
    }
  }
}`;
    expect((await problemsOf(jsonc)).sort()).toEqual([
      "TG6005 table-gen.config.jsonc:2:nmae nmae is not a key of the config here. Did you mean name?",
      "TG6005 table-gen.config.jsonc:5:tables.Item.keys keys is not a key of the config here. Did you mean key?",
      "TG6005 table-gen.config.jsonc:6:tables.Item.columns.id.colour colour is not a key of the config here.",
      "TG6005 table-gen.config.jsonc:6:tables.Item.columns.id.typ typ is not a key of the config here. Did you mean type?",
    ]);
  });

  test("every value of a wrong kind is named with what it must be", async () => {
    const jsonc = `{
  "name": 7,
  "sources": [1],
  "dialect": "stackd",
  "emptyCells": { "int32": null },
  "enums": { "Q": { "white": "1" }, "R": { "values": [{ "name": "x" }] }, "S": 4 },
  "tables": {
    "Item": { "key": true, "unique": "name", "columns": { "id": 4 }, "dialect": { "kind": "plain", "nameRow": 0 } },
    "Hero": { "key": [], "columns": { "id": { "ignore": "yes" } }, "dialect": { "nameRow": 1.5 } }
  }
}`;
    const at = "TG6001 table-gen.config.jsonc";
    expect(await problemsOf(jsonc)).toEqual([
      `${at}:2:name name must be a string, not a number.`,
      `${at}:3:sources[0] sources[0] must be a string, not a number.`,
      `${at}:4:dialect dialect must be "marked" or "stacked" or "plain" (did you mean "stacked"?).`,
      `${at}:5:emptyCells.int32 emptyCells.int32 must be a string, a number or a boolean, not null.`,
      `${at}:6:enums.Q.white enums.Q.white must be a number, not a string.`,
      `${at}:6:enums.R.values[0].value enums.R.values[0].value is missing.`,
      `${at}:6:enums.S enums.S must be an object of names and numbers, or an object with \`values\`, not a number.`,
      `${at}:8:tables.Item.dialect.nameRow tables.Item.dialect.nameRow must be at least 1.`,
      `${at}:8:tables.Item.key tables.Item.key must be a column, a list of columns, or false, not true.`,
      `${at}:8:tables.Item.unique tables.Item.unique must be a list, not a string.`,
      `${at}:8:tables.Item.columns.id tables.Item.columns.id must be a type, or an object with the column's options, not a number.`,
      `${at}:9:tables.Hero.dialect.kind tables.Hero.dialect.kind is missing; it must be "marked" or "stacked" or "plain".`,
      `${at}:9:tables.Hero.key tables.Hero.key must not be empty.`,
      `${at}:9:tables.Hero.columns.id.ignore tables.Hero.columns.id.ignore must be true or false, not a string.`,
    ]);
  });

  test("settings that cannot work are all reported", async () => {
    const jsonc = `{
  "name": "my-game",
  "namespace": "game::",
  "out": "",
  "sources": [],
  "encoding": "gbk2312",
  "separator": ";;",
  "timeZone": "Mars/Olympus",
  "listSeparator": "",
  "enums": { "Q": { "underlying": "int33", "values": { "a": 1 } } }
}`;
    const at = "TG6001 table-gen.config.jsonc";
    expect(await problemsOf(jsonc)).toEqual([
      `${at}:2:name name must be letters, digits and _ only: it becomes the library's file name.`,
      `${at}:3:namespace namespace must be identifiers joined by \`::\`.`,
      `${at}:4:out out must not be empty.`,
      `${at}:5:sources sources must not be empty.`,
      `${at}:6:encoding encoding "gbk2312" is not known; use auto, utf-8, gb18030, utf-16le …`,
      `${at}:7:separator separator must be auto, comma, semicolon, tab, pipe or one character, and not a quote.`,
      `${at}:8:timeZone timeZone "Mars/Olympus" is not known; use a name such as Asia/Shanghai.`,
      `${at}:9:listSeparator listSeparator must not be empty.`,
      `${at}:10:enums.Q.underlying enums.Q.underlying must be one of int8, int16, int32, int64, uint8, uint16, uint32, uint64.`,
    ]);
  });

  test.each(["1", "x", "，a", '"', "'", "-", ".", "[", "]"])(
    "a listSeparator that may be part of an element is refused: %s",
    async (listSeparator) => {
      expect(await problemsOf(JSON.stringify({ listSeparator }))).toEqual([
        `TG6001 table-gen.config.jsonc:1:listSeparator listSeparator ${JSON.stringify(listSeparator)} must hold no letter, digit, quote, -, ., [ or ].`,
      ]);
    },
  );

  test("separators that cannot be told apart are refused wherever they are given", async () => {
    const jsonc = `{
  "listSeparator": ";",
  "separators": [",", ";", ","],
  "structs": {
    "Reward": { "separator": "a", "fields": { "count": { "type": "int32", "separator": "" } } },
    "Circle": { "fields": [{ "name": "r", "type": "int32", "separator": [] }] }
  },
  "variants": { "Shape": { "separator": ["-"], "kinds": [] } },
  "tables": { "Item": { "columns": { "drops": { "separator": ["#", "#"] }, "tags": { "separator": ["||", ";", "|"] } } } }
}`;
    const at = "TG6001 table-gen.config.jsonc";
    const signs = "must hold no letter, digit, quote, -, ., [ or ].";
    expect(await problemsOf(jsonc)).toEqual([
      `${at}:3:separators separators must not have "," twice.`,
      `${at}:3:separators separators must begin with listSeparator ";", which is the innermost.`,
      `${at}:5:structs.Reward.separator structs.Reward.separator "a" ${signs}`,
      `${at}:5:structs.Reward.fields.count.separator structs.Reward.fields.count.separator must not be empty.`,
      `${at}:6:structs.Circle.fields[0].separator structs.Circle.fields[0].separator must not be empty.`,
      `${at}:8:variants.Shape.separator variants.Shape.separator "-" ${signs}`,
      `${at}:9:tables.Item.columns.drops.separator tables.Item.columns.drops.separator must not have "#" twice.`,
      `${at}:9:tables.Item.columns.tags.separator tables.Item.columns.tags.separator must not have "|" beside "||", which it is part of.`,
    ]);
  });

  test("the separators behind a listSeparator that has one of them in it are the others", async () => {
    write("table-gen.config.json", '{ "listSeparator": "||" }');
    expect((await load()).config?.separators).toEqual(["||", ";"]);
  });

  test("what declares structs, variants and indexes must have their form", async () => {
    const jsonc = `{
  "separators": [],
  "enums": { "Slot": { "flags": "yes", "values": {} } },
  "structs": { "A": { "x": 1 }, "B": { "fields": "x" }, "C": { "fields": [{ "type": "int32" }], "base": "A" }, "D": [] },
  "variants": { "A": "B", "B": ["C", 1], "C": { "kinds": { "x": { "aliases": "y" } } }, "D": { "kinds": [{ "struct": "E" }] } },
  "constants": { "max": [1] },
  "tables": { "Item": { "multi": "zone", "ordered": [{ "name": "x" }, 4], "singleton": 1 } }
}`;
    const at = "TG6001 table-gen.config.jsonc";
    expect(await problemsOf(jsonc)).toEqual([
      `${at}:2:separators separators must not be empty.`,
      `${at}:3:enums.Slot.flags enums.Slot.flags must be true or false, not a string.`,
      `${at}:4:structs.A.x structs.A.x must be a string, not a number.`,
      `${at}:4:structs.C.fields[0].name structs.C.fields[0].name is missing.`,
      "TG6005 table-gen.config.jsonc:4:structs.C.base base is not a key of the config here.",
      `${at}:4:structs.D structs.D must be an object of names and types, or an object with \`fields\`, not a list.`,
      `${at}:5:variants.A variants.A must be a list of structs, or an object with \`kinds\`, not a string.`,
      `${at}:5:variants.B[1] variants.B[1] must be a string, not a number.`,
      `${at}:5:variants.C.kinds.x.struct variants.C.kinds.x.struct is missing.`,
      `${at}:5:variants.D.kinds[0].name variants.D.kinds[0].name is missing.`,
      `${at}:6:constants.max constants.max must be a string, a number or a boolean, not a list.`,
      `${at}:7:tables.Item.multi tables.Item.multi must be a list, not a string.`,
      `${at}:7:tables.Item.ordered[0].columns tables.Item.ordered[0].columns is missing.`,
      `${at}:7:tables.Item.ordered[1] tables.Item.ordered[1] must be a column, a list of columns, or an object with \`columns\`, not a number.`,
      `${at}:7:tables.Item.singleton tables.Item.singleton must be true or false, not a number.`,
    ]);
  });

  test("a key given twice does not hide the first silently", async () => {
    expect(await problemsOf(`{ "tables": { "a b": {},\n "a b": {} } }`)).toEqual([
      `TG6006 table-gen.config.jsonc:2:tables["a b"] tables["a b"] is given twice.`,
    ]);
  });

  test("a config that is not an object", async () => {
    expect(await problemsOf("[]")).toEqual([
      "TG6001 table-gen.config.jsonc:1 The config must be an object, not a list.",
    ]);
  });

  test("__proto__ is a key like any other that is unknown", async () => {
    expect(await problemsOf(`{ "tables": { "__proto__": {} } }`)).toEqual([
      "TG6005 table-gen.config.jsonc:1:tables.__proto__ __proto__ is not a key of the config here.",
    ]);
  });
});

describe("publish", () => {
  const invalidMode =
    "mode publish.mode must be octal digits that let the owner read and nobody write, such as 0444.";

  test("says how releases lie in the output folder", async () => {
    const publish = { keep: 3, mode: "440", owner: "game", group: 990, sign: "keys/a.pem" };
    write(
      "table-gen.config.json",
      JSON.stringify({ publish: { ...publish, folderMode: "2775", recordsMode: "1777" } }),
    );
    const { config, problems } = await load();
    expect(problems).toEqual([]);
    expect(config?.publish).toEqual({ ...publish, mode: 0o440, folderMode: 0o2775, recordsMode: 0o1777 });
  });

  test.each([
    [{ keep: 0 }, "keep publish.keep must be at least 1."],
    [{ keep: 1.5 }, "keep publish.keep must be a whole number, not a fraction."],
    [{ mode: 444 }, "mode publish.mode must be a string, not a number."],
    [{ mode: "0644" }, invalidMode],
    [{ mode: "0222" }, invalidMode],
    [{ mode: "1444" }, invalidMode],
    [{ mode: "r--" }, invalidMode],
    [{ mode: "" }, invalidMode],
    [
      { folderMode: "0555" },
      "folderMode publish.folderMode must be octal digits that let the owner do everything, such as 0755.",
    ],
    [
      { recordsMode: "a" },
      "recordsMode publish.recordsMode must be octal digits that let the owner do everything, such as 0755.",
    ],
    [{ owner: true }, "owner publish.owner must be a name or a number, not true."],
    [{ group: -1 }, "group publish.group must be at least 0."],
    [{ owner: "" }, "owner publish.owner must not be empty."],
    [{ sign: "" }, "sign publish.sign must not be empty."],
  ])("cannot be %j", async (publish, problem) => {
    expect(await problemsOf(JSON.stringify({ publish }))).toEqual([
      `TG6001 table-gen.config.jsonc:1:publish.${problem}`,
    ]);
  });

  test("has no other keys", async () => {
    expect(await problemsOf('{ "publish": { "kep": 3 } }')).toEqual([
      "TG6005 table-gen.config.jsonc:1:publish.kep kep is not a key of the config here. Did you mean keep?",
    ]);
  });
});

test("a value that JSON does not have is reported like any other", async () => {
  write(
    "table-gen.config.ts",
    `export default { name: 5n, out: () => 1, sources: Symbol("x"), tables: { Item: { from: [{ a: 1n }] } } };`,
  );
  const { config, problems } = await load();
  expect(config).toBeUndefined();
  expect(problems).toEqual([
    "TG6001 table-gen.config.ts:name name must be a string, not a bigint.",
    "TG6001 table-gen.config.ts:out out must be a string, not a function.",
    "TG6001 table-gen.config.ts:sources sources must be a string or a list of strings, not a symbol.",
    "TG6001 table-gen.config.ts:tables.Item.from[0] tables.Item.from[0] must be a string, not an object.",
  ]);
});
