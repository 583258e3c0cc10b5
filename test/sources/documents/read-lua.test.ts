import { expect, test } from "vitest";
import { linesOf, plain, readFile } from "./read-file.js";

test("reads tables of literals", async () => {
  const { root, problems } = await readFile(
    "a.lua",
    `#!/usr/bin/lua
-- data
--[==[ old
]] ]==]
return {
  id = 9223372036854775807, ["key"] = 'it\\'s', [3] = -0x10; [true] = .5e1,
  text = [[
a
b]], bytes = "\\228\\184\\173\\x41\\u{4e2d}\\z
     !", list = { 1, "x"; nil, },
  empty = {}, none = nil, on = false, 名 = 1,
}`,
  );
  expect(problems).toEqual([]);
  expect(plain(root)).toEqual({
    id: "number 9223372036854775807",
    key: "it's",
    3: "number -16",
    true: "number .5e1",
    text: "a\nb",
    bytes: "中A中!",
    list: ["number 1", "x", null],
    empty: { list: [], record: {} },
    none: null,
    on: "boolean false",
    名: "number 1",
  });
  expect(linesOf(root).slice(0, 6)).toEqual(["id:6", "key:6", "3:6", "true:6", "text:7", "bytes:9"]);
});

test.each([
  ["local t = { a = 1 }\nreturn t"],
  ["t = { a = 1 };"],
  ["local x = 5; local t = { a = 1 } return t;"],
])("reads %j", async (text) => {
  expect(plain((await readFile("a.lua", text)).root)).toEqual({ a: "number 1" });
});

test("keys from 1 on are a list too", async () => {
  expect(plain((await readFile("a.lua", "return { [1] = 'a', [2] = 'b' }")).root)).toEqual({
    list: ["a", "b"],
    record: { 1: "a", 2: "b" },
  });
  expect(plain((await readFile("a.lua", "return { [2] = 'a', [1] = 'b' }")).root)).toEqual({
    1: "b",
    2: "a",
  });
});

test.each([
  ["return { os.exit() }", '"." stands where only data may stand'],
  ["return { f() }", '"(" stands where only data may stand'],
  ["return {\n a = 1 + 2 }", '"+" stands where only data may stand', 2],
  ["return { a = b }", '"b" stands where only data may stand'],
  ["return function() end", '"function" stands where only data may stand'],
  ["return { a = function() end }", '"function" stands where only data may stand'],
  ["os.execute('x')", '"." stands where only data may stand'],
  ["while true do end", '"while" stands where only data may stand'],
  ["return { 1, a = 2 }", "a table has values with keys beside values without"],
  ["return {", "it breaks off, as after an interrupted copy"],
  ["return { 1 } 2", '"2" stands where only data may stand'],
  ["return { 'a\n' }", "unexpected end of string"],
  ["return { '\\q' }", "invalid escape character"],
  ["return { '\\300' }", "invalid escape character"],
  ["return { '\\255' }", "the escapes of a string spell bytes that are no UTF-8"],
  ["return { [[a }", "[[ has no ]]"],
  ["return { [nil] = 1 }", "a key is no text and no number"],
  ["return { 0x1.8 }", "a fraction in hexadecimal is not read"],
  ["return { 12ab }", "a number goes on with letters"],
  ["return { ? }", "invalid symbol"],
  ["-- nothing", "the file is empty"],
])("reports %j", async (text, problem, line = 1) => {
  expect(await readFile("a.lua", text)).toEqual({
    root: undefined,
    problems: [`TG1101 a.lua:${line} The file is no good Lua: ${problem}.`],
  });
});

test("reports a key that stands twice", async () => {
  expect((await readFile("a.lua", 'return { a = 1,\n["a"] = 2 }')).problems).toEqual([
    'TG1103 a.lua:2 "a" stands twice in one record. | first here @ a.lua:1',
  ]);
});

test("reports tables that hold each other without end", async () => {
  expect((await readFile("a.lua", `return ${"{".repeat(100_000)}`)).problems).toEqual([
    "TG1102 a.lua:1 More than 200 values hold each other here.",
  ]);
});
