import { describe, expect, test } from "vitest";
import type { EnumType } from "../../src/model/schema.js";
import { formatType } from "../../src/model/schema.js";
import { parseType } from "../../src/schema/parse-type.js";

const quality: EnumType = {
  kind: "enum",
  index: 0,
  name: "Quality",
  underlying: { kind: "integer", bits: 32, signed: true },
};
const enums = new Map([["Quality", quality]]);

function parse(text: string): string {
  const parsed = parseType(text, enums);
  if ("type" in parsed) return formatType(parsed.type);
  if ("unknown" in parsed) return `unknown ${parsed.unknown.type} -> ${parsed.unknown.suggestion}`;
  return `invalid: ${parsed.invalid.reason}`;
}

describe("a type's text", () => {
  test.each([
    ["bool", "bool"],
    ["int8", "int8"],
    ["uint64", "uint64"],
    ["float32", "float32"],
    ["string", "string"],
    ["datetime", "datetime"],
    ["duration", "duration"],
    ["Quality", "Quality"],
    ["int", "int32"],
    ["long", "int64"],
    ["double", "float64"],
    ["float", "float32"],
    ["byte", "uint8"],
    ["ulong", "uint64"],
  ])("%s is %s", (text, type) => {
    expect(parse(text)).toBe(type);
  });

  test.each([
    ["int32[]", "int32[]"],
    ["  Quality [ ] ", "Quality[]"],
    ["float [ 3 ]", "float32[3]"],
    ["int32[65536]", "int32[65536]"],
    ["string ?", "string?"],
    ["int32[]?", "int32[]?"],
    ["float[3] ?", "float32[3]?"],
    ["Quality?[]", "Quality?[]"],
    ["string? [4]", "string?[4]"],
    ["int64?[]?", "int64?[]?"],
    ["bool?[2]?", "bool?[2]?"],
    ["int32[][]", "int32[][]"],
    ["int32[3]?[]", "int32[3]?[]"],
    ["list<int>", "int32[]"],
    ["set < string >", "set<string>"],
    ["map<int, list<Quality?>>?", "map<int32, Quality?[]>?"],
    ["ref<Item>", "ref<Item>"],
    ["ref<Item.code | Skill>[]", "ref<Item.code | Skill>[]"],
    ["set<ref<Item>>", "set<ref<Item>>"],
    ["version?", "version?"],
    ["fraction", "fraction"],
  ])("%s may hold a container and blanks", (text, type) => {
    expect(parse(text)).toBe(type);
  });

  test.each([
    ["int23", "unknown int23 -> int32"],
    ["strng[]", "unknown strng -> string"],
    ["Qualty", "unknown Qualty -> Quality"],
    ["Role", "unknown Role -> undefined"],
    ["constructor", "unknown constructor -> undefined"],
  ])("%s is unknown, with the nearest name", (text, problem) => {
    expect(parse(text)).toBe(problem);
  });

  test.each([
    ["", "it is empty"],
    ["int32[0]", "an array has 1 to 65536 elements, not 0"],
    ["int32[65537]", "an array has 1 to 65536 elements, not 65537"],
    ["int32[03]", "an array has 1 to 65536 elements, not 03"],
    ["int32[n]", "an array has 1 to 65536 elements, not n"],
    ["int32??", "two ? follow each other"],
    ["int32[]? ?", "two ? follow each other"],
    ["int32［］", "it has full-width signs; write int32[]"],
    ["int32？", "it has full-width signs; write int32?"],
    ["int32【3】", "it has full-width signs; write int32[3]"],
    ["vector<int>", "write T[] for a list and T[N] for an array"],
    ["List< Quality >", "List takes nothing in < >; list, set, map and ref do"],
    ["list<int", "a < is not closed"],
    ["map<int>", "a name may be followed by ?, [] and [N], and by nothing else"],
    ["ref<>", "a name may be followed by ?, [] and [N], and by nothing else"],
    ["ref<Item|>", "a name may be followed by ?, [] and [N], and by nothing else"],
    ["set<int[]>", "a set cannot hold int32[], which has no order"],
    ["set<float>", "a set cannot hold float32, which has no order"],
    ["map<string?, int>", "a map cannot have keys of string?, which has no order"],
    [`${"list<".repeat(17)}int${">".repeat(17)}`, "it nests more than 16 deep"],
    ["int 32", "it has a blank inside; write int32"],
    ["u int 8 [3]", "it has a blank inside; write uint8[3]"],
    ["int32[", "a bracket is not closed"],
    ["int32]", "a bracket is not closed"],
    ["int32*", "a name may be followed by ?, [] and [N], and by nothing else"],
    ["42", "a name may be followed by ?, [] and [N], and by nothing else"],
  ])("%s is no type, and the reason is given", (text, reason) => {
    expect(parse(text)).toBe(`invalid: ${reason}`);
  });
});
