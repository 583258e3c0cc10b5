import type { KeyCodec } from "./codecs.js";
import type { Memory } from "./memory.js";
import { type Plain, plainOf, toPlain } from "./plain.js";

/**
 * A set of a row, read from the image when it is asked for, in ascending order. `K` is what an element is looked up by:
 * the element itself, or the key of a row.
 */
export class SetView<T, K = T> implements Iterable<T>, Plain {
  readonly size: number;
  // Plain properties: making private fields costs more than the rest of a set.
  private readonly $memory: Memory;
  private readonly $start: number;
  private readonly $element: KeyCodec<T, K>;

  /** For the runtime. */
  constructor(memory: Memory, start: number, size: number, element: KeyCodec<T, K>) {
    memory.requireInside(start, size * element.bytes);
    this.size = size;
    this.$memory = memory;
    this.$start = start;
    this.$element = element;
  }

  has(key: K): boolean {
    const { $memory, $element } = this;
    return $element.find($memory, this.$start, this.size, $element.bytes, key) >= 0;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    const { bytes } = this.$element;
    for (let index = 0; index < this.size; index++) {
      yield this.$element.read(this.$memory, this.$start + index * bytes);
    }
  }

  values(): IterableIterator<T> {
    return this[Symbol.iterator]();
  }

  toArray(): T[] {
    return [...this];
  }

  /** The elements as an array; a row of another table as its key. */
  toJSON(): unknown {
    return this[plainOf](0);
  }

  [plainOf](depth: number): unknown {
    return this.$shown().map((element) => toPlain(element, depth));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return new Set(this.$shown());
  }

  private $shown(): unknown[] {
    const { bytes } = this.$element;
    return Array.from({ length: this.size }, (_, index) =>
      this.$element.show(this.$memory, this.$start + index * bytes),
    );
  }
}
