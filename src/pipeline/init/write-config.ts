import type { DialectConfig } from "../../model/config.js";
import type { ColumnPlan, Plan, TablePlan } from "./plan-tables.js";

/** What the config says beside the tables. */
export interface ConfigHead {
  /** Where an editor finds the config's JSON Schema, relative to the config; nothing where there is none. */
  readonly schema?: string | undefined;
  readonly sources: readonly string[];
  readonly dialect: DialectConfig;
  readonly listSeparator: string;
}

/** Returns the text of a commented `table-gen.config.jsonc`, as a person would keep it. */
export function writeConfig({ schema, sources, dialect, listSeparator }: ConfigHead, plan: Plan): string {
  const entries = [
    ...(schema === undefined
      ? []
      : [["// Has an editor complete and check what stands here.", `"$schema": ${quote(schema)}`]]),
    ["// Name of the library (lib<name>.<hash>.so) and C++ namespace.", `"name": "tables"`],
    ["// The sheets, relative to this file.", `"sources": ${quoteOneOrMore(sources)}`],
    [dialectComments[dialect.kind], `"dialect": ${formatDialect(dialect)}`],
    ...(listSeparator === ","
      ? []
      : [["// Between the elements of a list in a cell.", `"listSeparator": ${quote(listSeparator)}`]]),
    ...(plan.emptyCount === 0 ? [] : [formatEmptyCells(plan)]),
    [formatTables(plan.tables, dialect)],
  ];
  const body = entries.map((lines) => indent(lines.join("\n"))).join(",\n\n");
  return `// Written by \`table-gen init\`; keep it and edit it. \`table-gen build\` reads it.\n{\n${body}\n}\n`;
}

const dialectComments: Readonly<Record<DialectConfig["kind"], string>> = {
  marked: "// Column A marks the header rows: ##name, ##type, ##rule, ##note.",
  stacked: "// Rows of notes, names and types one above the other; the first named column is the key.",
  plain: "// A row of names; types and keys stand below.",
};

function formatDialect(dialect: DialectConfig): string {
  const { kind, ...options } = dialect;
  if (Object.keys(options).length === 0) return quote(kind);
  const members = Object.entries(dialect).map(([name, value]) => `${quote(name)}: ${JSON.stringify(value)}`);
  return `{ ${members.join(", ")} }`;
}

function formatEmptyCells({ emptyCells, emptyCount }: Plan): readonly string[] {
  const members = Object.entries(emptyCells).map(([type, text]) => `${quote(type)}: ${quote(text)}`);
  return [
    `// What an empty cell means, by type; ${emptyCount === 1 ? "1 cell is" : `${emptyCount} cells are`} empty. Remove a type to have its empty cells reported.`,
    `"emptyCells": { ${members.join(", ")} }`,
  ];
}

function formatTables(tables: readonly TablePlan[], dialect: DialectConfig): string {
  const texts = tables.map((table) => formatTable(table, dialect));
  return `"tables": {\n${indent(joinEntries(texts))}\n}`;
}

interface Entry {
  readonly comments: readonly string[];
  readonly text: string;
  /** Stands behind the entry and its comma. */
  readonly trailing?: string;
}

function formatTable(table: TablePlan, dialect: DialectConfig): Entry {
  const members = [
    { comments: [], text: `"from": ${quoteOneOrMore(table.from)}` },
    ...(isSame(table.dialect, dialect)
      ? []
      : [{ comments: [], text: `"dialect": ${formatDialect(table.dialect)}` }]),
    ...(table.key === undefined ? [] : [{ comments: [], text: `"key": ${formatKey(table.key)}` }]),
    ...formatColumns(table.columns),
  ];
  const isShort = table.columns.every((column) => !isEntry(column)) && members.length <= 3;
  const inside = isShort
    ? ` ${members.map(({ text }) => text).join(", ")} `
    : `\n${indent(joinEntries(members))}\n`;
  const remarks = table.columns.filter((column) => !isEntry(column) && column.comment !== undefined);
  const comments = [...table.remarks, ...remarks.map(({ header, comment }) => `${header} ${comment}`)];
  return { comments: comments.map(toComment), text: `${quote(table.name)}: {${inside}}` };
}

function isSame(left: DialectConfig, right: DialectConfig): boolean {
  return formatDialect(left) === formatDialect(right);
}

function formatKey(key: readonly string[] | false): string {
  return key === false ? "false" : quoteOneOrMore(key);
}

function isEntry({ name, type }: ColumnPlan): boolean {
  return name !== undefined || type !== undefined;
}

function formatColumns(columns: readonly ColumnPlan[]): readonly Entry[] {
  const entries = columns.filter(isEntry).map(({ header, name, type, comment }) => {
    const value =
      name === undefined
        ? quote(type ?? "")
        : `{ "name": ${quote(name)}${type === undefined ? "" : `, "type": ${quote(type)}`} }`;
    const trailing = comment === undefined ? {} : { trailing: toComment(comment) };
    return { comments: [], text: `${quote(header)}: ${value}`, ...trailing };
  });
  return entries.length === 0
    ? []
    : [{ comments: [], text: `"columns": {\n${indent(joinEntries(entries))}\n}` }];
}

function joinEntries(entries: readonly Entry[]): string {
  return entries
    .map(({ comments, text, trailing }, index) => {
      const comma = index === entries.length - 1 ? "" : ",";
      return [...comments, `${text}${comma}${trailing === undefined ? "" : ` ${trailing}`}`].join("\n");
    })
    .join("\n");
}

/** A line end in a header must not end the comment. */
function toComment(text: string): string {
  return `// ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")}`;
}

function quoteOneOrMore(texts: readonly string[]): string {
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? quote(only) : `[${texts.map(quote).join(", ")}]`;
}

/** Line separators may stand in JSON, but no editor shows them. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (end) => (end === "\u2028" ? "\\u2028" : "\\u2029"));
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}
