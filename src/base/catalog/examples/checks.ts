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
const heroes = (type: string, rule: string, ...rows: readonly string[]) => [
  "##name|id|value",
  `##type|int32|${type}`,
  `##rule|key|${rule}`,
  ...rows,
];

const configFile = "table-gen.config.jsonc";
/** Up to a day that is far away, so that the example does not change with time. */
const soon = (rule: string) =>
  `{ "tables": { "Hero": { "columns": { "value": { "rules": { "rule": "${rule}", "warningUntil": "9999-12-30" } } } } } }\n`;
const unique = (column: string) => `{ "tables": { "Hero": { "rules": [{ "unique": "${column}" }] } } }\n`;
const heroRules = `export default ({ tables, report }) => {
  for (const hero of tables.Hero.rows) {
    if (hero.value === hero.id) report(hero, "value", "a value is not the number of its hero");
  }
};
`;

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
  "dangling-reference": {
    why: {
      en: "A program that follows the reference would find nothing, and could only notice it while the game runs.",
      zh: "程序沿引用查找时什么也找不到，而且要到游戏运行时才会发现。",
    },
    bad: { "Item.csv": items("|7|Sword", "|9|Bow"), "Hero.csv": heroes("ref<Item>", "", "|1|8") },
    good: { "Item.csv": items("|7|Sword", "|9|Bow"), "Hero.csv": heroes("ref<Item>", "", "|1|9") },
  },
  "rule-broken": {
    why: {
      en: "Who has written the rule knows what the game cannot bear; nobody else has to find out.",
      zh: "写规则的人知道哪些值游戏无法承受，其他人不必再踩一次坑。",
    },
    bad: { "Hero.csv": heroes("int32", "range=1..100", "|1|100", "|2|500") },
    good: { "Hero.csv": heroes("int32", "range=1..100", "|1|100", "|2|50") },
  },
  "rule-not-kept": {
    why: {
      en: "A new rule may meet rows that were fine yesterday: up to the day that it names, they are only pointed out.",
      zh: "新规则可能碰上昨天还没问题的行：在它指定的日期之前，只给出警告。",
    },
    bad: {
      "Hero.csv": heroes("int32", "", "|1|500"),
      [configFile]: soon("range=1..100"),
    },
    good: {
      "Hero.csv": heroes("int32", "", "|1|50"),
      [configFile]: soon("range=1..100"),
    },
  },
  "rule-not-for-type": {
    why: {
      en: "The rule would check nothing, and who has written it relies on it.",
      zh: "这条规则什么也检查不到，而写它的人以为它有效。",
    },
    bad: { "Hero.csv": heroes("string", "range=1..100", "|1|Ann") },
    good: { "Hero.csv": heroes("string", "length=1..100", "|1|Ann") },
  },
  "invalid-expression": {
    why: {
      en: "An expression that cannot be understood checks nothing.",
      zh: "看不懂的表达式什么也检查不了。",
    },
    bad: { "Hero.csv": heroes("int32", 'check="valu > id"', "|1|500") },
    good: { "Hero.csv": heroes("int32", 'check="value > id"', "|1|500") },
  },
  "unknown-rule-name": {
    why: {
      en: "A rule about a column or path that is not there checks nothing.",
      zh: "针对不存在的列或路径的规则什么也检查不了。",
    },
    bad: { "Hero.csv": heroes("int32", "", "|1|500"), [configFile]: unique("valeu") },
    good: { "Hero.csv": heroes("int32", "", "|1|500"), [configFile]: unique("value") },
  },
  "rule-program-failed": {
    why: {
      en: "A program that ends in an error has not looked at all rows.",
      zh: "出错中断的程序没有检查完所有行。",
    },
    bad: {
      "Hero.csv": heroes("int32", "", "|1|500"),
      [configFile]: '{ "rules": "rules/*.mjs" }\n',
      "rules/hero.mjs": 'export default () => {\n  throw new Error("heroes are not looked at yet");\n};\n',
    },
    good: {
      "Hero.csv": heroes("int32", "", "|1|500"),
      [configFile]: '{ "rules": "rules/*.mjs" }\n',
      "rules/hero.mjs": heroRules,
    },
  },
};
