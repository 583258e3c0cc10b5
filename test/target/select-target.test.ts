import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatCellRef } from "../../src/base/place.js";
import { buildTables } from "../../src/pipeline/build-tables.js";
import { formatNamedRowJson } from "../../src/runtime/format-row.js";
import { openImage } from "../../src/runtime/open-image.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-target-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const twoTargets = { server: ["s"], client: ["c"] };

/** Builds files, of which `config` is the config, and returns for each target its rows. */
async function build(config: object, files: Readonly<Record<string, readonly string[]>>, write = false) {
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(""));
  }
  writeFileSync(join(folder, "table-gen.config.json"), JSON.stringify({ targets: twoTargets, ...config }));
  const result = await buildTables({ cwd: folder, write });
  const problems = result.diagnostics.map(
    ({ id, at, message }) => `${id} ${at === undefined ? "" : formatCellRef(at)} ${message}`,
  );
  const rows = Object.fromEntries(
    result.outputs.map(({ target, image }) => {
      const tables = openImage(image.bytes).tables;
      return [
        target,
        tables.flatMap((table) => [...table.rows()].map((row) => formatNamedRowJson(table, row))),
      ];
    }),
  );
  return { ...result, problems, rows };
}

const items = [
  "##name,id,name,price",
  "##type,int32,string,int32",
  "##rule,key,,",
  "##group,,,s",
  ",7,Sword,55",
];

test("a column is in the targets of its groups, and in all without any", async () => {
  const { rows, problems } = await build({}, { "Item.csv": items });
  expect(problems).toEqual([]);
  expect(rows).toEqual({
    server: ['{"table":"Item","row":{"id":7,"name":"Sword","price":55}}'],
    client: ['{"table":"Item","row":{"id":7,"name":"Sword"}}'],
  });
});

test("fields of structs, enum values and tables are left out as columns are", async () => {
  const { rows, problems, outputs } = await build(
    {
      structs: { Reward: { fields: { item: "ref<Item>", luck: { type: "float32", group: "s" } } } },
      tables: { Formula: { group: "s" } },
    },
    {
      "Mode.csv": ["##enum,enum,name,value,group", ",Mode,Open,0,", ",,Hidden,1,s"],
      "Item.csv": items,
      "Quest.csv": [
        "##name,id,mode,rewards",
        "##type,int32,Mode,Reward[]",
        "##rule,key,,",
        ',1,Open,"7,0.5"',
      ],
      "Formula.csv": ["##name,id", "##type,int32", "##rule,key", ",1"],
    },
  );
  expect(problems).toEqual([]);
  expect(rows["client"]).toEqual([
    '{"table":"Item","row":{"id":7,"name":"Sword"}}',
    '{"table":"Quest","row":{"id":1,"mode":"Open","rewards":[{"item":7}]}}',
  ]);
  expect(rows["server"]).toContain('{"table":"Formula","row":{"id":1}}');
  const client = outputs.find(({ target }) => target === "client")?.image.schema;
  expect(client?.enums.map(({ values }) => values.map(({ name }) => name))).toEqual([["Open"]]);
});

test("types that only left out columns lead to go too, those that none leads to stay", async () => {
  const { outputs } = await build(
    { enums: { Secret: { a: 0 }, Spare: { b: 0 } }, structs: { Plan: { x: "int32" } } },
    {
      "Item.csv": [
        "##name,id,secret,plan",
        "##type,int32,Secret,Plan",
        "##rule,key,,",
        "##group,,s,s",
        ",7,a,3",
      ],
    },
  );
  const namesOf = (target: string) => {
    const schema = outputs.find((one) => one.target === target)?.image.schema;
    return [...(schema?.enums ?? []), ...(schema?.structs ?? [])].map(({ name }) => name);
  };
  expect(namesOf("server")).toEqual(["Secret", "Spare", "Plan"]);
  expect(namesOf("client")).toEqual(["Spare"]);
});

test("references, keys and values that a target would lose are reported at their places", async () => {
  const { problems } = await build(
    { tables: { Item: { group: "s" } } },
    {
      "Mode.csv": ["##enum,enum,name,value,group", ",Mode,Open,0,", ",,Hidden,1,s"],
      "Item.csv": ["##name,id", "##type,int32", "##rule,key", ",7"],
      "Drop.csv": [
        "##name,id,item,code,mode",
        "##type,int32,ref<Item>,int32,Mode",
        "##rule,key,,unique,",
        "##group,,,s,",
        ",1,7,5,Hidden",
      ],
    },
  );
  expect(problems).toEqual([
    "TG2115 Drop.csv:C1 Drop.item refers to Item, which target client does not have.",
    "TG2116 Drop.csv:D3 The key code of Drop needs the column code, which target client does not have.",
    "TG2117 Drop.csv:E5 The cell holds Mode.Hidden, which target client does not have.",
  ]);
});

