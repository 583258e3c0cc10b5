import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatType } from "../../../src/model/schema.js";
import { buildTables } from "../../../src/pipeline/build-tables.js";
import { buildLuban, inGame, lubanConf } from "./build-luban.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-luban-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const item = `<bean name="Item"><var name="id" type="int"/><var name="count" type="int"/></bean>`;
const table = `<table name="TbItem" value="Item" input="item.csv"/>`;
const sheet = ["##var,id,count", ",1,10"];

const build = (definitions: string, rows: readonly string[] = sheet, dialect: object = {}) =>
  buildLuban(folder, { "Defines/game.xml": inGame(definitions), "Datas/item.csv": rows }, dialect);

test("a table has the fields of its bean, and the first one as its key", async () => {
  const { problems, rows, schema } = await build(`${item}\n${table}`);
  expect(problems).toEqual([]);
  expect(rows("TbItem")).toEqual([{ id: 1, count: 10 }]);
  expect(schema?.tables[0]?.keys).toMatchObject([{ name: "primary", columns: [0] }]);
  expect(schema?.namespace).toBe("cfg");
});

test("a project is built by its luban.conf where there is no config, and by its folder", async () => {
  const files = {
    "p/luban.conf": JSON.stringify(lubanConf),
    "p/Defines/game.xml": inGame(`${item}\n${table}`),
    "p/Datas/item.csv": sheet,
  };
  await buildLuban(folder, files);
  for (const config of ["p/luban.conf", "p"]) {
    const result = await buildTables({ config, cwd: folder, write: false, targets: ["all"] });
    expect(result.diagnostics).toEqual([]);
    expect(result.outputs[0]?.image.schema.tables.map(({ name }) => name)).toEqual(["TbItem"]);
  }
});

test("modules are left out of names that differ without them, and kept in those that do not", async () => {
  const other = `<module name="ui"><bean name="Item"><var name="id" type="string"/></bean><bean name="Icon"><var name="of" type="game.Item"/></bean></module>`;
  const { problems, schema } = await build(
    `${item}\n<bean name="Bag"><var name="id" type="int"/><var name="item" type="Item"/><var name="other" type="game.ui.Item"/><var name="icon" type="list,game.ui.Icon"/></bean>\n<table name="TbBag" value="Bag" input="item.csv"/>\n${other}`,
    ["##var,id,item#sep=;,other,icon", ",1,1;10,a,"],
  );
  expect(problems).toEqual([]);
  expect(schema?.structs.map(({ name }) => name).sort()).toEqual(["Icon", "game_Item", "game_ui_Item"]);
});

test("beans within beans are kinds, under the name, the full name or an alias", async () => {
  const { problems, rows } = await build(
    `<bean name="Shape"><var name="tag" type="string"/><bean name="Circle" alias="圆"><var name="r" type="float"/></bean><bean name="Square"><var name="a" type="int"/></bean></bean>
     <bean name="Item"><var name="id" type="int"/><var name="shape" type="Shape#sep=;"/></bean>\n${table}`,
    ["##var,id,shape", ",1,圆;x;1.5", ",2,Square;y;3", ",3,game.Circle;z;2"],
  );
  expect(problems).toEqual([]);
  expect(rows("TbItem")).toEqual([
    { id: 1, shape: { $type: "Circle", tag: "x", r: 1.5 } },
    { id: 2, shape: { $type: "Square", tag: "y", a: 3 } },
    { id: 3, shape: { $type: "Circle", tag: "z", r: 2 } },
  ]);
});

test("a table of a polymorphic bean has its key, and the record in one column", async () => {
  const { problems, rows } = await build(
    `<bean name="Item"><var name="id" type="int"/><bean name="Sword"><var name="attack" type="int"/></bean><bean name="Potion"><var name="heal" type="int"/></bean></bean>\n${table}`,
    ["##var,$type,id,attack,heal", ",Sword,1,5,", ",Potion,2,,7"],
  );
  expect(problems).toEqual([]);
  expect(rows("TbItem")).toEqual([
    { id: 1, value: { $type: "Sword", id: 1, attack: 5 } },
    { id: 2, value: { $type: "Potion", id: 2, heal: 7 } },
  ]);
});

