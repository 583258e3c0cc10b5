import { describe, expect, test } from "vitest";
import { parseInCellFields, parseTypeCell } from "../../../src/schema/tableau/parse-type-cell.js";

describe("parseTypeCell", () => {
  test.each([
    ["int32", { kind: "scalar", type: "int32" }],
    [" .Item ", { kind: "scalar", type: ".Item" }],
    ["enum<.Kind>", { kind: "enum", type: ".Kind" }],
    ["map<int32, string>", { kind: "map", key: "int32", value: "string" }],
    ["map<enum<.Kind>,Item>", { kind: "map", key: "enum<.Kind>", value: "Item" }],
    ["[]int32", { kind: "list", element: "", column: "int32", isKeyed: false }],
    ["[]<enum<.Kind>>", { kind: "list", element: "", column: "enum<.Kind>", isKeyed: true }],
    ["[Item]<uint32>", { kind: "list", element: "Item", column: "uint32", isKeyed: true }],
    ["[Box][Slot]int32", { kind: "list", element: "Box", column: "[Slot]int32", isKeyed: false }],
    ["[Box]map<int32, Slot>", { kind: "list", element: "Box", column: "map<int32, Slot>", isKeyed: false }],
    [
      "[]{int32 ID,int32 Num}Cost",
      { kind: "list", element: "", column: "{int32 ID,int32 Num}Cost", isKeyed: false },
    ],
    ["{.Cost}", { kind: "struct", type: ".Cost", column: "" }],
    ["{Cost(Price)}int32", { kind: "struct", type: "Cost", variable: "Price", column: "int32" }],
    ["{.A}{.B}int32", { kind: "struct", type: ".A", column: "{.B}int32" }],
  ])("parses %s", (text, expected) => {
    expect(parseTypeCell(text)).toEqual(expected);
  });

  test("takes properties off, blanks around their bar or not", () => {
    expect(parseTypeCell('map<int32, Item> | {range:"1,~" unique:true}')).toEqual({
      ...{ kind: "map", key: "int32", value: "Item" },
      properties: 'range:"1,~" unique:true',
    });
    expect(parseTypeCell('[]int32|{sep:"|"}')).toMatchObject({ kind: "list", properties: 'sep:"|"' });
  });
});

test("parseInCellFields parses types with names, and says of a name alone that it is none", () => {
  expect(parseInCellFields("int32 ID, enum<.Kind> Kind")).toEqual([
    { type: "int32", name: "ID" },
    { type: "enum<.Kind>", name: "Kind" },
  ]);
  expect(parseInCellFields("Cost")).toBeUndefined();
});
