import type { typeDiagnostics } from "../types.js";
import type { ExampleFiles, ExplanationsOf } from "./explanation.js";

const configFile = "table-gen.config.jsonc";

/** A table with a column `x` of a type, and declarations in the config. */
const declared = (config: string, type: string, cell: string): ExampleFiles => ({
  "Item.csv": ["##name|id|x", `##type|int32|${type}`, "##rule|key|", `|7|${cell}`],
  [configFile]: `${config}\n`,
});

/** A table with further columns, and a struct Reward { item, count }. */
const spread = (names: string, types: string, ...rows: readonly string[]): ExampleFiles => ({
  "Quest.csv": [`##name|id|${names}`, `##type|int32|${types}`, "##rule|key", ...rows],
  [configFile]: '{ "structs": { "Reward": { "item": "int32", "count": "int32" } } }\n',
});

const targets = '{ "targets": { "server": ["server"], "client": ["client"] } }\n';

/** A table whose columns are marked with groups. */
const grouped = (groups: string, cell = "5"): ExampleFiles => ({
  "Item.csv": [
    "##name|id|x",
    `##type|int32|${cell === "5" ? "int32" : "Mode"}`,
    "##rule|key|",
    `##group|${groups}`,
    `|7|${cell}`,
  ],
  [configFile]: targets,
});

const hiddenValue: ExampleFiles = {
  "Mode.csv": ["##enum|enum|name|value|group", "|Mode|Open|0|", "||Hidden|1|server"],
};

/** A table that refers to another one. */
const referring = (groups: string, table: string): ExampleFiles => ({
  "Item.csv": ["##name|id", "##type|int32", "##rule|key", "|7"],
  "Drop.csv": ["##name|id|item", "##type|int32|ref<Item>", "##rule|key|", `##group|${groups}`, "|1|7"],
  [configFile]: targets.replace("} }", `}, "tables": { "Item": { ${table} } } }`),
});

/** A table with a tag in front of a row. */
const tagged = (tag: string): ExampleFiles => ({
  "Item.csv": ["##name|id", "##type|int32", "##rule|key", "|7", `${tag}|8`],
  [configFile]: '{ "tags": { "exclude": "dev" } }\n',
});

/** A table with a column for a region. */
const regional = (name: string): ExampleFiles => ({
  "Item.csv": [`##name|id|name|${name}`, "##type|int32|string|", "##rule|key||", "|7|剑|Sword"],
  [configFile]: '{ "regions": ["en"], "region": "en" }\n',
});

/** A table of texts. */
const localised = (columns: string, language: string, row = "sword|剑|Sword"): ExampleFiles => ({
  "Item.csv": ["##name|id|name", "##type|int32|text", "##rule|key|", "|7|sword"],
  "Text.csv": [`##name|key|${columns}`, "##type|string|string|string", "##rule|key||", `|${row}`],
  [configFile]: `{ "text": { "table": "Text", "languages": ["zh", "${language}"] } }\n`,
});

/** A table that is referred to, and says so. */
const ledBack = (path: string): ExampleFiles => ({
  "Item.csv": ["##name|id", "##type|int32", "##rule|key", "|7"],
  "Drop.csv": ["##name|id|item", "##type|int32|ref<Item>", "##rule|key|", "|1|7"],
  [configFile]: `{ "tables": { "Item": { "backReferences": { "droppedBy": "${path}" } } } }\n`,
});

