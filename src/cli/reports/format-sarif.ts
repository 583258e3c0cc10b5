import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { formatA1, formatCell, type Place } from "../../base/place.js";
import { toolVersion } from "../../pipeline/tool-version.js";
import type { FormatReport, Problem, Report } from "./report.js";
import { viewerLine } from "./viewer-line.js";

/** Returns the problems as a log of SARIF 2.1.0, with a rule for each code that occurs. */
export const formatSarif: FormatReport = (report, { isLine }) => {
  const { problems, omitted, failure, texts } = report;
  const rules = listRules(report);
  const notifications = [
    ...(omitted > 0 ? [toNotification("note", texts.words.omitted(omitted))] : []),
    ...(failure === undefined ? [] : [toNotification("error", failure.message)]),
  ];
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "table-gen", version: toolVersion, semanticVersion: toolVersion, rules } },
        language: texts.tag,
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [base]: { description: { text: "The root of the repository." } } },
        invocations: [
          {
            executionSuccessful: failure === undefined,
            ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
          },
        ],
        results: problems.map((problem) =>
          toResult(
            problem,
            rules.findIndex(({ id }) => id === problem.diagnostic.id),
          ),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, isLine ? undefined : 2)}\n`;
};

const base = "%SRCROOT%";

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Text;
  readonly help: Text & { readonly markdown: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" };
}

interface Text {
  readonly text: string;
}

function listRules({ problems }: Report): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const { diagnostic } of problems) {
    const { id, code, help, severity } = diagnostic;
    if (rules.has(id)) continue;
    rules.set(id, {
      id,
      name: toPascalCase(code),
      shortDescription: { text: code.replaceAll("-", " ") },
      help: { text: help, markdown: `${escapeMarkdown(help)}\n\n\`table-gen explain ${id}\`` },
      defaultConfiguration: { level: severity },
    });
  }
  return [...rules.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

function toResult({ diagnostic, file, noteFiles, fingerprint }: Problem, ruleIndex: number) {
  const { id, severity, message, at, notes, help } = diagnostic;
  const related = notes.flatMap((note, index) => {
    const noteFile = noteFiles[index];
    return note.at === undefined || noteFile === undefined
      ? []
      : [{ ...toLocation(noteFile, note.at), message: { text: escapeMessage(note.message) } }];
  });
  // A viewer wants a place for each related location.
  const placeless = notes.filter((note) => note.at === undefined).map((note) => note.message);
  return {
    ruleId: id,
    ruleIndex,
    level: severity,
    message: { text: escapeMessage([message, ...placeless].join("\n")) },
    locations: [toLocation(file, at)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((location, index) => ({ id: index + 1, ...location })) }),
    // The first is what GitHub tells alerts by; of a spreadsheet it would hash some bytes of the archive.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "tableGenProblem/v1": fingerprint },
    properties: { ...describePlace(at), help },
  };
}

/** The region of a spreadsheet, which has no lines, is the row; so is the first line that of a file as a whole. */
function toLocation(file: string, at: Place | undefined) {
  const inside = at === undefined ? "" : (at.path ?? formatCell(at));
  return {
    physicalLocation: {
      artifactLocation: toArtifact(file),
      region: { startLine: (at === undefined ? undefined : viewerLine(at)) ?? 1 },
    },
    ...(inside === ""
      ? {}
      : {
          logicalLocations: [
            {
              name: nameInside(at, inside),
              fullyQualifiedName: inside,
              kind: at?.path !== undefined ? "property" : at?.row === undefined ? "sheet" : "cell",
            },
          ],
        }),
  };
}

function nameInside(at: Place | undefined, inside: string): string {
  return at?.path === undefined && at?.row !== undefined && at.column !== undefined
    ? formatA1(at.row, at.column)
    : inside;
}

/** A URI relative to the root, with whatever a URI does not take percent-encoded. */
function toArtifact(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  if (isAbsolute(file)) return { uri: pathToFileURL(file).href };
  const uri = file
    .split("/")
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join("/");
  return { uri, uriBaseId: base };
}

function describePlace(at: Place | undefined) {
  if (at === undefined) return {};
  const { sheet, row, column, header, value, path } = at;
  return {
    ...(sheet === undefined ? {} : { sheet }),
    ...(row === undefined ? {} : { row: row + 1 }),
    ...(column === undefined ? {} : { column: column + 1 }),
    ...(header === undefined ? {} : { header }),
    ...(value === undefined ? {} : { value }),
    ...(path === undefined ? {} : { path }),
  };
}

function toNotification(level: "note" | "error", text: string) {
  return { level, message: { text: escapeMessage(text) } };
}

/**
 * Returns a text that stands for itself: braces are doubled where one of them would be a placeholder (`{0}`), a
 * bracket that would begin a link (`[a](1)`) gets a backslash. All others stay, as most viewers show them as they are.
 */
export function escapeMessage(text: string): string {
  const braced = /\{\d+\}/.test(text) ? text.replace(/[{}]/g, "$&$&") : text;
  return braced.replace(/\[(?=[^[\]]*\]\()/g, "\\[");
}

function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[*_<>[\]|\\#]/g, "\\$&")))
    .join("");
}

/** `duplicate-key` is `DuplicateKey`. */
function toPascalCase(code: string): string {
  return code.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