test("modes and indexes are keys", async () => {
  const beans = `<bean name="Item"><var name="id" type="int"/><var name="count" type="int"/></bean>`;
  const make = (name: string, more: string) =>
    `<table name="${name}" value="Item" input="item.csv" ${more}/>`;
  const { problems, schema } = await build(
    [
      beans,
      make("TbOne", 'mode="one"'),
      make("TbList", 'mode="list"'),
      make("TbUnion", 'index="id+count"'),
      make("TbEach", 'index="id,count"'),
      make("TbCount", 'index="count"'),
    ].join("\n"),
  );
  expect(problems).toEqual([]);
  const keys = schema?.tables.map(({ name, isSingleton, keys: all }) => [
    name,
    isSingleton,
    all.map((key) => `${key.name}(${key.columns.join()})`),
  ]);
  expect(keys).toEqual([
    ["TbCount", false, ["primary(1)"]],
    ["TbEach", false, ["id(0)", "count(1)"]],
    ["TbList", false, []],
    ["TbOne", true, []],
    ["TbUnion", false, ["id_count(0,1)"]],
  ]);
});

test("references lead to tables, keys of lists and groups; 0 may be none", async () => {
  const definitions = `<bean name="Item"><var name="id" type="int"/><var name="next" type="int#ref=game.TbItem?"/><var name="all" type="(list#sep=;),int#ref=both"/><var name="of" type="string#ref=name@game.TbName"/></bean>
     <bean name="Name"><var name="name" type="string"/></bean>
     ${table}<table name="TbName" value="Name" mode="list" index="name" input="name.csv"/>
     <table name="TbMore" value="Item" input="more.csv"/><refgroup name="both" ref="game.TbItem,game.TbMore"/>`;
  const { problems, rows, schema } = await buildLuban(folder, {
    "Defines/game.xml": inGame(definitions),
    "Datas/item.csv": ["##var,id,next,all,of", ",1,0,1;7,a", ",2,1,,b"],
    "Datas/name.csv": ["##var,name", ",a", ",b"],
    "Datas/more.csv": ["##var,id,next,all,of", ",7,,,a"],
  });
  expect(problems).toEqual([]);
  expect(rows("TbItem")).toEqual([
    { id: 1, next: null, all: [1, 7], of: "a" },
    { id: 2, next: 1, all: [], of: "b" },
  ]);
  const columns = schema?.tables.find(({ name }) => name === "TbItem")?.columns ?? [];
  expect(columns.map(({ type }) => formatType(type))).toEqual([
    "int32",
    "ref<TbItem>?",
    "ref<TbItem | TbMore>[]",
    "ref<TbName>",
  ]);
});

test("groups of tables and fields choose what is in a target; without any a table is in those with a default group", async () => {
  const definitions = `<bean name="Item"><var name="id" type="int"/><var name="own" type="Own"/><var name="cost" type="int" group="s"/></bean>
    <bean name="Own" sep=";"><var name="a" type="int"/><var name="b" type="int" group="s"/><var name="c" type="int"/></bean>
    ${table}<table name="TbServer" value="Item" group="s" input="item.csv"/><table name="TbTest" value="Item" group="t" input="item.csv"/>`;
  const files = {
    "Defines/game.xml": inGame(definitions),
    "Datas/item.csv": ["##var,id,own,cost", ",1,1;2;3,9"],
  };
  const client = await buildLuban(folder, files, {}, "client");
  expect(client.problems).toEqual([]);
  expect(client.schema?.tables.map(({ name }) => name)).toEqual(["TbItem"]);
  expect(client.rows("TbItem")).toEqual([{ id: 1, own: { a: 1, c: 3 } }]);
  const all = await buildLuban(folder, files, {}, "all");
  expect(all.schema?.tables.map(({ name }) => name)).toEqual(["TbItem", "TbServer"]);
  expect(all.rows("TbItem")).toEqual([{ id: 1, own: { a: 1, b: 2, c: 3 }, cost: 9 }]);
  const only = await buildLuban(folder, files, {}, "test");
  expect(only.schema?.tables.map(({ name }) => name)).toEqual(["TbTest"]);
});

