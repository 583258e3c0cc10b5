import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatCellRef } from "../../../src/base/place.js";
import { buildTables } from "../../../src/pipeline/build-tables.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-rules-"));
  write("table-gen.config.json", '{ "name": "game", "rules": "rules/*.{ts,mjs}" }');
  write("Quality.csv", "##enum,name,value\n,common,1\n,rare,2\n");
  write(
    "Item.csv",
    `##name,id,quality,price,tags,pos.x,pos.y,since,open
##type,int32,Quality,int64,set<string>,int32,int32,datetime,map<string; int32>
##rule,key,,,,,,,
,1,common,5,"b,a",1,2,2024-05-01,a:1
,2,rare,9007199254740993,[],3,4,2024-05-02,[]
`.replace("map<string; int32>", '"map<string, int32>"'),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function build(options: { readonly write?: boolean; readonly today?: string } = {}) {
  const { diagnostics, sources } = await buildTables({ cwd: folder, write: false, ...options });
  const reported = diagnostics.map(({ id, message, at, notes }) => {
    const rest = notes.map(
      (note) => ` | ${note.message}${note.at === undefined ? "" : ` ${formatCellRef(note.at)}`}`,
    );
    return `${id} ${at === undefined ? "" : formatCellRef(at)} ${message}${rest.join("")}`;
  });
  return { reported, sources };
}

test("a program reports at cells, with notes at others", async () => {
  write(
    "rules/items.mjs",
    `export default ({ tables, report, reportTable }) => {
      const [first, second] = tables.Item.rows;
      report(first, "price", "it is cheap.", [{ message: "the dear one", row: second, column: "id" }]);
      report(second, "pos.y", "it is 4");
      reportTable(tables.Item, "two are not enough");
    };`,
  );
  const { reported, sources } = await build();
  expect(reported).toEqual([
    'TG3006 Item.csv:D4 Item.price breaks "rules/items.mjs": it is cheap. | the dear one Item.csv:B5 | the rule rules/items.mjs',
    'TG3006 Item.csv:G5 Item.pos.y breaks "rules/items.mjs": it is 4. | the rule rules/items.mjs',
    'TG3006 Item.csv:A1 Item breaks "rules/items.mjs": two are not enough. | the rule rules/items.mjs',
  ]);
  expect(sources).toContain(resolve(folder, "rules/items.mjs"));
});

test("rows are plain values that cannot be changed, and are found by their key", async () => {
  write(
    "rules/items.mjs",
    `export default ({ tables, reportTable }) => {
      const [first] = tables.Item.rows;
      const { open, since, ...others } = first;
      const shown = JSON.stringify({ ...others, open: [...open], since }, (_, v) => typeof v === "bigint" ? v + "n" : v);
      const isFrozen = [first, first.tags, first.pos, tables.Item.rows, tables].every(Object.isFrozen);
      reportTable(tables.Item, [shown, isFrozen, tables.Item.find(1) === first, tables.Item.find(9)].join(" "));
    };`,
  );
  const { reported } = await build();
  expect(reported[0]).toContain(
    '{"id":1,"quality":"common","price":"5n","tags":["a","b"],"pos":{"x":1,"y":2},"open":[["a",1]],"since":"2024-05-01T00:00:00.000Z"} true true .',
  );
});

test("a rule with a name may be a warning up to a day", async () => {
  write(
    "rules/items.ts",
    `import { defineRules } from "table-gen";
export default defineRules([
  { name: "no rare ones", warningUntil: "2026-12-31", check: ({ tables, report }) => {
    for (const row of tables["Item"]?.rows ?? []) if ((row as { quality: string }).quality === "rare") report(row, "quality", "it is rare");
  } },
]);`,
  );
  expect((await build({ today: "2026-12-31" })).reported).toEqual([
    'TG3007 Item.csv:C5 Item.quality breaks "no rare ones": it is rare. | the rule rules/items.ts | an error from 2027-01-01 on',
  ]);
  expect((await build({ today: "2027-01-01" })).reported[0]).toMatch(/^TG3006 /);
});

test("previous is the release in use", async () => {
  const program = (body: string) =>
    write("rules/items.mjs", `export default ({ tables, previous, reportTable }) => { ${body} };`);
  program("if (previous !== undefined) reportTable(tables.Item, 'there is one');");
  expect((await build({ write: true })).reported).toEqual([]);
  program(`for (const old of previous.tables.Item.rows) {
    const now = tables.Item.find(old.id);
    if (now === undefined) reportTable(tables.Item, "the item " + old.id + " of " + old.price + ", " + old.quality + ", is gone");
  }`);
  write("Item.csv", "##name,id,quality\n##type,int32,Quality\n##rule,key,\n,1,common\n");
  expect((await build()).reported).toEqual([
    'TG3006 Item.csv:A1 Item breaks "rules/items.mjs": the item 2 of 9007199254740993, rare, is gone. | the rule rules/items.mjs',
  ]);
});

describe("what is wrong with a program is reported at it", () => {
  test.each([
    ["throws", "export default () => {\n  throw new TypeError('so it is.');\n};\n", "so it is", ":2"],
    ["has no rules", "export const rules = [];\n", "it has no default export", ""],
    [
      "exports something else",
      "export default { check: 5 };\n",
      "its default export is neither a function nor an object with `name` and `check`, nor a list of such",
      "",
    ],
    [
      "names a column that is not there",
      "export default ({ tables, report }) => {\n\n  report(tables.Item.rows[0], 'prize', 'x');\n};\n",
      "Item has no column prize; did you mean price?",
      ":3",
    ],
    [
      "reports what is no row",
      "export default ({ report }) => report({}, 'price', 'x');\n",
      "report takes a row of `tables`, as it is in `rows`",
      ":1",
    ],
    [
      "has a day that is none",
      "export default { name: 'a', warningUntil: 'soon', check: () => {} };\n",
      "warningUntil of a must be a day such as 2026-12-31",
      "",
    ],
  ])("%s", async (_, text, reason, line) => {
    write("rules/items.mjs", text);
    const end = reason.endsWith("?") ? "" : ".";
    expect((await build()).reported).toEqual([
      `TG3011 rules/items.mjs${line} The rules could not be run: ${reason}${end}`,
    ]);
  });

  test("a glob without a match", async () => {
    expect((await build()).reported).toEqual([
      "TG6001 table-gen.config.json:1:rules No file matches rules/*.{ts,mjs}.",
    ]);
  });
});

test("a program is not run over rows that could not be read", async () => {
  write("rules/items.mjs", "export default () => { throw new Error('it ran'); };");
  write("Item.csv", "##name,id\n##type,int32\n##rule,key\n,a\n");
  expect((await build()).reported.map((one) => one.slice(0, 6))).toEqual(["TG4005"]);
});

test("the types of all rows are generated, and hold a program to them", async () => {
  write("rules/items.mjs", "export default () => {};");
  await build({ write: true });
  write(
    "rules/typed.ts",
    `import { defineRules } from "${resolve(import.meta.dirname, "../../../src/pipeline/rules/define-rules.js")}";
import type { RuleTables } from "../tables/ts/game-rules.js";
export default defineRules<RuleTables>(({ tables, report, previous }) => {
  for (const { id, price, quality, pos, tags, open } of tables.Item.rows) {
    const sum: number = id + pos.x + (open.get("a") ?? 0);
    const dear: bigint = price * 2n;
    if (quality === "rare" && tags.includes("a") && sum > dear) report({}, "price", "x");
    tables.Item.find(id)?.since.getTime();
    previous?.tables.Item?.find(id)?.price?.toString();
  }
  // @ts-expect-error: an enum has no such value
  tables.Item.rows[0]?.quality === "blue";
  // @ts-expect-error: there is no such column
  tables.Item.rows[0]?.prize;
});`,
  );
  const program = ts.createProgram([join(folder, "rules/typed.ts")], {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  expect(problems).toEqual([]);
});
