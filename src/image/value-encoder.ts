import { assert, at } from "../base/assert.js";
import {
  absenceOffset,
  emptyListOffset,
  layoutReference,
  layoutStruct,
  mapLayout,
  referenceLayout,
  storageOf,
  variantLayout,
} from "../model/image-format.js";
import type { RowResolver } from "../model/row-resolver.js";
import type {
  FixedArrayType,
  FloatType,
  IntegerType,
  MapType,
  ReferenceType,
  Schema,
  ValueType,
  VariantType,
} from "../model/schema.js";
import { isVariantValue, type Value, type VariantValue } from "../model/value.js";
import { ListPool } from "./list-pool.js";
import { Scratch } from "./scratch.js";
import { StringPool } from "./string-pool.js";
import type { TypeTable } from "./type-table.js";

/** What the rows of one table lead to. */
export interface Pools {
  readonly strings: StringPool;
  /** By the position of the element's type. */
  readonly lists: Map<number, ListPool>;
  /** By the position of the struct. */
  readonly structs: Map<number, ListPool>;
}

/** What values are encoded by. */
export interface EncodeContext {
  readonly schema: Pick<Schema, "structs" | "variants">;
  readonly types: TypeTable;
  readonly rows: RowResolver;
}

/**
 * Writes a value at an offset where all bytes are zero. A reference to a pool gets the position of its target there
 * plus `firstPosition`, because where the pool will lie is known only when it is full; a reference to a row gets the
 * row plus one.
 */
export type EncodeValue = (value: Value, view: DataView, at: number) => void;

/** Above the offsets that stand for absence and for an empty list. */
export const firstPosition = emptyListOffset + 1;

/** Creates the encoders of one table's values, which fill the same pools. */
export class ValueEncoders {
  readonly pools: Pools = { strings: new StringPool(), lists: new Map(), structs: new Map() };
  readonly #context: EncodeContext;
  readonly #scratch = new Scratch();
  readonly #structs = new Map<number, EncodeValue>();

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  /** Returns the encoder of values of one type. */
  create(type: ValueType): EncodeValue {
    switch (type.kind) {
      case "bool":
        return (value, view, at) => view.setUint8(at, value === true ? 1 : 0);
      case "integer":
        return createIntegerEncoder(type);
      case "float":
        return createFloatEncoder(type);
      case "string":
        return createStringEncoder(this.pools.strings);
      case "datetime":
      case "duration":
      case "version":
        return setInteger64;
      case "enum":
        return createIntegerEncoder(type.underlying);
      case "struct":
        return this.#createStruct(type.index);
      case "variant":
        return this.#createVariant(type);
      case "reference":
        return this.#createReference(type);
      case "list":
      case "set":
        return this.#createList(type.element);
      case "map":
        return this.#createMap(type);
      case "array":
        return this.#createArray(type);
      case "optional":
        return this.#createOptional(type.value);
    }
  }

  /** A struct may lead to itself, so its encoder is known before those of its fields are. */
  #createStruct(index: number): EncodeValue {
    const known = this.#structs.get(index);
    if (known !== undefined) return known;
    const { fields } = at(this.#context.schema.structs, index);
    const { columnOffsets } = layoutStruct(fields);
    const encoders: EncodeValue[] = [];
    const encode: EncodeValue = (value, view, start) => {
      const values = elementsOf(value);
      for (let field = 0; field < encoders.length; field++) {
        at(encoders, field)(values[field], view, start + at(columnOffsets, field));
      }
    };
    this.#structs.set(index, encode);
    for (const { type } of fields) encoders.push(this.create(type));
    return encode;
  }

