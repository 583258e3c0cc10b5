import { mapLayout, referenceLayout, roundUp } from "../model/image-format.js";
import {
  type KeyOrder,
  numberOrder,
  storedBigInt,
  storedBool,
  storedDatetime,
  storedNumber,
  storedVersion,
  textOrder,
} from "./key-order.js";
import { ListView } from "./list-view.js";
import { MapView } from "./map-view.js";
import type { Memory } from "./memory.js";
import { createReferenceCodec, type ReferenceTargets } from "./reference-codec.js";
import { SetView } from "./set-view.js";
import type { VariantCodec } from "./variant.js";
import { Version } from "./version.js";
import type { ViewClass } from "./view.js";

/** How a value is read where it is an element of something. */
export interface Codec<T> {
  readonly bytes: number;
  readonly alignment: number;
  /** Where a value has the `i32` that is 0 when it is absent; `undefined` for types that take a byte behind them to tell. */
  readonly absence: number | undefined;
  read(memory: Memory, at: number): T;
  /** Returns what is shown of the value: the key of a row of another table, else the value. */
  show(memory: Memory, at: number): unknown;
}

/** How elements of a set and keys of a map are read, and found by `K`. */
export interface KeyCodec<T, K = T> extends Codec<T>, KeyOrder<K> {}

type Read<T> = (memory: Memory, at: number) => T;

function codec<T>(bytes: number, alignment: number, absence: number | undefined, read: Read<T>): Codec<T> {
  return { bytes, alignment, absence, read, show: read };
}

function number(bytes: number, read: Read<number>): KeyCodec<number> {
  return { ...codec(bytes, bytes, undefined, read), ...numberOrder(read, storedNumber) };
}

function bigint(read: Read<bigint>): KeyCodec<bigint> {
  return { ...codec(8, 8, undefined, read), ...numberOrder(read, storedBigInt) };
}

/** The types of elements, keys and values, for generated code. */
export const codecs = {
  bool: {
    ...codec(1, 1, undefined, (memory, at) => memory.uint8(at) !== 0),
    ...numberOrder((memory, at) => memory.uint8(at), storedBool),
  },
  int8: number(1, (memory, at) => memory.int8(at)),
  int16: number(2, (memory, at) => memory.int16(at)),
  int32: number(4, (memory, at) => memory.int32(at)),
  int64: bigint((memory, at) => memory.int64(at)),
  uint8: number(1, (memory, at) => memory.uint8(at)),
  uint16: number(2, (memory, at) => memory.uint16(at)),
  uint32: number(4, (memory, at) => memory.uint32(at)),
  uint64: bigint((memory, at) => memory.uint64(at)),
  float32: codec(4, 4, undefined, (memory, at) => memory.float32(at)),
  float64: codec(8, 8, undefined, (memory, at) => memory.float64(at)),
  /** 64-bit integers that count as numbers: durations in milliseconds, enums over 64 bits. */
  safeInteger: number(8, (memory, at) => memory.safeInteger(at)),
  datetime: {
    ...codec(8, 8, undefined, (memory, at) => new Date(memory.safeInteger(at) * 1000)),
    ...numberOrder((memory, at) => memory.safeInteger(at), storedDatetime),
  },
  version: {
    ...codec(8, 8, undefined, (memory, at) => Version.from(memory.uint64(at))),
    ...numberOrder((memory, at) => memory.uint64(at), storedVersion),
  },
  string: { ...reference((memory, at) => memory.string(at)), ...textOrder },

  /** The codec of an enum's underlying integer, for the enum's type. */
  enum<T extends number>(underlying: KeyCodec<number>): KeyCodec<T> {
    // The image's author checked the values; a newer release may have one that this program does not know.
    return underlying as Codec<T> & KeyOrder<number>;
  },

  /** The files of structs and tables import each other, so a class is asked for when a value is read. */
  struct<T>(type: () => ViewClass<T>, bytes: number, alignment: number): Codec<T> {
    return codec(bytes, alignment, undefined, (memory, at) => new (type())(memory, at));
  },

  variant<T>(variant: () => VariantCodec<T>): Codec<T> {
    return reference((memory, at) => variant().read(memory, at));
  },

  /** A row of another table, by the parts of its key; `K` is what it is looked up by in sets and maps. */
  reference<R, K>(
    key: readonly (Codec<unknown> & KeyOrder<never>)[],
    targets: ReferenceTargets<R>,
  ): KeyCodec<R, K> {
    return createReferenceCodec(key, targets);
  },

  list<T>(element: Codec<T>): Codec<ListView<T>> {
    return reference((memory, at) => readList(memory, at, element));
  },

  set<T, K>(element: KeyCodec<T, K>): Codec<SetView<T, K>> {
    return reference((memory, at) => {
      const count = memory.uint32(at + referenceLayout.count);
      return new SetView(memory, count === 0 ? 0 : memory.target(at), count, element);
    });
  },

  map<K, L, V>(key: KeyCodec<K, L>, value: Codec<V>): Codec<MapView<K, V, L>> {
    return codec(mapLayout.size, mapLayout.alignment, mapLayout.keys, (memory, at) => {
      const size = memory.uint32(at + mapLayout.count);
      const start = (offset: number) => (size === 0 ? 0 : memory.target(at + offset));
      const places = { size, keys: start(mapLayout.keys), values: start(mapLayout.values) };
      return new MapView(memory, places, key, value);
    });
  },

  array<T>(element: Codec<T>, length: number): Codec<ListView<T>> {
    const { bytes, alignment } = element;
    const read = (memory: Memory, at: number) => new ListView(memory, at, length, element);
    return codec(bytes * length, alignment, undefined, read);
  },

  optional<T>(value: Codec<T>): Codec<T | undefined> {
    const read = (memory: Memory, at: number) =>
      isPresent(memory, at, value) ? value.read(memory, at) : undefined;
    const show = (memory: Memory, at: number) =>
      isPresent(memory, at, value) ? value.show(memory, at) : undefined;
    if (value.absence !== undefined) return { ...layoutOf(value), read, show };
    const bytes = roundUp(value.bytes + 1, value.alignment);
    return { bytes, alignment: value.alignment, absence: undefined, read, show };
  },
} as const;

/** Returns the list that the `list_ref` at `at` refers to. */
export function readList<T>(memory: Memory, at: number, element: Codec<T>): ListView<T> {
  const count = memory.uint32(at + referenceLayout.count);
  return new ListView(memory, count === 0 ? 0 : memory.target(at), count, element);
}

function layoutOf({ bytes, alignment, absence }: Codec<unknown>) {
  return { bytes, alignment, absence };
}

function isPresent(memory: Memory, at: number, value: Codec<unknown>): boolean {
  if (value.absence === undefined) return memory.uint8(at + value.bytes) !== 0;
  return memory.isPresent(at + value.absence);
}

function reference<T>(read: Read<T>): Codec<T> {
  return codec(referenceLayout.size, referenceLayout.alignment, referenceLayout.offset, read);
}
