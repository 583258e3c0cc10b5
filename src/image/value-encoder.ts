import { assert } from "../base/assert.js";
import { emptyListOffset, hasAbsentReference, referenceLayout, storageOf } from "../model/image-format.js";
import type { FixedArrayType, FloatType, IntegerType, ListType, ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { ListPool } from "./list-pool.js";
import { StringPool } from "./string-pool.js";
import type { TypeTable } from "./type-table.js";

/** What the rows of one table point to: strings, and lists by the position of their element's type. */
export interface Pools {
  readonly strings: StringPool;
  readonly lists: Map<number, ListPool>;
}

export function createPools(): Pools {
  return { strings: new StringPool(), lists: new Map() };
}

/**
 * Writes a value at an offset where all bytes are zero. A reference gets the position of its target in
 * the pool plus `firstPosition`, because where the pool will lie is known only when it is full.
 */
type EncodeValue = (value: Value, view: DataView, at: number) => void;

/** Above the offsets that stand for absence and for an empty list. */
export const firstPosition = emptyListOffset + 1;

/** Returns the encoder of values of one type. */
export function createEncoder(type: ValueType, types: TypeTable, pools: Pools): EncodeValue {
  switch (type.kind) {
    case "bool":
      return (value, view, at) => view.setUint8(at, value === true ? 1 : 0);
    case "integer":
      return createIntegerEncoder(type);
    case "float":
      return createFloatEncoder(type);
    case "string":
      return createStringEncoder(pools.strings);
    case "datetime":
    case "duration":
      return setInteger64;
    case "enum":
      return createIntegerEncoder(type.underlying);
    case "list":
      return createListEncoder(type, types, pools);
    case "array":
      return createArrayEncoder(type, types, pools);
    case "optional":
      return createOptionalEncoder(type.value, types, pools);
  }
}

function createIntegerEncoder({ bits }: IntegerType): EncodeValue {
  switch (bits) {
    // A setter takes the value modulo 2^bits, so it serves signed and unsigned numbers.
    case 8:
      return (value, view, at) => view.setUint8(at, Number(value));
    case 16:
      return (value, view, at) => view.setUint16(at, Number(value), true);
    case 32:
      return (value, view, at) => view.setUint32(at, Number(value), true);
    case 64:
      return setInteger64;
  }
}

function setInteger64(value: Value, view: DataView, at: number): void {
  if (typeof value === "bigint") {
    view.setBigUint64(at, value, true);
    return;
  }
  const number = Number(value);
  view.setUint32(at, number, true);
  view.setUint32(at + 4, Math.floor(number / 0x100000000), true);
}

function createFloatEncoder({ bits }: FloatType): EncodeValue {
  if (bits === 32) return (value, view, at) => view.setFloat32(at, Number(value), true);
  return (value, view, at) => view.setFloat64(at, Number(value), true);
}

function createStringEncoder(strings: StringPool): EncodeValue {
  return (value, view, at) => {
    assert(typeof value === "string", "a string column holds something else");
    const { position, size } = strings.add(value);
    setReference(view, at, firstPosition + position, size);
  };
}

function createListEncoder({ element }: ListType, types: TypeTable, pools: Pools): EncodeValue {
  const encode = createEncoder(element, types, pools);
  const { bytes } = storageOf(element);
  const elementType = types.positionOf(element);
  return (value, view, at) => {
    const elements = elementsOf(value);
    if (elements.length === 0) {
      setReference(view, at, emptyListOffset, 0);
      return;
    }
    const pool = pools.lists.get(elementType) ?? new ListPool();
    pools.lists.set(elementType, pool);
    const position = pool.add(elements.length * bytes, (poolView, start) => {
      for (let index = 0; index < elements.length; index++)
        encode(elements[index], poolView, start + index * bytes);
    });
    setReference(view, at, firstPosition + position, elements.length);
  };
}

function createArrayEncoder(
  { element, length }: FixedArrayType,
  types: TypeTable,
  pools: Pools,
): EncodeValue {
  const encode = createEncoder(element, types, pools);
  const { bytes } = storageOf(element);
  return (value, view, at) => {
    const elements = elementsOf(value);
    assert(elements.length === length, `a fixed array of ${length} holds ${elements.length} elements`);
    for (let index = 0; index < length; index++) encode(elements[index], view, at + index * bytes);
  };
}

function createOptionalEncoder(type: ValueType, types: TypeTable, pools: Pools): EncodeValue {
  const encode = createEncoder(type, types, pools);
  const { bytes } = storageOf(type);
  const needsFlag = !hasAbsentReference(type);
  return (value, view, at) => {
    if (value === undefined) return;
    encode(value, view, at);
    if (needsFlag) view.setUint8(at + bytes, 1);
  };
}

function setReference(view: DataView, at: number, offset: number, count: number): void {
  view.setUint32(at + referenceLayout.offset, offset, true);
  view.setUint32(at + referenceLayout.count, count, true);
}

function elementsOf(value: Value): readonly Value[] {
  assert(Array.isArray(value), "a list column holds something else");
  return value;
}
