import { quote } from "../../quote.js";
import type { InCell, rowDiagnostics } from "../rows.js";
import type { ChineseTextsOf } from "./chinese-text.js";

export const rowTexts: ChineseTextsOf<typeof rowDiagnostics> = {
  "empty-cell": {
    message: (p) => `${p.table}.${p.column} 在这里没有值。`,
    help: "填写单元格，或把列改为可选（`T?`），或给它一个默认值。",
  },
  "error-cell": {
    message: (p) => `单元格的公式结果是错误值 ${p.value}。`,
    help: "修正公式，或用数值代替公式。",
  },
  "formula-without-value": {
    message: (p) => `文件中没有公式 ${quote(p.value)} 的计算结果。`,
    help: "用表格软件打开并保存一次，公式的结果就会存进文件。",
  },
  "not-a-bool": {
    message: (p) => `${subject(p)}不是布尔值。`,
    help: "填写 TRUE 或 FALSE，或者 1 或 0。",
  },
  "not-an-integer": {
    message: (p) => `${subject(p)}不是整数，而类型 ${p.type} 需要整数。`,
    help: "只写数字，负数前面加 -；十六进制写成 0x1F。",
  },
  "fraction-in-integer": {
    message: (p) => `${subject(p)}带有小数，而 ${p.type} 只能是整数。`,
    help: "改成整数，或把列的类型改为 float32、float64。",
  },
  "integer-out-of-range": {
    message: (p) => `${subject(p)}超出 ${p.type} 的范围：${p.minimum} 到 ${p.maximum}。`,
    help: "填写范围内的数，或给列换一个更宽的类型。",
  },
  "rounded-number": {
    message: (p) => `${subject(p)}的位数超过数字单元格能保存的位数，可能已被舍入。`,
    help: "把单元格设为文本格式，再重新输入完整的数字。",
  },
  "digit-separators": {
    message: (p) => `${subject(p)}的数字之间有分隔符；写成 ${p.plain} 才是数字。`,
    help: "去掉数字之间的分隔符。",
  },
  "full-width-characters": {
    message: (p) => `${subject(p)}使用了全角字符；应写成 ${p.plain}。`,
    help: "把输入法切换到半角，重新输入。",
  },
  "not-a-number": {
    message: (p) => `${subject(p)}不是数字，而类型 ${p.type} 需要数字。`,
    help: "填写十进制数，如 12、-0.5、1.5e6。不支持无穷大和 NaN。",
  },
  "float-out-of-range": {
    message: (p) => `${subject(p)}超出 ${p.type} 的范围，会变成${p.becomes === "zero" ? "零" : "无穷大"}。`,
    help: "填写绝对值适中的数，或把列的类型改为 float64。",
  },
  "date-cell": {
    message: (p) => `单元格里是日期时间 ${p.value}，而类型 ${p.type} 不接受日期。`,
    help: "表格软件会把 1-2 这样的输入自动变成日期。把单元格设为文本或数字格式后重新输入，或把列的类型改为 datetime。",
  },
  "not-a-datetime": {
    message: (p) => `${subject(p)}不是日期时间。`,
    help: "写成 2024-05-01 或 2024-05-01 12:30:00，时区固定时在后面加 Z 或 +08:00；也可以用日期单元格。",
  },
  "no-such-time": {
    message: (p) => `${subject(p)}是不存在的日期或时间。`,
    help: "日要在该月范围内，年份为 0001 到 9999，时间为 00:00:00 到 23:59:59。",
  },
  "time-in-gap": {
    message: (p) => `${subject(p)}在 ${p.zone} 时区不存在：时钟从 ${p.from} 直接拨到了 ${p.to}。`,
    help: "改写成拨钟之前或之后的时间，或写明时差：2024-03-10 02:30 -05:00。",
  },
  "fraction-of-second": {
    message: (p) => `${subject(p)}带有不足一秒的部分，而 datetime 只精确到秒。`,
    help: "去掉小数部分。",
  },
  "not-a-duration": {
    message: (p) => `${subject(p)}不是时长。`,
    help: "带单位书写，从大到小，如 90s、1h30m、2d、500ms；或按时、分、秒写成 01:30:00。",
  },
  "fraction-of-millisecond": {
    message: (p) => `${subject(p)}带有不足一毫秒的部分，而 duration 只精确到毫秒。`,
    help: "减少小数位数。",
  },
  "duration-out-of-range": {
    message: (p) => `${subject(p)}超出了时长的上限。`,
    help: "时长最多为 2^53 − 1 毫秒，即 104249991 天。",
  },
  "unknown-enum-value": {
    message: (p) =>
      `${subject(p)}不是枚举 ${p.type} 的值${p.nearest === undefined ? "。" : `；是否想写 ${p.nearest}？`}`,
    help: "填写枚举中声明的名称、别名或数值，或在枚举中添加它。",
  },
  "nul-character": {
    message: (p) => `${subject(p)}含有字符 U+0000，字符串会在此处被截断。`,
    help: "删除该字符。",
  },
  "lone-surrogate": {
    message: (p) => `${subject(p)}含有半个字符，UTF-8 文本无法表示。`,
    help: "删除损坏的字符，重新输入。",
  },
  "empty-element": {
    message: (p) => `${subject(p)}是空的。`,
    help: '删除多余的分隔符，或补上元素；列表中的空文本写成 ""。',
  },
  "wrong-separator": {
    message: (p) => `${subject(p)}用 ${quote(p.found)} 分隔，而这里的元素要用 ${quote(p.separator)} 分隔。`,
    help: "改用该分隔符，或在配置中设置 `listSeparator`。",
  },
  "wrong-element-count": {
    message: (p) => `${subject(p)}有 ${p.count} 个元素，而 ${p.type} 需要 ${p.needed} 个。`,
    help: "按类型要求的个数填写，或把列改为列表（`T[]`）。",
  },
  "bad-quotes": {
    message: (p) => `${subject(p)}以引号开头，却没有以引号结尾。`,
    help: '给整个元素加引号，如 "a, b"，其中的引号写两个。',
  },
  "unused-default": {
    message: (p) => `${p.table}.${p.column} 的默认值永远不会用到：可选列的空单元格表示没有值。`,
    help: "删除默认值，或去掉类型后面的 `?`。",
  },
  "bracketed-list": {
    message: (p) => `${subject(p)}写在方括号里；列表应写成 ${quote(p.plain)}。`,
    help: '只写元素：1,2,3。单独的 [] 表示空列表；含方括号的元素可以加引号，如 "[a"。',
  },
  "time-beyond-utc": {
    message: (p) =>
      `${subject(p)}换算成 UTC（时间的存储方式）后${p.isLate ? "晚于 9999 年" : "早于 0001 年"}。`,
    help: "填写 UTC 时间 0001-01-01 00:00:00 到 9999-12-31 23:59:59 之间的时间；后面带 Z 表示 UTC，否则以时差或 `timeZone` 为准。",
  },
  "not-a-fraction": {
    message: (p) => `${subject(p)}不是分数。`,
    help: "填写数字、百分数（10%）、千分数（5‰）或商（3/4）。",
  },
  "not-a-version": {
    message: (p) => `${subject(p)}不是版本号。`,
    help: "填写一到四个不超过 65535 的数，用点分隔，如 1.2.3。",
  },
  "number-for-version": {
    message: (p) => `${subject(p)}存成了数字，版本号末尾的零可能已丢失。`,
    help: "把单元格设为文本格式再重新输入：1.10 不是 1.1。",
  },
  "repeated-element": {
    message: (p) => `${subject(p)}在集合中已出现过，是第 ${p.first} 个元素。`,
    help: "删除其中一个，或把列改为列表（`T[]`）。",
  },
  "repeated-map-key": {
    message: (p) => `${subject(p)}已是第 ${p.first} 项的键。`,
    help: "映射的每一项要有各自的键。",
  },
  "entry-without-value": {
    message: (p) => `${subject(p)}不是映射的一项：键和值之间没有 ${quote(p.separator)}。`,
    help: "在键和值之间写上分隔符，如 hp:10。",
  },
  "unknown-kind": {
    message: (p) =>
      `${subject(p)}不是 ${p.type} 的种类${p.nearest === undefined ? "。" : `；是否想写 ${p.nearest}？`}`,
    help: "先写种类的名称，再写该种类的各字段。",
  },
  "too-many-parts": {
    message: (p) => `${subject(p)}有 ${p.count} 个部分，而 ${p.type} 只有 ${p.needed} 个字段。`,
    help: "按顺序给每个字段写一个值；末尾有默认值或可选的字段可以省略。",
  },
  "missing-part": {
    message: (p) => `${subject(p)}没有 ${p.type}.${p.field} 的值。`,
    help: "写上它，或给字段一个默认值或可选类型（`T?`）。",
  },
  "no-more-separators": {
    message: (p) => `${subject(p)}无法拆开：${p.type} 的嵌套层数超过了分隔符的数量。`,
    help: "把单元格写成 JSON，或给列更多的 `separator`，或把值分到多列。",
  },
  "not-json": {
    message: (p) => `单元格以 JSON 开头，但不是 JSON：${p.reason}。`,
    help: "改正 JSON，或用分隔符书写。",
  },
  "wrong-json": {
    message: (p) => `${subject(p)}的 JSON 种类是 ${p.is}，不能作 ${p.type}。`,
    help: "列表和集合写成数组，结构体和映射写成对象，多态结构体写成带 $type 的对象，标量写成数字或文本。",
  },
  "unknown-json-field": {
    message: (p) =>
      `${p.type} 没有字段 ${quote(p.value)}${p.nearest === undefined ? "。" : `；是否想写 ${p.nearest}？`}`,
    help: "填写结构体的字段名。",
  },
  "field-of-another-kind": {
    message: (p) => `${subject(p)}所在的字段是 ${p.type} 没有的。`,
    help: "清空单元格，或写别的种类。",
  },
};

/** Begins a sentence about a text in a cell: `"x" `, or `第 2 个元素 "x" `. */
function subject(p: InCell): string {
  const value = isPlainNumber(p.value) ? p.value : quote(p.value);
  if (p.elements === undefined) return `${value} `;
  const element = describeSteps(p.elements);
  return p.value === "" ? element : `${element} ${value} `;
}

/** `第 2.3 个元素`, `字段 item`, `第 2 个元素的字段 item`. */
function describeSteps(steps: readonly (number | string)[]): string {
  const runs: { readonly isElement: boolean; text: string }[] = [];
  for (const step of steps) {
    const isElement = typeof step === "number";
    const last = runs.at(-1);
    if (last?.isElement === isElement) last.text += `.${step}`;
    else runs.push({ isElement, text: String(step) });
  }
  return runs.map(({ isElement, text }) => (isElement ? `第 ${text} 个元素` : `字段 ${text} `)).join("的");
}

function isPlainNumber(text: string): boolean {
  return text.length <= 40 && /^[-+]?[0-9][0-9.]*(?:[eE][-+]?[0-9]+)?$/.test(text);
}
