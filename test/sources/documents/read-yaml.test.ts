import { describe, expect, test } from "vitest";
import { linesOf, plain, readFile } from "./read-file.js";

test("reads the core schema, and keeps how numbers and words are written", async () => {
  const { root, problems } = await readFile(
    "a.yaml",
    `id: 9223372036854775807
version: 1.10
hex: 0x1F
on: true
word: yes
day: 2024-05-01
none: ~
empty:
quoted: "1"
text: |
  a
  b
1: one
__proto__: 2
list: [1, {a: 2}]
`,
  );
  expect(problems).toEqual([]);
  expect(root?.fields?.map(({ name, node }) => [name, plain(node)])).toEqual([
    ["id", "number 9223372036854775807"],
    ["version", "number 1.10"],
    ["hex", "number 0x1F"],
    ["on", "boolean true"],
    ["word", "yes"],
    ["day", "2024-05-01"],
    ["none", null],
    ["empty", null],
    ["quoted", "1"],
    ["text", "a\nb\n"],
    ["1", "one"],
    ["__proto__", "number 2"],
    ["list", ["number 1", { a: "number 2" }]],
  ]);
});

test("knows the line of each value", async () => {
  const { root } = await readFile("a.yaml", "- id: 1\n  drops:\n  - item: 2\n- id: 3\n");
  expect(linesOf(root)).toEqual([
    "[0]:1",
    "[0].id:1",
    "[0].drops:2",
    "[0].drops[0]:3",
    "[0].drops[0].item:3",
    "[1]:4",
    "[1].id:4",
  ]);
});

test("reads several documents of a file as a list", async () => {
  expect(plain((await readFile("a.yml", "id: 1\n---\nid: 2\n")).root)).toEqual([
    { id: "number 1" },
    { id: "number 2" },
  ]);
});

test("follows aliases and merges what << names, own fields first", async () => {
  const { root, problems } = await readFile(
    "a.yaml",
    "- &base { hp: 1, mp: 2 }\n- { <<: *base, hp: 5 }\n- { <<: [{ hp: 7 }, *base] }\n- *base\n",
  );
  expect(problems).toEqual([]);
  expect(plain(root)).toEqual([
    { hp: "number 1", mp: "number 2" },
    { hp: "number 5", mp: "number 2" },
    { hp: "number 7", mp: "number 2" },
    { hp: "number 1", mp: "number 2" },
  ]);
});

test.each([
  ["# nothing\n", "TG1101 a.yaml:1 The file is no good YAML: the file is empty."],
  ["a: 1\nb: *x\n", "TG1101 a.yaml:2 The file is no good YAML: *x stands for no value before it."],
  ["a: &a [*a]\n", "TG1101 a.yaml:1 The file is no good YAML: *a stands for no value before it."],
  ["a: 1\nb: !hero {}\n", "TG1101 a.yaml:2 The file is no good YAML: Unresolved tag: !hero."],
  [
    "a: !!binary aGk=\n",
    "TG1101 a.yaml:1 The file is no good YAML: the tag tag:yaml.org,2002:binary is not read.",
  ],
  ["a: 1\n? [1]\n: 2\n", "TG1101 a.yaml:2 The file is no good YAML: a key is no text."],
  ["a: 1\n<<: 2\n", "TG1101 a.yaml:2 The file is no good YAML: << stands for something that has no fields."],
  ["a: 'b\n", "TG1101 a.yaml:2 The file is no good YAML: Missing closing 'quote."],
])("reports %j", async (text, problem) => {
  const { root, problems } = await readFile("a.yaml", text);
  expect(root).toBeUndefined();
  expect(problems).toEqual([problem]);
});

test("reports a key that stands twice", async () => {
  expect((await readFile("a.yaml", "a: 1\na: 2\n")).problems).toEqual([
    'TG1103 a.yaml:2 "a" stands twice in one record. | first here @ a.yaml:1',
  ]);
});

describe("what would take all memory or the stack", () => {
  test("aliases of aliases are counted", async () => {
    const lists = Array.from(
      { length: 9 },
      (_, level) => `l${level}: &l${level} [${Array(10).fill(level === 0 ? "1" : `*l${level - 1}`)}]\n`,
    );
    expect((await readFile("a.yaml", lists.join(""))).problems).toEqual([
      "TG1101 a.yaml:6 The file is no good YAML: its aliases stand for more than 1000000 values.",
    ]);
  });

  test("aliases count where they deepen", async () => {
    const nest = (inner: string) => `${"[".repeat(150)}${inner}${"]".repeat(150)}`;
    expect((await readFile("a.yaml", `- &a ${nest("1")}\n- ${nest("*a")}\n`)).problems).toEqual([
      "TG1102 a.yaml:2 More than 200 values hold each other here.",
    ]);
  });

  test.each(["[", "- ", "? ", "{a: "])("values that hold each other: %j", async (part) => {
    expect((await readFile("a.yaml", part.repeat(100_000))).problems).toEqual([
      "TG1102 a.yaml:1 More than 200 values hold each other here.",
    ]);
  });

  test("values that hold each other line by line", async () => {
    const text = Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("");
    expect((await readFile("a.yaml", text)).problems).toEqual([
      "TG1102 a.yaml:201 More than 200 values hold each other here.",
    ]);
  });

  test("many lines beside each other are no depth", async () => {
    const text = Array.from({ length: 500 }, (_, id) => `- id: ${id}\n  drops:\n  - item: 1\n`).join("");
    expect((await readFile("a.yaml", text)).problems).toEqual([]);
  });
});