test("what refers back is in a target with the column that it comes from", async () => {
  const { rows, problems } = await build(
    { tables: { Item: { backReferences: { drops: "Drop.item" } } } },
    {
      "Item.csv": ["##name,id", "##type,int32", "##rule,key", ",7"],
      "Drop.csv": ["##name,id,item", "##type,int32,ref<Item>", "##rule,key,", "##group,,s", ",1,7"],
    },
  );
  expect(problems).toEqual([]);
  expect(rows).toMatchObject({
    server: ['{"table":"Drop","row":{"id":1,"item":7}}', '{"table":"Item","row":{"id":7,"drops":[1]}}'],
    client: ['{"table":"Drop","row":{"id":1}}', '{"table":"Item","row":{"id":7}}'],
  });
});

test("a language goes with its column", async () => {
  const { outputs, problems, rows } = await build(
    { text: { table: "Text", languages: ["en", "zh"] } },
    {
      "Text.csv": [
        "##name,key,en,zh",
        "##type,string,string,string",
        "##rule,key,,",
        "##group,,,s",
        ",a,A,甲",
      ],
    },
  );
  expect(problems).toEqual([]);
  expect(rows["client"]).toEqual(['{"table":"Text","row":{"key":"a","en":"A"}}']);
  const languages = outputs.map(({ image }) =>
    image.schema.enums.map(({ values }) => values.map(({ name }) => name)),
  );
  expect(languages).toEqual([[["en", "zh"]], [["en"]]]);
});

test("a mistake for one target keeps all of them from being written", async () => {
  const { outputs, problems } = await build(
    { tables: { Item: { group: "s" } } },
    {
      "Item.csv": ["##name,id", "##type,int32", "##rule,key", ",7"],
      "Drop.csv": ["##name,id,item", "##type,int32,ref<Item>", "##rule,key,", ",1,7"],
    },
    true,
  );
  expect(problems).toHaveLength(1);
  expect(outputs).toEqual([]);
  expect(readdirSync(folder)).not.toContain("tables");
});

/** Words that no generated file has by itself. */
const secretWord = (index: number) => `zqSecret${index}Zq`;

test("no file of a target holds a word of what it leaves out", { timeout: 120_000 }, async () => {
  const mark = fc.constantFrom("", "s", "c", "s c");
  const column = fc.record({ mark, kind: fc.constantFrom("string", "Mode", "Info", "Info[]") });
  await fc.assert(
    fc.asyncProperty(
      fc.array(column, { minLength: 1, maxLength: 5 }),
      mark,
      mark,
      async (columns, value, field) => {
        const cells = { string: secretWord(1), Mode: "Open", Info: secretWord(2), "Info[]": secretWord(2) };
        const names = columns.map((_, index) => `col${index}${secretWord(10 + index)}`);
        rmSync(join(folder, "tables"), { recursive: true, force: true });
        const { problems, outputs } = await build(
          {
            structs: {
              Info: {
                note: "struct",
                fields: [
                  { name: "text", type: "string" },
                  {
                    name: `f${secretWord(3)}`,
                    type: "int32 = 3",
                    ...(field === "" ? {} : { group: field.split(" ") }),
                  },
                ],
              },
            },
          },
          {
            "Mode.csv": ["##enum,enum,name,value,group", ",Mode,Open,0,", `,,V${secretWord(4)},1,${value}`],
            "Item.csv": [
              `##name,id,${names.join(",")}`,
              `##type,int32,${columns.map(({ kind }) => kind).join(",")}`,
              `##rule,key${",".repeat(columns.length)}`,
              `##group,,${columns.map((one) => one.mark).join(",")}`,
              `,7,${columns.map(({ kind }) => cells[kind as keyof typeof cells]).join(",")}`,
            ],
          },
          true,
        );
        expect(problems).toEqual([]);
        for (const { target = "", release } of outputs) {
          const group = target.slice(0, 1);
          const isIn = (one: string) => one === "" || one.split(" ").includes(group);
          const gone = names.filter((_, index) => !isIn(columns[index]?.mark ?? ""));
          const kept = columns.filter((one) => isIn(one.mark)).map(({ kind }) => kind);
          const uses = (...kinds: readonly string[]) => kept.some((kind) => kinds.includes(kind));
          const declares = (...kinds: readonly string[]) => !columns.some(({ kind }) => kinds.includes(kind));
          if (!uses("string")) gone.push(secretWord(1));
          if (!uses("Info", "Info[]")) gone.push(secretWord(2));
          if (!isIn(field) || !(uses("Info", "Info[]") || declares("Info", "Info[]")))
            gone.push(`f${secretWord(3)}`);
          if (!isIn(value) || !(uses("Mode") || declares("Mode"))) gone.push(`V${secretWord(4)}`);
          const texts = [...(release?.files ?? []), release?.library ?? ""].map((file) =>
            readFileSync(join(release?.folder ?? "", file.replace(release?.folder ?? "", "")), "latin1"),
          );
          for (const word of gone) expect(texts.filter((text) => text.includes(word))).toEqual([]);
        }
      },
    ),
    { numRuns: 12, seed: 20_241_126 },
  );
});
