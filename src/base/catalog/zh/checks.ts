import type { checkDiagnostics } from "../checks.js";
import type { ChineseTextsOf } from "./chinese-text.js";

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
};
