import { u32At } from "../base/typed-array.js";
import type { ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";

/** Where the values of a column are written to. */
export interface ColumnPlace {
  readonly rows: DataView;
  readonly stride: number;
  /** In a row. */
  readonly offset: number;
  /** For each slot the row in sheet order that lies there. */
  readonly rowOfSlot: Uint32Array;
}

/**
 * Writes a column of numbers in one loop for its type, and without a bigint for each that has 64 bits. Returns false,
 * and writes nothing, for columns of other types, whose values lead to pools or hold others: those go row by row.
 */
export function encodeNumbers(type: ValueType, values: ArrayLike<Value>, place: ColumnPlace): boolean {
  switch (type.kind) {
    case "integer":
      return type.bits === 64 ? encodeWide(values, place) : encodeNarrow(type.bits, values, place);
    case "enum":
      return type.underlying.bits === 64 ? false : encodeNarrow(type.underlying.bits, values, place);
    case "float":
      return encodeFloats(type.bits, values, place);
    default:
      return false;
  }
}

function encodeNarrow(
  bits: 8 | 16 | 32,
  values: ArrayLike<Value>,
  { rows, stride, offset, rowOfSlot }: ColumnPlace,
): boolean {
  if (!isNumbers(values)) return false;
  let at = offset;
  for (let slot = 0; slot < rowOfSlot.length; slot++, at += stride) {
    const value = values[u32At(rowOfSlot, slot)] ?? 0;
    // A setter takes the value modulo 2^bits, so it serves signed and unsigned numbers.
    if (bits === 32) rows.setUint32(at, value, true);
    else if (bits === 16) rows.setUint16(at, value, true);
    else rows.setUint8(at, value);
  }
  return true;
}

function encodeWide(values: ArrayLike<Value>, { rows, stride, offset, rowOfSlot }: ColumnPlace): boolean {
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) return false;
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  let at = offset;
  for (let slot = 0; slot < rowOfSlot.length; slot++, at += stride) {
    const row = u32At(rowOfSlot, slot);
    rows.setUint32(at, u32At(words, 2 * row), true);
    rows.setUint32(at + 4, u32At(words, 2 * row + 1), true);
  }
  return true;
}

function encodeFloats(
  bits: 32 | 64,
  values: ArrayLike<Value>,
  { rows, stride, offset, rowOfSlot }: ColumnPlace,
): boolean {
  if (!(values instanceof Float64Array)) return false;
  let at = offset;
  for (let slot = 0; slot < rowOfSlot.length; slot++, at += stride) {
    const value = values[u32At(rowOfSlot, slot)] ?? 0;
    if (bits === 32) rows.setFloat32(at, value, true);
    else rows.setFloat64(at, value, true);
  }
  return true;
}

function isNumbers(values: ArrayLike<Value>): values is Int32Array | Uint32Array | Float64Array {
  return values instanceof Int32Array || values instanceof Uint32Array || values instanceof Float64Array;
}
