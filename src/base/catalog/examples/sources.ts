import type { sourceDiagnostics } from "../sources.js";
import type { ExplanationsOf } from "./explanation.js";

const good = { "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "|7|Sword"] };

export const sourceExplanations: ExplanationsOf<typeof sourceDiagnostics> = {
  "unreadable-file": {
    why: {
      en: "Were the file passed by, its rows would be missing from the library without a word.",
      zh: "如果跳过读不了的文件，它的数据行就会悄无声息地从库里消失。",
    },
    cause: {
      en: "The system refuses to read the file or folder: it is locked by another program, or permission is denied.",
      zh: "系统拒绝读取该文件或目录：被其他程序占用，或没有权限。",
    },
    parameters: { reason: "permission is denied" },
  },
  "empty-file": {
    why: {
      en: "A file of 0 bytes is what an interrupted copy or save leaves behind.",
      zh: "0 字节的文件通常是复制或保存中断留下的。",
    },
    bad: { "Item.csv": "" },
    good,
  },
  "git-lfs-pointer": {
    why: {
      en: "Without Git LFS a checkout holds a note of three lines in place of the workbook.",
      zh: "没有安装 Git LFS 时，检出的只是几行指针文本，而不是工作簿本身。",
    },
    bad: {
      "Item.xlsx":
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n",
    },
    good: { "Item.xlsx": ["##name|id|name", "##type|int32|string", "##rule|key|", "|7|Sword"] },
  },
  "wrong-file-kind": {
    why: {
      en: "A file that was renamed instead of saved in another format is mostly not what its author thinks.",
      zh: "只改扩展名而没有另存为新格式的文件，内容往往不是作者以为的那样。",
    },
    bad: { "Item.xlsx": "##name,id\n##type,int32\n##rule,key\n,7\n" },
    good: { "Item.csv": "##name,id\n##type,int32\n##rule,key\n,7\n" },
  },
  "unsupported-extension": {
    why: {
      en: "The name says how the file is to be read.",
      zh: "文件按扩展名决定读取方式。",
    },
    cause: {
      en: "A program gives the reader a file that is no sheet file. Patterns in `sources` never take one.",
      zh: "程序把不是表格的文件交给了读取器。配置中的 `sources` 不会匹配到这种文件。",
    },
    parameters: { extension: ".docx" },
  },
  "damaged-workbook": {
    why: {
      en: "What can still be read of a damaged workbook may lack rows, and nobody would notice.",
      zh: "损坏的工作簿即使能读出一部分，也可能缺行而没人发现。",
    },
    cause: {
      en: "A download or copy was cut off, or the file was written by two programs at once.",
      zh: "下载或复制中断，或文件同时被两个程序写入。",
    },
    parameters: { reason: "its zip archive breaks off, as after an interrupted copy" },
  },
  "protected-workbook": {
    why: {
      en: "The cells of an encrypted workbook cannot be read without its password, which builds do not have.",
      zh: "加密的工作簿没有密码就读不出单元格，而构建环境没有密码。",
    },
    cause: {
      en: "The workbook was saved with a password to open it.",
      zh: "保存工作簿时设置了打开密码。",
    },
    parameters: undefined,
  },
  "unreadable-sheet": {
    why: {
      en: "Were the sheet passed by, its rows would be missing from the library without a word.",
      zh: "如果跳过读不了的工作表，它的数据行就会悄无声息地从库里消失。",
    },
    cause: {
      en: "The workbook can be opened, but the part with this sheet's cells cannot be parsed.",
      zh: "工作簿可以打开，但其中这张工作表的内容无法解析。",
    },
    parameters: { sheet: "Item" },
  },
  "no-cells": {
    why: {
      en: "A file without cells is often one whose sheet is hidden, or that was saved too early.",
      zh: "没有单元格的文件往往是工作表被隐藏了，或保存得太早。",
    },
    bad: { "Item.csv": ["##name|id", "##type|int32", "##rule|key", "|7"], "Later.csv": "\n\n" },
    good: { "Item.csv": ["##name|id", "##type|int32", "##rule|key", "|7"] },
  },
  "unknown-encoding": {
    why: {
      en: "A text can only be read in an encoding that is known.",
      zh: "只有已知编码的文本才能读取。",
    },
    cause: {
      en: "A program asks for an encoding that there is not. In a config TG6001 says so.",
      zh: "程序要求了不存在的编码。如果写在配置里，会报 TG6001。",
    },
    parameters: { encoding: "utf-9" },
  },
  "undetected-encoding": {
    why: {
      en: "Guessing an encoding would turn names into other characters.",
      zh: "猜测编码会把名称变成乱码。",
    },
    cause: {
      en: "The file is in an encoding such as Shift_JIS or Big5, or mixes two.",
      zh: "文件使用 Shift_JIS、Big5 等编码，或混用了两种编码。",
    },
    parameters: { utf8Offset: 12, gb18030Offset: 40 },
  },
  "invalid-bytes": {
    why: {
      en: "A byte that does not belong to the encoding shows that the encoding is another one, or that the file is damaged.",
      zh: "出现不属于该编码的字节，说明编码不对或文件已损坏。",
    },
    cause: {
      en: "The config names an encoding in which the file is not.",
      zh: "配置里写的编码与文件实际编码不符。",
    },
    parameters: { encoding: "utf-8", offset: 12 },
  },
  "unsure-encoding": {
    why: {
      en: "Text in Big5 or Shift_JIS is mostly valid GB18030 too, and reads as rare characters there.",
      zh: "Big5 或 Shift_JIS 的文本大多也是合法的 GB18030，但会读成生僻字。",
    },
    cause: {
      en: "The file is in an encoding that cannot be told from GB18030 by its bytes.",
      zh: "仅凭字节无法把该文件的编码与 GB18030 区分开。",
    },
    parameters: undefined,
  },
  "text-too-large": {
    why: {
      en: "A JavaScript text cannot be longer.",
      zh: "JavaScript 的字符串长度有上限。",
    },
    cause: {
      en: "The text file has more than half a gigabyte.",
      zh: "文本文件超过 0.5 GB。",
    },
    parameters: { bytes: 600_000_000 },
  },
  "invalid-separator": {
    why: {
      en: "A quote or a line end between cells could not be told from one within a cell.",
      zh: "引号或换行符如果用作分隔符，就无法与单元格内容区分。",
    },
    cause: {
      en: "A program asks for a separator that is none. In a config TG6001 says so.",
      zh: "程序要求了无效的分隔符。如果写在配置里，会报 TG6001。",
    },
    parameters: { separator: '"' },
  },
  "unterminated-quote": {
    why: {
      en: "Without its end, the cell would swallow all rows below it.",
      zh: "引号不闭合，这个单元格会把下面所有行都吞掉。",
    },
    bad: { "Item.csv": '##name,id,name\n##type,int32,string\n##rule,key,\n,7,"Sword\n,8,Bow\n' },
    good: { "Item.csv": '##name,id,name\n##type,int32,string\n##rule,key,\n,7,"Sword"\n,8,Bow\n' },
  },
  "text-after-quote": {
    why: {
      en: "The cell was meant to hold quotes, or a separator is missing behind it.",
      zh: "要么是单元格里本来想写引号，要么是后面漏了分隔符。",
    },
    bad: { "Item.csv": '##name,id,name\n##type,int32,string\n##rule,key,\n,7,"Long" Sword\n' },
    good: { "Item.csv": '##name,id,name\n##type,int32,string\n##rule,key,\n,7,"""Long"" Sword"\n' },
  },
};
