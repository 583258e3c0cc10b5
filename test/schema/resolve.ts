import { createDiagnosticSink, type Diagnostic } from "../../src/base/diagnostics.js";
import { formatCellRef } from "../../src/base/place.js";
import type { Config, TableConfig } from "../../src/model/config.js";
import { formatType, type TableSchema } from "../../src/model/schema.js";
import type { ResolvedSchema, ValueSource } from "../../src/model/table-source.js";
import type { Workbook } from "../../src/model/workbook.js";
import { resolveSchema } from "../../src/schema/resolve-schema.js";

const emptyTable: TableConfig = {
  ...{ from: [], unique: [], multi: [], ordered: [], columns: {}, rules: [] },
  singleton: false,
  backReferences: {},
};

type PartialTables = Readonly<Record<string, Partial<TableConfig>>>;

/** Makes a config of what matters to a test. */
export function configOf(
  given: Partial<Omit<Config, "tables">> & { readonly tables?: PartialTables } = {},
): Config {
  const tables = Object.entries(given.tables ?? {}).map(([name, table]) => [
    name,
    { ...emptyTable, ...table },
  ]);
  return {
    file: "table-gen.config.jsonc",
    folder: "/project",
    name: "tables",
    namespace: "tables",
    out: "tables",
    sources: [],
    encoding: "auto",
    separator: "auto",
    dialect: { kind: "marked" },
    timeZone: "UTC",
    listSeparator: ",",
    separators: [",", ";", "|"],
    emptyCells: {},
    enums: {},
    structs: {},
    variants: {},
    constants: {},
    paths: {},
    rules: [],
    targets: [],
    regions: [],
    patches: [],
    publish: { keep: 5, mode: 0o444 },
    diagnostics: {},
    ...given,
    tables: Object.fromEntries(tables),
  };
}

export interface Resolved extends ResolvedSchema {
  readonly diagnostics: readonly Diagnostic[];
  /** `TG2012 items.xlsx:Item!C1 message`, then a line `- note place` for each note. */
  readonly reported: readonly string[];
}

/** Resolves workbooks, with what was reported as text. */
export function resolve(workbooks: readonly Workbook[], config: Config = configOf()): Resolved {
  const { diagnostics, report } = createDiagnosticSink();
  const resolved = resolveSchema(workbooks, config, report);
  return { ...resolved, diagnostics, reported: diagnostics.flatMap(formatDiagnostic) };
}

/** Returns the lines of one diagnostic. */
export function formatDiagnostic({ id, at, message, notes }: Diagnostic): readonly string[] {
  const place = at === undefined ? "" : `${formatCellRef(at)} `;
  return [
    `${id} ${place}${message}`,
    ...notes.map((note) => `- ${note.message}${note.at === undefined ? "" : ` ${formatCellRef(note.at)}`}`),
  ];
}

/** Describes a table on one line: `Item(id: int32, name: string = x) key id, unique name`. */
export function describeTable({ name, columns, keys }: TableSchema): string {
  const fields = columns.map((column) => {
    const fallback = column.defaultText === undefined ? "" : ` = ${column.defaultText}`;
    return `${column.name}: ${formatType(column.type)}${fallback}`;
  });
  const keyTexts = keys.map((key) => {
    const names = key.columns.map((column) => columns[column]?.name).join("+");
    return `${key.name === "primary" ? "key" : key.purpose} ${names}`;
  });
  return `${name}(${fields.join(", ")}) ${keyTexts.join(", ")}`.trimEnd();
}

/** Describes where a value stands: the number of its column, `missing`, or the kind of the source with its parts. */
export function describeSource(source: ValueSource): number | string | object {
  switch (source.kind) {
    case "missing":
    case "luban":
    case "tableau":
      return source.kind;
    case "cell":
      return source.column;
    case "cells":
      return { cells: source.columns };
    case "fields":
      return { fields: source.fields.map(describeSource) };
    case "kinds":
      return { type: describeSource(source.type), kinds: source.kinds.map((one) => one.map(describeSource)) };
    case "elements":
      return { elements: source.elements.map(describeSource) };
    case "entries":
      return { entries: source.entries.map((one) => [one.key, describeSource(one.source)]) };
    case "rows":
      return { rows: describeSource(source.element), starts: source.starts };
  }
}
