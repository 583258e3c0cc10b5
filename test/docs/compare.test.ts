import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPage, root } from "./markdown.js";

const page = "docs/compare.md";
const rows = readPage(page)
  .split("\n")
  .filter((line) => /^\| [^|-]/.test(line))
  .map((line) => line.slice(2, -2).split(" | "))
  .filter(([, ours = ""]) => /yes|partly|^no$/.test(ours));

describe(`the tables of ${page}`, () => {
  test("have a line for each feature", () => {
    expect(rows.length).toBeGreaterThan(50);
    const features = rows.map(([feature]) => feature);
    expect(new Set(features).size).toBe(features.length);
  });

  test.each(rows)("say of %s what each tool has, and lead to our test of it", (_, ...cells) => {
    expect(cells).toHaveLength(6);
    const [ours = "", ...others] = cells;
    for (const cell of others) expect(cell).toMatch(/^(yes|no|\?|partly: .+)$/);
    if (ours === "no") return;
    const [, path = ""] = /^\[(?:yes|partly)\]\(\.\.\/(test\/[\w./-]+\.test\.ts)\)(: .+)?$/.exec(ours) ?? [];
    expect(existsSync(join(root, path)) && path !== "").toBe(true);
  });
});
