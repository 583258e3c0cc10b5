import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildLuban, inGame, lubanConf, type ProjectFiles } from "./build-luban.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-luban-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const item = `<bean name="Item"><var name="id" type="int"/><var name="count" type="int"/></bean>`;
const table = `<table name="TbItem" value="Item" input="item.csv"/>`;
const sheet = ["##var,id,count", ",1,10"];

async function report(files: ProjectFiles): Promise<readonly string[]> {
  const { problems } = await buildLuban(folder, files);
  return problems;
}

const define = (definitions: string, rows: readonly string[] = sheet) =>
  report({ "Defines/game.xml": inGame(definitions), "Datas/item.csv": rows });

const withField = (type: string, rows: readonly string[]) =>
  define(item.replace('"count" type="int"', `"count" type="${type}"`) + table, rows);

describe("the luban.conf", () => {
  test("luban-conf: a key that is no text, at its line", async () => {
    const text = '{\n"dataDir": 7,\n"schemaFiles": [], "groups": [], "targets": []\n}\n';
    expect(await report({ "luban.conf": text })).toEqual([
      "TG2201 luban.conf:2:dataDir The luban.conf cannot be followed: it is no text.",
    ]);
  });

  test("luban-conf: definitions that are not there", async () => {
    const conf = { ...lubanConf, schemaFiles: [{ fileName: "Define", type: "" }] };
    expect(await report({ "luban.conf": JSON.stringify(conf) })).toEqual([
      "TG2201 luban.conf The luban.conf cannot be followed: Define does not exist.",
    ]);
  });

  test("luban-conf: a target with a group that there is not", async () => {
    const conf = { ...lubanConf, targets: [{ name: "all", groups: ["c", "ss"] }] };
    expect(await report({ "luban.conf": JSON.stringify(conf) })).toEqual([
      "TG2201 luban.conf:1:targets[0].groups The luban.conf cannot be followed: there is no group ss; did you mean s?",
    ]);
  });

  test("luban-conf: a target that it does not have", async () => {
    const { problems } = await buildLuban(folder, {}, { target: "clients" });
    expect(problems).toEqual([
      "TG2201 luban.conf The luban.conf cannot be followed: it has no target clients; did you mean client?",
    ]);
  });
});

