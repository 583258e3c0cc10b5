import type { lubanDiagnostics } from "../luban.js";
import type { ExampleFiles, ExplanationsOf } from "./explanation.js";

const config = '{ "dialect": { "kind": "luban", "conf": "luban.conf" } }\n';
const conf =
  '{ "groups": [], "schemaFiles": [{ "fileName": "Defines", "type": "" }], "dataDir": "Datas", "targets": [] }\n';

const item = '<bean name="Item"><var name="id" type="int"/><var name="count" type="int"/></bean>';
const table = '<table name="TbItem" value="Item" input="item.csv"/>';
const titles = "##var|id|count";

/** A Luban project with one sheet. */
const project = (definitions: string, rows: readonly string[], own = conf): ExampleFiles => ({
  "table-gen.config.jsonc": config,
  "luban.conf": own,
  "Defines/item.xml": `<module name="">${definitions}</module>\n`,
  "Datas/item.csv": rows,
});

const withType = (type: string, text: string, title = "count"): ExampleFiles =>
  project(
    `<bean name="Reward"><var name="item" type="int"/><var name="count" type="int"/></bean><bean name="Item"><var name="id" type="int"/><var name="count" type="${type}"/></bean>${table}`,
    [`##var|id|${title}`, `|1|${text}`],
  );

/** A project whose second sheet is the one that is shown. */
const second = (rows: readonly string[]): ExampleFiles => ({
  ...project(item + table.replace("item.csv", "item.csv,more.csv"), [titles, "|1|10"]),
  "Datas/more.csv": rows,
});

const good = project(item + table, [titles, "|1|10"]);

