import { expect, test } from "vitest";
import { isIdentifier } from "../../src/base/identifiers.js";

test.each(["id", "_", "hero_level", "HP2", "名前", "Épée", "プレイヤー", "ｱｲﾃﾑ", "ñ", "класс", "𠀀"])(
  "%j is an identifier",
  (name) => {
    expect(isIdentifier(name)).toBe(true);
  },
);

test.each([
  "",
  "1a",
  "a b",
  "a-b",
  "a.b",
  "a\n",
  "😀",
  "$x",
  "é".normalize("NFD"),
  "ab".split("").join("\u200D"),
  "a\u200Cb",
  "a\uFE0F",
  "\u3164",
  "a\u00ADb",
  "アイテム・名",
  "a\uD800",
  "ｉｄ",
  "生命＿１",
])("%j is none", (name) => {
  expect(isIdentifier(name)).toBe(false);
});
