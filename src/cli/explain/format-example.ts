import type { ExampleFiles } from "../../base/catalog/examples/explanation.js";
import { formatA1 } from "../../base/place.js";
import { formatColumns } from "../format-columns.js";
import { toVisibleText } from "../visible-text.js";

/** Returns the files of an example as a person reads them: sheets in aligned columns, with letters and row numbers. */
export function formatExample(files: ExampleFiles): string {
  return Object.entries(files)
    .map(
      ([name, content]) =>
        `${name}\n${typeof content === "string" ? formatText(content) : formatSheet(content)}`,
    )
    .join("\n");
}

function formatText(text: string): string {
  const lines = text.replace(/\n$/, "").split("\n");
  return lines.map((line) => `${`  ${toVisibleText(line)}`.trimEnd()}\n`).join("");
}

function formatSheet(rows: readonly string[]): string {
  const cells = rows.map((row) => row.split("|").map((text) => toVisibleText(text)));
  const width = Math.max(...cells.map((row) => row.length));
  const letters = Array.from({ length: width }, (_, column) => formatA1(0, column).slice(0, -1));
  const numbered = cells.map((row, index) => [String(index + 1), ...row]);
  return formatColumns([["", ...letters], ...numbered], { indent: "  ", right: [0] });
}
