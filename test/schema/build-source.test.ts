import { describe, expect, test } from "vitest";
import { understandHeader } from "./understand-header.js";

type Columns = Parameters<typeof understandHeader>[0];

/** Where the first of the columns stands, or what was reported; `id` is column 1. */
function sourceOf(columns: Columns, options: Parameters<typeof understandHeader>[1] = {}): unknown {
  const { columns: found, reported } = understandHeader(columns, options);
  return reported.length > 0 ? reported : found[0]?.[2];
}

describe("values stand", () => {
  test.each<[string, Columns, unknown]>([
    ["in one cell", [["a", "Reward"]], 2],
    [
      "in the columns of fields, whose order is the struct's",
      [["a.count", "Reward"], ["a.item"]],
      { fields: [3, 2] },
    ],
    ["without a column of a field that has a default", [["a.item", "Reward"]], { fields: [2, "missing"] }],
    ["in numbered columns", [["a[1]", "int32[]"], ["a[0]"]], { elements: [3, 2] }],
    ["in numbered columns of an array", [["a[0]", "int32[2]"], ["a[1]"]], { elements: [2, 3] }],
    [
      "in fields of numbered columns",
      [["a[0].item", "Reward[]"], ["a[0].count"], ["a[1].item"]],
      { elements: [{ fields: [2, 3] }, { fields: [4, "missing"] }] },
    ],
    ["in columns of one name", [["a", "int32[]"], ["a"]], { cells: [2, 3] }],
    [
      "in columns that are named after keys",
      [["a.hp", "map<string, int32>"], ["a.mp"]],
      {
        entries: [
          ["hp", 2],
          ["mp", 3],
        ],
      },
    ],
    [
      "in columns for key and value",
      [["a[0].key", "map<string, int32>"], ["a[0].value"], ["a[1]"]],
      { elements: [{ fields: [2, 3] }, 4] },
    ],
    [
      "in the columns of a kind",
      [["a.$type", "Shape"], ["a.radius"], ["a.side"]],
      { type: 2, kinds: [[3], [4, "missing"]] },
    ],
    ["in rows", [["*a", "int32[]"]], { rows: 2, starts: [2] }],
    [
      "in fields of rows",
      [["*a.item", "Reward[]"], ["*a.count"]],
      { rows: { fields: [2, 3] }, starts: [2, 3] },
    ],
    [
      "in rows of rows",
      [
        ["*a.name", "string"],
        ["*a.*b", "int32"],
      ],
      { rows: { fields: [2, { rows: 3, starts: [3] }] }, starts: [2] },
    ],
    ["in columns of an optional type", [["a.item", "Reward?"], ["a.count"]], { fields: [2, 3] }],
  ])("%s", (_, columns, source) => {
    expect(sourceOf(columns)).toEqual(source);
  });

  test("in the columns that their name is merged over, where they have parts", () => {
    const merges = [[2, 4]] as const;
    expect(sourceOf([["a", "int32[]"]], { merges })).toEqual({ cells: [2, 3, 4] });
    expect(sourceOf([["a", "int32"]], { merges })).toBe(2);
  });
});

describe("a header is wrong", () => {
  test.each<[string, Columns, readonly string[]]>([
    [
      "that writes a field in two ways",
      [["a", "Reward"], ["a.item"]],
      ["TG2107 items.xlsx:Item!C1 The columns of a write it in two ways."],
    ],
    [
      "that leaves a number out",
      [["a[0]", "int32[]"], ["a[2]"]],
      ["TG2108 items.xlsx:Item!C1 a has no column a[1]."],
    ],
    ["that begins with 1", [["a[1]", "int32[]"]], ["TG2108 items.xlsx:Item!C1 a has no column a[0]."]],
    [
      "that has fewer columns than an array has elements, or more",
      [["a[0]", "int32[2]"], ["b[0]", "int32[1]"], ["b[1]"]],
      [
        "TG2108 items.xlsx:Item!C1 a has no column a[1].",
        "TG2109 items.xlsx:Item!D1 b is int32[1], which has no b[1].",
      ],
    ],
    [
      "that gives parts to what has none",
      [["a.x", "int32[]"], ["a.y"]],
      ["TG2109 items.xlsx:Item!C1 a is int32[], which has no parts."],
    ],
    [
      "that puts rows into an array, or numbers into a struct",
      [["*a", "int32[2]"], ["b[0]", "Reward"], ["b[1]"]],
      [
        "TG2109 items.xlsx:Item!C1 a is int32[2], which has no rows.",
        "TG2109 items.xlsx:Item!D1 b[0] is Reward, which has no numbered columns.",
      ],
    ],
    [
      "that names a part which there is not",
      [["a.item", "Reward"], ["a.cuont"]],
      ['TG2110 items.xlsx:Item!D1 Reward has no field "cuont". Did you mean count?'],
    ],
    [
      "that lacks a part which must have a value",
      [["a.count", "Reward"]],
      ["TG2111 items.xlsx:Item!C1 a has no column for the field Reward.item, which must have a value."],
    ],
    [
      "that lacks the kind of a variant",
      [["a.radius", "Shape"]],
      ["TG2111 items.xlsx:Item!C1 a has no column for the field Shape.$type, which must have a value."],
    ],
    [
      "that lacks the value of an entry",
      [["a[0].key", "map<string, int32>"]],
      [
        "TG2111 items.xlsx:Item!C1 a[0] has no column for the field map<string, int32>.value, which must have a value.",
      ],
    ],
  ])("%s", (_, columns, reported) => {
    expect(sourceOf(columns)).toEqual(reported);
  });
});
