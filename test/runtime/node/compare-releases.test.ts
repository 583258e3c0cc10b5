import { expect, test } from "vitest";
import { openImage } from "../../../src/runtime/index.js";
import { compareReleases } from "../../../src/runtime/node/compare-releases.js";
import { int32, schemaOf } from "../../emit/ts/schema-of.js";
import { imageOf } from "../image-of.js";

function infoOf(tables: Readonly<Record<string, number>>) {
  const columns = [["id", int32]] as const;
  const schema = schemaOf(Object.fromEntries(Object.keys(tables).map((name) => [name, { columns }])));
  const rows = Object.fromEntries(Object.entries(tables).map(([name, value]) => [name, [[value]]]));
  return openImage(imageOf(schema, rows)).info;
}

test("tables are the same by their content, wherever they lie in the image", () => {
  const before = infoOf({ B: 1, C: 2, D: 3, E: 4 });
  const after = infoOf({ A: 0, B: 1, C: 7, E: 8, F: 9 });
  expect(compareReleases(before, after)).toEqual({ changed: ["C", "E"], added: ["A", "F"], removed: ["D"] });
  expect(compareReleases(after, after)).toEqual({ changed: [], added: [], removed: [] });
});
