import type { Place } from "../base/place.js";
import type { ColumnRule } from "./parse-rules.js";

/**
 * What a dialect finds in a sheet: the header of a table, or the reason why the sheet has none.
 * `faulty` is a header with a mistake that has been reported.
 */
export type HeaderReading = TableHeader | AbsentHeader | FaultyHeader;

export interface TableHeader {
  readonly kind: "table";
  /** The columns that have a name, from left to right. */
  readonly columns: readonly HeaderColumn[];
  /** Columns that have a name and that a mark makes comments. */
  readonly commentColumns: readonly { readonly name: string; readonly at: Place }[];
  /** Rows below the header without comment rows; blank rows are still among them. */
  readonly rows: readonly number[];
  /** The sheet says that the table has one row and is read as that row. */
  readonly isSingleton?: boolean;
  /** Columns of the sheet up to the last one that a row of the header says something in. */
  readonly width: number;
  /** The first name. */
  readonly at: Place;
}

interface AbsentHeader {
  readonly kind: "absent";
  /** Goes on after "The sheet is left out: ". */
  readonly reason: string;
}

interface FaultyHeader {
  readonly kind: "faulty";
}

export interface HeaderColumn {
  /** As the cell has it, without blanks around it; not yet checked to be a name. */
  readonly name: string;
  readonly at: Place;
  /** Column of the sheet. */
  readonly column: number;
  /** How many columns the name's cell is merged over; 1 unless given. */
  readonly span?: number;
  /** The type's text, where the sheet gives one; it may end with a default, `int32 = 5`. */
  readonly type?: { readonly text: string; readonly at: Place };
  /** The type's cell cannot be read, which has been reported. */
  readonly isFaulty: boolean;
  readonly note: string;
  readonly rules: readonly ColumnRule[];
  /** Groups of targets that have it; absent: all have it. */
  readonly groups?: readonly string[];
}
