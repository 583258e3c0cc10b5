import type { documentDiagnostics } from "../documents.js";
import type { ExampleFiles, ExplanationsOf } from "./explanation.js";

const usual = '"columns": { "id": "int32", "name": "string" }';

/** A table Item of a file of records, with the columns id and name unless others are given. */
const records = (content: string, { from = "items.json", columns = usual } = {}): ExampleFiles => ({
  [from.replace(/#.*/, "")]: content,
  "table-gen.config.jsonc": `{ "tables": { "Item": { "from": "${from}", "key": "id"${columns === "" ? "" : `, ${columns}`} } } }\n`,
});

const good = records('[{ "id": 1, "name": "Sword" }]\n');

export const documentExplanations: ExplanationsOf<typeof documentDiagnostics> = {
  "broken-document": {
    why: { en: "What stands behind a mistake cannot be told.", zh: "出错之后的内容无法判断。" },
    bad: records('[\n  { "id": 1 "name": "Sword" }\n]\n'),
    good,
  },
  "document-too-deep": {
    why: {
      en: "So many values within each other come of a program gone wrong, not of a table.",
      zh: "这么深的嵌套不会是数据表，只会是程序出错的结果。",
    },
    bad: records(`${"[".repeat(300)}${"]".repeat(300)}\n`),
    good,
  },
  "repeated-record-field": {
    why: {
      en: "Most programs take the last of the two without a word; the other is lost.",
      zh: "多数程序会默默取后一个，前一个就丢失了。",
    },
    bad: records('[{ "id": 1, "name": "Sword", "name": "Axe" }]\n'),
    good,
  },
  "no-such-records": {
    why: { en: "The table would be empty.", zh: "否则该表会是空的。" },
    bad: records('{ "items": [{ "id": 1, "name": "Sword" }] }\n', { from: "items.json#item" }),
    good: records('{ "items": [{ "id": 1, "name": "Sword" }] }\n', { from: "items.json#items" }),
  },
  "not-a-record": {
    why: { en: "A row has a value for each column.", zh: "每一行都要给出各列的值。" },
    bad: records('[{ "id": 1, "name": "Sword" }, "Axe"]\n'),
    good,
  },
  "unknown-record-field": {
    why: {
      en: "A mistyped name would leave the column at its default.",
      zh: "写错的名称会让该列变成默认值。",
    },
    bad: records('[{ "id": 1, "nmae": "Sword" }]\n'),
    good,
  },
  "records-without-types": {
    why: {
      en: "Whether 1 is an int32 or a uint64 cannot be seen from it.",
      zh: "从 1 本身看不出它是 int32 还是 uint64。",
    },
    bad: records('[{ "id": 1, "name": "Sword" }]\n', { columns: "" }),
    good,
  },
  "record-field-by-two-names": {
    why: { en: "Which of the two is meant cannot be told.", zh: "无法判断指的是哪一个。" },
    bad: records('[{ "id": 1, "title": "Sword", "name": "Axe" }]\n', {
      columns: '"columns": { "id": "int32", "title": { "name": "name", "type": "string" } }',
    }),
    good,
  },
  "no-record-files": {
    why: { en: "The table would be empty.", zh: "否则该表会是空的。" },
    bad: {
      "items.json": '[{ "id": 1, "name": "Sword" }]\n',
      "table-gen.config.jsonc": `{ "tables": { "Item": { "from": "itms.json", "key": "id", ${usual} } } }\n`,
    },
    good,
  },
};
