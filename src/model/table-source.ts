import type { Schema, TableSchema } from "./schema.js";
import type { Sheet } from "./workbook.js";

/** A schema with the sheet regions that its tables' rows stand in. */
export interface ResolvedSchema {
  readonly schema: Schema;
  /** In the order of `schema.tables`. */
  readonly sources: readonly TableSource[];
}

/** Where a table's rows are: several regions are read one after the other. */
export interface TableSource {
  readonly table: TableSchema;
  readonly regions: readonly SheetRegion[];
}

export interface SheetRegion {
  readonly sheet: Sheet;
  /** Rows of the sheet that hold a row of the table; comment rows and blank rows are already left out. */
  readonly rows: ArrayLike<number>;
  /** For each schema column its column in the sheet, or -1 where this sheet does not have it. */
  readonly columns: readonly number[];
}
