import { assert } from "../base/assert.js";
import { u32At } from "../base/typed-array.js";
import { absentRow } from "../model/image-format.js";

/** A part that is left out. */
export const noBytes = new Uint8Array(0);

/** Returns 0, 1, 2, … */
export function identity(count: number): Uint32Array {
  return new Uint32Array(count).map((_, index) => index);
}

/** True for 0, 1, 2, … */
export function isIdentity(values: Uint32Array): boolean {
  return values.every((value, index) => value === index);
}

/** Returns for each slot its row. */
export function invert(slotOfRow: Uint32Array): Uint32Array {
  const rowOfSlot = new Uint32Array(slotOfRow.length).fill(absentRow);
  for (let row = 0; row < slotOfRow.length; row++) {
    const slot = u32At(slotOfRow, row);
    assert(rowOfSlot[slot] === absentRow, "two rows have one slot");
    rowOfSlot[slot] = row;
  }
  return rowOfSlot;
}

/** The numbers' bytes, little-endian as every host that this runs on. */
export function bytesOf(values: Uint32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
