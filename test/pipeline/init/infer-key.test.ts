import { describe, expect, test } from "vitest";
import { inferKey, isIdName, type KeyCandidate } from "../../../src/pipeline/init/infer-key.js";

function column(name: string, ...values: (string | undefined)[]): KeyCandidate {
  return { name, values, canBeKey: true, isText: false };
}

describe("the key", () => {
  test("is the column that is called an id, wherever it stands", () => {
    expect(inferKey([column("name", "a", "b"), column("Id", "1", "2")], "Item")).toEqual({
      key: ["Id"],
      doubts: [],
    });
  });

  test("is an id with a few mistakes, which the build will report", () => {
    const values = Array.from({ length: 60 }, (_, index) => String(index));
    const id = column("id", ...values, "7", undefined);
    expect(inferKey([id], "Item")).toEqual({
      key: ["id"],
      doubts: [
        "1 of 62 values of id occur twice; the build will report them",
        "1 of 62 rows have no id; the build will report them",
      ],
    });
  });

  test("is the first column that is unique where none is called an id", () => {
    const columns = [column("eco", "A", "A"), column("name", "x", "x"), column("pgn", "1", "2")];
    expect(inferKey(columns, "openings")).toEqual({
      key: ["pgn"],
      doubts: ["pgn is unique in all 2 rows, so the key was taken to be that"],
    });
  });

  test("is the smallest combination that is unique, those at the left first", () => {
    const columns = [
      column("lootid", "1", "1", "2"),
      column("itemid", "7", "8", "7"),
      column("n", "1", "2", "3"),
    ];
    columns[2] = { ...column("n", "1", "2", "3"), canBeKey: false };
    expect(inferKey(columns, "lootitem")).toEqual({
      key: ["lootid", "itemid"],
      doubts: ["lootid, itemid together are unique in all 3 rows, so the key was taken to be that"],
    });
  });

  test("is two columns in front rather than a number behind them", () => {
    const columns = [
      column("level", "1", "1", "2"),
      column("rank", "1", "2", "1"),
      column("attack", "5", "9", "8"),
    ];
    expect(inferKey(columns, "random").key).toEqual(["level", "rank"]);
    expect(inferKey([column("a", "1", "1", "2"), column("b", "1", "2", "3"), ...columns], "t").key).toEqual([
      "b",
    ]);
  });

  test("is never a column with empty cells, and none where nothing is unique", () => {
    const columns = [column("a", "1", undefined), column("b", "x", "x")];
    expect(inferKey(columns, "t")).toEqual({
      key: false,
      doubts: ["no column and no combination of up to three is unique, so it has no key"],
    });
  });

  test("of a table without rows is its id", () => {
    expect(inferKey([column("id")], "t")).toEqual({
      key: ["id"],
      doubts: ["there are no rows that would show the key"],
    });
  });

  test("texts that join to the same text are different keys", () => {
    const columns = [column("a", "x", 'x","'), column("b", '","y', "y"), column("c", "1", "1")];
    expect(inferKey([column("a", "x", "x"), ...columns.slice(1)], "t").key).toEqual(["b"]);
  });
});

test.each([
  ["id", "Item", true],
  ["_ID", "Item", true],
  ["taskid", "task_任务", true],
  ["ItemId", "Item", true],
  ["itemid", "lootitem", true],
  ["rank", "lootitem", false],
  ["name", "Item", false],
])("%s in %s: %s", (name, table, expected) => {
  expect(isIdName(name, table)).toBe(expected);
});
