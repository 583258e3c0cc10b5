import { describe, expect, test } from "vitest";
import { catalog } from "../../../src/base/catalog/index.js";
import { runCli } from "../capture-io.js";

const explain = (...argv: readonly string[]) => runCli(["explain", ...argv]);

describe("explain", () => {
  test("shows sheets that break the rule, what is said of them, and sheets that do not", async () => {
    expect(await explain("TG3001")).toEqual({
      code: 0,
      stderr: "",
      stdout: `TG3001 duplicate-key

A lookup by the key finds one row. The other one could never be found, and which one that is nobody has decided.

This breaks the rule:

  Item.csv
       A       B      C
    1  ##name  id     name
    2  ##type  int32  string
    3  ##rule  key
    4          7      Sword
    5          8      Bow
    6          7      Lamp

  error TG3001: Key 7 occurs twice in Item.
    Item.csv › B6 (id) = 7
    note: first used here, Item.csv › B4 (id) = 7
    help: Give one of the two rows another key.

This does not:

  Item.csv
       A       B      C
    1  ##name  id     name
    2  ##type  int32  string
    3  ##rule  key
    4          7      Sword
    5          8      Bow
    6          9      Lamp
`,
    });
  });

  test("speaks Chinese", async () => {
    const { stdout } = await explain("not-a-table", "--lang", "zh");
    expect(stdout).toMatch(
      /^TG2006 not-a-table\n\n表头写坏的工作表看起来就像不是数据表，它的数据行会丢失。\n\n错误示例：\n\n {2}Item\.csv\n/,
    );
    expect(stdout).toContain(
      "\n  警告 TG2006：跳过了这张工作表：A 列没有 ##name。\n    Remarks.csv\n    建议：",
    );
    expect((await explain("--lang", "zh")).stdout).toMatch(/^文件\n {2}TG1001 {2}错误 {2}unreadable-file\n/);
  });

  test.each(Object.keys(catalog))("has Chinese to say of %s", async (code) => {
    const { stdout } = await explain(code, "--lang", "zh");
    const prose = stdout.split("\n").filter((line) => /^\S/.test(line));
    expect(prose.slice(1).filter((line) => !/\p{sc=Han}/u.test(line))).toEqual([]);
  });

  test("says what causes it where no sheet can be shown", async () => {
    const { stdout } = await explain("protected-workbook");
    expect(stdout).toContain(
      "\n\nWhat causes it:\n\n  The workbook was saved with a password to open it.\n\n  error TG1007: ",
    );
  });

  test("says of a warning what can be done with it", async () => {
    const { stdout } = await explain("tg3002");
    expect(stdout).toMatch(/\n\nA warning: --warnings-as-errors empty-table makes it an error, [^\n]+\n$/);
  });

  test("takes the code, the id and its number", async () => {
    const { stdout } = await explain("TG3001");
    expect((await explain("duplicate-key")).stdout).toBe(stdout);
    expect((await explain("3001")).stdout).toBe(stdout);
  });

  test.each(Object.keys(catalog))("has something to say of %s", async (code) => {
    const { code: exit, stdout } = await explain(code);
    expect(exit).toBe(0);
    expect(stdout).not.toContain("undefined");
    expect(stdout.split("\n\n").length).toBeGreaterThan(3);
  });

  test("without a code lists all of them", async () => {
    const { code, stdout } = await explain();
    expect(code).toBe(0);
    expect(stdout.match(/^ {2}TG\d{4} {2}(error|warning) {2,4}\S+$/gm)).toHaveLength(
      Object.keys(catalog).length,
    );
    expect(stdout).toMatch(/^files\n {2}TG1001 {2}error {4}unreadable-file\n/);
  });

  test.each([
    ["TG3099", "There is no diagnostic TG3099. Did you mean TG3009?"],
    ["duplicat-key", "There is no diagnostic duplicat-key. Did you mean duplicate-key?"],
    ["weather", "There is no diagnostic weather; table-gen explain lists them all."],
  ])("of %s suggests what was meant", async (text, message) => {
    expect(await explain(text)).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` });
  });
});
