import pc from "picocolors";
import { exampleDiagnostic } from "../../src/base/catalog/examples/example-diagnostic.js";
import { type AnyExplanation, explanations } from "../../src/base/catalog/examples/index.js";
import { groups } from "../../src/base/catalog/groups.js";
import { catalog, type DiagnosticCode } from "../../src/base/catalog/index.js";
import { formatExample } from "../../src/cli/explain/format-example.js";
import { formatDiagnostic } from "../../src/cli/format-diagnostics.js";
import { english } from "../../src/cli/texts/english.js";

/** Returns the page that lists every diagnostic, in order of id. */
export function writeDiagnosticsPage(): string {
  const entries = Object.entries(catalog)
    .map(([code, spec]) => describe(code as DiagnosticCode, spec)) // its keys are the codes
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  const parts = groups.flatMap(({ prefix, title }) => {
    const members = entries.filter(({ id }) => id.startsWith(prefix));
    return [`## ${prefix}xxx: ${title.en}`, ...members.map(({ text }) => text)];
  });
  return `${[head, ...parts].join("\n\n")}\n`;
}

const head = `# Diagnostics

Every problem that table-gen reports of sheets and config. \`build\` and \`check\` report all problems of a run, each with its
place; an error keeps the build from writing anything, a warning does not. The numbers stay what they are; one that is no
longer used is not given to another problem.

\`{…}\` stands for what differs, \`[…]\` for what is only there when there is something to say. A message about an element of a
list begins with \`Element 2, "{value}",\` instead of \`"{value}"\`. Plain numbers stand without quotes.

Each has a small project that breaks the rule, with what \`check\` says of it, and one that does not. \`table-gen explain TG3001\` prints
the same, also in Chinese. A project that shows no config has an empty one.

This page is written from the catalog in \`src/base/catalog\` and the examples beside it by
\`UPDATE_GOLDEN=1 npx vitest run test/docs\`.`;

interface Spec {
  readonly id: string;
  readonly severity: string;
  readonly message: (parameters: never) => string;
  readonly help: string;
}

function describe(code: DiagnosticCode, { id, severity, message, help }: Spec) {
  const templates = listTemplates(message).map((template) => `    ${template}`);
  const explanation: AnyExplanation = explanations[code];
  const title = `### ${id} ${code}`;
  const parts = [
    title,
    `${capitalize(severity)}. ${escapeMarkdown(explanation.why.en)}`,
    templates.join("\n"),
    escapeMarkdown(help),
    ...describeExample(code, explanation),
  ];
  return { id, text: parts.join("\n\n") };
}

function describeExample(code: DiagnosticCode, explanation: AnyExplanation): readonly string[] {
  if ("cause" in explanation) return [`What causes it: ${escapeMarkdown(explanation.cause.en)}`];
  const message = formatDiagnostic(exampleDiagnostic(code), pc.createColors(false), english.words);
  return [
    `\`\`\`text\n${formatExample(explanation.bad)}\n${message}\`\`\``,
    "Without the problem:",
    `\`\`\`text\n${formatExample(explanation.good)}\`\`\``,
  ];
}

/**
 * Returns what a message can look like, with the names of its parameters in braces: the usual text, then those
 * that it becomes when a parameter is absent, empty, or equal to another one.
 */
export function listTemplates(message: (parameters: never) => string): readonly string[] {
  const names = new Set<string>();
  const render = (special: Readonly<Record<string, unknown>>): string | undefined => {
    const parameters = new Proxy(special, {
      get: (given, name) => {
        if (typeof name === "symbol" || name in given) return Reflect.get(given, name);
        names.add(name);
        return `{${name}}`;
      },
    });
    try {
      // The proxy has whatever parameters the message asks for.
      return message(parameters as never);
    } catch {
      return undefined;
    }
  };
  // The page's head says what this one does.
  const fixed = { elements: undefined };
  const usual = render(fixed) ?? "";
  const variants = [...names].flatMap((name) => {
    const specials = [
      undefined,
      "",
      ...[...names].filter((other) => other < name).map((other) => `{${other}}`),
    ];
    return specials.flatMap((value) => {
      const text = render({ ...fixed, [name]: value });
      const isOrdinary = text === usual.replaceAll(`{${name}}`, String(value));
      return text === undefined || isOrdinary || isArtificial(text) ? [] : [text];
    });
  });
  return variants.reduce<readonly string[]>(addVariant, [usual]);
}

/** True for a text that only says how an empty or absent value is quoted. */
function isArtificial(text: string): boolean {
  return text.includes('""') || text.includes("undefined");
}

/** Adds a text, in brackets within the usual one where that has only more. */
function addVariant(templates: readonly string[], variant: string): readonly string[] {
  const [usual = "", ...others] = templates;
  if (templates.includes(variant)) return templates;
  const size = usual.length - variant.length;
  const starts = [...usual].map((_, start) => start).filter((start) => isWordEdge(usual, start));
  const start = starts.find((from) => usual.slice(0, from) + usual.slice(from + size) === variant);
  if (size <= 0 || start === undefined) return [...templates, variant];
  const end = start + size;
  return [`${usual.slice(0, start)}[${usual.slice(start, end)}]${usual.slice(end)}`, ...others];
}

function isWordEdge(text: string, position: number): boolean {
  return text[position] === " " || text[position - 1] === " ";
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Escapes what Markdown would take for its own, outside of code. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[*_<>[\]|\\#]/g, "\\$&")))
    .join("");
}
