import type { BrokenRule, checkDiagnostics, InRows } from "../checks.js";
import { plain } from "../schema.js";
import { type ChineseTextsOf, didYouMean } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const checkTexts: ChineseTextsOf<typeof checkDiagnostics> = {
  "duplicate-key": {
    message: (p) =>
      p.index === undefined
        ? `表 ${p.table} 的主键 ${p.key} 重复。`
        : `表 ${p.table} 的唯一键 ${p.index} 的值 ${p.key} 重复。`,
    help: "给其中一行换一个键值。",
  },
  "empty-table": {
    message: (p) => `表 ${p.table} 没有数据行。`,
    help: "填写数据行，或在配置中排除这张工作表。",
  },
  "invisible-in-key": {
    message: (p) => `${p.table}.${p.column} 的键 ${p.key} 含有不可见字符，查找时也必须带上这些字符。`,
    help: "删除键前后的空白和其中的不可见字符。",
  },
  "look-alike-keys": {
    message: (p) => `表 ${p.table} 的键 ${p.key} 和 ${p.other} 看起来一样，但实际是两个不同的文本。`,
    help: "给两行换上能区分的键；如果本来是同一个键，就合并成一行。",
  },
  "dangling-reference": {
    message: (p) =>
      `${nameValue(p)} 是 ${p.key}，但 ${p.targets} 中没有这一行。${p.near === undefined ? "" : `相近的有 ${p.near}。`}`,
    help: "改成已有行的键，或添加这一行。允许为空时，把类型写成可选（`ref<T>?`）。",
  },
  "rule-broken": {
    message: (p) => describeBroken(p),
    help: "修改这个值；如果规则太严，就修改规则。",
  },
  "rule-not-kept": {
    message: (p) => describeBroken(p),
    help: "修改这个值；如果规则太严，就修改规则。这条规则声明为只警告。",
  },
  "rule-not-for-type": {
    message: (p) =>
      `${plain(p.rule)} 不能用于 ${nameValue(p)}，它的类型是 ${p.type}，而这条规则用于${translatePhrase(p.takes)}。`,
    help: "删除这条规则，或换成别的规则；docs/rules.md 列出了各类型可用的规则。",
  },
  "invalid-expression": {
    message: (p) =>
      `${plain(p.expression)} 的第 ${p.character} 个字符处有误：${translatePhrase(p.reason)}。${didYouMean(p.suggestion)}`,
    help: "修改表达式：名称是列名，文本写在 '引号' 里；语法见 docs/rules.md。",
  },
  "unknown-rule-name": {
    message: (p) =>
      `${plain(p.rule)} 写了不存在的${translatePhrase(p.what)} ${plain(p.name)}。${didYouMean(p.suggestion)}`,
    help: "改正名称：列必须是这张表的列，路径必须在配置的 `paths` 中。",
  },
  "rule-program-failed": {
    message: (p) => `无法运行规则程序：${translatePhrase(p.reason)}${p.reason.endsWith("?") ? "" : "。"}`,
    help: "修改程序；它的默认导出就是 `defineRules` 的参数。",
  },
};

function describeBroken(p: BrokenRule): string {
  const reason = translatePhrase(p.reason);
  const text = `${nameValue(p)} 不符合 ${p.rule}：${reason}${reason.endsWith("？") ? "" : "。"}`;
  return p.message === undefined ? text : `${p.message.replace(/[.:!。：！]$/, "")}：${text}`;
}

function nameValue({ table, column, elements = [] }: InRows): string {
  let name = column === undefined ? `表 ${table}` : `${table}.${column}`;
  for (const step of elements) {
    if (typeof step === "number") name = `${name} 的第 ${step} 个元素`;
    else name = /\p{sc=Han}$/u.test(name) ? `${name}的 ${step}` : `${name}.${step}`;
  }
  return name;
}