describe("definitions", () => {
  test("luban-xml: an element that is not closed", async () => {
    expect(await define(`${item}\n<bean name="Hero">`)).toEqual([
      "TG2202 Defines/game.xml:4 The definitions are no well-formed XML: Missing end tag for element bean.",
    ]);
  });

  test("luban-unknown-word: elements and attributes that Luban does not have", async () => {
    expect(await define(`${item}${table}\n<beans name="A"/>\n<enum name="B" flag="1"/>`)).toEqual([
      "TG2203 Defines/game.xml:3 Luban does not know <beans> in <module>; did you mean bean?",
      "TG2203 Defines/game.xml:4 Luban does not know the attribute flag of <enum>; did you mean flags?",
    ]);
  });

  test("luban-definition: what Luban would stop at as well", async () => {
    const definitions = [
      item + table,
      `<bean name="A"/>\n<bean name="B" parent="A"><bean name="C" parent="A"/></bean>`,
      `<bean name="D" parent="E"/>\n<bean name="E" parent="D"/>`,
      `<enum name="F"><var name="X" value="x"/></enum>`,
      `<enum name="G"><var name="X" value="1"/><var name="Y" value="1"/></enum>`,
      `<table name="TbA" value="Item" mode="maps" input="item.csv"/>`,
      `<table name="TbB" value="Item" mode="one" index="id" input="item.csv"/>`,
      "<bean/>",
    ];
    expect(await define(definitions.join("\n"))).toEqual([
      "TG2204 Defines/game.xml:4 The definition is wrong: it stands within game.B, which is its parent already.",
      "TG2204 Defines/game.xml:11 The definition is wrong: <bean> has no name.",
      "TG2204 Defines/game.xml:9 The definition is wrong: there is no mode maps; map, list and one are.",
      "TG2204 Defines/game.xml:10 The definition is wrong: TbB has one record and no index.",
      "TG2204 Defines/game.xml:7 The definition is wrong: x is no number of game.F.",
      "TG2204 Defines/game.xml:5 The definition is wrong: game.D is its own parent.",
      "TG2204 Defines/game.xml:6 The definition is wrong: game.E is its own parent.",
      "TG2204 Defines/game.xml:8 The definition is wrong: G.Y has the number 1 of X.",
    ]);
  });

  test("luban-duplicate: two beans of one name", async () => {
    expect(await define(`${item}\n${item}\n${table}`)).toEqual([
      "TG2205 Defines/game.xml:3 game.Item is defined twice.",
    ]);
  });

  test("luban-invalid-type: types that are none", async () => {
    const types = ["integer", "list", "map,int", "(list,int", "list,int?", "int#range=[1", "set"];
    const found: string[] = [];
    for (const type of types) found.push(...(await withField(type, sheet)));
    expect(found).toEqual([
      'TG2206 Defines/game.xml:2 The type "integer" is wrong: there is no integer.',
      'TG2206 Defines/game.xml:2 The type "list" is wrong: list lacks the type of what it holds.',
      'TG2206 Defines/game.xml:2 The type "map,int" is wrong: a map has a type of keys and one of values.',
      'TG2206 Defines/game.xml:2 The type "(list,int" is wrong: a bracket is not closed.',
      'TG2206 Defines/game.xml:2 The type "list,int?" is wrong: int in a container cannot be empty.',
      'TG2206 Defines/game.xml:2 The type "int#range=[1" is wrong: a bracket is not closed.',
      'TG2206 Defines/game.xml:2 The type "set" is wrong: set lacks the type of what it holds.',
    ]);
  });

  test("luban-unknown-bean: a record and a parent that are not defined", async () => {
    const other = `<bean name="Hero" parent="Itme"><var name="id" type="int"/></bean>`;
    expect(await define(`${item}\n${other}\n${table.replace('"Item"', '"Items"')}`)).toEqual([
      "TG2207 Defines/game.xml:3 There is no bean Itme; did you mean Item?",
      "TG2207 Defines/game.xml:4 There is no bean game.Items; did you mean game.Item?",
    ]);
  });

  test("luban-invalid-reference: where no reference can lead", async () => {
    const found: string[] = [];
    for (const reference of [
      "TbItem",
      "game.TbItems",
      "count@game.TbItem",
      "game.TbOne",
      "game.TbList",
      "x@game.TbList",
      "game.TbName",
    ]) {
      const more = `<table name="TbOne" value="Item" mode="one" input="item.csv"/><table name="TbList" value="Item" mode="list" index="id" input="item.csv"/><bean name="Name"><var name="n" type="string"/></bean><table name="TbName" value="Name" input="name.csv"/>`;
      const bean = item.replace('"count" type="int"', `"count" type="int#ref=${reference}"`);
      found.push(
        ...(await report({
          "Defines/game.xml": inGame(bean + table + more),
          "Datas/item.csv": ["##var,id,count", ",1,1"],
          "Datas/name.csv": ["##var,n", ",a"],
        })),
      );
    }
    expect(found).toEqual([
      "TG2208 Defines/game.xml:2 ref=TbItem leads nowhere: there is no table TbItem.",
      "TG2208 Defines/game.xml:2 ref=game.TbItems leads nowhere: there is no table game.TbItems; did you mean game.TbItem?",
      "TG2208 Defines/game.xml:2 ref=count@game.TbItem leads nowhere: game.TbItem is found by its own key alone.",
      "TG2208 Defines/game.xml:2 ref=game.TbOne leads nowhere: game.TbOne is a table of one record.",
      "TG2208 Defines/game.xml:2 ref=game.TbList leads nowhere: game.TbList has no key of its own: write key@game.TbList.",
      "TG2208 Defines/game.xml:2 ref=x@game.TbList leads nowhere: x alone does not find a record of game.TbList.",
      "TG2208 Defines/game.xml:2 ref=game.TbName leads nowhere: the value is of int and game.TbName.n of string.",
    ]);
  });

  test("luban-not-checked: attributes that there is no rule for", async () => {
    const bean = `<bean name="Part" sep=";"><var name="a" type="int"/></bean>`;
    const field = item.replace('"count" type="int"', '"count" type="(list#index=a),Part"');
    expect(await define(bean + field + table, ["##var,id,count", ",1,5"])).toEqual([
      "TG2209 Defines/game.xml:2 index=a is not checked: table-gen has no such rule here.",
    ]);
  });
});

