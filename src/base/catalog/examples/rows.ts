import type { rowDiagnostics } from "../rows.js";
import type { ExampleFiles, ExplanationsOf } from "./explanation.js";

/** A table with one value of a type, in a text file. */
const cell = (type: string, text: string, config?: string): ExampleFiles => ({
  "Item.csv": ["##name|id|value", `##type|int32|${type}`, "##rule|key|", `|7|${text}`],
  ...(config === undefined ? {} : { "table-gen.config.jsonc": config }),
});

/** The same in a workbook, where cells are more than text. */
const typedCell = (type: string, value: string): ExampleFiles => ({
  "Item.xlsx": ["##name|id|value", `##type|int32|${type}`, "##rule|key|", `|7|${value}`],
});

const rewards = '{ "structs": { "Reward": { "item": "int32", "count": "int32" } } }\n';
const shapes =
  '{ "structs": { "Circle": { "r": "int32" }, "Square": { "a": "int32" } }, "variants": { "Shape": ["Circle", "Square"] } }\n';

/** A table with a variant whose fields have columns of their own. */
const shapeColumns = (row: string): ExampleFiles => ({
  "Item.csv": ["##name|id|shape.$type|shape.r|shape.a", "##type|int32|Shape||", "##rule|key|||", row],
  "table-gen.config.jsonc": shapes,
});

