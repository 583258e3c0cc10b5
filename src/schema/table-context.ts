import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { ColumnConfig, Config } from "../model/config.js";
import type { AssignedTable } from "./assign-sheets.js";
import type { EnumTypes } from "./parse-type.js";
import { placeInConfig } from "./places.js";

/** What the steps that resolve one table have in common. */
export interface TableContext {
  readonly table: AssignedTable;
  readonly config: Config;
  readonly enums: EnumTypes;
  readonly report: Report;
}

/** Returns the place of an entry of the table's config. */
export function placeInTableConfig(context: TableContext, ...steps: readonly (string | number)[]): Place {
  return placeInConfig(context.config, ["tables", context.table.name, ...steps]);
}

/** Returns what the config says of a column, by the name in the sheet's header. */
export function columnConfigOf({ table }: TableContext, header: string): ColumnConfig | undefined {
  const columns = table.config?.columns ?? {};
  return Object.hasOwn(columns, header) ? columns[header] : undefined;
}
