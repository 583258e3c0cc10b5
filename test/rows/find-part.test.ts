import { expect, test } from "vitest";
import type { StructSchema, ValueType } from "../../src/model/schema.js";
import type { ValueSource } from "../../src/model/table-source.js";
import { findPart } from "../../src/rows/find-part.js";
import { sheetOf } from "../schema/sheet-of.js";

const at = { file: "structs.csv" };
const int32: ValueType = { kind: "integer", bits: 32, signed: true };
const reward: StructSchema = {
  name: "Reward",
  note: "",
  fields: ["item", "count"].map((name) => ({ name, note: "", type: int32, at })),
  at,
};
const struct: ValueType = { kind: "struct", index: 0, name: "Reward", bytes: 8, alignment: 4 };
const list: ValueType = { kind: "list", element: struct };
const fields = (...columns: readonly number[]): ValueSource => ({
  kind: "fields",
  fields: columns.map((column) => ({ kind: "cell", column })),
});
const context = {
  sheet: sheetOf([
    ["", "1", "5", "7"],
    ["", "", "6", "8"],
    ["", "", "9", "3"],
  ]),
  schema: { structs: [reward], variants: [] },
};

test("a field that has a column is found in it", () => {
  const part = findPart({ source: fields(2, 3), type: struct, rows: [0] }, ["count"], context);
  expect(part).toEqual({ source: { kind: "cell", column: 3 }, type: int32, rows: [0], fields: ["count"] });
});

test("an element in numbered columns, and its field", () => {
  const source: ValueSource = { kind: "elements", elements: [fields(1, 2), fields(3, 4)] };
  const part = findPart({ source, type: list, rows: [0] }, [2, "item"], context);
  expect(part).toEqual({ source: { kind: "cell", column: 3 }, type: int32, rows: [0], fields: ["item"] });
});

test("an element in rows is found in its own rows", () => {
  const source: ValueSource = { kind: "rows", starts: [2], element: fields(2, 3) };
  const part = findPart({ source, type: list, rows: [0, 1, 2] }, [2, "count"], context);
  expect(part).toEqual({ source: { kind: "cell", column: 3 }, type: int32, rows: [1], fields: ["count"] });
});

test("what is within one cell is found in that cell", () => {
  const source: ValueSource = { kind: "cell", column: 1 };
  expect(findPart({ source, type: list, rows: [0] }, [2, "count"], context)).toEqual({
    ...{ source, type: list, rows: [0] },
    fields: [],
  });
});
