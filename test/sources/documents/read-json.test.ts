import { expect, test } from "vitest";
import { linesOf, plain, readFile } from "./read-file.js";

test("reads values with all their digits, comments and commas behind the last", async () => {
  const { root, problems } = await readFile(
    "a.json",
    `// all
[
  { "id": 9223372036854775807, "rate": 1.10, "name": "a\\u4e2d", /* old */ "on": true, "none": null },
  { "__proto__": 1, "constructor": [], "": {} },
]`,
  );
  expect(problems).toEqual([]);
  expect(root?.items?.map(({ fields }) => fields?.map(({ name, node }) => [name, plain(node)]))).toEqual([
    [
      ["id", "number 9223372036854775807"],
      ["rate", "number 1.10"],
      ["name", "a中"],
      ["on", "boolean true"],
      ["none", null],
    ],
    [
      ["__proto__", "number 1"],
      ["constructor", []],
      ["", {}],
    ],
  ]);
});

test("knows the line of each value", async () => {
  const { root } = await readFile("a.json", '{\n  "a": [\n    1,\r\n    { "b":\n 2 }\r]\n}');
  expect(linesOf(root)).toEqual(["a:2", "a[0]:3", "a[1]:4", "a[1].b:5"]);
});

test.each([
  ["", "TG1002 a.json The file is empty: it has 0 bytes."],
  [" ", "TG1101 a.json:1 The file is no good JSON: the file is empty."],
  ['{\n"a": ', "TG1101 a.json:2 The file is no good JSON: value expected."],
  ['{"a"\n1}', "TG1101 a.json:2 The file is no good JSON: colon expected."],
  ["[1\n2]", "TG1101 a.json:2 The file is no good JSON: comma expected."],
  ["[1,,2]", "TG1101 a.json:1 The file is no good JSON: value expected."],
  ["[1", "TG1101 a.json:1 The file is no good JSON: close bracket expected."],
  ['{"a": 1', "TG1101 a.json:1 The file is no good JSON: close brace expected."],
  ["{a: 1}", "TG1101 a.json:1 The file is no good JSON: invalid symbol."],
  ['{1: "a"}', "TG1101 a.json:1 The file is no good JSON: property name expected."],
  ['["a\nb"]', "TG1101 a.json:1 The file is no good JSON: unexpected end of string."],
  ['["\\x"]', "TG1101 a.json:1 The file is no good JSON: invalid escape character."],
  ["[NaN]", "TG1101 a.json:1 The file is no good JSON: invalid symbol."],
  ["[1] 2", "TG1101 a.json:1 The file is no good JSON: end of file expected."],
  ["/* a", "TG1101 a.json:1 The file is no good JSON: unexpected end of comment."],
])("reports %j", async (text, problem) => {
  expect(await readFile("a.json", text)).toEqual({ root: undefined, problems: [problem] });
});

test("reports a name that stands twice, and keeps the first value", async () => {
  const { root, problems } = await readFile("a.json", '{ "a": 1,\n "b": 2,\n "a": 3 }');
  expect(plain(root)).toEqual({ a: "number 1", b: "number 2" });
  expect(problems).toEqual(['TG1103 a.json:3 "a" stands twice in one record. | first here @ a.json:1']);
});

test.each(["[", '{"a":', "[[],"])("reports values that hold each other without end: %s", async (part) => {
  const { problems } = await readFile("a.json", part.repeat(100_000));
  expect(problems).toEqual(["TG1102 a.json:1 More than 200 values hold each other here."]);
});
