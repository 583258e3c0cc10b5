import { expect, test } from "vitest";
import { createRowResolver } from "../../src/references/create-row-resolver.js";
import { fillBackReferences } from "../../src/references/fill-back-references.js";
import {
  createSchema,
  createTable,
  int32,
  listOf,
  optional,
  referenceTo,
  string,
} from "../image/create-tables.js";

const toItem = referenceTo([[1, "Item"]], [int32]);

test("a row has each row that refers to it once, in the order of the sheet", () => {
  const drops = createTable({
    name: "Drop",
    columns: [
      ["id", int32],
      ["items", listOf(toItem)],
    ],
    keys: [["id"]],
    rows: [
      [5, [7, 8, 7]],
      [2, []],
      [9, [8]],
    ],
  });
  const items = createTable({
    name: "Item",
    columns: [
      ["id", int32],
      ["drops", listOf(referenceTo([[0, "Drop"]], [int32]))],
    ],
    keys: [["id"]],
    rows: [
      [7, []],
      [8, []],
      [9, []],
    ],
  });
  const [id, backward] = items.schema.columns;
  if (id === undefined || backward === undefined) throw new Error("there are two columns");
  const marked = {
    ...items,
    schema: { ...items.schema, columns: [id, { ...backward, backReference: { table: 0, column: 1 } }] },
  };
  const tables = [drops, marked];
  const [, filled] = fillBackReferences(createSchema(tables), tables, createRowResolver(tables));
  expect(filled?.columns[1]).toEqual([[5], [5, 9], []]);
});

test("a resolver finds rows by keys of one part and of several, and none by a key that no row has", () => {
  const levels = createTable({
    name: "Level",
    columns: [
      ["hero", string],
      ["level", int32],
      ["next", optional(int32)],
    ],
    keys: [["hero", "level"]],
    rows: [
      ["a", 1, 2],
      ["a", 12, undefined],
      ["a1", 2, undefined],
    ],
  });
  const rows = createRowResolver([levels]);
  const toLevel = referenceTo([[0, "Level"]], [string, int32]);
  expect(rows.resolve(toLevel, ["a", 12])).toEqual({ target: 0, row: 1 });
  expect(rows.resolve(toLevel, ["a1", 2])).toEqual({ target: 0, row: 2 });
  expect(rows.resolve(toLevel, ["a1", 1])).toBeUndefined();
});
