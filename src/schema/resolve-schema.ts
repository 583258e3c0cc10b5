import type { Report } from "../base/diagnostics.js";
import type { Config } from "../model/config.js";
import type { ResolvedSchema, TableSource } from "../model/table-source.js";
import type { Sheet, Workbook } from "../model/workbook.js";
import { assignSheets } from "./assign-sheets.js";
import { checkEmptyCells } from "./check-empty-cells.js";
import { checkNameClashes } from "./check-name-clashes.js";
import { checkReferences } from "./check-references.js";
import { isDeclarationSheet } from "./declaration-sheet.js";
import { listDeclarations } from "./list-declarations.js";
import { listEnumTypes } from "./resolve-enums.js";
import { resolveTable } from "./resolve-table.js";

/**
 * Finds the tables and enums of all sheets by their dialects and the config, and where the rows are.
 * Mistakes are reported; the result holds what is good, so that later stages can report theirs too.
 * Sheets whose name begins with `#` are left out.
 */
export function resolveSchema(
  workbooks: readonly Workbook[],
  config: Config,
  report: Report,
): ResolvedSchema {
  const { declarationSheets, tableWorkbooks } = splitSheets(workbooks);
  const { enums, structs, variants } = listDeclarations(config, declarationSheets, report);
  checkEmptyCells(config, enums, report);
  const enumTypes = listEnumTypes(enums);
  const assigned = assignSheets(tableWorkbooks, config, report);
  const faulty = new Set<string>();
  const sources: TableSource[] = [];
  for (const table of assigned) {
    const resolved = resolveTable({ table, config, enums: enumTypes, report });
    if (resolved === undefined || resolved.isFaulty) faulty.add(table.name);
    if (resolved !== undefined) sources.push({ table: resolved.table, regions: resolved.regions });
  }
  sources.sort((left, right) => (left.table.name < right.table.name ? -1 : 1));
  const tables = sources.map(({ table }) => table);
  checkNameClashes([...enums, ...structs, ...variants, ...tables], report);
  checkReferences(tables, faulty, config, report);
  return {
    schema: { name: config.name, namespace: config.namespace, tables, enums, structs: [], variants: [] },
    sources,
  };
}

interface SplitSheets {
  readonly declarationSheets: readonly Sheet[];
  readonly tableWorkbooks: readonly Workbook[];
}

function splitSheets(workbooks: readonly Workbook[]): SplitSheets {
  const declarationSheets: Sheet[] = [];
  const tableWorkbooks = workbooks.map(({ file, sheets }) => {
    const used = sheets.filter((sheet) => sheet.name?.startsWith("#") !== true);
    declarationSheets.push(...used.filter(isDeclarationSheet));
    return { file, sheets: used.filter((sheet) => !isDeclarationSheet(sheet)) };
  });
  return { declarationSheets, tableWorkbooks };
}
