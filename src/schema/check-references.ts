import { trim } from "../base/blank.js";
import type { Report } from "../base/diagnostics.js";
import { findNearest } from "../base/find-nearest.js";
import type { Config } from "../model/config.js";
import type { TableSchema } from "../model/schema.js";
import { placeInConfig } from "./places.js";

/**
 * Reports `references` of the config that name no column, and says once that the others have no effect yet.
 * What a faulty table has is not known, so any column of it will do.
 */
export function checkReferences(
  tables: readonly TableSchema[],
  faultyTables: ReadonlySet<string>,
  config: Config,
  report: Report,
): void {
  let isTold = false;
  for (const [table, { columns }] of Object.entries(config.tables)) {
    for (const [column, { references }] of Object.entries(columns)) {
      if (references === undefined) continue;
      const at = placeInConfig(config, ["tables", table, "columns", column, "references"]);
      const fault = explainFault(references, tables, faultyTables);
      if (fault !== undefined) report("invalid-reference", { reference: references, ...fault }, at);
      else if (!isTold) {
        report("references-without-effect", undefined, at);
        isTold = true;
      }
    }
  }
}

interface Fault {
  readonly reason: string;
  readonly suggestion: string | undefined;
}

function explainFault(
  reference: string,
  tables: readonly TableSchema[],
  faultyTables: ReadonlySet<string>,
): Fault | undefined {
  const [tableName = "", columnName = "", ...rest] = reference.normalize("NFC").split(".").map(trim);
  if (tableName === "" || columnName === "" || rest.length > 0) {
    return { reason: "it is not of the form Table.column", suggestion: undefined };
  }
  if (faultyTables.has(tableName)) return undefined;
  const table = tables.find(({ name }) => name === tableName);
  if (table === undefined) {
    const nearest = findNearest(
      tableName,
      tables.map(({ name }) => name),
    );
    return {
      reason: `there is no table ${tableName}`,
      suggestion: nearest === undefined ? undefined : `${nearest}.${columnName}`,
    };
  }
  const names = table.columns.map(({ name }) => name);
  if (names.includes(columnName)) return undefined;
  const nearest = findNearest(columnName, names);
  return {
    reason: `${tableName} has no column ${columnName}`,
    suggestion: nearest === undefined ? undefined : `${tableName}.${nearest}`,
  };
}
