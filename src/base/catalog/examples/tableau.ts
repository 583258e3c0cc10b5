import type { tableauDiagnostics } from "../tableau.js";
import type { ExampleFiles, ExplanationsOf } from "./explanation.js";

const config = '{ "dialect": { "kind": "tableau" }, "sources": "*.csv" }\n';

/** A tableau project of one workbook in text files. */
const project = (
  item: readonly string[] | string,
  metasheet: readonly string[] = ["Sheet", "Item"],
): ExampleFiles => ({
  "table-gen.config.jsonc": config,
  "Shop#@TABLEAU.csv": metasheet,
  "Shop#Item.csv": item,
});

const names = "ID|Name|Price";
const types = "map<uint32, Item>|string|int32";
const notes = "key|shown|in copper";
const good = project([names, types, notes, "1|Sword|120", "2|Potion|15"]);

const withType = (type: string, cell: string): ExampleFiles =>
  project([names, `map<uint32, Item>|string|${type}`, notes, `1|Sword|${cell}`]);

const kinds = (...rows: readonly string[]): ExampleFiles => ({
  ...project(
    [names, "map<uint32, Item>|enum<.Kind>|int32", notes, "1|Weapon|120"],
    ["Sheet|Mode", "Kind|MODE_ENUM_TYPE", "Item|"],
  ),
  "Shop#Kind.csv": rows,
});

export const tableauExplanations: ExplanationsOf<typeof tableauDiagnostics> = {
  "tableau-config": {
    why: {
      en: "The config.yaml says where headers stand and which files have predefined types; misread, every sheet would be misread.",
      zh: "config.yaml 说明表头在哪里、预定义类型在哪些文件里；读错了它，所有工作表都会读错。",
    },
    bad: {
      ...good,
      "table-gen.config.jsonc": config.replace('"tableau"', '"tableau", "conf": "config.yaml"'),
      "config.yaml": 'proto:\n  input:\n    header:\n      namerow: "first"\n',
    },
    good: {
      ...good,
      "table-gen.config.jsonc": config.replace('"tableau"', '"tableau", "conf": "config.yaml"'),
      "config.yaml": "proto:\n  input:\n    header:\n      namerow: 1\n",
    },
  },
  "tableau-no-metasheet": {
    why: {
      en: "A workbook without a metasheet is no part of the project to tableau; a project without any has no table.",
      zh: "没有元表的工作簿，tableau 不当作工程的一部分；一个元表都没有，就没有表。",
    },
    bad: { "table-gen.config.jsonc": config, "Shop#Item.csv": [names, types, notes, "1|Sword|120"] },
    good,
  },
  "tableau-metasheet": {
    why: {
      en: "The metasheet says which sheets there are and how they are read; what it names and there is not would be left out unseen.",
      zh: "元表说明有哪些工作表、怎样读取；它写了而实际没有的，会被悄悄略去。",
    },
    bad: project([names, types, notes, "1|Sword|120"], ["Sheet", "Item", "Items"]),
    good,
  },
  "tableau-header": {
    why: {
      en: "Columns are found by their names, so that of two with one name only one would be read.",
      zh: "列是按名字查找的，同名的两列只会读到一列。",
    },
    bad: project(["ID|Name|Name", types, notes, "1|Sword|120"]),
    good,
  },
  "tableau-invalid-type": {
    why: {
      en: "The type says what the cells below it are; without it they mean nothing.",
      zh: "类型说明下面的单元格是什么，没有它，单元格就没有意义。",
    },
    bad: withType("int", "120"),
    good: withType("int32", "120"),
  },
  "tableau-definition": {
    why: {
      en: "Two types of one name cannot be told from each other where a column names them.",
      zh: "列引用类型时，同名的两个类型无法区分。",
    },
    bad: kinds("Number|Name|Alias", "one|KIND_WEAPON|Weapon"),
    good: kinds("Number|Name|Alias", "1|KIND_WEAPON|Weapon"),
  },
  "tableau-missing-column": {
    why: {
      en: "Each field needs its column in every element and in every sheet of the table; a missing one may be a typing error.",
      zh: "每个元素、表的每个工作表里，每个字段都需要自己的列；缺列往往是列名拼错了。",
    },
    bad: project([
      "ID|Part1ID|Part1Num|Part2ID|Part2Nun",
      "map<uint32, Item>|[Part]int32|int32|int32|int32",
      "||||",
      "1|5|1|6|2",
    ]),
    good: project([
      "ID|Part1ID|Part1Num|Part2ID|Part2Num",
      "map<uint32, Item>|[Part]int32|int32|int32|int32",
      "||||",
      "1|5|1|6|2",
    ]),
  },
  "tableau-not-checked": {
    why: {
      en: "tableau would look at it, or do something with it. That table-gen does not should not go unnoticed.",
      zh: "tableau 会检查它，或据此做些什么；table-gen 不会，这一点应当让人知道。",
    },
    bad: project([names, types, notes, "1|Sword|120"], ["Sheet|Patch", "Item|PATCH_MERGE"]),
    good,
  },
  "tableau-row-conflict": {
    why: {
      en: "Rows with one key are one record, and a field of it has one value.",
      zh: "键相同的行是同一条记录，记录的一个字段只有一个值。",
    },
    bad: project([
      "ID|Name|PartID|PartNum",
      "map<uint32, Item>|string|map<int32, Part>|int32",
      "|||",
      "1|Sword|5|1",
      "1|Blade|6|2",
    ]),
    good: project([
      "ID|Name|PartID|PartNum",
      "map<uint32, Item>|string|map<int32, Part>|int32",
      "|||",
      "1|Sword|5|1",
      "1||6|2",
    ]),
  },
  "tableau-cell": {
    why: {
      en: "Behind a gap the others would move up and stand for what they were not meant for.",
      zh: "中间空着，后面的元素就会前移，代表的就不再是原来的意思。",
    },
    bad: project(["ID|Part1ID|Part2ID", "map<uint32, Item>|[Part]int32|int32", "||", "1||6"]),
    good: project(["ID|Part1ID|Part2ID", "map<uint32, Item>|[Part]int32|int32", "||", "1|6|"]),
  },
};
