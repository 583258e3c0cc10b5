import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { formatNamedRowJson, openImage } from "../../src/runtime/index.js";
import { type Block, groupBy, listBlocks, readPage } from "./markdown.js";

const page = "docs/sheets.md";
const pages = [page, "docs/documents.md", "docs/targets.md"];
const folder = mkdtempSync(join(tmpdir(), "table-gen-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files of a section form one folder; its jsonl block is the dump. */
const examples = pages.flatMap((one) =>
  [...groupBy(listBlocks(one), (block) => block.section)].map(([section, blocks]) => ({
    ...{ page: one, section, blocks },
  })),
);

describe("the sheets of the pages", () => {
  test.each(examples)(
    "build to the rows that stand below them: $page, $section",
    async ({ section, blocks }) => {
      const files = blocks.filter(({ language }) => language !== "jsonl");
      const expected = blocks.filter(({ language }) => language === "jsonl").map(({ text }) => text);
      expect(expected).toHaveLength(1);
      expect(await dump(section, files)).toBe(expected[0]);
    },
  );
});

describe(`the table of texts in ${page}`, () => {
  const rows = listTextRows();

  test("has a line for each kind of type", () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  test.each(rows)("is right about $type", async ({ type, taken, refused }) => {
    const sheet = (texts: readonly string[]) => [
      {
        title: "T.csv",
        text: toCsv([["##name", "v"], ["##type", type], ...texts.map((text) => ["", text])]),
      },
      { title: "table-gen.config.json", text: '{ "tables": { "T": { "key": false } } }' },
    ];
    const good = await check(`${type} good`, sheet(taken));
    expect(good).toEqual([]);
    const bad = await check(`${type} bad`, sheet(refused));
    // Row 1 of the sheet is its header's first.
    expect(bad).toEqual(refused.map((_, index) => index + 2));
  });
});

type File = Pick<Block, "title" | "text">;

/** Returns what `table-gen dump` prints of the tables in these files, which must have no problem. */
async function dump(name: string, files: readonly File[]): Promise<string> {
  const { diagnostics, image } = await buildTables({ config: write(name, files), cwd: folder, write: false });
  expect(diagnostics).toEqual([]);
  if (image === undefined) throw new Error("nothing was built");
  return openImage(image.bytes)
    .tables.flatMap((table) => [...table.rows()].map((row) => `${formatNamedRowJson(table, row)}\n`))
    .join("");
}

/** Returns the rows of the sheet, from 0, that have a problem. */
async function check(name: string, files: readonly File[]): Promise<readonly (number | undefined)[]> {
  const { diagnostics } = await buildTables({ config: write(name, files), cwd: folder, write: false });
  return diagnostics.map(({ at }) => at?.row);
}

/** Writes the files of an example and returns their folder. */
function write(name: string, files: readonly File[]): string {
  const target = join(
    folder,
    name.replace(/\W/g, (character) => `-${character.charCodeAt(0)}`),
  );
  for (const { title, text } of files) {
    mkdirSync(dirname(join(target, title)), { recursive: true });
    writeFileSync(join(target, title), text);
  }
  if (!files.some(({ title }) => title.startsWith("table-gen.config"))) {
    writeFileSync(join(target, "table-gen.config.json"), "{}");
  }
  return target;
}

interface TextRow {
  readonly type: string;
  readonly taken: readonly string[];
  readonly refused: readonly string[];
}

function listTextRows(): readonly TextRow[] {
  const [, table = ""] = readPage(page).split("| type | takes | does not take |\n");
  const lines = table.split("\n").slice(1);
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(0, end).map((line) => {
    const [type = [], taken = [], refused = []] = line
      .split("|")
      .slice(1)
      .map((cell) => [...cell.matchAll(/`([^`]*)`/g)].map((found) => found[1] ?? ""));
    return { type: type[0] ?? "", taken, refused };
  });
}

function toCsv(rows: readonly (readonly string[])[]): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return rows.map((row) => `${row.map(quote).join(",")}\n`).join("");
}
