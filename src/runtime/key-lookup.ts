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
 * There is a class for each usual kind of keys, and each has all that it reads in fields of its own: objects within objects
 * make a lookup three times as long, and a method that several classes inherit knows too many kinds of objects to be fast.
 */
export interface KeyLookup {
  /** Returns where the row that has the key starts in the image, or -1; of a multi index, the group of rows. */
  find(...key: readonly KeyValue[]): number;
}
