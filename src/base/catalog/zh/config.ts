import type { configDiagnostics } from "../config.js";
import { type ChineseTextsOf, didYouMean } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const configTexts: ChineseTextsOf<typeof configDiagnostics> = {
  "config-invalid": {
    message: (p) => translatePhrase(p.problem),
    help: "请修正配置；`table-gen init` 可以生成一份初始配置。",
  },
  "config-missing": {
    message: (p) => `找不到配置：${translatePhrase(p.looked)}。`,
    help: "用 `table-gen init --from 目录` 为表格目录生成一份配置，或用 --config 指定配置。",
  },
  "config-ambiguous": {
    message: (p) => `目录中有多份配置：${p.names}。`,
    help: "只保留一份，或用 --config 指定文件。",
  },
  "config-syntax": {
    message: (p) => `配置无法解析：${translatePhrase(p.problem)}。`,
    help: "请修正这一行的内容。注释和末尾逗号是允许的。",
  },
  "config-unknown-key": {
    message: (p) => `这里没有名为 ${p.key} 的配置项。${didYouMean(p.suggestion)}`,
    help: "修正名称或删除该项；未知的配置项不会被忽略。",
  },
  "config-duplicate-key": {
    message: (p) => `${p.key} 写了两次。`,
    help: "删除其中一个，否则后一个会悄悄覆盖前一个。",
  },
  "config-failed": {
    message: (p) => `配置无法运行：${translatePhrase(p.reason)}。`,
    help: "请修正程序；它的默认导出就是配置，参见 `defineConfig`。",
  },
  "config-no-sources": {
    message: (p) => `没有表格文件匹配 ${p.pattern}。`,
    help: "请修正模式：它相对于配置所在目录，使用 `/`。输出目录中的文件不算在内。",
  },
  "config-no-tables": {
    message: () => "没有可构建的表。",
    help: "检查表格的表头是否符合配置的 dialect，或运行 `table-gen init --from 目录`。",
  },
};