export const rowExplanations: ExplanationsOf<typeof rowDiagnostics> = {
  "empty-cell": {
    why: {
      en: "An empty cell may be a value that was forgotten. That it means 0 or nothing has to be said somewhere.",
      zh: "空单元格可能是漏填。如果它表示 0 或“没有”，必须明确写出来。",
    },
    bad: cell("int32", ""),
    good: cell("int32?", ""),
  },
  "error-cell": {
    why: {
      en: "There is no value to read; what the formula was to give is lost.",
      zh: "没有可读取的值，公式本该得出的结果已经丢失。",
    },
    bad: typedCell("int32", "#N/A"),
    good: typedCell("int32", "30"),
  },
  "formula-without-value": {
    why: {
      en: "Formulas are not computed here: their value is the one that a spreadsheet program stored, and it has stored none.",
      zh: "这里不计算公式，只读取表格软件保存的结果，而文件里没有保存结果。",
    },
    bad: typedCell("int32", "=B4*2"),
    good: typedCell("int32", "14"),
  },
  "not-a-bool": {
    why: {
      en: "Other words for true and false differ from team to team.",
      zh: "除此之外的真假写法，各团队各不相同。",
    },
    bad: cell("bool", "yes"),
    good: cell("bool", "TRUE"),
  },
  "not-an-integer": {
    why: {
      en: "What is no number cannot be guessed to be one.",
      zh: "不是数字的内容不能靠猜。",
    },
    bad: cell("int32", "12 gold"),
    good: cell("int32", "12"),
  },
  "fraction-in-integer": {
    why: {
      en: "Cutting or rounding the fraction would change the value without a word.",
      zh: "截断或四舍五入都会悄悄改变数值。",
    },
    bad: cell("int32", "1.5"),
    good: cell("float32", "1.5"),
  },
  "integer-out-of-range": {
    why: {
      en: "The number would wrap around to another one.",
      zh: "数值会溢出成另一个数。",
    },
    bad: cell("uint8", "300"),
    good: cell("uint16", "300"),
  },
  "rounded-number": {
    why: {
      en: "A spreadsheet keeps 15 digits of a number. An id with more of them has already been changed when it is read.",
      zh: "表格软件的数字只保留 15 位有效数字，更长的 ID 在读取之前就已经被改掉了。",
    },
    bad: typedCell("int64", "1234567890123456800"),
    good: cell("int64", "1234567890123456789"),
  },
  "digit-separators": {
    why: {
      en: "1,200 is one thousand two hundred in one country and one and a fifth in another.",
      zh: "1,200 在有的国家是一千二百，在有的国家是一点二。",
    },
    bad: cell("int32", "1,200"),
    good: cell("int32", "1200"),
  },
  "full-width-characters": {
    why: {
      en: "They look like the usual digits and letters but are other characters.",
      zh: "全角字符看着像普通数字和字母，其实是不同的字符。",
    },
    bad: cell("int32", "１２"),
    good: cell("int32", "12"),
  },
  "not-a-number": {
    why: {
      en: "What is no number cannot be guessed to be one.",
      zh: "不是数字的内容不能靠猜。",
    },
    bad: cell("float32", "fast"),
    good: cell("float32", "1.5"),
  },
  "float-out-of-range": {
    why: {
      en: "The value would become infinite or zero, and every sum with it wrong.",
      zh: "数值会变成无穷大或零，所有相关计算都会出错。",
    },
    bad: cell("float32", "1e40"),
    good: cell("float64", "1e40"),
  },
  "date-cell": {
    why: {
      en: "Spreadsheets turn what looks like a date into one while it is typed; what was typed is lost.",
      zh: "表格软件会把像日期的输入自动变成日期，原来输入的内容已经丢失。",
    },
    bad: typedCell("string", "2024-01-02"),
    good: typedCell("datetime", "2024-01-02"),
  },
  "not-a-datetime": {
    why: {
      en: "05/01/2024 is a day in January or in May, depending on who reads it.",
      zh: "05/01/2024 可以是一月五日，也可以是五月一日，因人而异。",
    },
    bad: cell("datetime", "05/01/2024"),
    good: cell("datetime", "2024-05-01"),
  },
  "no-such-time": {
    why: {
      en: "Taking the day after instead would start an event at a time that nobody has chosen.",
      zh: "如果自动顺延到下一天，活动就会在没人指定的时间开始。",
    },
    bad: cell("datetime", "2024-02-30"),
    good: cell("datetime", "2024-02-29"),
  },
  "time-in-gap": {
    why: {
      en: "When clocks go forward they skip an hour, and no instant belongs to a time within it.",
      zh: "夏令时调快时会跳过一小时，这段时间不存在。",
    },
    bad: cell("datetime", "2024-03-10 02:30", '{ "timeZone": "America/New_York" }\n'),
    good: cell("datetime", "2024-03-10 03:30", '{ "timeZone": "America/New_York" }\n'),
  },
  "fraction-of-second": {
    why: {
      en: "The fraction would be lost.",
      zh: "小数部分会丢失。",
    },
    bad: cell("datetime", "2024-05-01 12:00:00.5"),
    good: cell("datetime", "2024-05-01 12:00:00"),
  },
  "not-a-duration": {
    why: {
      en: "A number without a unit may be seconds, milliseconds or minutes.",
      zh: "没有单位的数字可能是秒、毫秒或分钟。",
    },
    bad: cell("duration", "90"),
    good: cell("duration", "90s"),
  },
  "fraction-of-millisecond": {
    why: {
      en: "The fraction would be lost.",
      zh: "小数部分会丢失。",
    },
    bad: cell("duration", "0.5ms"),
    good: cell("duration", "1ms"),
  },
  "duration-out-of-range": {
    why: {
      en: "JavaScript could not tell it from the next one.",
      zh: "JavaScript 无法把它与相邻的数值区分开。",
    },
    bad: cell("duration", "200000000d"),
    good: cell("duration", "20d"),
  },
  "unknown-enum-value": {
    why: {
      en: "A mistyped name would be a value that no code knows.",
      zh: "拼错的名称会成为代码不认识的值。",
    },
    bad: cell("Quality", "rear", '{ "enums": { "Quality": { "common": 1, "rare": 2 } } }\n'),
    good: cell("Quality", "rare", '{ "enums": { "Quality": { "common": 1, "rare": 2 } } }\n'),
  },
  "nul-character": {
    why: {
      en: "C++ would see the text end at this character.",
      zh: "C++ 会认为字符串到此结束。",
    },
    bad: cell("string", "Swo\u0000rd", '{ "encoding": "utf-8" }\n'),
    good: cell("string", "Sword", '{ "encoding": "utf-8" }\n'),
  },
  "lone-surrogate": {
    why: {
      en: "Half of a character cannot be written as UTF-8.",
      zh: "半个字符无法用 UTF-8 表示。",
    },
    cause: {
      en: "A program has cut a text in the middle of a character, such as 😀, and written it to a workbook.",
      zh: "某个程序把文本从字符（例如 😀）中间截断后写进了工作簿。",
    },
    parameters: { value: "Smile \ud83d" },
  },
  "empty-element": {
    why: {
      en: "Between two separators an element may have been forgotten.",
      zh: "两个分隔符之间可能漏写了元素。",
    },
    bad: cell("int32[]", "1,,2"),
    good: cell("int32[]", "1,2"),
  },
  "wrong-separator": {
    why: {
      en: "The list would be read as one element.",
      zh: "整个列表会被当成一个元素。",
    },
    bad: cell("int32[]", "1;2"),
    good: cell("int32[]", "1,2"),
  },
  "wrong-element-count": {
    why: {
      en: "Code that reads a fixed array relies on its length.",
      zh: "读取定长数组的代码依赖它的长度。",
    },
    bad: cell("int32[3]", "1,2"),
    good: cell("int32[3]", "1,2,3"),
  },
  "bad-quotes": {
    why: {
      en: "Where the element ends cannot be told.",
      zh: "无法判断元素在哪里结束。",
    },
    bad: cell("string[]", '"a, b'),
    good: cell("string[]", '"a, b"'),
  },
  "unused-default": {
    why: {
      en: "The author of the default expects it to be used, and it never is.",
      zh: "写默认值的人以为它会生效，实际上永远不会。",
    },
    bad: cell("int32? = 5", ""),
    good: cell("int32 = 5", ""),
  },
  "bracketed-list": {
    why: {
      en: "The brackets would be part of the first and the last element.",
      zh: "方括号会成为首尾元素的一部分。",
    },
    bad: cell("string[]", "[a,b]"),
    good: cell("string[]", "a,b"),
  },
  "time-beyond-utc": {
    why: {
      en: "Times are kept in UTC, and years before 0001 and after 9999 cannot be written everywhere.",
      zh: "时间以 UTC 保存，0001 年之前和 9999 年之后的年份并非处处都能表示。",
    },
    bad: cell("datetime", "0001-01-01 00:00", '{ "timeZone": "Asia/Shanghai" }\n'),
    good: cell("datetime", "0001-01-02 00:00", '{ "timeZone": "Asia/Shanghai" }\n'),
  },
  "not-a-fraction": {
    why: { en: "There is no value to take.", zh: "没有可取的值。" },
    bad: cell("fraction", "3/0"),
    good: cell("fraction", "3/4"),
  },
  "not-a-version": {
    why: { en: "Versions are compared number by number.", zh: "版本号逐个数字比较。" },
    bad: cell("version", "1.2-beta"),
    good: cell("version", "1.2.0"),
  },
  "number-for-version": {
    why: {
      en: "A spreadsheet keeps 1.10 as the number 1.1, which is another version.",
      zh: "表格软件把 1.10 存成数字 1.1，那是另一个版本。",
    },
    cause: {
      en: "A number cell of a spreadsheet holds the version.",
      zh: "表格软件的数字单元格里填了版本号。",
    },
    parameters: { value: "1.1" },
  },
  "repeated-element": {
    why: { en: "A set holds each element once.", zh: "集合中每个元素只出现一次。" },
    bad: cell("set<int32>", "3,5,3"),
    good: cell("set<int32>", "3,5"),
  },
  "repeated-map-key": {
    why: { en: "Which of the two values is meant could not be told.", zh: "无法判断用哪一个值。" },
    bad: cell("map<string, int32>", "hp:10,hp:12"),
    good: cell("map<string, int32>", "hp:10,mp:12"),
  },
  "entry-without-value": {
    why: { en: "Each key of a map has a value.", zh: "映射的每个键都有一个值。" },
    bad: cell("map<string, int32>", "hp:10,mp"),
    good: cell("map<string, int32>", "hp:10,mp:12"),
  },
  "unknown-kind": {
    why: {
      en: "The kind says which fields follow, so none of them can be read.",
      zh: "种类决定后面有哪些字段，因此都无法读取。",
    },
    bad: cell("Shape", "Cirle,5", shapes),
    good: cell("Shape", "Circle,5", shapes),
  },
  "too-many-parts": {
    why: { en: "What is left over would be lost.", zh: "多出来的部分会丢失。" },
    bad: cell("Reward", "7,2,1", rewards),
    good: cell("Reward", "7,2", rewards),
  },
  "missing-part": {
    why: { en: "Nothing says what the field's value is.", zh: "没有任何地方说明该字段的值。" },
    bad: cell("Reward", "7", rewards),
    good: cell("Reward", "7,2", rewards),
  },
  "no-more-separators": {
    why: {
      en: "Each level of lists and structs needs a separator of its own.",
      zh: "列表和结构体的每一层都要有各自的分隔符。",
    },
    bad: cell(
      "int32[][]",
      "1,2",
      '{ "tables": { "Item": { "columns": { "value": { "separator": "," } } } } }\n',
    ),
    good: cell("int32[][]", "1,2;3"),
  },
  "not-json": {
    why: {
      en: "What begins with a brace is read as JSON, which has rules of its own.",
      zh: "以花括号开头的内容按 JSON 读取，而 JSON 有自己的规则。",
    },
    bad: cell("Reward", '{"item": 7, "count": }', rewards),
    good: cell("Reward", '{"item": 7, "count": 2}', rewards),
  },
  "wrong-json": {
    why: { en: "A value of another kind has no meaning there.", zh: "别的种类的值在这里没有意义。" },
    bad: cell("Reward", "[7, 2]", rewards),
    good: cell("Reward", '{"item": 7, "count": 2}', rewards),
  },
  "unknown-json-field": {
    why: { en: "The value would be lost.", zh: "这个值会丢失。" },
    bad: cell("Reward", '{"item": 7, "cuont": 2}', rewards),
    good: cell("Reward", '{"item": 7, "count": 2}', rewards),
  },
  "field-of-another-kind": {
    why: { en: "The value would be lost.", zh: "这个值会丢失。" },
    bad: shapeColumns("|7|Circle|5|3"),
    good: shapeColumns("|7|Circle|5|"),
  },
};
