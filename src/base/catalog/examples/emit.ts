import type { emitDiagnostics } from "../emit.js";
import type { ExplanationsOf } from "./explanation.js";

const heroes = (name: string) => ({
  "Hero.csv": [`##name|id|${name}`, "##type|int32|string", "##rule|key|", "|1|mage"],
});

export const emitExplanations: ExplanationsOf<typeof emitDiagnostics> = {
  "cpp-name-taken": {
    why: {
      en: "The language keeps the name for itself, so generated code needs another one, and its users have to know.",
      zh: "该名称是语言的保留字，生成的代码只能换个名字，使用者需要知道。",
    },
    bad: heroes("class"),
    good: heroes("job"),
  },
  "ts-name-taken": {
    why: {
      en: "Every object of the language has something of this name, so generated code needs another one, and its users have to know.",
      zh: "该语言的对象本来就有同名成员，生成的代码只能换个名字，使用者需要知道。",
    },
    bad: heroes("constructor"),
    good: heroes("builder"),
  },
};
