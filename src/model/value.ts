/**
 * A typed cell value.
 *
 * bool: boolean. Integers to 32 bit, enums, datetime (seconds) and duration (milliseconds): number.
 * 64-bit integers and versions: bigint. float32: a number that is already rounded to 32 bit. float64: number.
 * string: well-formed text without NUL. Lists and fixed arrays: arrays of these. Sets: arrays in ascending order
 * without repetition. Maps: arrays of pairs `[key, value]` in ascending order of keys.
 * Structs: arrays with a value for each field. Variants: `VariantValue`.
 * References: the key of the row, an array of its parts where the key has several.
 * `undefined` is absence in an optional column.
 */
export type Value = boolean | number | bigint | string | readonly Value[] | VariantValue | undefined;

/** A value of a polymorphic struct. */
export interface VariantValue {
  /** Position in the variant's kinds. */
  readonly kind: number;
  /** A value for each field of the kind's struct. */
  readonly fields: readonly Value[];
}

/** True for the value of a variant, among all that a value can be. */
export function isVariantValue(value: Value): value is VariantValue {
  return typeof value === "object" && !Array.isArray(value);
}
