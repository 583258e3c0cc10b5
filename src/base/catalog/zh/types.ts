import { quote } from "../../quote.js";
import type { typeDiagnostics } from "../types.js";
import type { ChineseTextsOf } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const typeTexts: ChineseTextsOf<typeof typeDiagnostics> = {
  "unknown-struct": {
    message: (p) =>
      `没有结构体 ${quote(p.struct)}。${p.suggestion === undefined ? "" : `是否想写 ${p.suggestion}？`}`,
    help: "填写配置 `structs` 或 ##struct 表中声明的结构体。",
  },
  "endless-struct": {
    message: (p) => `${p.struct} 通过 ${p.through} 包含了自己，它的值没有尽头。`,
    help: "把内层放进列表、映射或多态结构体：它们可以为空，或是别的种类。",
  },
  "deep-struct": {
    message: (p) => `${p.struct} 通过 ${p.through} 嵌套的结构体超过了数据库允许的 64 层。`,
    help: "把其中一层放进列表或多态结构体：它们的值存放在别处。",
  },
  "duplicate-field": {
    message: (p) => `${p.struct} 的字段 ${p.field} 重复。`,
    help: "改名或删除其中一个；所继承结构体的字段也算在内。",
  },
  "variant-without-kinds": {
    message: (p) => `${p.variant} 没有任何种类。`,
    help: "至少指定一个结构体作为它的种类。",
  },
  "duplicate-kind": {
    message: (p) => `${p.variant} 有两个种类叫做 ${quote(p.kind)}。`,
    help: "给其中一个换个名称，或删除别名。",
  },
  "composite-in-set": {
    message: (p) => `${p.table} 的键由多列组成，对它的引用不能放进集合，也不能作映射的键。`,
    help: "改用列表（`T[]`），或引用单列的唯一键：ref<Table.column>。",
  },
  "mixed-columns": {
    message: (p) => `${p.field} 的列用了两种写法。`,
    help: "写在一个单元格、各部分的列（a.x、a.y）、带编号的列（a[0]、a[1]）或多行（*a）中，只能选一种。",
  },
  "missing-element": {
    message: (p) => `${p.field} 缺少列 ${p.field}[${p.index}]。`,
    help: "列的编号从 0 开始，不能有空缺。",
  },
  "columns-of-scalar": {
    message: (p) => `${p.field} 的类型是 ${p.type}，不能这样分列（${p.columns}）。`,
    help: "部分（a.x）用于结构体、多态结构体和映射，编号（a[0]）用于列表、集合和数组，多行（*a）用于列表、集合和映射。",
  },
  "unknown-field-column": {
    message: (p) =>
      `${p.type} 没有字段 ${quote(p.field)}。${p.suggestion === undefined ? "" : `是否想写 ${p.suggestion}？`}`,
    help: "填写结构体的字段名；多态结构体的种类写 $type。",
  },
  "missing-field-column": {
    message: (p) => `${p.field} 没有字段 ${p.type} 的列，而它必须有值。`,
    help: "添加这一列，或给字段一个默认值，或改为可选类型（`T?`）。",
  },
  "header-struct-differs": {
    message: (p) => `这些列组成结构体 ${p.struct}，但已有同名结构体的字段与此不同。`,
    help: "让各个表的列有相同的部分和类型，或在第一列写上已声明的结构体类型。",
  },
  "unknown-group": {
    message: (p) =>
      `没有目标包含分组 ${p.group}。${p.suggestion === undefined ? "" : `是否想写 ${p.suggestion}？`}`,
    help: "填写配置 `targets` 中的分组，或把它加进某个目标。",
  },
  "target-without-tables": {
    message: (p) => `目标 ${p.target} 没有任何表。`,
    help: "给目标一个有表使用的分组，或删除这个目标。",
  },
  "reference-cut-away": {
    message: (p) => `${p.field} 引用 ${p.table}，而目标 ${p.target} 没有这张表。`,
    help: "给列标上被引用表的分组，或给那张表标上目标的分组。",
  },
  "key-cut-away": {
    message: (p) => `${p.table} 的键 ${p.key} 需要列 ${p.column}，而目标 ${p.target} 没有这一列。`,
    help: "给列标上目标的分组，或用所有目标都有的列作键。",
  },
  "value-cut-away": {
    message: (p) => `单元格的值是 ${p.enum}.${p.value}，而目标 ${p.target} 没有这个值。`,
    help: "给枚举值标上目标的分组，或换一个值，或给列标上有这个值的分组。",
  },
  "unknown-tag": {
    message: (p) =>
      `${quote(p.tag)} 不是标签。${p.suggestion === undefined ? "" : `是否想写 ${p.suggestion}？`}`,
    help: "填写配置 `tags` 中的标签，或把它加进包含或排除的列表。",
  },
  "unknown-region": {
    message: (p) =>
      `${quote(p.region)} 不是地区。${p.suggestion === undefined ? "" : `是否想写 ${p.suggestion}？`}`,
    help: "在 @ 后面填写配置 `regions` 中的一个，或把它加进去。",
  },
  "singleton-rows": {
    message: (p) => `${p.table} 按一行读取，却有 ${p.count} 行。`,
    help: "删除其余的行，或给表一个键而不是设为单行表。",
  },
  "unusable-text-table": {
    message: (p) =>
      `${quote(p.table)} 不能作文本表：${translatePhrase(p.reason)}。${p.suggestion === undefined ? "" : `是否想写 ${p.suggestion}？`}`,
    help: "填写一张表：键是一列 string，每种语言各有一列 string。",
  },
  "invalid-back-reference": {
    message: (p) =>
      `无法经 ${quote(p.reference)} 反向得到 ${p.name}：${translatePhrase(p.reason)}。${p.suggestion === undefined ? "" : `是否想写 ${p.suggestion}？`}`,
    help: "写成 Table.column：该列或它的结构体引用本表，且那张表有主键。",
  },
  "element-type-differs": {
    message: (p) =>
      `${p.field} 的类型是 ${p.type}，而 ${p.first} 是 ${p.firstType}；列表的元素只能有一种类型。`,
    help: "让各个编号列的类型相同，或只在第一列写整个列表的类型。",
  },
  "missing-translation": {
    message: (p) => `${p.table} 的 ${quote(p.key)} 没有 ${p.language} 译文。`,
    help: "补上译文；在此之前使用第一种语言的文本。",
  },
  "repeated-text": {
    message: (p) => `${p.table} 的 ${quote(p.key)} 有第二条 ${p.language} 文本。`,
    help: "删除其中一条；要替换文本，请写在补丁的表格里。",
  },
  "first-row-continues": {
    message: (p) => `这一行是 ${p.table} 某条记录的续行，但上面没有记录。`,
    help: "填写没有 * 标记的列：它们开始一条记录。",
  },
};
