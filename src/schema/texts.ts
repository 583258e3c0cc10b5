import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import type { Config } from "../model/config.js";
import {
  type EnumSchema,
  type FieldSchema,
  primaryKeyOf,
  type ReferenceType,
  type TableSchema,
} from "../model/schema.js";
import { unresolved } from "./parse-type.js";
import { placeInConfig } from "./places.js";

/** The type of a column of localised texts: a reference to the row that has them. */
export function textType({ text }: Pick<Config, "text">): ReferenceType | undefined {
  if (text === undefined) return undefined;
  return {
    kind: "reference",
    targets: [{ table: unresolved, name: text.table.normalize("NFC"), keyIndex: unresolved }],
    key: [],
  };
}

/** The enum of the languages, numbered in the order of the config. */
export function languageEnum(config: Pick<Config, "file" | "text">): EnumSchema | undefined {
  const { text } = config;
  if (text === undefined) return undefined;
  return {
    name: text.enum,
    note: "The languages of localised texts.",
    underlying: { kind: "integer", bits: 8, signed: false },
    isFlags: false,
    values: text.languages
      .filter(isIdentifier)
      .map((name, value) => ({ name: name.normalize("NFC"), value, aliases: [], note: "" })),
    at: placeInConfig(config, ["text", "languages"]),
  };
}

/** True for the columns of the text table that hold a language: what is missing there is filled in. */
function isLanguageColumn(table: string, column: string, { text }: Pick<Config, "text">): boolean {
  return text !== undefined && text.table === table && text.languages.includes(column);
}

/** Marks the text table with the columns of its languages; reports a table or columns that cannot be it. */
export function markTextTable(
  tables: readonly TableSchema[],
  enums: readonly EnumSchema[],
  config: Pick<Config, "file" | "text">,
  faultyTables: ReadonlySet<string>,
  report: Report,
): readonly TableSchema[] {
  const { text } = config;
  if (text === undefined || faultyTables.has(text.table)) return tables;
  const position = tables.findIndex(({ name }) => name === text.table);
  const table = tables[position];
  const complain = (reason: string, path: readonly (string | number)[], suggestion?: string) => {
    report(
      "unusable-text-table",
      { table: text.table, reason, suggestion },
      placeInConfig(config, ["text", ...path]),
    );
    return tables;
  };
  if (table === undefined) {
    const names = tables.map(({ name }) => name);
    return complain("there is no such table", ["table"], findNearest(text.table, names));
  }
  const key = primaryKeyOf(table);
  if (key?.columns.length !== 1 || at(table.columns, at(key.columns, 0)).type.kind !== "string") {
    return complain("its primary key is not one column of string", ["table"]);
  }
  const columns = text.languages.map((language) => table.columns.findIndex(({ name }) => name === language));
  for (const [index, column] of columns.entries()) {
    const language = at(text.languages, index);
    if (column < 0) {
      const names = table.columns.map(({ name }) => name);
      return complain(`it has no column ${language}`, ["languages", index], findNearest(language, names));
    }
    if (at(table.columns, column).type.kind !== "string") {
      return complain(`its column ${language} is no string`, ["languages", index]);
    }
  }
  const languages = enums.findIndex(({ name }) => name === text.enum);
  return tables.with(position, { ...table, texts: { enum: languages, columns } });
}

/** A language is for the targets that its column is for. */
export function withLanguageGroups(
  enums: readonly EnumSchema[],
  tables: readonly TableSchema[],
): readonly EnumSchema[] {
  const table = tables.find(({ texts }) => texts !== undefined);
  return enums.map((one, position) => {
    if (table?.texts?.enum !== position) return one;
    const groups = table.texts.columns.map((column) => table.columns[column]?.groups);
    const values = one.values.map((value, index) => {
      const own = groups[index];
      return own === undefined ? value : { ...value, groups: own };
    });
    return { ...one, values };
  });
}

/** An empty cell of a language is filled in later, from the language that stands in. */
export function withLanguageDefaults(
  table: string,
  columns: readonly FieldSchema[],
  config: Pick<Config, "text">,
): readonly FieldSchema[] {
  return columns.map((column) =>
    isLanguageColumn(table, column.name, config) && column.type.kind === "string"
      ? { ...column, defaultText: "", defaultAt: column.at }
      : column,
  );
}
