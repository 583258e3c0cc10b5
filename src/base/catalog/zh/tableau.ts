import type { tableauDiagnostics } from "../tableau.js";
import type { ChineseTextsOf } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const tableauTexts: ChineseTextsOf<typeof tableauDiagnostics> = {
  "tableau-config": {
    message: (p) => `无法按 tableau 的配置执行：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "修正 tableau 的 config.yaml，或修正指向它的配置。",
  },
  "tableau-no-metasheet": {
    message: (p) => `没有一个工作簿包含工作表 ${p.metasheet}，因此没有表。`,
    help: "给每个有数据表的工作簿加上这个工作表（CSV 写成 Book#@TABLEAU.csv），或改正 `sources`。",
  },
  "tableau-metasheet": {
    message: (p) => `元表有误：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "修正元表中的这一行。",
  },
  "tableau-header": {
    message: (p) => `表头有误：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "修正表头，或在元表中写明表头在哪几行。",
  },
  "tableau-invalid-type": {
    message: (p) => `类型 ${JSON.stringify(p.type)} 有误：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: '写 int32、[]int32、[Item]int32、map<int32, Item>、{Item}int32 或 enum<.Type>，属性写成 |{range:"1,10"}。',
  },
  "tableau-definition": {
    message: (p) => `定义有误：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "在定义所在的类型表或 .proto 文件中修正。",
  },
  "tableau-missing-column": {
    message: (p) => `缺少 ${p.table} 需要的列 ${p.column}${ask(p.suggestion)}`,
    help: "补上这一列，或改正列名，或设为可选：|{optional:true}，或元表中的 Optional。",
  },
  "tableau-not-checked": {
    message: (p) => `${translatePhrase(p.what)} 不起作用：table-gen 在这里没有对应的功能。`,
    help: "如果需要，在配置里写规则；否则关闭这个警告。",
  },
  "tableau-row-conflict": {
    message: (p) => `这里是 ${JSON.stringify(p.value)}，而同一条记录前面的行是 ${JSON.stringify(p.other)}。`,
    help: "同一条记录的各行要写相同的内容，或在后面的行留空；列表和 map 也可以设 aggregate:true。",
  },
  "tableau-cell": {
    message: (p) => `单元格有误：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "修正单元格，或修正表头中的类型。",
  },
};

function ask(suggestion: string | undefined): string {
  return suggestion === undefined ? "。" : `；是不是 ${suggestion}？`;
}
