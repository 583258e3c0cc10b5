import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Outcome, runCli } from "../capture-io.js";
import { parseXml } from "./parse-xml.js";
import { checkSarif } from "./sarif-rules.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "table-gen-reports-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const run = (...argv: readonly string[]): Promise<Outcome> => runCli(argv, { cwd: folder });
const report = (format: string, ...more: readonly string[]) =>
  run("check", "--config", "design", "--format", format, ...more);

const config = JSON.stringify({ sources: "**/*.csv", tables: { Log: { key: false } } });
/** A key twice, an empty cell twice, a table without rows; the project lies below the root of the repository. */
const broken = {
  ".git/HEAD": "",
  "design/table-gen.config.json": config,
  "design/sheets, new/Item 1%.csv": "x\n",
  "design/sheets, new/Item.csv": "##name,id,price\n##type,int32,int32\n##rule,key,\n,7,1\n,8,\n,9,\n,7,2\n",
  "design/Log.csv": "##name,text\n##type,string\n",
};
const good = {
  ".git/HEAD": "",
  "design/table-gen.config.json": config,
  "design/Item.csv": "##name,id\n##type,int32\n##rule,key\n,7\n",
  "design/Log.csv": "##name,text\n##type,string\n,hello\n",
};
/** Where the library should be written stands a file. */
const blocked = { ...good, "design/tables": "" };

describe("github", () => {
  test("has a command for each problem, with the path from the root of the repository", async () => {
    write(broken);
    const { code, stdout, stderr } = await report("github");
    expect([code, stderr]).toEqual([1, ""]);
    const key = "design/sheets%2C new/Item.csv";
    expect(stdout.split("\n")).toEqual([
      "::warning title=TG3002 empty-table,file=design/Log.csv,line=1::Log has no rows.%0ALog.csv › A1 = ##name%0Ahelp: Add rows, or leave the sheet out of the config.",
      expect.stringMatching(
        /^::warning title=TG2006 not-a-table,file=design\/sheets%2C new\/Item 1%25\.csv,?.*::/,
      ),
      `::error title=TG4001 empty-cell,file=${key},line=5::Item.price has no value here.%0Asheets, new/Item.csv › C5 (price)%0Ahelp: Fill the cell, make the column optional (\`T?\`), or give it a default.`,
      expect.stringContaining(`::error title=TG4001 empty-cell,file=${key},line=6::`),
      `::error title=TG3001 duplicate-key,file=${key},line=7::Key 7 occurs twice in Item.%0Asheets, new/Item.csv › B7 (id) = 7%0Anote: first used here, sheets, new/Item.csv › B4 (id) = 7%0Ahelp: Give one of the two rows another key.`,
      "3 errors, 2 warnings in 3 files",
      "",
    ]);
  });

  test("says that there is no problem, and what is in the way", async () => {
    write(good);
    expect(await report("github")).toEqual({ code: 0, stdout: "No problem.\n", stderr: "" });
    write(blocked);
    const { code, stdout, stderr } = await run("build", "--config", "design", "--format", "github");
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: /);
    expect(stdout).toMatch(/^::error title=table-gen,file=design\/table-gen\.config\.json::[^\n]+\n$/);
  });
});

test("the line in a text file counts the lines inside of cells, up to the cell itself", async () => {
  const rows = '##name,id,text,price\n##type,int32,string,int32\n##rule,key,,\n,1,"a\n\nb",x\n,2,c,y\n';
  write({ ...good, "design/Item.csv": rows });
  const { stdout } = await report("gitlab");
  const lines = JSON.parse(stdout).map(
    (one: { location: { lines: { begin: number } } }) => one.location.lines,
  );
  expect(lines).toEqual([{ begin: 6 }, { begin: 7 }]);
  expect((await report("pretty")).stderr).toContain("\n  Item.csv:7 › D5 (price) = y\n");
});

