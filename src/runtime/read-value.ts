import {
  absenceOffset,
  layoutReference,
  mapLayout,
  maxValueDepth,
  referenceLayout,
  storageOf,
  variantLayout,
} from "../model/image-format.js";
import { keyTypeOf, type MapType, type ReferenceType, type ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { ImageError } from "./errors.js";
import type { ImageInfo } from "./image-info.js";
import type { Memory } from "./memory.js";

/** What a type may name by its position. */
export type NamedTypes = Pick<ImageInfo, "structs" | "variants">;

/**
 * Elements, bytes of text and values of variants in one value; far above any real one, it bounds what damaged references
 * can ask for.
 */
const maxValueUnits = 1 << 26;

/** Types nest beside the values that lead to each other; together no deeper than the stack of any program bears. */
const maxNesting = 4 * maxValueDepth;

/**
 * Returns the value of `type` at `at` as plain data, in the form that `model/value.ts` gives.
 * Throws ImageError when what it refers to does not lie in the image.
 */
export function readValue(memory: Memory, at: number, type: ValueType, named: NamedTypes): Value {
  return new ValueReader(memory, named).read(at, type);
}

class ValueReader {
  readonly #memory: Memory;
  readonly #named: NamedTypes;
  #unitsLeft = maxValueUnits;
  #nesting = 0;

  constructor(memory: Memory, named: NamedTypes) {
    this.#memory = memory;
    this.#named = named;
  }

  read(at: number, type: ValueType): Value {
    const memory = this.#memory;
    switch (type.kind) {
      case "bool":
        return memory.uint8(at) !== 0;
      case "integer":
        if (type.bits === 64) return type.signed ? memory.int64(at) : memory.uint64(at);
        if (type.bits === 32) return type.signed ? memory.int32(at) : memory.uint32(at);
        if (type.bits === 16) return type.signed ? memory.int16(at) : memory.uint16(at);
        return type.signed ? memory.int8(at) : memory.uint8(at);
      case "float":
        return type.bits === 64 ? memory.float64(at) : memory.float32(at);
      case "string":
        this.#spend(memory.uint32(at + referenceLayout.count));
        return memory.string(at);
      case "datetime":
      case "duration":
        return memory.safeInteger(at);
      case "version":
        return memory.uint64(at);
      case "enum":
        return type.underlying.bits === 64 ? memory.safeInteger(at) : this.read(at, type.underlying);
      default:
        return this.#readNested(at, type);
    }
  }

  #readNested(at: number, type: NestedType): Value {
    if (this.#nesting === maxNesting) {
      throw new ImageError("The image is damaged: one of its values nests too deep to be real.");
    }
    this.#nesting += 1;
    const value = this.#readParts(at, type);
    this.#nesting -= 1;
    return value;
  }

  #readParts(at: number, type: NestedType): Value {
    const memory = this.#memory;
    switch (type.kind) {
      case "struct":
        return this.#readStruct(at, type.index);
      case "variant":
        return this.#readVariant(at, type.index);
      case "reference":
        return this.#readKey(at, type);
      case "list":
      case "set": {
        const count = memory.uint32(at + referenceLayout.count);
        return this.#readElements(this.#start(at, count, type.element), count, type.element);
      }
      case "map":
        return this.#readMap(at, type);
      case "array":
        return this.#readElements(at, type.length, type.element);
      case "optional":
        return this.#isPresent(at, type.value) ? this.read(at, type.value) : undefined;
    }
  }

  #readStruct(at: number, index: number): readonly Value[] {
    const { fields = [] } = this.#named.structs[index] ?? {};
    return fields.map(({ offset, type }) => this.read(at + offset, type));
  }

  #readVariant(at: number, index: number): Value {
    const memory = this.#memory;
    const kind = memory.uint32(at + variantLayout.kind);
    const { struct } = this.#named.variants[index]?.kinds[kind] ?? {};
    if (struct === undefined)
      throw new ImageError("The image is damaged: a value is of no kind of its variant.");
    this.#spend(1);
    const start = memory.target(at + variantLayout.offset);
    memory.requireInside(start, this.#named.structs[struct]?.bytes ?? 0);
    return { kind, fields: this.#readStruct(start, struct) };
  }

  /** The key is in the reference itself; the row is not looked at. */
  #readKey(at: number, type: ReferenceType): Value {
    const only = keyTypeOf(type);
    if (only !== undefined) return this.read(at, only);
    const { columnOffsets } = layoutReference(type);
    return type.key.map((part, index) => this.read(at + (columnOffsets[index] ?? 0), part));
  }

  #readMap(at: number, { key, value }: MapType): Value {
    const count = this.#memory.uint32(at + mapLayout.count);
    const keys = this.#readElements(this.#start(at + mapLayout.keys, count, key), count, key);
    const values = this.#readElements(this.#start(at + mapLayout.values, count, value), count, value);
    return keys.map((one, index) => [one, values[index]]);
  }

  /** Where the elements begin that the offset at `at` leads to; an empty list leads nowhere. */
  #start(at: number, count: number, element: ValueType): number {
    if (count === 0) return at;
    const start = this.#memory.target(at);
    this.#memory.requireInside(start, count * storageOf(element).bytes);
    return start;
  }

  #readElements(start: number, count: number, element: ValueType): readonly Value[] {
    this.#spend(count);
    const { bytes } = storageOf(element);
    const values: Value[] = [];
    for (let index = 0; index < count; index++) values.push(this.read(start + index * bytes, element));
    return values;
  }

  #isPresent(at: number, type: ValueType): boolean {
    const absence = absenceOffset(type);
    if (absence === undefined) return this.#memory.uint8(at + storageOf(type).bytes) !== 0;
    return this.#memory.int32(at + absence) !== 0; // what is there never refers to itself
  }

  #spend(units: number): void {
    this.#unitsLeft -= units;
    if (this.#unitsLeft < 0)
      throw new ImageError("The image is damaged: one of its values is too large to be real.");
  }
}

type NestedType = Extract<
  ValueType,
  { kind: "struct" | "variant" | "reference" | "list" | "set" | "map" | "array" | "optional" }
>;
