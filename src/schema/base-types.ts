import type { ValueType } from "../model/schema.js";

/** The types that need no declaration, by every name that a header may use for them. */
export const baseTypes: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ["bool", { kind: "bool" }],
  ["int8", { kind: "integer", bits: 8, signed: true }],
  ["int16", { kind: "integer", bits: 16, signed: true }],
  ["int32", { kind: "integer", bits: 32, signed: true }],
  ["int64", { kind: "integer", bits: 64, signed: true }],
  ["uint8", { kind: "integer", bits: 8, signed: false }],
  ["uint16", { kind: "integer", bits: 16, signed: false }],
  ["uint32", { kind: "integer", bits: 32, signed: false }],
  ["uint64", { kind: "integer", bits: 64, signed: false }],
  ["float32", { kind: "float", bits: 32 }],
  ["float64", { kind: "float", bits: 64 }],
  ["string", { kind: "string" }],
  ["datetime", { kind: "datetime" }],
  ["duration", { kind: "duration" }],
  ["version", { kind: "version" }],
  ["fraction", { kind: "float", bits: 64, isFraction: true }],
  // As C#, Java and their sheets call them.
  ["boolean", { kind: "bool" }],
  ["sbyte", { kind: "integer", bits: 8, signed: true }],
  ["byte", { kind: "integer", bits: 8, signed: false }],
  ["short", { kind: "integer", bits: 16, signed: true }],
  ["ushort", { kind: "integer", bits: 16, signed: false }],
  ["int", { kind: "integer", bits: 32, signed: true }],
  ["uint", { kind: "integer", bits: 32, signed: false }],
  ["long", { kind: "integer", bits: 64, signed: true }],
  ["ulong", { kind: "integer", bits: 64, signed: false }],
  ["float", { kind: "float", bits: 32 }],
  ["double", { kind: "float", bits: 64 }],
]);
