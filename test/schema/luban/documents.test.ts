import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasShared } from "../read-shared.js";
import { buildLuban, inGame } from "./build-luban.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-luban-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const definitions = inGame(`
<enum name="Side"><var name="left" alias="L" value="1"/><var name="right" value="2"/></enum>
<bean name="Shape">
  <var name="id" type="int"/>
  <bean name="Circle" alias="round"><var name="r" type="float"/></bean>
  <bean name="Box"><var name="sides" type="list,int"/></bean>
</bean>
<bean name="Item">
  <var name="id" type="int"/>
  <var name="big" type="long"/>
  <var name="side" type="Side"/>
  <var name="shape" type="Shape"/>
  <var name="tags" type="set,string"/>
  <var name="prices" type="map,string,int"/>
  <var name="note" type="string?"/>
</bean>
<table name="TbItem" value="Item" input="items,*list.all@many.json"/>
<table name="TbShape" value="Shape" input="*@shapes.json"/>
<table name="TbOne" value="Circle" mode="one" input="one@many.json"/>`).replaceAll(
  /<(\/?)var\b/g,
  (_, slash: string) => `<${slash}var`,
);

const files = {
  "Defines/game.xml": definitions,
  "Datas/items/a.json": JSON.stringify({
    ...{ id: 1, side: "L", shape: { $type: "Circle", id: 5, r: 1.5 } },
    ...{ tags: ["b", "a"], prices: [["gold", 2]], comment: "not read" },
  }).replace("{", '{"big": 9223372036854775807,'),
  "Datas/items/b.xml": `<data>
  <id>2</id><big>-1</big><side>right</side><shape type="round"><id>6</id><r>2</r></shape>
  <tags><t>x</t></tags><prices><p><key>a</key><value>1</value></p></prices><note>n</note>
</data>`,
  "Datas/items/sub/c.lua": `return {
  id = 3, big = 3, side = 1, shape = { _type_ = 'game.Box', id = 7, sides = {1, 2} }, tags = {}, prices = { a = 3 },
}`,
  "Datas/items/d.yml":
    "id: 4\nbig: 4\nside: left\nshape: {$type: Box, id: 8, sides: []}\ntags: [z]\nprices: [[b, 4]]\n",
  "Datas/items/e.json": '{ "__tag__": "##", "id": "broken" }',
  "Datas/many.json": JSON.stringify({
    list: {
      all: [
        {
          ...{ __tag__: "dev", id: 10, big: 1, side: "right", tags: [], prices: [] },
          shape: { __type__: "Box", id: 1, sides: [] },
        },
      ],
    },
    one: { id: 1, r: 2 },
  }),
  "Datas/shapes.json": JSON.stringify([
    { $type: "Circle", id: 1, r: 1 },
    { $type: "Box", id: 2, sides: [3] },
  ]),
};

test("records of a Luban project come from JSON, XML, Lua and YAML files, lists of them and folders", async () => {
  const { problems, rows, result } = await buildLuban(folder, files);
  expect(problems).toEqual([]);
  expect(rows("TbItem")).toEqual([
    {
      ...{ id: 1, big: "9223372036854775807", side: "left", shape: { $type: "Circle", id: 5, r: 1.5 } },
      ...{ tags: ["a", "b"], prices: [["gold", 2]], note: null },
    },
    {
      ...{ id: 2, big: "-1", side: "right", shape: { $type: "Circle", id: 6, r: 2 } },
      ...{ tags: ["x"], prices: [["a", 1]], note: "n" },
    },
    {
      ...{ id: 4, big: "4", side: "left", shape: { $type: "Box", id: 8, sides: [] } },
      ...{ tags: ["z"], prices: [["b", 4]], note: null },
    },
    {
      ...{ id: 3, big: "3", side: "left", shape: { $type: "Box", id: 7, sides: [1, 2] } },
      ...{ tags: [], prices: [["a", 3]], note: null },
    },
    {
      ...{ id: 10, big: "1", side: "right", shape: { $type: "Box", id: 1, sides: [] } },
      ...{ tags: [], prices: [], note: null },
    },
  ]);
  expect(rows("TbShape")).toEqual([
    { id: 1, value: { $type: "Circle", id: 1, r: 1 } },
    { id: 2, value: { $type: "Box", id: 2, sides: [3] } },
  ]);
  expect(rows("TbOne")).toEqual([{ id: 1, r: 2 }]);
  expect(result.sources).toContain(join(folder, "Datas/items/sub/c.lua"));
});

test("mistakes in them are reported at their lines", async () => {
  const { problems } = await buildLuban(folder, {
    ...files,
    "Datas/items/d.yml":
      "id: 4\nbig: x\nside: up\nshape: {$type: Bxo, id: 8}\ntags: [z, z]\nprices: {b: 4}\n",
  });
  expect(problems.map((one) => one.replace(/ "?\S+ is not.*| has .*| "z".*/, ""))).toEqual([
    "TG4005 Datas/items/d.yml:2:big",
    "TG4021 Datas/items/d.yml:3:side",
    'TG4038 Datas/items/d.yml:4:shape["$type"]',
    "TG4035 Datas/items/d.yml:5:tags[1]",
  ]);
});

const shared = resolve(import.meta.dirname, "../../../../shared/data/luban");

test.skipIf(!hasShared("luban"))("what Luban exports as JSON is read back", async () => {
  const exported = readFileSync(join(shared, "expected-json/ai_tbbehaviortree.json"), "utf8");
  const { problems, rows } = await buildLuban(folder, {
    "Defines/ai.xml": readFileSync(join(shared, "DataTables/Defines/ai.xml"), "utf8"),
    "Datas/ai/behaviortrees/all.json": exported,
  });
  expect(problems.filter((one) => !one.includes("Blackboard") && !one.includes("blackboard"))).toEqual([]);
  expect(rows("TbBehaviorTree")).toHaveLength((JSON.parse(exported) as readonly unknown[]).length);
});