  #createVariant({ index }: VariantType): EncodeValue {
    const { kinds } = at(this.#context.schema.variants, index);
    const encoders = kinds.map(({ struct }) => {
      const { stride } = layoutStruct(at(this.#context.schema.structs, struct).fields);
      return { struct, stride, encode: this.#createStruct(struct) };
    });
    return (value, view, start) => {
      const { kind, fields } = variantOf(value);
      const { struct, stride, encode } = at(encoders, kind);
      const pool = poolOf(this.pools.structs, struct);
      const position = this.#scratch.with(stride, (run) => {
        encode(fields, run.view, 0);
        return pool.add(run.bytes);
      });
      view.setUint32(start + variantLayout.offset, firstPosition + position, true);
      view.setUint32(start + variantLayout.kind, kind, true);
    };
  }

  #createReference(type: ReferenceType): EncodeValue {
    const { rows } = this.#context;
    const { columnOffsets, offset, target } = layoutReference(type);
    const parts = type.key.map((part) => this.create(part));
    const isSingle = parts.length === 1;
    return (value, view, start) => {
      const found = rows.resolve(type, value);
      assert(found !== undefined, "a reference to a row that is not there is reported before");
      for (let part = 0; part < parts.length; part++) {
        const key = isSingle ? value : elementsOf(value)[part];
        at(parts, part)(key, view, start + at(columnOffsets, part));
      }
      view.setUint32(start + offset, found.row + 1, true);
      if (target !== undefined) view.setUint32(start + target, found.target, true);
    };
  }

  #createList(element: ValueType): EncodeValue {
    const addRun = this.#createRuns(element);
    return (value, view, start) => {
      const elements = elementsOf(value);
      view.setUint32(start + referenceLayout.offset, addRun(elements), true);
      view.setUint32(start + referenceLayout.count, elements.length, true);
    };
  }

  #createMap({ key, value: valueType }: MapType): EncodeValue {
    const addKeys = this.#createRuns(key);
    const addValues = this.#createRuns(valueType);
    return (value, view, start) => {
      const entries = elementsOf(value).map(elementsOf);
      view.setUint32(start + mapLayout.keys, addKeys(entries.map(([one]) => one)), true);
      view.setUint32(start + mapLayout.count, entries.length, true);
      view.setUint32(start + mapLayout.values, addValues(entries.map(([, one]) => one)), true);
    };
  }

  /** Returns what adds elements to their pool and gives what stands for them until the pool has its place. */
  #createRuns(element: ValueType): (elements: readonly Value[]) => number {
    const encode = this.create(element);
    const { bytes } = storageOf(element);
    const elementType = this.#context.types.positionOf(element);
    return (elements) => {
      if (elements.length === 0) return emptyListOffset;
      const pool = poolOf(this.pools.lists, elementType);
      return this.#scratch.with(elements.length * bytes, (run) => {
        for (let index = 0; index < elements.length; index++)
          encode(elements[index], run.view, index * bytes);
        return firstPosition + pool.add(run.bytes);
      });
    };
  }

  #createArray({ element, length }: FixedArrayType): EncodeValue {
    const encode = this.create(element);
    const { bytes } = storageOf(element);
    return (value, view, start) => {
      const elements = elementsOf(value);
      assert(elements.length === length, `a fixed array of ${length} holds ${elements.length} elements`);
      for (let index = 0; index < length; index++) encode(elements[index], view, start + index * bytes);
    };
  }

  #createOptional(type: ValueType): EncodeValue {
    const encode = this.create(type);
    const { bytes } = storageOf(type);
    const needsFlag = absenceOffset(type) === undefined;
    return (value, view, start) => {
      if (value === undefined) return;
      encode(value, view, start);
      if (needsFlag) view.setUint8(start + bytes, 1);
    };
  }
}

function poolOf(pools: Map<number, ListPool>, position: number): ListPool {
  const pool = pools.get(position) ?? new ListPool();
  pools.set(position, pool);
  return pool;
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
    view.setUint32(at + referenceLayout.offset, firstPosition + position, true);
    view.setUint32(at + referenceLayout.count, size, true);
  };
}

function elementsOf(value: Value): readonly Value[] {
  assert(Array.isArray(value), "a column of lists or structs holds something else");
  return value;
}

function variantOf(value: Value): VariantValue {
  assert(isVariantValue(value), "a column of variants holds something else");
  return value;
}
