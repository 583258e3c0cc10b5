import { assert, at } from "../base/assert.js";
import type { Report } from "../base/diagnostics.js";
import { u32At } from "../base/typed-array.js";
import type { KeySchema, Schema } from "../model/schema.js";
import type { TypedTable } from "../model/typed-table.js";
import type { Value } from "../model/value.js";
import { formatKey } from "./format-key.js";

/**
 * Reports every row that has the primary key, or the key of a unique index, of an earlier row. Rows with a
 * bad cell in the key are left out: they have no key yet.
 */
export function checkUniqueKeys(table: TypedTable, schema: Pick<Schema, "enums">, report: Report): void {
  for (const [index, key] of table.schema.keys.entries()) {
    const name = index === 0 ? {} : { index: key.name };
    const column = at(key.columns, 0);
    for (const { row, first } of findDuplicates(table, key)) {
      const parameters = { table: table.schema.name, key: formatKey(table, key, row, schema), ...name };
      const note = { message: "first used here", at: table.cellAt(first, column) };
      report("duplicate-key", parameters, table.cellAt(row, column), [note]);
    }
  }
}

interface Duplicate {
  readonly row: number;
  /** The first row with the same key. */
  readonly first: number;
}

function findDuplicates(table: TypedTable, key: KeySchema): readonly Duplicate[] {
  const rows = listValidRows(table, key);
  const [firstPart, ...otherParts] = key.columns.map((column) =>
    findFirstRows(at(table.columns, column), rows),
  );
  assert(firstPart !== undefined, `key ${key.name} has no columns`);
  const firsts = otherParts.reduce((left, right) => joinFirstRows(left, right, rows), firstPart);
  const duplicates: Duplicate[] = [];
  for (const row of rows) {
    const first = u32At(firsts, row);
    if (first !== row) duplicates.push({ row, first });
  }
  return duplicates;
}

function listValidRows(table: TypedTable, key: KeySchema): Uint32Array {
  const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  const { isInvalid } = table;
  if (isInvalid === undefined) return rows;
  return rows.filter((row) => !key.columns.some((column) => isInvalid(row, column)));
}

/** Returns for each of the rows the first one that has the same value. */
function findFirstRows(values: ArrayLike<Value>, rows: Uint32Array): Uint32Array {
  const firsts = new Uint32Array(values.length);
  const firstOf = new Map<Value, number>();
  for (const row of rows) {
    const value = at(values, row);
    const first = firstOf.get(value);
    if (first === undefined) firstOf.set(value, row);
    firsts[row] = first ?? row;
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
