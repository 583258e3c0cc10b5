import { describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { type DocumentNode, placeOfNode } from "../../src/model/document.js";
import type { Schema, ValueType } from "../../src/model/schema.js";
import { ParserFactory } from "../../src/rows/create-parser.js";
import { readFile } from "../sources/documents/read-file.js";
import { arrayOf, defaultOptions, formatDiagnostic, listOf, optional, quality, types } from "./tables.js";

const at = { file: "config" };
const field = (name: string, type: ValueType, defaultText?: string) => ({
  ...{ name, type, at, note: "" },
  ...(defaultText === undefined ? {} : { defaultText }),
});
const reward: ValueType = { kind: "struct", index: 0, name: "Reward", bytes: 8, alignment: 4 };
const shape: ValueType = { kind: "variant", index: 0, name: "Shape" };
const map = (key: ValueType, value: ValueType): ValueType => ({ kind: "map", key, value });
const set = (element: ValueType): ValueType => ({ kind: "set", element });

const schema: Schema = {
  ...{ name: "tables", namespace: "tables", tables: [], enums: [quality] },
  structs: [
    { name: "Reward", note: "", at, fields: [field("item", types.int32), field("count", types.uint32, "1")] },
    { name: "Circle", note: "", at, fields: [field("r", types.float32)] },
    {
      ...{ name: "Typed", note: "", at },
      fields: [field("type", types.int32), field("tags", listOf(types.string))],
    },
  ],
  variants: [
    {
      ...{ name: "Shape", note: "", at },
      kinds: [
        { name: "Circle", aliases: ["圆"], struct: 1 },
        { name: "Typed", aliases: [], struct: 2 },
      ],
    },
  ],
};

/** Reads a value of a file; problems with their places. */
async function read(file: string, content: string, type: ValueType) {
  const { root, problems } = await readFile(file, content);
  expect(problems).toEqual([]);
  return readNode(file, root ?? { line: 0 }, type);
}

function readNode(file: string, root: DocumentNode, type: ValueType) {
  const { diagnostics, report } = createDiagnosticSink();
  const value = new ParserFactory({ schema, options: defaultOptions }).nodes.read(
    root,
    type,
    (found, place) =>
      report(found.code, found.parameters, placeOfNode(file, place.node, place.path), found.notes),
  );
  return { value: typeof value === "symbol" ? "bad" : value, problems: diagnostics.map(formatDiagnostic) };
}

describe("values of a type", () => {
  test.each([
    ["a.json", "9223372036854775807", types.int64, 9_223_372_036_854_775_807n],
    ["a.json", "9007199254740993", types.float64, 9_007_199_254_740_992],
    ["a.json", "1e3", types.int32, 1000],
    ["a.json", '""', types.string, ""],
    ["a.json", "1.10", types.string, "1.10"],
    ["a.json", "true", types.bool, true],
    ["a.json", "null", optional(types.int32), undefined],
    ["a.json", '"绿"', types.quality, 1],
    ["a.json", "[1, 2]", arrayOf(types.int32, 2), [1, 2]],
    ["a.json", "[3, 1]", set(types.int32), [1, 3]],
    [
      "a.json",
      '{"b": 2, "a": 1}',
      map(types.string, types.int32),
      [
        ["a", 1],
        ["b", 2],
      ],
    ],
    [
      "a.json",
      "[[2, 20], [1, 10]]",
      map(types.int32, types.int32),
      [
        [1, 10],
        [2, 20],
      ],
    ],
    ["a.json", '{"__proto__": 1}', map(types.string, types.int32), [["__proto__", 1]]],
    ["a.json", '{"item": 5}', reward, [5, 1]],
    ["a.json", '{"item": 5, "count": null}', reward, [5, 1]],
    ["a.json", '{"$type": "圆", "r": 1}', shape, { kind: 0, fields: [1] }],
    ["a.yaml", "1.10", types.string, "1.10"],
    [
      "a.yaml",
      "2: a\n1: b\n",
      map(types.int32, types.string),
      [
        [1, "b"],
        [2, "a"],
      ],
    ],
    ["a.lua", "return {}", listOf(types.int32), []],
    ["a.lua", "return {}", map(types.string, types.int32), []],
    [
      "a.lua",
      "return { [2] = 'a', [1] = 'b' }",
      map(types.int32, types.string),
      [
        [1, "b"],
        [2, "a"],
      ],
    ],
    ["a.lua", "return { [1] = 'a', [2] = 'b' }", listOf(types.string), ["a", "b"]],
    ["a.lua", "return { _type_ = 'Circle', r = 1 }", shape, { kind: 0, fields: [1] }],
    ["a.xml", "<a>7</a>", types.int32, 7],
    ["a.xml", "<a/>", types.string, ""],
    ["a.xml", "<a> b </a>", types.string, " b "],
    ["a.xml", "<a/>", listOf(types.int32), []],
    ["a.xml", "<a>7</a>", listOf(types.int32), [7]],
    ["a.xml", "<a><x>7</x><y>8</y></a>", listOf(types.int32), [7, 8]],
    ["a.xml", '<a item="1"/>', listOf(reward), [[1, 1]]],
    ["a.xml", "<a><r><item>1</item></r></a>", listOf(reward), [[1, 1]]],
    [
      "a.xml",
      "<a><a>1</a><b>2</b></a>",
      map(types.string, types.int32),
      [
        ["a", 1],
        ["b", 2],
      ],
    ],
    ["a.xml", '<a><e key="a" value="1"/></a>', map(types.string, types.int32), [["a", 1]]],
    ["a.xml", "<a><e><key>a</key><value>1</value></e></a>", map(types.string, types.int32), [["a", 1]]],
    ["a.xml", '<a type="Circle" r="1"/>', shape, { kind: 0, fields: [1] }],
    ["a.xml", '<a type="Typed"><type>3</type><tags>x</tags></a>', shape, { kind: 1, fields: [3, ["x"]] }],
    ["a.xml", '<a type="Typed" tags="x,y"><type>3</type></a>', shape, { kind: 1, fields: [3, ["x", "y"]] }],
  ])("%s %s", async (file, content, type, value) => {
    expect(await read(file, content, type)).toEqual({ value, problems: [] });
  });
});

describe("mistakes are reported where they stand", () => {
  test("all of them", async () => {
    const text = `[
  { "item": "x" },
  { "count": 2 },
  { "itme": 5 },
  7,
  { "item": 3, "count": -1 }
]`;
    expect((await read("a.json", text, listOf(reward))).problems).toEqual([
      'TG4005 a.json:2:[0].item "x" is not an integer, which int32 takes.',
      'TG4040 a.json:3:[1] "{\\"count\\":2}" has no value for Reward.item.'.replaceAll("\\", ""),
      'TG4044 a.json:4:[2].itme Reward has no field "itme"; did you mean item?',
      "TG4043 a.json:5:[3] 7 is a number, which is no Reward.",
      "TG4007 a.json:6:[4].count -1 does not fit uint32, which holds 0 to 4294967295.",
    ]);
  });

  test.each([
    ["a.json", "null", types.int32, 'TG4043 a.json:1 "null" is null, which is no int32.'],
    ["a.json", "[]", types.string, 'TG4043 a.json:1 "[]" is an array, which is no string.'],
    ["a.json", "{}", listOf(types.int32), 'TG4043 a.json:1 "{}" is an object, which is no int32[].'],
    [
      "a.json",
      "[1, 2]",
      arrayOf(types.int32, 3),
      'TG4026 a.json:1 "[1,2]" has 2 elements; int32[3] takes 3.',
    ],
    ["a.json", "[1,\n 2,\n 1]", set(types.int32), "TG4035 a.json:3:[2] 1"],
    ["a.json", "[[1, 2],\n [1]]", map(types.int32, types.int32), 'TG4043 a.json:2:[1] "[1]"'],
    ["a.json", "[[1, 2],\n [1, 3]]", map(types.int32, types.int32), "TG4036 a.json:2:[1][0] 1"],
    ["a.json", '{"a": 1,\n "x": "y"}', map(types.string, types.int32), 'TG4005 a.json:2:x "y"'],
    ["a.json", '{"r": 1}', shape, 'TG4043 a.json:1 "{"r":1}" is an object, which is no Shape.'],
    ["a.json", '{\n"$type": "Cirle"}', shape, 'TG4038 a.json:2:["$type"] "Cirle"'],
    [
      "a.json",
      '{"$type": "Circle",\n "__proto__": 1, "r": 1}',
      shape,
      "TG4044 a.json:2:__proto__ Circle has no",
    ],
    ["a.xml", "<a><b/></a>", types.int32, "TG4043 a.xml:1"],
    ["a.xml", "<a>1,2</a>", reward, 'TG4043 a.xml:1 "1,2" is an element, which is no Reward.'],
    [
      "a.lua",
      "return { a = 1 }",
      listOf(types.int32),
      'TG4043 a.lua:1 "{"a":1}" is a table, which is no int32[].',
    ],
  ])("%s %j", async (file, content, type, problem) => {
    const { value, problems } = await read(file, content, type);
    expect(value).toBe("bad");
    expect(problems[0]?.slice(0, problem.length)).toBe(problem);
    expect(problems).toHaveLength(1);
  });
});
