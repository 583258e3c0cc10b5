import type { checkDiagnostics } from "../checks.js";
import type { ExplanationsOf } from "./explanation.js";

const items = (...rows: readonly string[]) => [
  "##name|id|name",
  "##type|int32|string",
  "##rule|key|",
  ...rows,
];
const skills = (...rows: readonly string[]) => [
  "##name|skill|damage",
  "##type|string|int32",
  "##rule|key|",
  ...rows,
];

export const checkExplanations: ExplanationsOf<typeof checkDiagnostics> = {
  "duplicate-key": {
    why: {
      en: "A lookup by the key finds one row. The other one could never be found, and which one that is nobody has decided.",
      zh: "按主键查找只能得到一行，另一行永远查不到，而且没人决定过应该是哪一行。",
    },
    bad: { "Item.csv": items("|7|Sword", "|8|Bow", "|7|Lamp") },
    good: { "Item.csv": items("|7|Sword", "|8|Bow", "|9|Lamp") },
  },
  "empty-table": {
    why: {
      en: "A table without rows is often one whose rows were deleted by mistake, or are in a sheet that was not found.",
      zh: "没有数据行的表，往往是误删了行，或数据在另一张没找到的表里。",
    },
    bad: { "Item.csv": items() },
    good: { "Item.csv": items("|7|Sword") },
  },
  "invisible-in-key": {
    why: {
      en: "Code that looks for the key as it is seen would not find the row.",
      zh: "代码按肉眼看到的主键去查，是查不到这一行的。",
    },
    bad: { "Skill.csv": skills("|fireball\u200b|30") },
    good: { "Skill.csv": skills("|fireball|30") },
  },
  "look-alike-keys": {
    why: {
      en: "Which of the two rows is found depends on how the key was typed, which nobody can see.",
      zh: "查到哪一行取决于主键的输入方式，而这肉眼看不出来。",
    },
    bad: { "Skill.csv": skills("|caf\u00e9|30", "|cafe\u0301|40") },
    good: { "Skill.csv": skills("|caf\u00e9|30", "|cafeteria|40") },
  },
};
