import { expect, test } from "vitest";
import { formatColumns } from "../../src/cli/format-columns.js";

test("columns are aligned, wide characters count as two, and no line ends in blanks", () => {
  const rows = [
    ["name", "rows", ""],
    ["道具表", "7", "note"],
    ["e\u0301", "1,234"],
  ];
  expect(formatColumns(rows, { indent: "  ", right: [1] })).toBe(
    ["  name     rows", "  道具表      7  note", "  e\u0301       1,234", ""].join("\n"),
  );
});
