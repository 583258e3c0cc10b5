import { contentHash, formatHash } from "../../base/hash/content-hash.js";
import { formatCell } from "../../base/place.js";
import type { FormatReport, Problem } from "./report.js";
import { viewerLine } from "./viewer-line.js";

/** One entry of GitLab's Code Quality report. */
interface GitlabIssue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** Returns the problems as GitLab's Code Quality report. An error is major, a warning minor, a failed run a blocker. */
export const formatGitlab: FormatReport = (report, { isLine }) => {
  const { problems, omitted, failure, config, texts } = report;
  const issues = problems.map(toIssue);
  const say = (description: string, severity: GitlabIssue["severity"]): GitlabIssue => ({
    description,
    check_name: "table-gen",
    fingerprint: formatHash(contentHash(new TextEncoder().encode(`${severity} ${config}`))),
    severity,
    location: { path: config, lines: { begin: 1 } },
  });
  if (omitted > 0) issues.push(say(texts.words.omitted(omitted), "info"));
  if (failure !== undefined) issues.push(say(failure.message, "blocker"));
  return `${JSON.stringify(issues, undefined, isLine ? undefined : 2)}\n`;
};

function toIssue({ diagnostic, file, fingerprint }: Problem): GitlabIssue {
  const { id, code, severity, message, at } = diagnostic;
  // The report has no other field for the place in a sheet.
  const inside = at === undefined ? "" : (at.path ?? formatCell(at));
  return {
    description: inside === "" ? message : `${inside}: ${message}`,
    check_name: `${id} ${code}`,
    fingerprint,
    severity: severity === "error" ? "major" : "minor",
    // A number is a must, also for a file as a whole.
    location: { path: file, lines: { begin: (at === undefined ? undefined : viewerLine(at)) ?? 1 } },
  };
}
