import { roundUp } from "../model/image-format.js";
import { ListView } from "./list-view.js";
import type { Memory } from "./memory.js";

/** How an element of a list is read. */
export interface Codec<T> {
  readonly bytes: number;
  readonly alignment: number;
  /** False for types whose own bytes tell that a value is absent, so that no byte beside it does. */
  readonly hasFlag: boolean;
  read(memory: Memory, at: number): T;
}

function scalar<T>(bytes: number, read: (memory: Memory, at: number) => T): Codec<T> {
  return { bytes, alignment: bytes, hasFlag: true, read };
}

/** The element types of lists and fixed arrays, for generated code. */
export const codecs = {
  bool: scalar(1, (memory, at) => memory.uint8(at) !== 0),
  int8: scalar(1, (memory, at) => memory.int8(at)),
  int16: scalar(2, (memory, at) => memory.int16(at)),
  int32: scalar(4, (memory, at) => memory.int32(at)),
  int64: scalar(8, (memory, at) => memory.int64(at)),
  uint8: scalar(1, (memory, at) => memory.uint8(at)),
  uint16: scalar(2, (memory, at) => memory.uint16(at)),
  uint32: scalar(4, (memory, at) => memory.uint32(at)),
  uint64: scalar(8, (memory, at) => memory.uint64(at)),
  float32: scalar(4, (memory, at) => memory.float32(at)),
  float64: scalar(8, (memory, at) => memory.float64(at)),
  /** 64-bit integers that count as numbers: durations in milliseconds, enums over 64 bits. */
  safeInteger: scalar(8, (memory, at) => memory.safeInteger(at)),
  datetime: scalar(8, (memory, at) => new Date(memory.safeInteger(at) * 1000)),
  string: reference((memory, at) => memory.string(at)),

  /** The codec of an enum's underlying integer, for the enum's type. */
  enum<T extends number>(underlying: Codec<number>): Codec<T> {
    // The image's author checked the values; a newer release may have one that this program does not know.
    return underlying as Codec<T>;
  },

  list<T>(element: Codec<T>): Codec<ListView<T>> {
    return reference((memory, at) => readList(memory, at, element));
  },

  array<T>(element: Codec<T>, length: number): Codec<ListView<T>> {
    const { bytes, alignment } = element;
    const read = (memory: Memory, at: number) => new ListView(memory, at, length, element);
    return { bytes: bytes * length, alignment, hasFlag: true, read };
  },

  optional<T>(value: Codec<T>): Codec<T | undefined> {
    const read = (memory: Memory, at: number) =>
      isPresent(memory, at, value) ? value.read(memory, at) : undefined;
    if (!value.hasFlag) return { ...value, read };
    const bytes = roundUp(value.bytes + 1, value.alignment);
    return { bytes, alignment: value.alignment, hasFlag: true, read };
  },
} as const;

/** Returns the list that the `list_ref` at `at` refers to. */
export function readList<T>(memory: Memory, at: number, element: Codec<T>): ListView<T> {
  const count = memory.uint32(at + 4);
  return new ListView(memory, count === 0 ? 0 : memory.target(at), count, element);
}

function isPresent(memory: Memory, at: number, value: Codec<unknown>): boolean {
  if (value.hasFlag) return memory.uint8(at + value.bytes) !== 0;
  return isReferencePresent(memory, at);
}

/** An absent string or list has offset 0 and nothing in it; an empty one leads somewhere, or has offset 1. */
export function isReferencePresent(memory: Memory, at: number): boolean {
  return memory.int32(at) !== 0;
}

function reference<T>(read: (memory: Memory, at: number) => T): Codec<T> {
  return { bytes: 8, alignment: 4, hasFlag: false, read };
}
