import type { sourceDiagnostics } from "../sources.js";
import type { ChineseTextsOf } from "./chinese-text.js";
import { translatePhrase } from "./phrases.js";

export const sourceTexts: ChineseTextsOf<typeof sourceDiagnostics> = {
  "unreadable-file": {
    message: (p) => `文件无法读取：${translatePhrase(p.reason)}。`,
    help: "检查文件是否存在、是否被其他程序锁定，以及是否有读取权限。",
  },
  "empty-file": {
    message: () => "文件是空的，只有 0 字节。",
    help: "重新复制或保存，或删除该文件。",
  },
  "git-lfs-pointer": {
    message: (p) => `文件是 ${p.bytes} 字节的 Git LFS 指针文本，表格本身没有拉取下来。`,
    help: "运行 `git lfs pull`。",
  },
  "wrong-file-kind": {
    message: (p) => `文件名以 ${p.extension} 结尾，内容却是${translatePhrase(p.kind)}。`,
    help: "按扩展名对应的格式另存，或把扩展名改成实际格式。",
  },
  "unsupported-extension": {
    message: (p) =>
      p.extension === "" ? "文件名没有扩展名，无法判断格式。" : `不支持读取 ${p.extension} 文件。`,
    help: "请使用 .xlsx、.xlsm、.xls、.ods、.csv、.tsv 格式的文件。",
  },
  "damaged-workbook": {
    message: (p) => `工作簿已损坏：${translatePhrase(p.reason)}。`,
    help: "重新复制或下载，或用表格软件打开、修复后再保存。",
  },
  "protected-workbook": {
    message: () => "工作簿已用密码加密。",
    help: "用表格软件打开，去掉密码后保存。",
  },
  "unreadable-sheet": {
    message: (p) => `工作表 ${p.sheet} 已损坏，无法读取。`,
    help: "用表格软件打开工作簿，检查该工作表后保存。",
  },
  "no-cells": {
    message: () => "文件中没有任何有内容的可见工作表。",
    help: "填写内容或取消隐藏工作表，或在 sources 中排除该文件。",
  },
  "unknown-encoding": {
    message: (p) => `${p.encoding} 不是文本编码的名称。`,
    help: "使用 `auto`，或 utf-8、utf-16le、gb18030、big5、shift_jis 等 WHATWG 编码名。",
  },
  "undetected-encoding": {
    message: (p) =>
      `文本既不是 UTF-8（第 ${p.utf8Offset} 字节不符），也不是 GB18030（第 ${p.gb18030Offset} 字节不符）。`,
    help: "把文件保存为 UTF-8，或在配置中写明编码。",
  },
  "invalid-bytes": {
    message: (p) => `第 ${p.offset} 字节不属于 ${p.encoding} 编码的文本。`,
    help: "用该编码保存文件，或在配置中写明实际编码。",
  },
  "unsure-encoding": {
    message: () => "文本按 GB18030 读取，但其中大多是生僻字。",
    help: "把文件保存为 UTF-8，或在配置中写明编码（gb18030、big5、shift_jis 等）。",
  },
  "text-too-large": {
    message: (p) => `文本有 ${p.bytes} 字节，超出一次能读取的大小。`,
    help: "拆成多个文件，它们可以组成同一张表。",
  },
  "invalid-separator": {
    message: (p) => `${JSON.stringify(p.separator)} 不能用作分隔符。`,
    help: "使用 `auto`、comma、semicolon、tab、pipe，或一个既非引号也非换行的字符。",
  },
  "unterminated-quote": {
    message: () => "从这里开始的带引号单元格没有结束。",
    help: '补上结尾的引号；带引号的单元格里，引号要写两个：""。',
  },
  "text-after-quote": {
    message: (p) => `单元格的结尾引号之后还有 ${JSON.stringify(p.text)}。`,
    help: '带引号的单元格里，引号要写两个：""。结尾引号之后应是分隔符。',
  },
};
