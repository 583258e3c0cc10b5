import type { Report } from "../base/diagnostics.js";
import type { Place } from "../base/place.js";
import type { ColumnConfig, Config } from "../model/config.js";
import type { AssignedTable } from "./assign-sheets.js";
import type { NamedTypes } from "./parse-type.js";
import { placeInConfig } from "./places.js";
import type { DraftStruct, DraftVariant } from "./resolve-structs.js";

/** What the steps that resolve one table have in common. */
export interface TableContext {
  readonly table: AssignedTable;
  readonly config: Config;
  readonly types: NamedTypes;
  /** The structs and variants that are declared, and those that headers have made. */
  readonly structs: ReadonlyMap<string, DraftStruct>;
  readonly variants: ReadonlyMap<string, DraftVariant>;
  /**
   * Adds a struct that a header makes; another sheet of the table may make the same again. False for one that differs
   * from another of its name, which is then reported.
   */
  readonly addStruct: (struct: DraftStruct) => boolean;
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