test("enums have aliases, numbers that go on, flags of several, and constants have names", async () => {
  const { problems, rows, schema } = await build(
    `<enum name="Quality"><var name="WHITE" alias="白"/><var name="RED" alias="红" value="5"/><var name="GOLD"/></enum>
     <enum name="Access" flags="1"><var name="R" value="1"/><var name="W" value="2"/><var name="RW" value="R|W"/></enum>
     <constalias name="MANY" value="99"/>
     <bean name="Item"><var name="id" type="int"/><var name="quality" type="Quality"/><var name="access" type="Access#sep=;"/><var name="count" type="int"/></bean>\n${table}`,
    ["##var,id,quality,access,count", ",1,白,R;W,MANY", ",2,6,2,1", ",3,,,"],
  );
  expect(problems).toEqual([]);
  expect(rows("TbItem")).toEqual([
    { id: 1, quality: "WHITE", access: "RW", count: 99 },
    { id: 2, quality: "GOLD", access: "W", count: 1 },
    { id: 3, quality: "WHITE", access: 0, count: 0 },
  ]);
  expect(schema?.enums.map(({ values }) => values.map(({ value }) => value))).toEqual([
    [1, 2, 3],
    [0, 5, 6],
  ]);
});

test("attributes of types are rules", async () => {
  const { problems } = await build(
    `<bean name="Item"><var name="id" type="int#range=[1,10]"/><var name="size" type="(list#sep=;#size=[1,2]),int#set=1,2,3"/><var name="code" type="string#regex=^[a-z]"/><var name="big" type="int!"/></bean>\n${table}`,
    ["##var,id,size,code,big", ",1,1;2,ab,1", ",11,1;2;3,9b,0", ",5,4,ab,1"],
  );
  expect(problems).toEqual([
    "TG3006 Datas/item.csv:B3 TbItem.id breaks range=[1,10]: 11 is above 10.",
    "TG3006 Datas/item.csv:C3 TbItem.size breaks size=[1,2]: it has 3 elements.",
    "TG3006 Datas/item.csv:C4 Element 1 of TbItem.size breaks set=1,2,3: 4 is none of them.",
    'TG3006 Datas/item.csv:D3 TbItem.code breaks regex=^[a-z]: "9b" does not match.',
    "TG3006 Datas/item.csv:E3 TbItem.big breaks not-default=1: 0 is what an empty cell stands for.",
  ]);
});

test("paths are checked below the folder that the luban.conf gives", async () => {
  const definitions = `<bean name="Item"><var name="id" type="int"/><var name="icon" type="string#path=unity"/><var name="small" type="string#path=normal;icons/*.png"/></bean>\n${table}`;
  const files = {
    "Defines/game.xml": inGame(definitions),
    "Datas/item.csv": ["##var,id,icon,small", ",1,icons/a.png,a", ",2,icons/b.png,b"],
    "Assets/icons/a.png": "",
  };
  const without = await buildLuban(folder, files);
  expect(without.problems).toEqual([]);
  const conf = JSON.stringify({ ...lubanConf, xargs: ["pathValidator.rootDir=Assets"] });
  const { problems } = await buildLuban(folder, { ...files, "luban.conf": conf });
  expect(problems).toEqual([
    "TG3006 Datas/item.csv:C3 TbItem.icon breaks path=unity: there is no file Assets/icons/b.png; did you mean Assets/icons/a.png?",
    "TG3006 Datas/item.csv:D3 TbItem.small breaks path=normal;icons/*.png: there is no file Assets/icons/b.png; did you mean Assets/icons/a.png?",
  ]);
});