export const typeExplanations: ExplanationsOf<typeof typeDiagnostics> = {
  "unknown-struct": {
    why: { en: "What the struct is to have is not known.", zh: "不知道该结构体有哪些字段。" },
    bad: declared(
      '{ "structs": { "Sword": { "extends": "Weapn", "fields": { "edge": "int32" } } } }',
      "Sword",
      "1",
    ),
    good: declared(
      '{ "structs": { "Weapon": { "attack": "int32" }, "Sword": { "extends": "Weapon", "fields": { "edge": "int32" } } } }',
      "Sword",
      "1,2",
    ),
  },
  "endless-struct": {
    why: {
      en: "Such a value would hold another one, and that one another.",
      zh: "这样的值里还有一个值，如此没有尽头。",
    },
    bad: declared('{ "structs": { "Node": { "id": "int32", "next": "Node" } } }', "Node", "1"),
    good: declared('{ "structs": { "Node": { "id": "int32", "next": "Node[] = []" } } }', "Node", "1"),
  },
  "deep-struct": {
    why: {
      en: "Who reads a library checks how its structs lie in one another, and must come to an end soon.",
      zh: "读取数据库时要检查结构体的嵌套，而且必须很快结束。",
    },
    cause: {
      en: "A struct of the config holds another one in place, that one the next, and so on through more than 64.",
      zh: "配置中的结构体直接包含另一个，另一个又包含下一个，如此超过 64 层。",
    },
    parameters: { struct: "Outer", through: "inner" },
  },
  "duplicate-field": {
    why: { en: "Which of the two is meant could not be told.", zh: "无法判断指的是哪一个。" },
    bad: declared(
      '{ "structs": { "Weapon": { "attack": "int32" }, "Sword": { "extends": "Weapon", "fields": { "attack": "int32" } } } }',
      "Sword",
      "1",
    ),
    good: declared(
      '{ "structs": { "Weapon": { "attack": "int32" }, "Sword": { "extends": "Weapon", "fields": { "edge": "int32" } } } }',
      "Sword",
      "1,2",
    ),
  },
  "variant-without-kinds": {
    why: { en: "No cell could hold a value of it.", zh: "没有单元格能填它的值。" },
    bad: declared('{ "variants": { "Shape": [] } }', "int32", "1"),
    good: declared(
      '{ "structs": { "Circle": { "r": "int32" } }, "variants": { "Shape": ["Circle"] } }',
      "Shape",
      "Circle,1",
    ),
  },
  "duplicate-kind": {
    why: {
      en: "A cell that says the name could mean either.",
      zh: "写了这个名称的单元格可能指两者中的任何一个。",
    },
    bad: declared(
      '{ "structs": { "Circle": { "r": "int32" } }, "variants": { "Shape": ["Circle", "Circle"] } }',
      "Shape",
      "Circle,1",
    ),
    good: declared(
      '{ "structs": { "Circle": { "r": "int32" } }, "variants": { "Shape": ["Circle"] } }',
      "Shape",
      "Circle,1",
    ),
  },
  "composite-in-set": {
    why: { en: "Elements of a set are ordered by one value each.", zh: "集合的元素各按一个值排序。" },
    bad: {
      "Level.csv": ["##name|hero|level", "##type|int32|int32", "##rule|key|key", "|1|1"],
      "Unlock.csv": ["##name|id|levels", "##type|int32|set<ref<Level>>", "##rule|key|", "|7|[]"],
    },
    good: {
      "Level.csv": ["##name|hero|level", "##type|int32|int32", "##rule|key|key", "|1|1"],
      "Unlock.csv": ["##name|id|levels", "##type|int32|ref<Level>[]", "##rule|key|", "|7|1,1"],
    },
  },
  "mixed-columns": {
    why: { en: "Which of the two holds the value could not be told.", zh: "无法判断值写在哪一处。" },
    bad: spread("reward|reward.count", "Reward|", "|1|7,2|2"),
    good: spread("reward.item|reward.count", "Reward|", "|1|7|2"),
  },
  "missing-element": {
    why: { en: "An element would be missing in the middle of the list.", zh: "列表中间会缺少一个元素。" },
    bad: spread("drops[0]|drops[2]", "int32[]|", "|1|7|8"),
    good: spread("drops[0]|drops[1]", "int32[]|", "|1|7|8"),
  },
  "columns-of-scalar": {
    why: {
      en: "A number has no parts that could stand in columns of their own.",
      zh: "一个数没有可以分列的部分。",
    },
    bad: {
      ...spread("reward", "int32", "|1|7"),
      "Quest.csv": ["##name|id|reward.item|reward.count", "##type|int32||", "##rule|key", "|1|7|2"],
      [configFile]: '{ "tables": { "Quest": { "columns": { "reward": "int32" } } } }\n',
    },
    good: spread("reward.item|reward.count", "Reward|", "|1|7|2"),
  },
  "unknown-field-column": {
    why: { en: "What the column holds would be lost.", zh: "这一列的内容会丢失。" },
    bad: spread("reward.item|reward.count|reward.cuont", "Reward||", "|1|7|2|3"),
    good: spread("reward.item|reward.count", "Reward|", "|1|7|2"),
  },
  "missing-field-column": {
    why: { en: "Nothing says what the field's value is.", zh: "没有任何地方说明该字段的值。" },
    bad: spread("reward.item", "Reward", "|1|7"),
    good: spread("reward.item|reward.count", "Reward|", "|1|7|2"),
  },
  "header-struct-differs": {
    why: {
      en: "One struct has the same fields wherever it is used.",
      zh: "同一个结构体在各处的字段必须相同。",
    },
    bad: {
      "drops/cave.csv": ["##name|id|at.x|at.y", "##type|int32|int32|int32", "##rule|key||", "|1|2|3"],
      "drops/hill.csv": ["##name|id|at.x|at.z", "##type|int32|int32|int32", "##rule|key||", "|2|2|3"],
      [configFile]: '{ "tables": { "Drop": { "from": "drops/*.csv" } } }\n',
    },
    good: {
      "drops/cave.csv": ["##name|id|at.x|at.y", "##type|int32|int32|int32", "##rule|key||", "|1|2|3"],
      "drops/hill.csv": ["##name|id|at.x|at.y", "##type|int32|int32|int32", "##rule|key||", "|2|2|3"],
      [configFile]: '{ "tables": { "Drop": { "from": "drops/*.csv" } } }\n',
    },
  },
  "unknown-group": {
    why: { en: "What is marked with it would be in no library.", zh: "标了它的内容不会出现在任何库中。" },
    bad: grouped("|srver"),
    good: grouped("|server"),
  },
  "target-without-tables": {
    why: {
      en: "A library without tables must not take the place of a good one.",
      zh: "没有表的库不能替换有用的库。",
    },
    bad: {
      ...grouped("|"),
      [configFile]: targets.replace("} }", '}, "tables": { "Item": { "group": "client" } } }'),
    },
    good: grouped("|server"),
  },
  "reference-cut-away": {
    why: { en: "There would be no row to lead to.", zh: "没有可以指向的行。" },
    bad: referring("|", '"group": "server"'),
    good: referring("|server", '"group": "server"'),
  },
  "key-cut-away": {
    why: { en: "Rows could not be looked up.", zh: "无法查找行。" },
    bad: grouped("server|"),
    good: grouped("|server"),
  },
  "value-cut-away": {
    why: { en: "The value would have no name there.", zh: "这个值在那里没有名称。" },
    bad: { ...grouped("|", "Hidden"), ...hiddenValue },
    good: { ...grouped("|", "Open"), ...hiddenValue },
  },
  "unknown-tag": {
    why: {
      en: "A mistyped tag would leave the row in, or out, without a word.",
      zh: "拼错的标签会让行悄悄留下或消失。",
    },
    bad: tagged("dve"),
    good: tagged("dev"),
  },
  "unknown-region": {
    why: { en: "The column would never be used.", zh: "这一列永远不会用到。" },
    bad: regional("name@ne"),
    good: regional("name@en"),
  },
  "singleton-rows": {
    why: { en: "The other rows would never be read.", zh: "其余的行永远不会被读取。" },
    bad: { "Settings.csv": ["##singleton", "##name|capacity", "##type|int32", "|100", "|200"] },
    good: { "Settings.csv": ["##singleton", "##name|capacity", "##type|int32", "|100"] },
  },
  "unusable-text-table": {
    why: { en: "Columns of type text refer to its rows by their key.", zh: "text 类型的列按键引用它的行。" },
    bad: localised("zh|ne", "en"),
    good: localised("zh|en", "en"),
  },
  "invalid-back-reference": {
    why: { en: "The column would always be empty.", zh: "这一列会一直为空。" },
    bad: ledBack("Drop.itm"),
    good: ledBack("Drop.item"),
  },
  "missing-translation": {
    why: { en: "Players of that language see another one.", zh: "使用该语言的玩家会看到别的语言。" },
    bad: localised("zh|en", "en", "sword|剑|"),
    good: localised("zh|en", "en", "sword|剑|Sword"),
  },
  "repeated-text": {
    why: {
      en: "Nobody would see that only one of the two texts is shown.",
      zh: "没有人会发现两条文本只有一条会显示。",
    },
    bad: {
      ...localised("zh|en", "en"),
      "english/Text.csv": ["##name|key|en", "##type|string|string", "##rule|key", "|sword|Blade"],
    },
    good: {
      ...localised("zh|en", "en", "sword|剑|"),
      "english/Text.csv": ["##name|key|en", "##type|string|string", "##rule|key", "|sword|Blade"],
    },
  },
  "element-type-differs": {
    why: { en: "A list holds values of one type.", zh: "列表只能装一种类型的值。" },
    bad: spread("drops[0]|drops[1]", "int32|string", "|1|7|8"),
    good: spread("drops[0]|drops[1]", "int32|int32", "|1|7|8"),
  },
  "first-row-continues": {
    why: { en: "It is not known which record the row belongs to.", zh: "不知道这一行属于哪条记录。" },
    bad: spread("*drops.item|*drops.count", "Reward[]|", "||7|2", "|1|8|1"),
    good: spread("*drops.item|*drops.count", "Reward[]|", "|1|7|2", "||8|1"),
  },
};
