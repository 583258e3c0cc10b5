import { exampleDiagnostic } from "../../base/catalog/examples/example-diagnostic.js";
import { type AnyExplanation, explanations } from "../../base/catalog/examples/index.js";
import { groups } from "../../base/catalog/groups.js";
import { catalog, type DiagnosticCode } from "../../base/catalog/index.js";
import type { Colors } from "../colors.js";
import { formatColumns } from "../format-columns.js";
import { formatDiagnostic } from "../format-diagnostics.js";
import type { Texts } from "../texts/texts.js";
import { formatExample } from "./format-example.js";

/** Returns what a diagnostic is about, with a project that breaks the rule and one that does not. */
export function formatExplanation(code: DiagnosticCode, texts: Texts, colors: Colors): string {
  const explanation: AnyExplanation = explanations[code];
  const { words, language } = texts;
  const { id, severity } = catalog[code];
  const message = indent(formatDiagnostic(texts.translate(exampleDiagnostic(code)), colors, words));
  const parts =
    "cause" in explanation
      ? [`${words.causedBy}\n\n  ${explanation.cause[language]}\n`, message]
      : [
          `${words.breaksRule}\n\n${indent(formatExample(explanation.bad))}`,
          message,
          `${words.followsRule}\n\n${indent(formatExample(explanation.good))}`,
        ];
  const about = severity === "warning" ? [`${words.aboutWarning(code)}\n`] : [];
  return [`${colors.bold(`${id} ${code}`)}\n`, `${explanation.why[language]}\n`, ...parts, ...about].join(
    "\n",
  );
}

/** Returns all codes by their groups. */
export function formatCodes({ words, language }: Texts, colors: Colors): string {
  const specs = Object.entries(catalog).sort(([, left], [, right]) => (left.id < right.id ? -1 : 1));
  const parts = groups.map(({ prefix, title }) => {
    const rows = specs
      .filter(([, { id }]) => id.startsWith(prefix))
      .map(([code, { id, severity }]) => [id, words.severity[severity], code]);
    return `${colors.bold(title[language])}\n${formatColumns(rows, { indent: "  " })}`;
  });
  return `${parts.join("\n")}\n${words.howToExplain}\n`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
