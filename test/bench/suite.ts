/** What one suite has found out. */
export interface Suite {
  readonly title: string;
  /** How it was measured, as sentences. */
  readonly about: string;
  readonly tables: readonly SuiteTable[];
  /** All figures, for programs. */
  readonly data: unknown;
}

export interface SuiteTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Returns the suite as Markdown, which reads well on a terminal too. */
export function formatSuite({ title, about, tables, data }: Suite): string {
  const sections = tables.map((table) => `### ${table.title}\n\n${formatTable(table)}`);
  const json = `<details><summary>All figures as JSON</summary>\n\n\`\`\`json\n${JSON.stringify(data)}\n\`\`\`\n\n</details>\n`;
  return [`## ${title}\n\n${about}\n`, ...sections, json].join("\n");
}

/** Numbers stand at the right of their column, as all columns but the first do. */
function formatTable({ columns, rows }: SuiteTable): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, index) => (index === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return `${[line(columns), rule, ...rows.map(line)].join("\n")}\n`;
}
