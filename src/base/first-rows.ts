import { u32At } from "./typed-array.js";

/** Returns for each of the rows, by its number, the first one that has the same values in all columns. */
export function findFirstRows(columns: readonly ArrayLike<unknown>[], rows: Uint32Array): Uint32Array {
  const [first, ...others] = columns.map((values) => findFirstInColumn(values, rows));
  if (first === undefined) throw new RangeError("a key has no columns");
  return others.reduce((left, right) => joinFirstRows(left, right, rows), first);
}

function findFirstInColumn(values: ArrayLike<unknown>, rows: Uint32Array): Uint32Array {
  if (values instanceof Int32Array || values instanceof Uint32Array) {
    const firsts = findFirstNumbers(values, rows);
    if (firsts !== undefined) return firsts;
  }
  const firsts = new Uint32Array(values.length);
  const firstOf = new Map<unknown, number>();
  for (const row of rows) {
    const value = values[row];
    const first = firstOf.get(value);
    if (first === undefined) firstOf.set(value, row);
    firsts[row] = first ?? row;
  }
  return firsts;
}

/** A table by value takes less than a `Map` while there are at most so many values between the least and the largest. */
const mostSpread = 8;

/** Finds the first rows of numbers that lie close together, as ids mostly do; `undefined` of others. */
function findFirstNumbers(values: Int32Array | Uint32Array, rows: Uint32Array): Uint32Array | undefined {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const value = values[row] ?? 0;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  const range = largest - least + 1;
  if (rows.length === 0 || range > mostSpread * rows.length) return undefined;
  const firsts = new Uint32Array(values.length);
  const rowOf = new Uint32Array(range).fill(emptySlot);
  for (const row of rows) {
    const position = (values[row] ?? 0) - least;
    const first = u32At(rowOf, position);
    if (first === emptySlot) rowOf[position] = row;
    firsts[row] = first === emptySlot ? row : first;
  }
  return firsts;
}

/**
 * Returns for each of the rows the first one that has both the same left and the same right part, by a hash
 * table of rows with linear probing: a `Map` would need a key made of both.
 */
function joinFirstRows(left: Uint32Array, right: Uint32Array, rows: Uint32Array): Uint32Array {
  const mask = 2 ** Math.ceil(Math.log2(rows.length * 2 + 1)) - 1;
  const slots = new Uint32Array(mask + 1).fill(emptySlot);
  const firsts = new Uint32Array(left.length);
  for (const row of rows) {
    const [leftRow, rightRow] = [u32At(left, row), u32At(right, row)];
    let slot = hashPair(leftRow, rightRow) & mask;
    let first = u32At(slots, slot);
    while (first !== emptySlot && (u32At(left, first) !== leftRow || u32At(right, first) !== rightRow)) {
      slot = (slot + 1) & mask;
      first = u32At(slots, slot);
    }
    if (first === emptySlot) slots[slot] = row;
    firsts[row] = first === emptySlot ? row : first;
  }
  return firsts;
}

const emptySlot = 0xffffffff;

function hashPair(left: number, right: number): number {
  const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca77);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae3d) >>> 7;
}
