import type { lubanDiagnostics } from "../luban.js";
import type { ChineseTextsOf } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const lubanTexts: ChineseTextsOf<typeof lubanDiagnostics> = {
  "luban-conf": {
    message: (p) => `无法按 luban.conf 执行：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "修正 luban.conf，或修正指向它的配置。",
  },
  "luban-xml": {
    message: (p) => `定义文件不是合法的 XML：${translatePhrase(p.reason)}。`,
    help: "每个元素都要闭合；属性中的 < 和 & 写成 &lt; 和 &amp;。",
  },
  "luban-unknown-word": {
    message: (p) => `Luban 不认识 ${translatePhrase(p.what)}${ask(p.suggestion)}`,
    help: "改正名字，或删掉它：没有程序会读取它。",
  },
  "luban-definition": {
    message: (p) => `定义有误：${translatePhrase(p.reason)}。`,
    help: "在定义文件中修正。",
  },
  "luban-duplicate": {
    message: (p) => `${p.name} 定义了两次。`,
    help: "把其中一个改名，或删掉。",
  },
  "luban-invalid-type": {
    message: (p) => `类型 ${JSON.stringify(p.type)} 有误：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "写 int、list,int、(list#sep=,),int、map,int,string，或者枚举、bean 的名字。",
  },
  "luban-unknown-bean": {
    message: (p) => `没有名为 ${p.bean} 的 bean${ask(p.suggestion)}`,
    help: "定义这个 bean，或改正名字，或让表从文件读取结构定义。",
  },
  "luban-invalid-reference": {
    message: (p) => `ref=${p.reference} 没有指向任何表：${translatePhrase(p.reason)}${ask(p.suggestion)}`,
    help: "写出带模块名的表 ref=item.TbItem；list 表写 key@test.TbList；或写 refgroup 的名字。",
  },
  "luban-not-checked": {
    message: (p) => `${p.attribute} 不会被检查：table-gen 在这里没有对应的规则。`,
    help: "如果需要检查，在配置里写规则；否则关闭这个警告。",
  },
  "luban-input-missing": {
    message: (p) => `${p.table} 缺少 ${p.input} 的记录：文件不存在。指向该表的引用不会被检查。`,
    help: "在数据目录下补上文件或目录，或从表的 input 中删掉。",
  },
  "luban-input-not-read": {
    message: (p) =>
      `${p.table} 缺少 ${p.input} 的记录：Luban 工程中的这类文件不会被读取。指向该表的引用不会被检查。`,
    help: "把记录放进表格文件，或者接受没有这些记录。",
  },
  "luban-no-sheet": {
    message: (p) =>
      `${p.sheet === undefined ? "没有一个工作表的 A1 以 ## 开头" : `没有名为 ${p.sheet} 的工作表`}${ask(p.suggestion)}`,
    help: "在工作表的第一个单元格写 ##var，或在表的 input 中写另一个工作表。",
  },
  "luban-unknown-mark": {
    message: (p) => `工作表不能以 ##${p.mark} 开头。`,
    help: "以 ##var 开头；纵表以 ##column 开头；不是数据表的不要写 ##。",
  },
  "luban-invalid-title": {
    message: (p) => `标题有误：${translatePhrase(p.reason)}。`,
    help: "修正以 ## 开头的行。",
  },
  "luban-missing-column": {
    message: (p) => `缺少 ${p.bean} 需要的列 ${p.field}${ask(p.suggestion)}`,
    help: "补上这一列，或改正标题，或从 bean 中删掉这个字段。",
  },
  "luban-title-not-for-type": {
    message: (p) => `${p.title} ${p.isInRows ? "是多行的" : "有下级标题"}，而 ${p.type} 不能这样填写。`,
    help: "写在一个单元格里，或改用有组成部分的类型：bean、list、map。",
  },
  "luban-missing-part": {
    message: (p) => `单元格的内容不够，读不到 ${p.what}。`,
    help: "补上缺少的内容；} 可以提前结束列表，中间的空单元格会被跳过。",
  },
  "luban-null": {
    message: () => "这里填了 null，而类型不允许为空。",
    help: '填写一个值，或把类型改为可空（T?）；空字符串写成 ""。',
  },
  "luban-text": {
    message: (p) => `单元格不是合法的 ${p.format}：${translatePhrase(p.reason)}。`,
    help: "修正文本，或去掉标题中的 format。",
  },
  "luban-part-left": {
    message: (p) => `${p.type} 已经读完，后面还剩下 ${JSON.stringify(p.part)}。`,
    help: "删掉它：Luban 也不会读取它。也可能是类型少写了分隔符。",
  },
};

function ask(suggestion: string | undefined): string {
  return suggestion === undefined ? "。" : `；是不是 ${suggestion}？`;
}