describe("files and sheets", () => {
  test("luban-input-missing and luban-input-not-read: files that are not there, and those of another kind", async () => {
    const files = {
      "Defines/game.xml": inGame(item + table.replace("item.csv", "item.csv,a/b.xlsx,more")),
      "Datas/item.csv": sheet,
      "Datas/more/a.lit": "{2,20}\n",
    };
    expect(await report(files)).toEqual([
      "TG2210 Defines/game.xml:2 TbItem lacks the records of a/b.xlsx, which does not exist; references to it are not checked.",
      "TG2211 Defines/game.xml:2 TbItem lacks the records of Datas/more/a.lit: files of this kind are not read in a Luban project; references to it are not checked.",
    ]);
  });

  test("luban-no-sheet: no sheet with titles, and a sheet that is not there", async () => {
    const book = {
      items: {
        rows: [
          ["##var", "id", "count"],
          [null, 1, 10],
        ],
      },
    };
    const sheetTable = table.replace("item.csv", "item@item.xlsx");
    const files = { "Defines/game.xml": inGame(item + sheetTable), "Datas/item.xlsx": book };
    expect(await report(files)).toEqual([
      "TG2212 Datas/item.xlsx There is no sheet item; did you mean items?",
      "TG3002 Defines/game.xml:2 TbItem has no rows.",
    ]);
    expect(await define(item + table, ["id,count", "1,10"])).toEqual([
      "TG2212 Datas/item.csv No sheet begins with ## in A1.",
      "TG3002 Defines/game.xml:2 TbItem has no rows.",
    ]);
  });

  test("luban-unknown-mark: a sheet that begins with another word", async () => {
    expect(await define(item + table, ["##table=x,id,count", ",1,10"])).toEqual([
      "TG2213 Datas/item.csv:A1 ##table=x is no mark that a sheet can begin with.",
      "TG3002 Defines/game.xml:2 TbItem has no rows.",
    ]);
  });

  test("luban-invalid-title: titles that do not go together", async () => {
    const found: string[] = [];
    for (const titles of [
      "##var,id,count,count",
      "##var,id,count#ref=x",
      "##var,id,[count,x",
      "##var,id,count#format=toml",
      "##var,id,count#sep",
    ]) {
      found.push(...(await define(item + table, [titles, ",1,10"])));
    }
    expect(found.filter((line) => !line.startsWith("TG3002"))).toEqual([
      "TG2214 Datas/item.csv:D1 The titles are wrong: there are two columns count.",
      "TG2214 Datas/item.csv:C1 The titles are wrong: `#ref` belongs into the row `##type`.",
      "TG2214 Datas/item.csv:C1 The titles are wrong: `count]` does not follow `[count`.",
      "TG2214 Datas/item.csv:C1 The titles are wrong: there is no format toml; json, lua, lite and stream are.",
      "TG2214 Datas/item.csv:C1 The titles are wrong: `#sep` has no value.",
    ]);
  });

  test("luban-missing-column: a field without a title", async () => {
    expect(await define(item + table, ["##var,id,counts", ",1,10"])).toEqual([
      "TG2215 Datas/item.csv:A1 There is no column count, which game.Item needs; did you mean counts?",
      "TG3002 Defines/game.xml:2 TbItem has no rows.",
    ]);
  });
});

test("singleton-rows: a table of one record with two, and with none", async () => {
  const one = table.replace("input", 'mode="one" input');
  expect(await define(item + one, [...sheet, ",2,20"])).toEqual([
    "TG2120 Datas/item.csv:A3 TbItem is read as one row and has 2.",
  ]);
  expect(await define(item + one, ["##var,id,count"])).toEqual([
    "TG2120 Defines/game.xml:2 TbItem is read as one row and has 0.",
    "TG3002 Defines/game.xml:2 TbItem has no rows.",
  ]);
});

