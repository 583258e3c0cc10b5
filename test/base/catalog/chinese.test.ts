import { describe, expect, test } from "vitest";
import { exampleDiagnostic } from "../../../src/base/catalog/examples/example-diagnostic.js";
import { catalog, type DiagnosticCode } from "../../../src/base/catalog/index.js";
import { chineseTexts } from "../../../src/base/catalog/zh/index.js";
import { translatePhrase } from "../../../src/base/catalog/zh/phrases.js";
import { translateToChinese } from "../../../src/base/catalog/zh/translate.js";

const codes = Object.keys(catalog) as DiagnosticCode[]; // its keys are the codes

describe.each(codes)("%s in Chinese", (code) => {
  const [english, chinese] = [catalog[code], chineseTexts[code]];

  test("uses the parameters that the English text uses, whatever is absent", () => {
    const usual = render(english.message, []);
    expect(render(chinese.message, [])).toEqual(usual);
    for (const name of usual) {
      const without = safely(() => render(english.message, [name]));
      if (without !== undefined) expect(render(chinese.message, [name])).toEqual(without);
    }
  });

  test("is Chinese, in whole sentences", () => {
    const { message, help } = translateToChinese(exampleDiagnostic(code));
    for (const text of [message, help]) {
      expect(text).toMatch(/\p{Script=Han}/u);
      expect(text).toMatch(/[。？]$/);
      // Between Chinese words stands Chinese punctuation.
      expect(text).not.toMatch(/\p{Script=Han}[,:;?!.]/u);
      expect(text).not.toMatch(/ {2}|[，。；：？] | [，。；：？]/);
    }
  });

  test("says the notes of its example in Chinese", () => {
    for (const { message } of translateToChinese(exampleDiagnostic(code)).notes) {
      expect(message).toMatch(/\p{Script=Han}/u);
    }
  });
});

/** A word that both languages have their own for. */
const words = ["becomes"];

/** Returns which parameters stand in a message, sorted; those that are named are absent. */
function render(message: (parameters: never) => string, absent: readonly string[]): readonly string[] {
  const parameters = new Proxy(
    {},
    {
      get: (_, name) =>
        name === "elements" || absent.includes(String(name)) ? undefined : `{${String(name)}}`,
    },
  );
  const text = message(parameters as never); // the proxy has them all
  const names = new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""));
  return [...names].filter((name) => !words.includes(name)).sort();
}

function safely<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

test.each([
  ["first used here", "首次出现在这里"],
  ["a text file of 37 bytes", "一个 37 字节的文本文件"],
  [
    "tables.Item.key must be a column, a list of columns, or false, not true.",
    "tables.Item.key 必须是一列、列的列表或 false，而不是 true。",
  ],
  [
    "xl/workbook.xml in its zip archive has 5 bytes, more than can be read",
    "zip 中的 xl/workbook.xml 有 5 字节，超出可读取的大小",
  ],
  ['dialect must be "marked" or "plain".', 'dialect 必须是 "marked" 或 "plain"。'],
  ["listSeparator must be a string, not a number.", "listSeparator 必须是字符串，而不是数字。"],
  ["EIO: i/o error, read", "EIO: i/o error, read"],
])("%s is %s", (english, chinese) => {
  expect(translatePhrase(english)).toBe(chinese);
});
