import { u64ToBigInt } from "../base/hash/u64.js";
import type { U64 } from "../model/key-index.js";
import { type IntegerType, keyTypeOf, type ValueType } from "../model/schema.js";
import type { Memory } from "./memory.js";

/** Returns the integer that a part of a key is stored as. */
export function storedInteger(type: ValueType): IntegerType {
  if (type.kind === "integer") return type;
  if (type.kind === "enum") return type.underlying;
  const isSigned = type.kind !== "bool" && type.kind !== "version";
  return { kind: "integer", bits: type.kind === "bool" ? 8 : 64, signed: isSigned };
}

export function readSmallInteger(memory: Memory, at: number, bits: 8 | 16 | 32, signed: boolean): number {
  if (bits === 32) return signed ? memory.int32(at) : memory.uint32(at);
  if (bits === 16) return signed ? memory.int16(at) : memory.uint16(at);
  return signed ? memory.int8(at) : memory.uint8(at);
}

/** Returns the smallest value of a part of a packed key, of a column's type. */
export function minimumOf(type: ValueType, pattern: U64): bigint {
  const { signed } = storedInteger(keyTypeOf(type) ?? type);
  return signed ? BigInt.asIntN(64, u64ToBigInt(pattern)) : u64ToBigInt(pattern);
}