export const lubanExplanations: ExplanationsOf<typeof lubanDiagnostics> = {
  "luban-conf": {
    why: {
      en: "The luban.conf says where definitions and records are; without it no table is known.",
      zh: "luban.conf 说明定义和记录在哪里，读不懂它就不知道有哪些表。",
    },
    bad: project(item + table, [titles, "|1|10"], conf.replace('"Defines"', '"Define"')),
    good,
  },
  "luban-xml": {
    why: {
      en: "What cannot be read defines nothing, and guessing where an element ends would define something else.",
      zh: "读不了的文件等于没有定义；猜测元素在哪里结束，只会得到别的定义。",
    },
    bad: project(`${item}${table}<bean name="Hero">`, [titles, "|1|10"]),
    good,
  },
  "luban-unknown-word": {
    why: {
      en: "A word with a typing error would be passed over in silence, and what it was to say would not hold.",
      zh: "拼错的词会被默默忽略，它要表达的内容也就不起作用。",
    },
    bad: project(item + table.replace("input=", 'mod="one" input='), [titles, "|1|10"]),
    good: project(item + table.replace("input=", 'mode="map" input='), [titles, "|1|10"]),
  },
  "luban-definition": {
    why: {
      en: "Luban stops at such a definition as well: what is meant cannot be told from it.",
      zh: "Luban 遇到这样的定义也会停下：看不出它的意思。",
    },
    bad: project(item + table.replace("input=", 'mode="maps" input='), [titles, "|1|10"]),
    good,
  },
  "luban-duplicate": {
    why: {
      en: "Which of the two is meant where the name is used cannot be told.",
      zh: "用到这个名字的地方，无法知道指的是哪一个。",
    },
    bad: project(item + item + table, [titles, "|1|10"]),
    good,
  },
  "luban-invalid-type": {
    why: {
      en: "Without a type the cells of the field mean nothing.",
      zh: "没有类型，字段的单元格就没有意义。",
    },
    bad: withType("integer", "10"),
    good: withType("int", "10"),
  },
  "luban-unknown-bean": {
    why: {
      en: "A table has the fields of its bean; without one it has none.",
      zh: "表的字段来自它的 bean，没有 bean 就没有字段。",
    },
    bad: project(item + table.replace('value="Item"', 'value="Items"'), [titles, "|1|10"]),
    good,
  },
  "luban-invalid-reference": {
    why: {
      en: "A reference that leads nowhere checks nothing, and its values could not be followed.",
      zh: "没有指向任何表的引用什么也检查不了，也无法沿着它取到记录。",
    },
    bad: withType("int#ref=TbItems", "1"),
    good: withType("int#ref=TbItem", "1"),
  },
  "luban-not-checked": {
    why: {
      en: "Luban would check it. That table-gen does not should not go unnoticed.",
      zh: "Luban 会检查它；table-gen 不检查这一点，应当让人知道。",
    },
    bad: withType("(list#index=item),Reward", "5|10", "[count|count]"),
    good: withType("list,Reward", "5|10", "[count|count]"),
  },
  "luban-input-missing": {
    why: {
      en: "The table is built from what is there, so that a project that is only partly at hand can be tried.",
      zh: "表会用现有的部分构建，这样只拿到一部分工程时也能试用。",
    },
    bad: project(item + table.replace("item.csv", "item.csv,more.csv"), [titles, "|1|10"]),
    good,
  },
  "luban-input-not-read": {
    why: {
      en: "What cannot be read is left out, and the table says so.",
      zh: "读不了的内容会被略去，并给出说明。",
    },
    bad: {
      ...project(item + table.replace("item.csv", "item.csv,more.lit"), [titles, "|1|10"]),
      "Datas/more.lit": "{2,20}\n",
    },
    good,
  },
  "luban-no-sheet": {
    why: {
      en: "Luban takes a sheet for a table where its first cell begins with ##; a file without such a sheet has no record.",
      zh: "Luban 只把 A1 以 ## 开头的工作表当作数据表；没有这样的工作表，文件里就没有记录。",
    },
    bad: second(["id|count", "2|20"]),
    good,
  },
  "luban-unknown-mark": {
    why: {
      en: "The mark says how the sheet is to be read; a wrong one would have it read in another way.",
      zh: "这个标记说明工作表如何读取，写错了就会按别的方式读取。",
    },
    bad: second(["##vars|id|count", "|2|20"]),
    good,
  },
  "luban-invalid-title": {
    why: {
      en: "Titles say which cells a field has; with a wrong one they cannot be told.",
      zh: "标题说明字段占哪些单元格，标题有误就无法确定。",
    },
    bad: second(["##var|id|count|count", "|2|20|30"]),
    good,
  },
  "luban-missing-column": {
    why: {
      en: "Every field of the bean needs a column; a missing one may be a typing error in its title.",
      zh: "bean 的每个字段都需要一列；缺列往往是标题拼错了。",
    },
    bad: second(["##var|id|counts", "|2|20"]),
    good,
  },
  "luban-title-not-for-type": {
    why: {
      en: "A single value has no parts that could stand below titles or in rows.",
      zh: "单个值没有可以放在下级标题或多行中的组成部分。",
    },
    bad: project(item + table, ["##var|id|*count", "|1|10", "||20"]),
    good,
  },
  "luban-missing-part": {
    why: {
      en: "The fields of a bean stand one behind the other in its cells; with one missing the others would shift.",
      zh: "bean 的各个字段在单元格中依次排列，少了一个，其余的就会错位。",
    },
    bad: withType("Reward#sep=,", "5"),
    good: withType("Reward#sep=,", "5,10"),
  },
  "luban-null": {
    why: {
      en: "null is absence; a field that may not be absent has to have a value.",
      zh: "null 表示没有值，不可空的字段必须有值。",
    },
    bad: withType("string", "null"),
    good: withType("string?", "null"),
  },
  "luban-text": {
    why: {
      en: "The title says how the cell is written, and it is written otherwise.",
      zh: "标题说明了单元格的写法，而内容不是这样写的。",
    },
    bad: withType("list,int", "[1,2", "count#format=json"),
    good: withType("list,int", "[1,2]", "count#format=json"),
  },
  "luban-part-left": {
    why: {
      en: "A value too many is often one that belongs elsewhere.",
      zh: "多出来的值，往往本该填在别处。",
    },
    bad: withType("Reward#sep=,", "5,10,15"),
    good: withType("Reward#sep=,", "5,10"),
  },
};
