import type { ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";

/** The values of one column, as small as their type allows. */
export interface ColumnStore {
  readonly values: ArrayLike<Value>;
  set(row: number, value: Value): void;
  /** Sets a whole number where the values are bigints, too: one within 2^53. */
  setNumber(row: number, value: number): void;
}

/** Creates room for `rowCount` values. Each must be set once; what is set has the type's form (see `Value`). */
export function createColumnStore(type: ValueType, rowCount: number): ColumnStore {
  switch (type.kind) {
    case "integer":
      if (type.bits === 64) return wideStore(type.signed, rowCount);
      return numberStore(type.signed ? new Int32Array(rowCount) : new Uint32Array(rowCount));
    case "float":
    case "datetime":
    case "duration":
    case "enum":
      return numberStore(new Float64Array(rowCount));
    case "version":
      return wideStore(false, rowCount);
    default:
      return plainStore(rowCount);
  }
}

function numberStore(values: Int32Array | Uint32Array | Float64Array): ColumnStore {
  return {
    values,
    set: (row, value) => {
      // The values of these types are numbers.
      values[row] = value as number;
    },
    setNumber: (row, value) => {
      values[row] = value;
    },
  };
}

function wideStore(signed: boolean, rowCount: number): ColumnStore {
  const values = signed ? new BigInt64Array(rowCount) : new BigUint64Array(rowCount);
  // Two's complement in little-endian order, which is the order of every host that node runs on but s390x.
  const words = new Uint32Array(values.buffer);
  return {
    values,
    set: (row, value) => {
      // The values of 64-bit integers are bigints.
      values[row] = value as bigint;
    },
    setNumber: (row, value) => {
      words[2 * row] = value;
      words[2 * row + 1] = Math.floor(value / 0x100000000);
    },
  };
}

function plainStore(rowCount: number): ColumnStore {
  const values = new Array<Value>(rowCount);
  return {
    values,
    set: (row, value) => {
      values[row] = value;
    },
    setNumber: (row, value) => {
      values[row] = value;
    },
  };
}