describe("gitlab", () => {
  test("has an issue for each problem, as Code Quality reads it", async () => {
    write(broken);
    const { code, stdout, stderr } = await report("gitlab");
    expect([code, stderr]).toEqual([1, ""]);
    const issues = JSON.parse(stdout);
    expect(issues.map(({ fingerprint, ...rest }: { fingerprint: string }) => rest)).toEqual([
      issue("A1: Log has no rows.", "TG3002 empty-table", "minor", "design/Log.csv", 1),
      {
        ...issue("", "TG2006 not-a-table", "minor", "design/sheets, new/Item 1%.csv", 1),
        description: expect.stringMatching(/^The sheet is left out: /),
      },
      issue(
        "C5: Item.price has no value here.",
        "TG4001 empty-cell",
        "major",
        "design/sheets, new/Item.csv",
        5,
      ),
      issue(
        "C6: Item.price has no value here.",
        "TG4001 empty-cell",
        "major",
        "design/sheets, new/Item.csv",
        6,
      ),
      issue(
        "B7: Key 7 occurs twice in Item.",
        "TG3001 duplicate-key",
        "major",
        "design/sheets, new/Item.csv",
        7,
      ),
    ]);
    expect(new Set(fingerprintsOf(stdout)).size).toBe(5);
  });

  test("keeps fingerprints when lines move, from run to run and in the other language", async () => {
    write(broken);
    const before = fingerprintsOf((await report("gitlab")).stdout);
    expect(fingerprintsOf((await report("gitlab")).stdout)).toEqual(before);
    write({
      "design/sheets, new/Item.csv": broken["design/sheets, new/Item.csv"].replace(
        ",7,1",
        "## one more\n,7,1",
      ),
    });
    const { stdout } = await report("gitlab");
    expect(JSON.parse(stdout)[4].location.lines.begin).toBe(8);
    expect(fingerprintsOf(stdout)).toEqual(before);
  });

  test("is an empty list without problems, and has a blocker for what is in the way", async () => {
    write(good);
    expect(await report("gitlab")).toEqual({ code: 0, stdout: "[]\n", stderr: "" });
    write(blocked);
    const { code, stdout } = await run("build", "--config", "design", "--format", "gitlab");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        check_name: "table-gen",
        severity: "blocker",
        location: { path: "design/table-gen.config.json", lines: { begin: 1 } },
      },
    ]);
  });

  const issue = (description: string, check_name: string, severity: string, path: string, begin: number) => ({
    description,
    check_name,
    severity,
    location: { path, lines: { begin } },
  });
  const fingerprintsOf = (stdout: string): readonly string[] =>
    JSON.parse(stdout).map(({ fingerprint }: { fingerprint: string }) => fingerprint);
});

describe("sarif", () => {
  test("is a valid log, with rules, regions, cells and notes", async () => {
    write(broken);
    const { code, stdout, stderr } = await report("sarif");
    expect([code, stderr]).toEqual([1, ""]);
    const log = JSON.parse(stdout);
    expect(checkSarif(log)).toEqual([]);
    const [{ tool, results, invocations, language }] = log.runs;
    expect([language, invocations]).toEqual(["en", [{ executionSuccessful: true }]]);
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      "TG2006",
      "TG3001",
      "TG3002",
      "TG4001",
    ]);
    const uri = "design/sheets%2C%20new/Item.csv";
    expect(results[1].locations[0].physicalLocation.artifactLocation.uri).toBe(
      "design/sheets%2C%20new/Item%201%25.csv",
    );
    expect(results[4]).toMatchObject({
      ruleId: "TG3001",
      ruleIndex: 1,
      level: "error",
      message: { text: "Key 7 occurs twice in Item." },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, region: { startLine: 7 } },
          logicalLocations: [{ name: "B7", fullyQualifiedName: "B7", kind: "cell" }],
        },
      ],
      relatedLocations: [
        {
          id: 1,
          message: { text: "first used here" },
          physicalLocation: { artifactLocation: { uri }, region: { startLine: 4 } },
        },
      ],
      properties: { row: 7, column: 2, header: "id", value: "7" },
    });
  });

  test("is valid without problems, and says what is in the way", async () => {
    write(good);
    const { code, stdout } = await report("sarif");
    expect(code).toBe(0);
    expect(checkSarif(JSON.parse(stdout))).toEqual([]);
    expect(JSON.parse(stdout).runs[0].results).toEqual([]);
    write(blocked);
    const failed = JSON.parse((await run("build", "--config", "design", "--format", "sarif")).stdout);
    expect(checkSarif(failed)).toEqual([]);
    expect(failed.runs[0].invocations).toMatchObject([
      { executionSuccessful: false, toolExecutionNotifications: [{ level: "error" }] },
    ]);
  });
});

