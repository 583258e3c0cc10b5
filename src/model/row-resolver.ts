import type { ReferenceType } from "./schema.js";
import type { Value } from "./value.js";

/** Where a reference leads. */
export interface ResolvedRow {
  /** Position in the type's targets. */
  readonly target: number;
  /** In sheet order. */
  readonly row: number;
}

/** Finds the rows that references name. */
export interface RowResolver {
  /** Returns the row of the first target that has the key (see `Value` for references), or `undefined`. */
  resolve(type: ReferenceType, key: Value): ResolvedRow | undefined;
}
