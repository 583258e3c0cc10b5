import type { Place } from "../base/place.js";
import type { TableSchema } from "./schema.js";
import type { Value } from "./value.js";

/** The rows of a table in sheet order, column by column, with the cell that each value came from. */
export interface TypedTable {
  readonly schema: TableSchema;
  readonly rowCount: number;
  /** One per schema column, each `rowCount` long; a reader may use typed arrays. */
  readonly columns: readonly ArrayLike<Value>[];
  /**
   * The cell of a value, with the header's name and the cell's text. `elements` leads to a part of the value, which may
   * have a cell of its own: positions from 1, and names of fields, from the column inwards.
   */
  cellAt(row: number, column: number, elements?: readonly (number | string)[]): Place;
  /** True where the cell was bad, so that the value is only a placeholder of the column's type. */
  isInvalid?(row: number, column: number): boolean;
}
