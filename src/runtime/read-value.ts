import { hasAbsentReference, storageOf } from "../model/image-format.js";
import type { ValueType } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { ImageError } from "./errors.js";
import type { Memory } from "./memory.js";

/** List elements and bytes of text in one value; far above any real one, it bounds what damaged references can ask for. */
const maxValueUnits = 1 << 26;

/**
 * Returns the value of `type` at `at` as plain data, in the form that `model/value.ts` gives.
 * Throws ImageError when what it refers to does not lie in the image.
 */
export function readValue(memory: Memory, at: number, type: ValueType): Value {
  return new ValueReader(memory).read(at, type);
}

class ValueReader {
  readonly #memory: Memory;
  #unitsLeft = maxValueUnits;

  constructor(memory: Memory) {
    this.#memory = memory;
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
        this.#spend(memory.uint32(at + 4));
        return memory.string(at);
      case "datetime":
      case "duration":
        return memory.safeInteger(at);
      case "enum":
        return type.underlying.bits === 64 ? memory.safeInteger(at) : this.read(at, type.underlying);
      case "list":
        return this.#readElements(this.#listStart(at, type.element), memory.uint32(at + 4), type.element);
      case "array":
        return this.#readElements(at, type.length, type.element);
      case "optional":
        return this.#isPresent(at, type.value) ? this.read(at, type.value) : undefined;
    }
  }

  #listStart(at: number, element: ValueType): number {
    const memory = this.#memory;
    const count = memory.uint32(at + 4);
    if (count === 0) return at;
    const start = memory.target(at);
    memory.requireInside(start, count * storageOf(element).bytes);
    return start;
  }

  #readElements(start: number, count: number, element: ValueType): Value {
    this.#spend(count);
    const { bytes } = storageOf(element);
    const values: Value[] = [];
    for (let index = 0; index < count; index++) values.push(this.read(start + index * bytes, element));
    return values;
  }

  #isPresent(at: number, type: ValueType): boolean {
    const memory = this.#memory;
    if (!hasAbsentReference(type)) return memory.uint8(at + storageOf(type).bytes) !== 0;
    return memory.int32(at) !== 0; // a reference that is there never refers to itself
  }

  #spend(units: number): void {
    this.#unitsLeft -= units;
    if (this.#unitsLeft < 0)
      throw new ImageError("The image is damaged: one of its values is too large to be real.");
  }
}
