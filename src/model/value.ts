/**
 * A typed cell value.
 *
 * bool: boolean. Integers to 32 bit, enums, datetime (seconds) and duration (milliseconds): number.
 * 64-bit integers: bigint. float32: a number that is already rounded to 32 bit. float64: number.
 * string: well-formed text without NUL. Lists and fixed arrays: arrays of these.
 * `undefined` is absence in an optional column.
 */
export type Value = boolean | number | bigint | string | readonly Value[] | undefined;