describe("cells", () => {
  test("luban-title-not-for-type: a number with titles below it, and one in rows", async () => {
    expect(await withField("int", ["##var,id,[count,count]", "##var,,a,b", ",1,10,20"])).toEqual([
      "TG2216 Datas/item.csv:C3 count has titles below it, and int cannot be written so.",
    ]);
    expect(await withField("int", ["##var,id,*count", ",1,10", ",,20"])).toEqual([
      "TG2216 Datas/item.csv:C2 count has elements in rows, and int cannot be written so.",
    ]);
  });

  test("luban-missing-part: cells that end too early", async () => {
    const bean = `<bean name="Part" sep=";"><var name="a" type="int"/><var name="b" type="string"/></bean>`;
    const field = item.replace('"count" type="int"', '"count" type="Part"');
    expect(await define(bean + field + table, ["##var,id,count", ",1,5", ",2,"])).toEqual([
      "TG2217 Datas/item.csv:C2 The cells end before game.Part.b.",
      "TG2217 Datas/item.csv:C3 The cells end before game.Part.",
    ]);
  });

  test("luban-null: null where nothing may be absent", async () => {
    const shape = `<bean name="Part"><bean name="A"/><bean name="B"/></bean>`;
    const field = item.replace('"count" type="int"', '"count" type="Part"');
    expect(await define(shape + field + table, ["##var,id,count", ",1,null"])).toEqual([
      "TG2218 Datas/item.csv:C2 null stands here, and the type does not allow for it.",
    ]);
    expect(await withField("string", ["##var,id,count", ",1,null"])).toEqual([
      "TG2218 Datas/item.csv:C2 null stands here, and the type does not allow for it.",
    ]);
  });

  test("luban-text: what the format of its title does not allow", async () => {
    const found: string[] = [];
    for (const [format, text] of [
      ["json", '"[1, 2"'],
      ["lua", "{1"],
      ["lite", "{1}x"],
      ["json", "7"],
    ] as const) {
      found.push(...(await withField("list,int", [`##var,id,count#format=${format}`, `,1,${text}`])));
    }
    // What a JSON parser says differs from version to version.
    expect(found.map((line) => line.replace(/(json: ).*/, "$1…"))).toEqual([
      "TG2219 Datas/item.csv:C2 The cell is no json: …",
      "TG2219 Datas/item.csv:C2 The cell is no lua: a brace is not closed.",
      'TG2219 Datas/item.csv:C2 The cell is no lite: nothing may follow "x".',
      "TG2219 Datas/item.csv:C2 The cell is no list,int: the text holds another kind of value.",
    ]);
  });

  test("luban-part-left: a part that nothing reads", async () => {
    const bean = `<bean name="Part" sep=";"><var name="a" type="int"/></bean>`;
    const field = item.replace('"count" type="int"', '"count" type="Part"');
    expect(await define(bean + field + table, ["##var,id,count", ",1,5;6"])).toEqual([
      'TG2220 Datas/item.csv:C2 "6" is left behind the last part of game.Part.',
    ]);
  });

  test("scalars, enums and kinds that are none are reported as of other tables", async () => {
    const found: string[] = [];
    const more = `<enum name="Q"><var name="LOW"/><var name="HIGH"/></enum><bean name="S"><bean name="Circle"/><bean name="Square"/></bean>`;
    for (const [type, text] of [
      ["int", "x"],
      ["bool", "ja"],
      ["datetime", "soon"],
      ["Q", "HIHG"],
      ["S", "Circl"],
      ["byte", "300"],
      ["datetime", ""],
      ["set,int", "1;1"],
    ] as const) {
      const bean = item.replace('"count" type="int"', `"count" type="${type}"`);
      found.push(...(await define(more + bean + table, ["##var,id,count#sep=;", `,1,${text}`])));
    }
    expect(found).toEqual([
      'TG4005 Datas/item.csv:C2 "x" is not an integer, which int32 takes.',
      'TG4004 Datas/item.csv:C2 "ja" is not a bool.',
      'TG4014 Datas/item.csv:C2 "soon" is not a date and time.',
      'TG4021 Datas/item.csv:C2 "HIHG" is not a value of game.Q; did you mean HIGH?',
      'TG4038 Datas/item.csv:C2 "Circl" is not a kind of game.S; did you mean Circle?',
      "TG4007 Datas/item.csv:C2 300 does not fit uint8, which holds 0 to 255.",
      "TG4001 Datas/item.csv:C2 TbItem.count has no value here.",
      "TG4035 Datas/item.csv:C2 1 stands in the set already, as element 1.",
    ]);
  });

  test("the key is asked for, an empty cell beside it is 0", async () => {
    expect(await define(item + table, ["##var,id,count", ",,10"])).toEqual([
      "TG4001 Datas/item.csv:B2 TbItem.id has no value here.",
    ]);
  });
});
