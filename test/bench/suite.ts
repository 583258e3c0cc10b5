export interface SuiteOptions {
  /** Sizes and rounds that a look takes, not those that figures are published of. */
  readonly isQuick: boolean;
}

/** What one suite has found out. */
export interface Suite {
  readonly title: string;
  /** How it was measured, as sentences. */
  readonly about: string;
  readonly tables: readonly SuiteTable[];
  /** What is to be reached, and whether it is. */
  readonly goals?: readonly Goal[];
  /** All figures, for programs. */
  readonly data: unknown;
}

export interface SuiteTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A ratio of two figures of one run, or another number that does not depend on the machine. */
export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  /** Whether the measured number may be no less than the limit, or no more. */
  readonly is: "least" | "most";
}

function isMet({ measured, limit, is }: Goal): boolean {
  return is === "least" ? measured >= limit : measured <= limit;
}

/** Returns the suite as Markdown, which reads well on a terminal too. */
export function formatSuite({ title, about, tables, goals = [] }: Suite): string {
  const all = goals.length === 0 ? tables : [...tables, describeGoals(goals)];
  const sections = all.map((table) => `### ${table.title}\n\n${formatTable(table)}`);
  return [`## ${title}\n\n${about}\n`, ...sections].join("\n");
}

/** Returns all figures of a suite, folded away. */
export function formatData({ data }: Suite): string {
  return `<details><summary>All figures as JSON</summary>\n\n\`\`\`json\n${JSON.stringify(data)}\n\`\`\`\n\n</details>\n`;
}

function describeGoals(goals: readonly Goal[]): SuiteTable {
  return {
    title: `Goals: ${goals.filter(isMet).length} of ${goals.length} met`,
    columns: ["goal", "limit", "measured", "met"],
    rows: goals.map((goal) => [
      goal.what,
      `${goal.is === "least" ? "≥" : "≤"} ${goal.limit}`,
      goal.measured.toFixed(2),
      isMet(goal) ? "yes" : "no",
    ]),
  };
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