test("sheets define tables, beans and enums too, and files whose names begin with # are tables", async () => {
  const conf = {
    ...lubanConf,
    schemaFiles: [
      { fileName: "Datas/__tables__.xlsx", type: "table" },
      { fileName: "Datas/__beans__.xlsx", type: "bean" },
      { fileName: "Datas/__enums__.xlsx", type: "enum" },
    ],
  };
  const { problems, rows } = await buildLuban(folder, {
    "luban.conf": JSON.stringify(conf),
    "Datas/__tables__.xlsx": {
      tables: {
        rows: [
          [
            "##var",
            "full_name",
            "value_type",
            "read_schema_from_file",
            "input",
            "index",
            "mode",
            "group",
            "comment",
          ],
          [null, "game.TbItem", "Item", false, "item.csv", null, null, null, "道具"],
        ],
      },
    },
    "Datas/__beans__.xlsx": {
      beans: {
        rows: [
          ["##var", "full_name", "parent", "sep", "alias", "comment", "group", "*fields"],
          ["##var", null, null, null, null, null, null, "name", "type", "comment"],
          [null, "game.Item", null, null, null, "one item", null, "id", "int", "its number"],
          [null, null, null, null, null, null, null, "quality", "Quality", null],
        ],
        merges: ["H1:J1"],
      },
    },
    "Datas/__enums__.xlsx": {
      enums: {
        rows: [
          ["##var", "full_name", "flags", "unique", "*items"],
          ["##var", null, null, null, "name", "alias", "value"],
          [null, "game.Quality", false, true, "LOW", "低", 1],
          [null, null, null, null, "HIGH", "高", 2],
        ],
        merges: ["E1:G1"],
      },
    },
    "Datas/item.csv": ["##var,id,quality", ",1,高"],
    "Datas/game/#Hero-英雄.csv": [
      "##var,id,name,skills",
      '##type,int,string,"(list#sep=;),int"',
      "##group,,c,",
      "##,number,its name,",
      ",7,Ann,1;2",
    ],
  });
  expect(problems).toEqual([]);
  expect(rows("TbItem")).toEqual([{ id: 1, quality: "HIGH" }]);
  expect(rows("TbHero")).toEqual([{ id: 7, name: "Ann", skills: [1, 2] }]);
});

test("a field has the variant that is chosen, and titles may use its alias", async () => {
  const definitions = `<bean name="Item"><var name="id" type="int"/><var name="name" type="string" variants="zh,en"/><var name="count" type="int" alias="数量"/></bean>\n${table}`;
  const titles = ["##var,id,name,name@en,name@zh,数量", ",1,剑,sword,剑二,3"];
  const plain = await build(definitions, titles);
  expect(plain.rows("TbItem")).toEqual([{ id: 1, name: "剑", count: 3 }]);
  const chosen = await build(definitions, titles, { variants: { "game.Item.name": "en" } });
  expect(chosen.problems).toEqual([]);
  expect(chosen.rows("TbItem")).toEqual([{ id: 1, name: "sword", count: 3 }]);
});

test("what is missing of a table leaves references to it unchecked", async () => {
  const { problems, rows, schema } = await build(
    `${item.replace('name="count" type="int"', 'name="count" type="int#ref=game.TbMore"')}\n${table}<table name="TbMore" value="Item" input="more.csv"/>
     <table name="TbOne" value="Item" mode="one" input="one.csv"/>`,
  );
  expect(problems).toEqual([
    "TG2210 Defines/game.xml:3 TbMore lacks the records of more.csv, which does not exist; references to it are not checked.",
    "TG2210 Defines/game.xml:4 TbOne lacks the records of one.csv, which does not exist; references to it are not checked.",
    "TG3002 Defines/game.xml:3 TbMore has no rows.",
  ]);
  expect(rows("TbItem")).toEqual([{ id: 1, count: 10 }]);
  expect(schema?.tables.map(({ name }) => name)).toEqual(["TbItem", "TbMore"]);
});

test("rows with tags are left out as the config says", async () => {
  const rows = ["##var,id,count", ",1,10", "dev,2,20", "##,3,30", "Test,4,40"];
  const all = await build(`${item}\n${table}`, rows);
  expect(all.rows("TbItem").map((row) => (row as { id: number }).id)).toEqual([1, 2, 4]);
  const some = await buildLuban(folder, {
    "table-gen.config.json": JSON.stringify({
      dialect: { kind: "luban", conf: "luban.conf" },
      tags: { exclude: ["dev"] },
    }),
    "Defines/game.xml": inGame(`${item}\n${table}`),
    "Datas/item.csv": rows,
  });
  expect(some.problems).toEqual([]);
  expect(some.rows("TbItem").map((row) => (row as { id: number }).id)).toEqual([1, 4]);
});
