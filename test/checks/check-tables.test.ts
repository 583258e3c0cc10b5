import { expect, test } from "vitest";
import { check, createTypedTable, types } from "./typed-tables.js";

test("a table without rows is a warning at the table", () => {
  const { diagnostics, problems } = check([
    createTypedTable({ columns: [["id", types.int32]], keys: [[0]], rows: [] }),
  ]);
  expect(problems).toEqual(["TG3002 items.xlsx:Item Item has no rows."]);
  expect(diagnostics[0]?.severity).toBe("warning");
});

test("every table is checked", () => {
  const rows = [[1], [1]];
  const tables = ["Hero", "Item"].map((name) =>
    createTypedTable({ name, columns: [["id", types.int32]], keys: [[0]], rows }),
  );
  expect(check(tables).problems).toEqual([
    "TG3001 items.xlsx:Hero!A5 Key 1 occurs twice in Hero. | first used here @ items.xlsx:Hero!A4",
    "TG3001 items.xlsx:Item!A5 Key 1 occurs twice in Item. | first used here @ items.xlsx:Item!A4",
  ]);
});
