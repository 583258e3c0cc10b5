import type { schemaDiagnostics } from "../schema.js";
import type { ExampleFiles, ExplanationsOf } from "./explanation.js";

const rows = ["|7|Sword", "|8|Bow"];
const items: ExampleFiles = { "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", ...rows] };
const configFile = "table-gen.config.jsonc";

/** A table with another row of types or of rules. */
const typed = (type: string): ExampleFiles => ({
  "Item.csv": ["##name|id|name", `##type|int32|${type}`, "##rule|key|", "|7|5"],
});
const ruled = (rule: string): ExampleFiles => ({
  "Item.csv": ["##name|id|price", "##type|int32|int32", `##rule|key|${rule}`, "|7|50"],
});

/** A table with a config. */
const configured = (text: string): ExampleFiles => ({ ...items, [configFile]: `${text}\n` });

const quietGroups = '{ "diagnostics": { "groups-without-effect": "off" } }\n';

/** A table of two sheets. */
const joined = (one: readonly string[], other: readonly string[]): ExampleFiles => ({
  "drops/cave.csv": one,
  "drops/forest.csv": other,
  [configFile]: '{ "tables": { "Drop": { "from": "drops/*.csv" } } }\n',
});
const cave = ["##name|id|weight", "##type|int32|int32", "##rule|key|", "|1|70"];

/** A table of items, and a sheet that declares something. */
const declared = (...sheet: readonly string[]): ExampleFiles => ({ ...items, "Enums.csv": sheet });
const quality = ["##enum|enum|name|value", "|Quality|common|1", "||rare|2"];

