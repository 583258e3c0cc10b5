import { expect, test } from "vitest";
import { findNearest } from "../../src/base/find-nearest.js";

test.each([
  ["nmae", ["note", "name"], "name"],
  ["keys", ["key", "unique"], "key"],
  ["COLUMNS", ["columns"], "columns"],
  ["id", ["in", "name"], "in"],
  ["道具", ["道县", "英雄"], "道县"],
])("%s is near to one of %j", (word, candidates, nearest) => {
  expect(findNearest(word, candidates)).toBe(nearest);
});

test("nothing is near to a word of which more than a third differs", () => {
  expect(findNearest("colour", ["type", "note", "default"])).toBeUndefined();
  expect(findNearest("x", [])).toBeUndefined();
});