describe("junit", () => {
  test("has a suite for each file and a test for each code that it breaks", async () => {
    write(broken);
    const { code, stdout, stderr } = await report("junit");
    expect([code, stderr]).toEqual([1, ""]);
    const root = parseXml(stdout);
    expect([root.name, root.attributes]).toEqual([
      "testsuites",
      { name: "table-gen", tests: "7", failures: "2", errors: "0" },
    ]);
    const tests = root.children.flatMap(({ name, attributes, children }) =>
      children.map((child) => [name, attributes["name"], child.attributes["name"], child.children[0]?.name]),
    );
    expect(tests).toEqual([
      ["testsuite", "design/table-gen.config.json", "has no error", undefined],
      ["testsuite", "design/Log.csv", "has no error", undefined],
      ["testsuite", "design/Log.csv", "TG3002 empty-table", "system-out"],
      ["testsuite", "design/sheets, new/Item 1%.csv", "has no error", undefined],
      ["testsuite", "design/sheets, new/Item 1%.csv", "TG2006 not-a-table", "system-out"],
      ["testsuite", "design/sheets, new/Item.csv", "TG4001 empty-cell", "failure"],
      ["testsuite", "design/sheets, new/Item.csv", "TG3001 duplicate-key", "failure"],
    ]);
    const failure = root.children[3]?.children[0]?.children[0];
    expect(failure?.attributes).toEqual({
      message: "Item.price has no value here.",
      type: "TG4001 empty-cell",
    });
    expect(failure?.text).toContain(
      "\n\nItem.price has no value here.\nsheets, new/Item.csv › C6 (price)\nhelp: ",
    );
  });

  test("passes without problems, and breaks for what is in the way", async () => {
    write(good);
    const { stdout } = await report("junit");
    expect(parseXml(stdout).attributes).toEqual({
      name: "table-gen",
      tests: "3",
      failures: "0",
      errors: "0",
    });
    write(blocked);
    const failed = parseXml((await run("build", "--config", "design", "--format", "junit")).stdout);
    expect(failed.attributes).toEqual({ name: "table-gen", tests: "1", failures: "0", errors: "1" });
    expect(failed.children[0]?.children[0]?.children[0]?.name).toBe("error");
  });
});

test("json says what is in the way too", async () => {
  write(blocked);
  const { stdout } = await run("build", "--config", "design", "--format", "json");
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    summary: { errors: 0, warnings: 0, files: 0, omitted: 0 },
    diagnostics: [],
    build: null,
    failure: { kind: "environment" },
  });
});

