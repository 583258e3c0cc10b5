import { describeProblem } from "./describe-problem.js";
import type { FormatReport, Problem, Report } from "./report.js";

/**
 * Returns the problems as JUnit XML: a test suite for each file that was read, in it a test for each code that the
 * file breaks, which fails by errors and passes with warnings. A file without errors has one test that passes.
 */
export const formatJunit: FormatReport = (report, { isLine }) => {
  const suites = listSuites(report);
  const counts = countTests(suites.flatMap(({ tests }) => tests));
  const lines = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="table-gen"${counts}>`,
    ...suites.flatMap(formatSuite),
    `</testsuites>`,
  ];
  return `${lines.join(isLine ? "" : "\n")}\n`;
};

interface Suite {
  readonly name: string;
  readonly tests: readonly Test[];
}

interface Test {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "broken";
  readonly title: string;
  readonly text: string;
}

function listSuites(report: Report): readonly Suite[] {
  const { problems, omitted, files, failure, config, texts } = report;
  const byFile = new Map<string, Problem[]>(files.map((file) => [file, []]));
  for (const problem of problems) byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), problem]);
  const suites = [...byFile].map(([name, found]) => ({ name, tests: listTests(found, report) }));
  const tool: Test[] = [];
  if (failure !== undefined) {
    const { message, help = "" } = failure;
    tool.push({ name: config, outcome: "broken", title: message, text: help });
  }
  if (omitted > 0) {
    const title = texts.words.omitted(omitted);
    tool.push({ name: "--max-errors", outcome: "passed", title, text: title });
  }
  return tool.length === 0 ? suites : [...suites, { name: "table-gen", tests: tool }];
}

function listTests(problems: readonly Problem[], { texts }: Report): readonly Test[] {
  const byCode = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { id, code } = problem.diagnostic;
    const name = `${id} ${code}`;
    byCode.set(name, [...(byCode.get(name) ?? []), problem]);
  }
  const tests = [...byCode].map(([name, found]): Test => {
    const isFailed = found.some(({ diagnostic }) => diagnostic.severity === "error");
    const descriptions = found.map(({ diagnostic }) => describeProblem(diagnostic, texts.words));
    const [title = ""] = (descriptions[0] ?? "").split("\n");
    return { name, outcome: isFailed ? "failed" : "passed", title, text: descriptions.join("\n\n") };
  });
  if (tests.some(({ outcome }) => outcome === "failed")) return tests;
  return [{ name: texts.words.fileIsGood, outcome: "passed", title: "", text: "" }, ...tests];
}

function formatSuite({ name, tests }: Suite): readonly string[] {
  return [
    `<testsuite name="${escapeXml(name)}"${countTests(tests)} skipped="0">`,
    ...tests.map((test) => formatTest(test, name)),
    `</testsuite>`,
  ];
}

function formatTest({ name, outcome, title, text }: Test, suite: string): string {
  const head = `<testcase name="${escapeXml(name)}" classname="${escapeXml(suite)}"`;
  if (outcome === "passed") {
    return text === "" ? `${head}/>` : `${head}><system-out>${escapeXml(text)}</system-out></testcase>`;
  }
  const element = outcome === "failed" ? "failure" : "error";
  return `${head}><${element} message="${escapeXml(title)}" type="${escapeXml(name)}">${escapeXml(text)}</${element}></testcase>`;
}

function countTests(tests: readonly Test[]): string {
  const count = (outcome: Test["outcome"]) => tests.filter((test) => test.outcome === outcome).length;
  return ` tests="${tests.length}" failures="${count("failed")}" errors="${count("broken")}"`;
}

/**
 * Returns text for an attribute or an element of XML 1.0. Characters that no such document may hold, also not as
 * references, are written as `\u{1b}`.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, showCharacter)
    .replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  // Else an attribute's value has a blank for each, and a line end is \n.
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function showCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
