import { expect, test } from "vitest";
import { formatSchemaTexts, formatStoredType, layoutRow, storageOf } from "../../src/model/image-format.js";
import type { ValueType } from "../../src/model/schema.js";
import {
  arrayOf,
  bool,
  createTable,
  int32,
  integer,
  listOf,
  optional,
  string,
} from "../image/create-tables.js";

const float32: ValueType = { kind: "float", bits: 32 };
const small: ValueType = { kind: "enum", index: 0, name: "Small", underlying: integer(16) };

test.each<[string, ValueType, readonly [kind: number, bytes: number, alignment: number]]>([
  ["bool", bool, [1, 1, 1]],
  ["int64", integer(64), [5, 8, 8]],
  ["uint16", integer(16, false), [7, 2, 2]],
  ["string", string, [12, 8, 4]],
  ["datetime", { kind: "datetime" }, [13, 8, 8]],
  ["enum(Small:int16)", small, [15, 2, 2]],
  ["string[]", listOf(string), [16, 8, 4]],
  ["float32[3]", arrayOf(float32, 3), [17, 12, 4]],
  ["bool?", optional(bool), [18, 2, 1]],
  ["int64?", optional(integer(64)), [18, 16, 8]],
  ["float32[3]?", optional(arrayOf(float32, 3)), [18, 16, 4]],
  ["string?", optional(string), [18, 8, 4]],
  ["int32[]?", optional(listOf(int32)), [18, 8, 4]],
  ["enum(Small:int16)?[2]", arrayOf(optional(small), 2), [17, 8, 2]],
])("%s has its storage", (text, type, [kind, bytes, alignment]) => {
  expect(formatStoredType(type)).toBe(text);
  expect(storageOf(type)).toEqual({ kind, bytes, alignment });
});

test("columns stand in declared order at natural alignment, and the stride is rounded up", () => {
  const types = [bool, int32, bool, integer(16), integer(64), bool];
  expect(layoutRow(types.map((type) => ({ type })))).toEqual({
    columnOffsets: [0, 4, 8, 10, 16, 24],
    stride: 32,
    alignment: 8,
  });
  expect(layoutRow([])).toEqual({ columnOffsets: [], stride: 0, alignment: 1 });
});

test("the schema text names stride, columns with type and offset, and keys", () => {
  const columns = [["id", int32] as const, ["rank", small] as const];
  const { schema } = createTable({ name: "Item", columns, keys: [["id"], ["rank", "id"]], rows: [] });
  expect(formatSchemaTexts({ tables: [schema], structs: [], variants: [] })[0]).toBe(
    [
      "table Item",
      "stride 8",
      "column id int32 0",
      "column rank enum(Small:int16) 4",
      "unique primary id",
      "unique rank_id rank,id",
      "",
    ].join("\n"),
  );
});