describe("--max-errors", () => {
  test("changes what is shown, and neither the counts nor the exit code", async () => {
    write(broken);
    const json = await report("json", "--max-errors", "2");
    expect(json.code).toBe(1);
    const { summary, diagnostics } = JSON.parse(json.stdout);
    expect(summary).toEqual({ errors: 3, warnings: 2, files: 3, omitted: 3 });
    // Errors go before warnings.
    expect(diagnostics.map(({ id }: { id: string }) => id)).toEqual(["TG4001", "TG4001"]);
    const sarif = JSON.parse((await report("sarif", "--max-errors", "2")).stdout);
    expect(checkSarif(sarif)).toEqual([]);
    expect(sarif.runs[0].invocations[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: "note" }],
    });
    const says = "3 more problems are not shown; --max-errors 0 shows all";
    expect((await report("github", "--max-errors", "2")).stdout).toContain(
      `\n::notice title=table-gen::${says}\n`,
    );
    expect((await report("gitlab", "--max-errors", "2")).stdout).toContain(says);
    expect((await report("junit", "--max-errors", "2")).stdout).toContain(says);
    const pretty = await report("pretty", "--max-errors", "2");
    expect([pretty.code, pretty.stdout]).toEqual([1, ""]);
    expect(pretty.stderr).toMatch(new RegExp(`\n\n${says}\n\n3 errors, 2 warnings in 3 files\n$`));
  });

  test("is 200 for people and none for programs, and 0 is none", async () => {
    const rows = Array.from({ length: 250 }, (_, index) => `,${index},\n`).join("");
    write({
      ...broken,
      "design/sheets, new/Item.csv": `##name,id,price\n##type,int32,int32\n##rule,key,\n${rows}`,
    });
    const count = (text: string) => text.match(/TG4001/g)?.length;
    const pretty = await report("pretty");
    expect(count(pretty.stderr)).toBe(200);
    expect(pretty.stderr).toContain("52 more problems are not shown");
    expect(count((await report("pretty", "--max-errors", "0")).stderr)).toBe(250);
    expect(count((await report("github")).stdout)).toBe(250);
  });

  test("is a number", async () => {
    expect(await report("json", "--max-errors", "many")).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: option '--max-errors <count>' argument 'many' is invalid. It must be a whole number; 0 shows all problems.\n",
    });
  });
});

describe("warnings", () => {
  const levels = async (diagnostics: object, ...more: readonly string[]) => {
    write({
      ...good,
      "design/Log.csv": broken["design/Log.csv"],
      "design/Remarks.csv": "x\n",
      "design/table-gen.config.json": JSON.stringify({ ...JSON.parse(config), diagnostics }),
    });
    const { code, stdout } = await report("json", ...more);
    const found = JSON.parse(stdout).diagnostics;
    return [code, ...found.map((one: { severity: string; id: string }) => `${one.severity} ${one.id}`)];
  };

  test("are what the config makes of them", async () => {
    expect(await levels({})).toEqual([0, "warning TG3002", "warning TG2006"]);
    expect(await levels({ "empty-table": "error" })).toEqual([1, "error TG3002", "warning TG2006"]);
    expect(await levels({ "empty-table": "off", "not-a-table": "warning" })).toEqual([0, "warning TG2006"]);
  });

  test("are errors with --warnings-as-errors, all of them or those that are named", async () => {
    const flag = "--warnings-as-errors";
    expect(await levels({}, flag)).toEqual([1, "error TG3002", "error TG2006"]);
    expect(await levels({ "empty-table": "off", "not-a-table": "warning" }, flag)).toEqual([
      0,
      "warning TG2006",
    ]);
    expect(await levels({}, flag, "TG2006")).toEqual([1, "warning TG3002", "error TG2006"]);
    expect(await levels({ "empty-table": "off" }, flag, "empty-table,not-a-table")).toEqual([
      1,
      "error TG3002",
      "error TG2006",
    ]);
  });

  test.each([
    ["empty-tabel", 'There is no diagnostic "empty-tabel". Did you mean empty-table?'],
    ["TG9006", 'There is no diagnostic "TG9006". Did you mean TG1006?'],
    ["TG2006,,", 'There is no diagnostic "".'],
  ])("with the unknown code %s are wrong usage", async (codes, message) => {
    write(good);
    const { code, stdout, stderr } = await report("json", "--warnings-as-errors", codes);
    expect([code, stderr]).toEqual([2, `error: ${message}\n`]);
    expect(JSON.parse(stdout).failure).toEqual({ kind: "usage", message });
  });
});