export const schemaExplanations: ExplanationsOf<typeof schemaDiagnostics> = {
  "unknown-marker": {
    why: {
      en: "A mistyped mark would make its row a comment, and what the row says would have no effect.",
      zh: "拼错的标记会让整行变成注释，这一行的内容就不起作用了。",
    },
    bad: {
      "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "##nots|Number|Title", ...rows],
    },
    good: {
      "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "##note|Number|Title", ...rows],
    },
  },
  "repeated-marker": {
    why: {
      en: "Which of the two rows counts cannot be guessed.",
      zh: "无法判断以哪一行为准。",
    },
    bad: {
      "Item.csv": ["##name|id|name", "##type|int32|string", "##type|int64|string", "##rule|key|", ...rows],
    },
    good: items,
  },
  "marker-after-data": {
    why: {
      en: "The header ends where the data begins; a header row below is in the wrong place or above the wrong rows.",
      zh: "数据开始处表头就结束了，下面再出现表头行说明位置放错了。",
    },
    bad: { "Item.csv": ["##name|id|name", "##type|int32|string", "|7|Sword", "##rule|key|", "|8|Bow"] },
    good: items,
  },
  "text-in-mark-column": {
    why: {
      en: "What stands there is neither a mark nor a value, so it is meant as something that table-gen does not do.",
      zh: "写在那里的内容既不是标记也不是数据，作者的意图不会生效。",
    },
    bad: { "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "old|7|Sword"] },
    good: {
      "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "## old|7|Sword", "|8|Bow"],
    },
  },
  "no-name-row": {
    why: {
      en: "Without names there are no columns.",
      zh: "没有列名就没有列。",
    },
    bad: { "Item.csv": ["##type|int32|string", "##rule|key|", ...rows] },
    good: items,
  },
  "not-a-table": {
    why: {
      en: "A sheet whose header is broken looks just like one that is no table, and its rows would be missing.",
      zh: "表头写坏的工作表看起来就像不是数据表，它的数据行会丢失。",
    },
    bad: { ...items, "Remarks.csv": ["Ask Ann about the prices."] },
    good: {
      ...items,
      "Remarks.csv": ["Ask Ann about the prices."],
      [configFile]: '{ "sources": ["*.csv", "!Remarks.csv"] }\n',
    },
  },
  "no-header": {
    why: {
      en: "The config says that the sheet holds the table's rows, so it cannot be left out as other sheets are.",
      zh: "配置指明了数据在这张工作表里，所以不能像其他表那样跳过它。",
    },
    bad: { "Item.csv": ["7|Sword"], [configFile]: '{ "tables": { "Item": { "from": "Item.csv" } } }\n' },
    good: { ...items, [configFile]: '{ "tables": { "Item": { "from": "Item.csv" } } }\n' },
  },
  "no-columns": {
    why: {
      en: "A table without columns holds nothing.",
      zh: "没有列的表什么也存不了。",
    },
    bad: { "Item.csv": ["##name", "##type", "##rule"] },
    good: items,
  },
  "type-without-name": {
    why: {
      en: "A column with a type was meant to be one, and its values would be missing.",
      zh: "写了类型的列显然是想要的，它的值却会丢失。",
    },
    bad: { "Item.csv": ["##name|id|", "##type|int32|string", "##rule|key|", "|7|Sword"] },
    good: items,
  },
  "sheet-without-rows": {
    why: {
      en: "The sheet does no harm as long as it has no rows; with the first one it would be an error.",
      zh: "只要没有数据行就没有影响，但填上第一行就会报错。",
    },
    bad: joined(cave, ["##name|id|weight", "##type|int32|string", "##rule|key|"]),
    good: joined(cave, ["##name|id|weight", "##type|int32|int32", "##rule|key|"]),
  },
  "mixed-sheet": {
    why: {
      en: "Which rows are the table's and which the enum's could not be told.",
      zh: "无法区分哪些行属于数据表、哪些行属于枚举。",
    },
    bad: {
      "Item.csv": [...(items["Item.csv"] ?? []), "##enum|name|value"],
    },
    good: declared(...quality),
  },
  "cell-beyond-header": {
    why: {
      en: "In a text file a separator within a text makes two cells of it, and moves those behind it.",
      zh: "文本文件里，内容中的分隔符会把一个单元格拆成两个，后面的单元格也会错位。",
    },
    bad: { "Item.csv": "##name,id,name\n##type,int32,string\n##rule,key,\n,7,Hello, world\n" },
    good: { "Item.csv": '##name,id,name\n##type,int32,string\n##rule,key,\n,7,"Hello, world"\n' },
  },
  "misplaced-marker": {
    why: {
      en: "Marks in another column are values like any other, so the sheet would have no header.",
      zh: "写在其他列的标记只是普通内容，这张表就没有表头了。",
    },
    bad: { "Item.csv": ["|##name|id", "|##type|int32", "|##rule|key", "||7"] },
    good: items,
  },
  "unreadable-header": {
    why: {
      en: "A name or a type that a formula fails to give is not there.",
      zh: "公式没有算出结果，列名或类型就缺失了。",
    },
    bad: { "Item.xlsx": ["##name|id|#N/A", "##type|int32|string", "##rule|key|", ...rows] },
    good: { "Item.xlsx": ["##name|id|name", "##type|int32|string", "##rule|key|", ...rows] },
  },
  "invalid-name": {
    why: {
      en: "Names become names in C++ and TypeScript. Changing them in silence would hide under which name they are found.",
      zh: "名称会成为 C++ 和 TypeScript 中的标识符。悄悄改名会让人不知道该用哪个名字。",
    },
    bad: { "Item.csv": ["##name|id|unit price", "##type|int32|int32", "##rule|key|", "|7|50"] },
    good: { "Item.csv": ["##name|id|unit_price", "##type|int32|int32", "##rule|key|", "|7|50"] },
  },
  "duplicate-column": {
    why: {
      en: "Code could reach only one of the two columns.",
      zh: "代码只能访问到其中一列。",
    },
    bad: {
      "Item.csv": ["##name|id|name|name", "##type|int32|string|string", "##rule|key||", "|7|Sword|Blade"],
    },
    good: {
      "Item.csv": ["##name|id|name|title", "##type|int32|string|string", "##rule|key||", "|7|Sword|Blade"],
    },
  },
  "name-clash": {
    why: {
      en: "Each table has files of its own, and on Windows and macOS names that differ in case alone are one.",
      zh: "每张表有自己的文件，而在 Windows 和 macOS 上只有大小写不同的名称是同一个。",
    },
    bad: { "HeroLevel.csv": items["Item.csv"] ?? "", "hero_level.csv": items["Item.csv"] ?? "" },
    good: { "HeroLevel.csv": items["Item.csv"] ?? "", "hero_rank.csv": items["Item.csv"] ?? "" },
  },
  "unknown-type": {
    why: {
      en: "Without a type nobody knows what a cell may hold.",
      zh: "没有类型就不知道单元格里可以填什么。",
    },
    bad: typed("strng"),
    good: typed("string"),
  },
  "invalid-type": {
    why: {
      en: "The text looks like a type but has no meaning.",
      zh: "写法像类型，但没有意义。",
    },
    bad: typed("int32["),
    good: typed("int32[]"),
  },
  "missing-type": {
    why: {
      en: "A type that is guessed from the cells would change with them.",
      zh: "靠单元格内容猜类型，内容一变类型就会跟着变。",
    },
    bad: typed(""),
    good: typed("string"),
  },
  "missing-types": {
    why: {
      en: "Types that are guessed from the cells would change with them.",
      zh: "靠单元格内容猜类型，内容一变类型就会跟着变。",
    },
    bad: { "Item.csv": ["##name|id|name", "##rule|key|", ...rows] },
    good: items,
  },
  "invalid-default": {
    why: {
      en: "Where the default ends, or whether there is one, cannot be told.",
      zh: "无法判断默认值到哪里结束，或者到底有没有默认值。",
    },
    bad: typed("int32 ="),
    good: typed("int32 = 5"),
  },
  "repeated-default": {
    why: {
      en: "Which of the two counts cannot be guessed.",
      zh: "无法判断以哪一个为准。",
    },
    bad: { "Item.csv": ["##name|id|price", "##type|int32|int32 = 5", "##rule|key|default=6", "|7|50"] },
    good: { "Item.csv": ["##name|id|price", "##type|int32|int32 = 5", "##rule|key|", "|7|50"] },
  },
  "unknown-rule": {
    why: {
      en: "A mistyped rule would check nothing, and nobody would notice.",
      zh: "拼错的规则什么也不检查，也没人会发现。",
    },
    bad: ruled("unqiue"),
    good: ruled("unique"),
  },
  "invalid-rule": {
    why: {
      en: "A rule that is not understood would check nothing, and nobody would notice.",
      zh: "看不懂的规则什么也不检查，也没人会发现。",
    },
    bad: ruled("unique()"),
    good: ruled("unique(price)"),
  },
  "invalid-group": {
    why: {
      en: "A group that is mistyped would be a group of its own.",
      zh: "写错的分组会变成另一个分组。",
    },
    bad: {
      "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "##group||1st", ...rows],
      [configFile]: quietGroups,
    },
    good: {
      "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "##group||server", ...rows],
      [configFile]: quietGroups,
    },
  },
  "groups-without-effect": {
    why: {
      en: "Who marks a column for the server alone expects that clients do not get it.",
      zh: "把列标成仅服务器使用的人，会以为客户端拿不到它。",
    },
    bad: { "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "##group||server", ...rows] },
    good: items,
  },
  "column-differs": {
    why: {
      en: "The sheets are one table, and a column of a table has one type and one default.",
      zh: "这些工作表合成一张表，而一列只能有一个类型和一个默认值。",
    },
    bad: joined(cave, ["##name|id|weight", "##type|int32|string", "##rule|key|", "|2|30"]),
    good: joined(cave, ["##name|id|weight", "##type|int32|int32", "##rule|key|", "|2|30"]),
  },
  "column-missing": {
    why: {
      en: "The rows of this sheet would have no value there.",
      zh: "这张工作表的行在该列没有值。",
    },
    bad: joined(cave, ["##name|id", "##type|int32", "##rule|key", "|2"]),
    good: joined(cave, ["##name|id|weight", "##type|int32|int32", "##rule|key|", "|2|30"]),
  },
  "no-key": {
    why: {
      en: "Without a key rows can only be gone through, which is seldom what is meant.",
      zh: "没有主键就只能逐行遍历，这通常不是本意。",
    },
    bad: { "Item.csv": ["##name|id|name", "##type|int32|string", ...rows] },
    good: items,
  },
  "unknown-key-column": {
    why: {
      en: "A key needs a column that is there.",
      zh: "主键必须使用存在的列。",
    },
    bad: configured('{ "tables": { "Item": { "key": "di" } } }'),
    good: configured('{ "tables": { "Item": { "key": "id" } } }'),
  },
  "invalid-key-type": {
    why: {
      en: "Two floats that look the same may differ, and an absent value or a list is nothing to look for.",
      zh: "看起来相同的浮点数可能并不相等，而空值和列表不适合作为查找条件。",
    },
    bad: { "Item.csv": ["##name|weight|name", "##type|float32|string", "##rule|key|", "|1.5|Sword"] },
    good: { "Item.csv": ["##name|grams|name", "##type|int32|string", "##rule|key|", "|1500|Sword"] },
  },
  "keys-differ": {
    why: {
      en: "The sheets are one table, and a table has one primary key.",
      zh: "这些工作表合成一张表，而一张表只有一个主键。",
    },
    bad: joined(cave, ["##name|id|weight", "##type|int32|int32", "##rule||key", "|2|30"]),
    good: joined(cave, ["##name|id|weight", "##type|int32|int32", "##rule|key|", "|2|30"]),
  },
  "repeated-key": {
    why: {
      en: "A second index over the same columns costs memory and finds nothing more.",
      zh: "对同样的列再建一个索引只会浪费内存，查不到更多东西。",
    },
    bad: { "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key unique|", ...rows] },
    good: items,
  },
  "repeated-key-column": {
    why: {
      en: "The same value twice in a key makes it no more unique; another column was meant.",
      zh: "同一列写两次不会让键更唯一，多半是想写另一列。",
    },
    bad: configured('{ "tables": { "Item": { "key": ["id", "id"] } } }'),
    good: configured('{ "tables": { "Item": { "key": ["id", "name"] } } }'),
  },
  "key-name-clash": {
    why: {
      en: "Keys are found by their names, and code could reach only one of the two.",
      zh: "代码按名称使用键，重名时只能访问到其中一个。",
    },
    bad: ruled("unique ordered"),
    good: ruled("unique ordered(cost)"),
  },
  "reserved-name": {
    why: {
      en: "Code would find the wrong one under this name.",
      zh: "代码用这个名称找到的会是另一个。",
    },
    bad: ruled("unique(primary)"),
    good: ruled("unique(cheapest)"),
  },
  "from-without-match": {
    why: {
      en: "The rows that are meant would be missing from the table.",
      zh: "想要的数据行不会进入这张表。",
    },
    bad: configured('{ "tables": { "Item": { "from": ["Itm.csv", "Item.csv"] } } }'),
    good: configured('{ "tables": { "Item": { "from": "Item.csv" } } }'),
  },
  "table-without-sheets": {
    why: {
      en: "What the config says of a table that is not there has no effect.",
      zh: "配置里写的表不存在，相关设置都不会生效。",
    },
    bad: configured('{ "tables": { "Itm": { "note": "What can be bought" } } }'),
    good: configured('{ "tables": { "Item": { "note": "What can be bought" } } }'),
  },
  "unknown-config-column": {
    why: {
      en: "What the config says of a column that is not there has no effect.",
      zh: "配置里写的列不存在，相关设置都不会生效。",
    },
    bad: configured('{ "tables": { "Item": { "columns": { "nmae": { "name": "title" } } } } }'),
    good: configured('{ "tables": { "Item": { "columns": { "name": { "name": "title" } } } } }'),
  },
  "invalid-reference": {
    why: {
      en: "A reference to a table or column that is not there could never be right.",
      zh: "引用不存在的表或列永远不可能正确。",
    },
    bad: configured('{ "tables": { "Item": { "columns": { "id": { "references": "Itm.id" } } } } }'),
    good: configured('{ "tables": { "Item": { "columns": { "id": "int32" } } } }'),
  },
  "unknown-empty-cells-type": {
    why: {
      en: "The entry would have no effect on any column.",
      zh: "该条目对任何列都不起作用。",
    },
    bad: configured('{ "emptyCells": { "int": 0 } }'),
    good: configured('{ "emptyCells": { "int32": 0 } }'),
  },
  "unknown-heading": {
    why: {
      en: "A mistyped heading would make its column a comment.",
      zh: "拼错的标题会让整列变成注释。",
    },
    bad: declared("##enum|enum|name|vlaue", "|Quality|common|1"),
    good: declared(...quality),
  },
  "no-heading": {
    why: {
      en: "What is declared without it cannot be used.",
      zh: "缺少它，声明的内容就无法使用。",
    },
    bad: declared("##enum|enum|value", "|Quality|1"),
    good: declared(...quality),
  },
  "incomplete-row": {
    why: {
      en: "What the row is meant to declare would be missing.",
      zh: "这一行想声明的内容会丢失。",
    },
    bad: declared("##enum|enum|name|value", "|Quality|common|1", "|||2"),
    good: declared(...quality),
  },
  "invalid-enum-value": {
    why: {
      en: "The values of an enum are whole numbers in C++ and TypeScript.",
      zh: "枚举值在 C++ 和 TypeScript 中都是整数。",
    },
    bad: declared("##enum|enum|name|value", "|Quality|common|one"),
    good: declared(...quality),
  },
  "duplicate-enum-name": {
    why: {
      en: "Which value a cell with this name means could not be told.",
      zh: "无法判断写了该名称的单元格是哪个值。",
    },
    bad: declared("##enum|enum|name|value", "|Quality|common|1", "||common|2"),
    good: declared(...quality),
  },
  "duplicate-enum-value": {
    why: {
      en: "Which name a number stands for could not be told.",
      zh: "无法判断一个数值对应哪个名称。",
    },
    bad: declared("##enum|enum|name|value", "|Quality|common|1", "||rare|1"),
    good: declared(...quality),
  },
  "duplicate-declaration": {
    why: {
      en: "Which of the two a column means could not be told.",
      zh: "无法判断列使用的是哪一个枚举。",
    },
    bad: { ...declared(...quality), [configFile]: '{ "enums": { "Quality": { "common": 1 } } }\n' },
    good: declared(...quality),
  },
  "invalid-underlying": {
    why: {
      en: "The values of an enum are whole numbers.",
      zh: "枚举值是整数。",
    },
    bad: declared("##enum|enum|name|value|type", "|Quality|common|1|string"),
    good: declared("##enum|enum|name|value|type", "|Quality|common|1|uint8"),
  },
  "declarations-differ": {
    why: {
      en: "Which of the two counts cannot be guessed.",
      zh: "无法判断以哪一个为准。",
    },
    bad: declared("##enum|enum|name|value|type", "|Quality|common|1|uint8", "||rare|2|int32"),
    good: declared("##enum|enum|name|value|type", "|Quality|common|1|uint8", "||rare|2|"),
  },
  "empty-enum": {
    why: {
      en: "No cell could hold a value of it.",
      zh: "没有单元格能填它的值。",
    },
    bad: { ...items, [configFile]: '{ "enums": { "Quality": {} } }\n' },
    good: { ...items, [configFile]: '{ "enums": { "Quality": { "common": 1 } } }\n' },
  },
  "taken-name": {
    why: {
      en: "A column of this type could mean either.",
      zh: "写了该类型的列可能指两者中的任何一个。",
    },
    bad: declared("##enum|enum|name|value", "|duration|short|1"),
    good: declared("##enum|enum|name|value", "|Length|brief|1"),
  },
  "unusable-separator": {
    why: {
      en: "Where a part ends could not be told from what it says.",
      zh: "无法区分一部分在哪里结束。",
    },
    bad: declared("##struct|struct|name|type|separator", "|Span|||-", "||from|int32|", "||to|int32|"),
    good: declared("##struct|struct|name|type|separator", "|Span|||~", "||from|int32|", "||to|int32|"),
  },
  "signed-flags": {
    why: {
      en: "With all bits in use the number would be negative, and TypeScript could not hold it.",
      zh: "用满所有位时数值会变成负数，TypeScript 也存放不下。",
    },
    bad: declared("##enum|enum|name|value|type|flags", "|Slot|head|1|int64|TRUE"),
    good: declared("##enum|enum|name|value|type|flags", "|Slot|head|1|uint64|TRUE"),
  },
  "negative-flag": {
    why: {
      en: "Each bit of a value says whether one of the flags is set; a negative number sets nearly all of them.",
      zh: "值的每一位表示一个标志；负数几乎会设置所有的位。",
    },
    bad: declared("##enum|enum|name|value|type|flags", "|Slot|head|-1|int32|TRUE"),
    good: declared("##enum|enum|name|value|type|flags", "|Slot|head|1|int32|TRUE"),
  },
};
