import type { ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";

/** True for types that a key takes as an integer: all but string. */
export function isIntegerPart(type: ValueType): boolean {
  return type.kind !== "string";
}

/** True when values of the type are sign-extended to 64 bits. */
export function isSigned(type: ValueType): boolean {
  if (type.kind === "integer") return type.signed;
  if (type.kind === "enum") return type.underlying.signed;
  return type.kind === "datetime" || type.kind === "duration";
}

/** Returns the values as 64-bit patterns, not to be written to: low half, high half, low half, high half … */
export function readIntegers(values: ArrayLike<Value>): Uint32Array {
  // What is stored so already needs no bigint for each.
  if (values instanceof BigUint64Array || values instanceof BigInt64Array) {
    return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  }
  const longs = new BigUint64Array(values.length);
  // Two's complement in little-endian order, which is the order of every host that node runs on but s390x.
  const words = new Uint32Array(longs.buffer);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "bigint") {
      longs[row] = value;
      continue;
    }
    const number = Number(value);
    words[2 * row] = number;
    words[2 * row + 1] = Math.floor(number / 0x100000000);
  }
  return words;
}
