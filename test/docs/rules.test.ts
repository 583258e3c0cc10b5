import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { formatCellRef } from "../../src/base/place.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { valueRuleNames } from "../../src/schema/value-rules.js";
import { groupBy, listBlocks, readPage } from "./markdown.js";

const page = "docs/rules.md";
const folder = mkdtempSync(join(tmpdir(), "table-gen-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe(`the examples of ${page}`, () => {
  test.each([...groupBy(listBlocks(page), (block) => block.section)])(
    "find what stands below them: %s",
    async (section, blocks) => {
      const project = join(folder, section.replaceAll(/\W/g, "-"));
      const expected = blocks.filter(({ title }) => title === "");
      expect(expected).toHaveLength(1);
      const files = blocks.filter(({ title }) => title !== "");
      const hasConfig = files.some(({ title }) => title.startsWith("table-gen.config"));
      const config = hasConfig ? [] : [{ title: "table-gen.config.json", text: "{}" }];
      for (const { title, text } of [...files, ...config]) {
        mkdirSync(dirname(join(project, title)), { recursive: true });
        writeFileSync(join(project, title), text);
      }
      const { diagnostics } = await buildTables({ cwd: project, write: false });
      const found = diagnostics.map(({ at, message }) => {
        const { line: _, ...place } = at ?? { file: "" };
        return `${formatCellRef(place)} ${message}\n`;
      });
      // In the order in which a report shows them.
      const order = (texts: readonly string[]) => [...texts].sort().join("");
      expect(order(found)).toBe(order(expected.flatMap(({ text }) => text.split(/(?<=\n)/))));
    },
  );
});

test(`${page} names every rule of a column`, () => {
  const text = readPage(page);
  expect(valueRuleNames.filter((name) => !new RegExp(`\`${name}[\`=]`).test(text))).toEqual([]);
});
