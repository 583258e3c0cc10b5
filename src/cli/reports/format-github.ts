import { describeProblem } from "./describe-problem.js";
import type { FormatReport, Problem, Report } from "./report.js";
import { viewerLine } from "./viewer-line.js";

/**
 * Returns the problems as workflow commands of GitHub Actions, which shows them at the files of a pull request, and
 * the number of them in the last line.
 */
export const formatGithub: FormatReport = ({ problems, omitted, summary, failure, config, texts }) => {
  const { words } = texts;
  const lines = problems.map((problem) => formatProblem(problem, texts));
  if (omitted > 0) lines.push(command("notice", { title: "table-gen" }, words.omitted(omitted)));
  if (failure !== undefined) {
    const { message, help } = failure;
    const text = help === undefined ? message : `${message}\n${words.help}${words.colon}${help}`;
    lines.push(command("error", { title: "table-gen", file: config }, text));
  } else {
    lines.push(problems.length === 0 ? words.noProblem : words.summary(summary));
  }
  return lines.map((line) => `${line}\n`).join("");
};

function formatProblem({ diagnostic, file }: Problem, { words }: Report["texts"]): string {
  const { id, code, severity, at } = diagnostic;
  const line = at === undefined ? undefined : viewerLine(at);
  return command(
    severity,
    { title: `${id} ${code}`, file, ...(line === undefined ? {} : { line: String(line) }) },
    describeProblem(diagnostic, words),
  );
}

function command(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name} ${list.join(",")}::${escapeData(message)}`;
}

/** As the toolkit of Actions does it. */
export function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** As the toolkit of Actions does it. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
