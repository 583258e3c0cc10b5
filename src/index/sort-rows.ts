import { at } from "../base/assert.js";
import { compareValues } from "../base/compare-values.js";
import { u32At } from "../base/typed-array.js";
import type { KeyColumns } from "./key-columns.js";
import type { PackedKeys } from "./pack-keys.js";

/** Rows in the order of their keys, those with the same key in sheet order. */
interface SortedRows {
  /** For each row in sheet order its place in the order of keys. */
  readonly slotOfRow: Uint32Array;
}

/** Sorts rows by their packed keys, and gives the keys in that order: low half, high half, low half … */
export function sortPackedKeys({ keys, count }: PackedKeys): SortedRows & { readonly sorted: Uint32Array } {
  const rows = listRows(count).sort(
    (a, b) =>
      u32At(keys, 2 * a + 1) - u32At(keys, 2 * b + 1) || u32At(keys, 2 * a) - u32At(keys, 2 * b) || a - b,
  );
  const sorted = new Uint32Array(2 * count);
  for (const [slot, row] of rows.entries()) {
    sorted[2 * slot] = u32At(keys, 2 * row);
    sorted[2 * slot + 1] = u32At(keys, 2 * row + 1);
  }
  return { sorted, slotOfRow: rankOf(rows) };
}

/** Sorts rows by the parts of their keys. */
export function sortRows({ values, rowCount }: KeyColumns): SortedRows {
  const rows = listRows(rowCount).sort((a, b) => {
    for (const part of values) {
      const order = compareValues(at(part, a), at(part, b));
      if (order !== 0) return order;
    }
    return a - b;
  });
  return { slotOfRow: rankOf(rows) };
}

function listRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

function rankOf(rows: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(rows.length);
  for (const [rank, row] of rows.entries()) ranks[row] = rank;
  return ranks;
}
