import { expect, test } from "vitest";
import { configOf, resolve } from "./resolve.js";
import { textFileOf } from "./sheet-of.js";

const head = { severity: "error" } as const;

test("rules of the header and the config are those of the column, each once, whatever sheets have it", () => {
  const sheet = [
    ["##name", "id", "hp"],
    ["##type", "int32", "int32"],
    ["##rule", "key", "range=1.. default=5"],
    ["", "1", "2"],
  ];
  const config = configOf({
    tables: {
      Item: {
        from: ["a.csv", "b.csv"],
        columns: {
          hp: { ignore: false, rules: [{ ...head, rule: "range=..9 notDefault", name: "n", message: "m" }] },
        },
      },
    },
  });
  const { schema, reported } = resolve([textFileOf(sheet, "a.csv"), textFileOf(sheet, "b.csv")], config);
  expect(reported).toEqual([]);
  const rules = schema.tables[0]?.columns[1]?.rules;
  expect(rules?.map(({ kind, text, at, message }) => [kind, text, at.path ?? at.file, message])).toEqual([
    ["range", "range=1..", "a.csv", undefined],
    ["range", '"n"', "tables.Item.columns.hp.rules[0]", "m"],
    ["notDefault", '"n"', "tables.Item.columns.hp.rules[0]", "m"],
  ]);
});

test("rules of the columns of parts are about the fields", () => {
  const sheet = [
    ["##name", "id", "drops[0].item", "drops[0].count", "drops[1].item", "drops[1].count"],
    ["##type", "int32", "int32", "int32", "int32", "int32"],
    ["##rule", "key", "size=2", "range=1..9", "", "range=1..9"],
    ["", "1", "2", "3", "4", "5"],
  ];
  const { schema, reported } = resolve([textFileOf(sheet, "Drop.csv")]);
  expect(reported).toEqual([]);
  const rules = schema.tables[0]?.columns[1]?.rules;
  expect(rules?.map(({ text, within }) => [text, within])).toEqual([
    ["size=2", ["item"]],
    ["range=1..9", ["count"]],
  ]);
});

test("rules of keys and defaults do not stand among those of values in the config or a struct sheet", () => {
  const structs = [
    ["##struct", "struct", "name", "type", "rule"],
    ["", "Reward", "count", "int32", "range=1..9 key"],
  ];
  const item = [
    ["##name", "id"],
    ["##type", "int32"],
    ["##rule", "key"],
    ["", "1"],
  ];
  const columns = { id: { ignore: false, rules: [{ ...head, rule: "default=5" }] } };
  const files = [textFileOf(structs, "Structs.csv"), textFileOf(item, "Item.csv")];
  const { schema, reported } = resolve(files, configOf({ tables: { Item: { columns } } }));
  expect(reported).toEqual([
    'TG2021 Structs.csv:E2 "range=1..9 key" is not a rule: `key` does not stand among the rules of values.',
    'TG2021 table-gen.config.jsonc:tables.Item.columns.id.rules[0] "default=5" is not a rule: `default` does not stand among the rules of values.',
  ]);
  expect(schema.structs.find(({ name }) => name === "Reward")?.fields[0]?.rules).toMatchObject([
    { text: "range=1..9" },
  ]);
});

test("rules of a table are read with their ranges; a table with a column that is left out has none", () => {
  const sheet = (type: string) => [
    ["##name", "id", "weight"],
    ["##type", "int32", type],
    ["##rule", "key", 'check="weight > 0"'],
    ["", "1", "2"],
  ];
  const rules = [
    { ...head, kind: "sum", of: "weight", by: ["id"], range: "1..2" },
    { ...head, kind: "count", of: "*", by: [], range: "(1" },
    { ...head, kind: "sequence", column: "id", by: [], from: "1", strict: true },
    { ...head, kind: "descending", column: "id", by: ["weight"], strict: true, warningUntil: "2026-12-31" },
  ] as const;
  const config = configOf({ tables: { Item: { rules } } });
  const { schema, reported } = resolve([textFileOf(sheet("int32"), "Item.csv")], config);
  expect(reported).toEqual([
    'TG2021 table-gen.config.jsonc:tables.Item.rules[1] "(1" is not a rule: write (1,10] or 1..10.',
  ]);
  expect(schema.tables[0]?.rules?.map(({ text, warning }) => [text, warning])).toEqual([
    ["sum(weight) by id = 1..2", undefined],
    ["sequence(id) from 1", undefined],
    ["descending(id) strict by weight", { until: "2026-12-31" }],
  ]);
  const faulty = resolve([textFileOf(sheet("int23"), "Item.csv")], config);
  expect(faulty.reported).toHaveLength(1);
  expect(faulty.schema.tables[0]?.rules).toBeUndefined();
});
