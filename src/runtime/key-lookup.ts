import type { Version } from "./version.js";

/**
 * A part of a key that is looked up, by the column's type: number for integers to 32 bit, enums and
 * durations (milliseconds); bigint for 64-bit integers; Date, or a number of seconds, for datetimes; Version, or its
 * number, for versions. A reference is looked up by its key.
 */
export type KeyValue = number | bigint | string | boolean | Date | Version;

/**
 * Looks keys up in one unique or multi index of a table, as docs/image-format.md §Keys has it. A value of another type than
 * its column is in no row.
 *
 * There is a class for each usual kind of keys, beside one for each kind of index (direct-slots.ts). What it reads is in
 * plain fields of its own that its constructor sets first, so that the engine knows the kind of each; a private one is
 * `undefined` before, and its kind is asked at each lookup. Only what leads to the views of the memory is private. A method
 * that several classes inherit knows too many kinds of objects to be fast. Booleans are compared with `true` or `false`,
 * since a bare condition asks for all values that count as true.
 */
export interface KeyLookup {
  /** Returns where the row that has the key starts in the image, or -1; of a multi index, the group of rows. */
  find(...key: readonly KeyValue[]): number;
}
