import type { documentDiagnostics } from "../documents.js";
import { type ChineseTextsOf, didYouMean } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const documentTexts: ChineseTextsOf<typeof documentDiagnostics> = {
  "broken-document": {
    message: (p) => `文件不是正确的 ${p.format}：${translatePhrase(p.problem)}。`,
    help: "修正此处；改好之后才会读取后面的内容。",
  },
  "document-too-deep": {
    message: (p) => `这里的嵌套超过 ${p.levels} 层。`,
    help: "数据表用不到这么深的嵌套：检查是否有括号或元素没有闭合。",
  },
  "repeated-record-field": {
    message: (p) => `“${p.field}”在同一条记录中出现了两次。`,
    help: "删去其中一个。",
  },
  "no-such-records": {
    message: (p) => `文件中没有 ${p.path}：找不到 ${p.step}。${didYouMean(p.suggestion)}`,
    help: "修正该表 `from` 中 # 后面的路径。",
  },
  "not-a-record": {
    message: (p) => `表 ${p.table} 的记录应当有字段，这里却是${translatePhrase(p.is)}。`,
    help: '写成每列一个字段的对象，或指明记录在文件中的位置：`from: "items.json#data.items"`。',
  },
  "unknown-record-field": {
    message: (p) => `表 ${p.table} 没有列“${p.field}”。${didYouMean(p.suggestion)}`,
    help: '改正名称，或声明该列；在配置的 `columns` 中写 `{ "ignore": true }` 可忽略它。',
  },
  "records-without-types": {
    message: (p) => `没有任何地方说明表 ${p.table} 有哪些列、各是什么类型。`,
    help: "用 `record` 指定一个结构体，或在 `columns` 中给出类型，或在这些文件之外保留该表的一张工作表。",
  },
  "record-field-by-two-names": {
    message: (p) => `这条记录给出了两次 ${p.column}：“${p.first}”和“${p.second}”。`,
    help: "删去其中一个。",
  },
  "no-record-files": {
    message: (p) => `没有记录文件匹配 ${p.pattern}。`,
    help: "写出相对于配置的文件，或以 / 结尾的目录，可用 *、**、? 和 {a,b}；隐藏文件不算在内。",
  },
};
