import type { configDiagnostics } from "../config.js";
import type { ExplanationsOf } from "./explanation.js";

const config = (text: string) => ({
  "Item.csv": ["##name|id|name", "##type|int32|string", "##rule|key|", "|7|Sword"],
  "table-gen.config.jsonc": text,
});

export const configExplanations: ExplanationsOf<typeof configDiagnostics> = {
  "config-invalid": {
    why: {
      en: "A setting that cannot be meant so would be taken for something else.",
      zh: "写错的配置项会被理解成别的意思。",
    },
    bad: config('{ "listSeparator": 5 }\n'),
    good: config('{ "listSeparator": "|" }\n'),
  },
  "config-missing": {
    why: {
      en: "Without a config nothing says which sheets there are.",
      zh: "没有配置就不知道要处理哪些表格。",
    },
    cause: {
      en: "The current folder, or what --config names, holds no `table-gen.config` with a known ending.",
      zh: "当前目录或 --config 指定的位置没有 `table-gen.config` 配置文件。",
    },
    parameters: { looked: "design does not exist" },
  },
  "config-ambiguous": {
    why: {
      en: "Which of two configs is meant cannot be guessed.",
      zh: "无法猜测该用哪一个配置。",
    },
    bad: { ...config("{}\n"), "table-gen.config.json": "{}\n" },
    good: config("{}\n"),
  },
  "config-syntax": {
    why: {
      en: "What follows the mistake cannot be understood.",
      zh: "出错位置之后的内容无法理解。",
    },
    bad: config('{ "name" "game" }\n'),
    good: config('{ "name": "game" }\n'),
  },
  "config-unknown-key": {
    why: {
      en: "A mistyped setting would have no effect, and nobody would notice.",
      zh: "拼错的配置项不会生效，也没人会发现。",
    },
    bad: config('{ "nmae": "game" }\n'),
    good: config('{ "name": "game" }\n'),
  },
  "config-duplicate-key": {
    why: {
      en: "JSON would take the last of the two, so the other one would have no effect.",
      zh: "JSON 只取最后一个，另一个不会生效。",
    },
    bad: config('{ "name": "game", "name": "tables" }\n'),
    good: config('{ "name": "game" }\n'),
  },
  "config-failed": {
    why: {
      en: "A config that is a program has to run to its end and export the config.",
      zh: "程序形式的配置必须能运行完成，并导出配置。",
    },
    bad: {
      "Item.csv": ["##name|id", "##type|int32", "##rule|key", "|7"],
      "table-gen.config.mjs": 'export const config = { name: "game" };\n',
    },
    good: {
      "Item.csv": ["##name|id", "##type|int32", "##rule|key", "|7"],
      "table-gen.config.mjs": 'export default { name: "game" };\n',
    },
  },
  "config-no-sources": {
    why: {
      en: "A pattern that matches nothing is mistyped, or its files are gone, and so would be their tables.",
      zh: "没有匹配到文件的模式要么写错了，要么文件不见了，对应的表也会跟着消失。",
    },
    bad: config('{ "sources": ["sheets/*.csv", "*.csv"] }\n'),
    good: config('{ "sources": "*.csv" }\n'),
  },
  "config-no-tables": {
    why: {
      en: "A library without tables must never take the place of a good one.",
      zh: "没有任何表的库绝不能替换掉正常的库。",
    },
    bad: { "Enums.csv": ["##enum|enum|name|value", "|Quality|common|1"] },
    good: {
      "Enums.csv": ["##enum|enum|name|value", "|Quality|common|1"],
      "Item.csv": ["##name|id|quality", "##type|int32|Quality", "##rule|key|", "|7|common"],
    },
  },
};