describe("in Chinese", () => {
  const zh = ["--lang", "zh"];

  test("pretty says all of it", async () => {
    write(broken);
    const { code, stdout, stderr } = await report("pretty", ...zh, "--max-errors", "4");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`警告 TG3002：表 Log 没有数据行。
  Log.csv › A1 = ##name
  建议：填写数据行，或在配置中排除这张工作表。

错误 TG4001：Item.price 在这里没有值。
  sheets, new/Item.csv › C5 (price)
  建议：填写单元格，或把列改为可选（\`T?\`），或给它一个默认值。

错误 TG4001：Item.price 在这里没有值。
  sheets, new/Item.csv › C6 (price)
  建议：填写单元格，或把列改为可选（\`T?\`），或给它一个默认值。

错误 TG3001：表 Item 的主键 7 重复。
  sheets, new/Item.csv › B7 (id) = 7
  说明：首次出现在这里，sheets, new/Item.csv › B4 (id) = 7
  建议：给其中一行换一个键值。

另有 1 个问题未显示；--max-errors 0 显示全部

3 个文件中有 3 个错误，2 个警告
`);
  });

  test("so does what was built", async () => {
    write(good);
    expect((await report("pretty", ...zh)).stdout).toMatch(/^没有问题：2 张表，2 行，[0-9.]+ k?B。\n$/);
    const { stdout } = await run("build", "--config", "design", ...zh);
    expect(stdout).toMatch(
      /^已构建 tables [0-9a-f]{32} 用时 [0-9.]+ 秒：2 张表，2 行，[0-9.]+ k?B\n {2}Item {2}1 行/,
    );
    expect(stdout).toMatch(/\n {2}design\/tables\/cpp {2,}\d+ 个文件\n/);
  });

  test("programs get the same codes and fingerprints with Chinese texts", async () => {
    write(broken);
    const [english, chinese] = [await report("sarif"), await report("sarif", ...zh)].map(({ stdout }) =>
      JSON.parse(stdout),
    );
    expect(checkSarif(chinese)).toEqual([]);
    expect(chinese.runs[0].language).toBe("zh-CN");
    expect(chinese.runs[0].results[4].message.text).toBe("表 Item 的主键 7 重复。");
    const stable = ({ runs: [{ results }] }: typeof english) =>
      results.map(({ ruleId, partialFingerprints }: { ruleId: string; partialFingerprints: object }) => [
        ruleId,
        partialFingerprints,
      ]);
    expect(stable(chinese)).toEqual(stable(english));
    expect((await report("github", ...zh)).stdout).toMatch(/\n3 个文件中有 3 个错误，2 个警告\n$/);
    expect((await report("junit", ...zh)).stdout).toContain('<testcase name="没有错误"');
  });

  test.each([
    [{ TABLE_GEN_LANG: "zh", LC_ALL: "en_US.UTF-8" }, "en-US", true],
    [{ TABLE_GEN_LANG: "en", LANG: "zh_CN.UTF-8" }, "zh-CN", false],
    [{ LC_ALL: "C", LANG: "zh_CN.UTF-8" }, "zh-CN", false],
    [{ LC_ALL: "", LC_MESSAGES: "zh_TW.UTF-8", LANG: "en_US.UTF-8" }, "en-US", true],
    [{ LANG: "zh_CN.GB18030" }, "en-US", true],
    [{}, "zh-Hans-CN", true],
    [{}, "en-US", false],
    [{ LANG: "zha_CN" }, "zh-CN", false],
  ])("is what %j and the system's locale %s ask for: %s", async (env, systemLocale, isChinese) => {
    write(broken);
    const argv = ["check", "--config", "design"];
    const { stderr } = await runCli(argv, { cwd: folder, env, systemLocale });
    expect(stderr.startsWith("警告 TG3002：")).toBe(isChinese);
    const asked = await runCli([...argv, "--lang", "en"], { cwd: folder, env, systemLocale });
    expect(asked.stderr.startsWith("warning TG3002: ")).toBe(true);
  });
});

test("a config that is not found is reported where it was looked for", async () => {
  write({ ".git/HEAD": "" });
  mkdirSync(join(folder, "design"));
  const { code, stdout } = await report("gitlab");
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject([
    { check_name: "TG6002 config-missing", location: { path: "design", lines: { begin: 1 } } },
  ]);
});

test("without a repository paths are seen from the current folder", async () => {
  write(broken);
  rmSync(join(folder, ".git"), { recursive: true });
  const { stdout } = await runCli(["check", "--format", "gitlab"], { cwd: join(folder, "design") });
  expect(JSON.parse(stdout)[0].location.path).toBe("Log.csv");
});
