import { at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import { isIdentifier } from "../base/identifiers.js";
import { patchOf } from "../base/patch-of.js";
import type { Place } from "../base/place.js";
import type { Config, DialectConfig, TableConfig } from "../model/config.js";
import type { RecordInput } from "../model/record-source.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { compileGlob } from "./glob.js";
import { placeInConfig, placeOfSheet } from "./places.js";
import { suggestName, tableNameOfFile, tableNameOfSheet } from "./table-name.js";

/** A table and the sheets that may hold its rows. */
export interface AssignedTable {
  readonly name: string;
  readonly at: Place;
  readonly config: TableConfig | undefined;
  readonly dialect: DialectConfig;
  /** True when `from` names the sheets: then each of them must be a table. */
  readonly isNamedByConfig: boolean;
  readonly sheets: readonly Sheet[];
  /** Files of records that `from` names. */
  readonly inputs: readonly RecordInput[];
}

/**
 * Gives every sheet to the tables whose `from` matches it, and the others to the table that their dialect
 * names: the workbook's for `stacked`, where the sheets of a workbook are one table, else the sheet's.
 */
export function assignSheets(
  workbooks: readonly Workbook[],
  config: Config,
  report: Report,
  inputs: readonly RecordInput[] = [],
): readonly AssignedTable[] {
  const named = assignByConfig(workbooks, inputs, config, report);
  const taken = new Set(named.flatMap((table) => table.sheets));
  const found = assignByName(workbooks, config, taken);
  reportTablesWithoutSheets(config, found, report);
  return [...named, ...found];
}

/** A sheet as `from` may name it. */
interface SheetAddress {
  readonly sheet: Sheet;
  readonly file: string;
  readonly name: string;
}

function assignByConfig(
  workbooks: readonly Workbook[],
  inputs: readonly RecordInput[],
  config: Config,
  report: Report,
): readonly AssignedTable[] {
  const addresses = workbooks.flatMap(({ file, sheets }) =>
    sheets.map((sheet) => ({ sheet, file: patchOf(file, config.patches).path, name: sheet.name ?? "" })),
  );
  const tables: AssignedTable[] = [];
  for (const [name, table] of Object.entries(config.tables)) {
    if (!checkTableName(config, name, report) || table.from.length === 0) continue;
    const sheets = new Set<Sheet>();
    const own = inputs.filter((input) => input.table === name);
    for (const [index, pattern] of table.from.entries()) {
      const matches = matchSheets(pattern, addresses);
      for (const sheet of matches) sheets.add(sheet);
      const input = own.find((one) => one.index === index);
      if (matches.length > 0 || (input?.fileCount ?? 0) > 0) continue;
      const suggestion = findNearest(pattern, listAddresses(addresses, pattern.includes("#")));
      const place = placeInConfig(config, ["tables", name, "from", index]);
      if (input === undefined) report("from-without-match", { pattern, suggestion }, place);
      else report("no-record-files", { pattern }, place);
    }
    tables.push({
      name,
      at: placeInConfig(config, ["tables", name]),
      config: table,
      dialect: table.dialect ?? config.dialect,
      isNamedByConfig: true,
      sheets: [...sheets],
      inputs: own,
    });
  }
  return tables;
}

function checkTableName(config: Config, name: string, report: Report): boolean {
  if (isIdentifier(name)) return true;
  const note = { message: `for example ${suggestName(name)}` };
  report("invalid-name", { what: "a table", name }, placeInConfig(config, ["tables", name]), [note]);
  return false;
}

/** A `#` may also be part of a file's or a sheet's name, so every way to read the pattern is tried. */
function matchSheets(pattern: string, addresses: readonly SheetAddress[]): readonly Sheet[] {
  const readings = [{ file: compileGlob(pattern), name: compileGlob("**") }];
  for (let hash = pattern.indexOf("#"); hash >= 0; hash = pattern.indexOf("#", hash + 1)) {
    readings.push({
      file: compileGlob(pattern.slice(0, hash)),
      name: compileGlob(pattern.slice(hash + 1)),
    });
  }
  return addresses
    .filter((one) => readings.some(({ file, name }) => file(one.file) && name(one.name)))
    .map(({ sheet }) => sheet);
}

function listAddresses(addresses: readonly SheetAddress[], withSheets: boolean): readonly string[] {
  return addresses.map(({ file, name }) => (withSheets ? `${file}#${name}` : file));
}

function assignByName(
  workbooks: readonly Workbook[],
  config: Config,
  taken: ReadonlySet<Sheet>,
): readonly AssignedTable[] {
  const sheetsOf = new Map<string, Sheet[]>();
  for (const { sheets } of workbooks) {
    const filled = sheets.filter((sheet) => sheet.rowCount > 0);
    for (const sheet of filled) {
      if (taken.has(sheet)) continue;
      const name =
        config.dialect.kind === "stacked"
          ? tableNameOfFile(sheet.file)
          : tableNameOfSheet(sheet, filled.length === 1);
      sheetsOf.set(name, [...(sheetsOf.get(name) ?? []), sheet]);
    }
  }
  const tables = new Map(Object.entries(config.tables).filter(([, { from }]) => from.length === 0));
  return [...sheetsOf].map(([name, sheets]) => {
    const table = tables.get(name);
    return {
      name,
      at: placeOfSheet(at(sheets, 0)),
      config: table,
      dialect: table?.dialect ?? config.dialect,
      isNamedByConfig: false,
      sheets,
      inputs: [],
    };
  });
}

function reportTablesWithoutSheets(config: Config, found: readonly AssignedTable[], report: Report): void {
  const names = found.map((table) => table.name);
  for (const [key, { from }] of Object.entries(config.tables)) {
    if (from.length > 0 || names.includes(key) || !isIdentifier(key)) continue;
    const suggestion = findNearest(
      key,
      names.filter((name) => !Object.hasOwn(config.tables, name)),
    );
    report("table-without-sheets", { table: key, suggestion }, placeInConfig(config, ["tables", key]));
  }
}
