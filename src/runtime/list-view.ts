import type { Codec } from "./codecs.js";
import { addIndexedAccess, toPosition } from "./indexed-access.js";
import type { Memory } from "./memory.js";
import { type Plain, plainOf, toPlain } from "./plain.js";

/**
 * A list or fixed array of a row, read from the image when it is asked for. It holds no elements and may
 * be large; `toArray` copies it to where it outlives the library.
 */
export class ListView<T> implements Iterable<T>, Plain {
  readonly length: number;
  /** As `at`, which is faster. */
  readonly [index: number]: T | undefined;
  // Plain properties: making private fields costs more than the rest of a list.
  private readonly $memory: Memory;
  private readonly $start: number;
  private readonly $element: Codec<T>;

  /** For the runtime. */
  constructor(memory: Memory, start: number, length: number, element: Codec<T>) {
    memory.requireInside(start, length * element.bytes);
    this.length = length;
    this.$memory = memory;
    this.$start = start;
    this.$element = element;
  }

  /** As `Array.at`: a negative index counts from the end, and outside there is `undefined`. */
  at(index: number): T | undefined {
    const position = toPosition(index, this.length);
    if (position < 0) return undefined;
    return this.$element.read(this.$memory, this.$start + position * this.$element.bytes);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let index = 0; index < this.length; index++) {
      yield this.$element.read(this.$memory, this.$start + index * this.$element.bytes);
    }
  }

  /** True when an element is `value`, as `===` compares them. */
  includes(value: T): boolean {
    for (const element of this) {
      if (element === value) return true;
    }
    return false;
  }

  map<U>(transform: (element: T, index: number) => U): U[] {
    return this.toArray().map((element, index) => transform(element, index));
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
    return this.$shown();
  }

  private $shown(): unknown[] {
    const { bytes } = this.$element;
    return Array.from({ length: this.length }, (_, index) =>
      this.$element.show(this.$memory, this.$start + index * bytes),
    );
  }
}

addIndexedAccess(ListView.prototype);
