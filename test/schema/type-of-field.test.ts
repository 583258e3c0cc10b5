import { expect, test } from "vitest";
import { understandHeader } from "./understand-header.js";

const typesOf = (...columns: Parameters<typeof understandHeader>[0]) => {
  const { columns: found, made, reported } = understandHeader(columns);
  return [...found.map(([name, type]) => `${name}: ${type}`), ...made, ...reported];
};

test("the first of several columns may name the type of all", () => {
  expect(typesOf(["reward.item", "Reward"], ["reward.count"])).toEqual(["reward: Reward"]);
  expect(typesOf(["drops[0].item", "Reward[]"], ["drops[0].count"])).toEqual(["drops: Reward[]"]);
  expect(typesOf(["*drops.item", "Reward[]"], ["*drops.count"])).toEqual(["drops: Reward[]"]);
  expect(typesOf(["tags", "string[]"], ["tags"])).toEqual(["tags: string[]"]);
});

test("parts with types of their own make a struct, and numbered columns and rows a list", () => {
  expect(typesOf(["pos.x", "int32"], ["pos.y", "int32 = 5"])).toEqual([
    "pos: ItemPos",
    "ItemPos { x: int32, y: int32 = 5 }",
  ]);
  expect(typesOf(["n[0]", "int32"], ["n[1]", "int32"], ["n[2]"])).toEqual(["n: int32[]"]);
  expect(typesOf(["n[0]", "int32"])).toEqual(["n: int32[]"]);
  expect(typesOf(["*n", "int32"])).toEqual(["n: int32[]"]);
  expect(typesOf(["*n", "int32[]"])).toEqual(["n: int32[]"]);
  expect(
    typesOf(["*stages.name", "string"], ["*stages.*drops.item", "int32"], ["*stages.*drops.count", "int32"]),
  ).toEqual([
    "stages: ItemStages[]",
    "ItemStages { name: string, drops: ItemStagesDrops[] }",
    "ItemStagesDrops { item: int32, count: int32 }",
  ]);
  expect(
    typesOf(["d[0].a", "int32"], ["d[0].b", "string"], ["d[1].a", "int32"], ["d[1].b", "string"]),
  ).toEqual(["d: ItemD[]", "ItemD { a: int32, b: string }"]);
});

test("a part without a type, or with a wrong one, is reported at its cell", () => {
  expect(typesOf(["pos.x", "int32"], ["pos.y"], ["pos.z", "int32"])).toEqual([
    "TG2016 items.xlsx:Item!D1 Item.pos.y has no type.",
  ]);
  expect(typesOf(["pos.x", "itn"], ["pos.y", "int32"])).toEqual([
    "TG2014 items.xlsx:Item!C2 There is no type itn. Did you mean int?",
  ]);
});

test("elements of two types are reported at the second", () => {
  expect(typesOf(["n[0]", "int32"], ["n[1]", "string"])).toEqual([
    "TG2123 items.xlsx:Item!D2 n[1] is string, but n[0] is int32; all elements of a list have one type.",
    "- first here items.xlsx:Item!C1",
  ]);
});

test("a struct that is made twice in two ways is reported", () => {
  expect(
    typesOf(["d[0].a", "int32"], ["d[0].b", "int32"], ["d[1].a", "int32"], ["d[1].b", "string"]),
  ).toEqual([
    "ItemD { a: int32, b: int32 }",
    "TG2112 items.xlsx:Item!E1 The columns make a struct ItemD, but one of that name has other fields.",
    "- the other one items.xlsx:Item!C1",
  ]);
});
