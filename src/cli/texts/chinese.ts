import { translateToChinese } from "../../base/catalog/zh/translate.js";
import { formatCount } from "../format-size.js";
import type { Texts } from "./texts.js";

export const chinese: Texts = {
  language: "zh",
  tag: "zh-CN",
  words: {
    severity: { error: "错误", warning: "警告" },
    note: "说明",
    help: "建议",
    colon: "：",
    comma: "，",
    summary: ({ errors, warnings, files }) => {
      const counts = [
        ...(errors > 0 ? [`${errors} 个错误`] : []),
        ...(warnings > 0 ? [`${warnings} 个警告`] : []),
      ].join("，");
      return files === 0 ? counts : `${files} 个文件中有 ${counts}`;
    },
    omitted: (number) => `另有 ${number} 个问题未显示；--max-errors 0 显示全部`,
    noProblem: "没有问题。",
    build: {
      counts: (tables, rows, size) => `${formatCount(tables)} 张表，${formatCount(rows)} 行，${size}`,
      noProblemIn: (counts) => `没有问题：${counts}。`,
      built: "已构建",
      took: (seconds, what) => `用时 ${seconds} 秒${what === "" ? "" : `：${what}`}`,
      unchanged: (name) => `没有变化：${name}`,
      rows: (count) => `${formatCount(count)} 行`,
      moreTables: (count) => `…… 另有 ${formatCount(count)} 张表`,
      files: (count) => `${formatCount(count)} 个文件`,
      library: (size, target, isSigned) => `${size}，用于 ${target}${isSigned ? "，已签名" : ""}`,
      pointer: "指向它",
      usedAlike: (target) => `各个目标的用法相同；以下以 ${target} 为例。`,
      inCpp: "在 C++ 中：",
      inTypeScript: "在 TypeScript 中：",
      here: "在命令行：",
    },
    breaksRule: "错误示例：",
    followsRule: "正确示例：",
    causedBy: "产生原因：",
    aboutWarning: (code) =>
      `这是警告：--warnings-as-errors ${code} 把它当作错误，在配置中写 "diagnostics": { "${code}": "error" } 也一样；写 "off" 则不再报告。`,
    howToExplain: "用 table-gen explain 代码 查看其中一项的详细说明。",
    fileIsGood: "没有错误",
  },
  translate: translateToChinese,
};
