import type { Codec, KeyCodec } from "./codecs.js";
import type { Memory } from "./memory.js";
import { type Plain, plainOf, toPlain } from "./plain.js";

/**
 * A map of a row, read from the image when it is asked for, in ascending order of keys. `L` is what a value is looked up
 * by: the key itself, or the key of a row.
 */
export class MapView<K, V, L = K> implements Iterable<[K, V]>, Plain {
  readonly size: number;
  // Plain properties: making private fields costs more than the rest of a map.
  private readonly $memory: Memory;
  private readonly $keys: number;
  private readonly $values: number;
  private readonly $key: KeyCodec<K, L>;
  private readonly $value: Codec<V>;

  /** For the runtime. */
  constructor(memory: Memory, places: MapPlaces, key: KeyCodec<K, L>, value: Codec<V>) {
    const { size, keys, values } = places;
    memory.requireInside(keys, size * key.bytes);
    memory.requireInside(values, size * value.bytes);
    this.size = size;
    this.$memory = memory;
    this.$keys = keys;
    this.$values = values;
    this.$key = key;
    this.$value = value;
  }

  get(key: L): V | undefined {
    const position = this.$find(key);
    return position < 0 ? undefined : this.$valueAt(position);
  }

  has(key: L): boolean {
    return this.$find(key) >= 0;
  }

  *keys(): IterableIterator<K> {
    for (let index = 0; index < this.size; index++) yield this.$keyAt(index);
  }

  *values(): IterableIterator<V> {
    for (let index = 0; index < this.size; index++) yield this.$valueAt(index);
  }

  *entries(): IterableIterator<[K, V]> {
    for (let index = 0; index < this.size; index++) yield [this.$keyAt(index), this.$valueAt(index)];
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }

  /** The entries as an array of pairs; a row of another table as its key. */
  toJSON(): unknown {
    return this[plainOf](0);
  }

  [plainOf](depth: number): unknown {
    return this.$shown().map((entry) => entry.map((part) => toPlain(part, depth)));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    return new Map(this.$shown());
  }

  private $find(key: L): number {
    const { $key } = this;
    return $key.find(this.$memory, this.$keys, this.size, $key.bytes, key);
  }

  private $keyAt(index: number): K {
    return this.$key.read(this.$memory, this.$keys + index * this.$key.bytes);
  }

  private $valueAt(index: number): V {
    return this.$value.read(this.$memory, this.$values + index * this.$value.bytes);
  }

  private $shown(): [unknown, unknown][] {
    const { $memory, $key, $value } = this;
    return Array.from({ length: this.size }, (_, index): [unknown, unknown] => [
      $key.show($memory, this.$keys + index * $key.bytes),
      $value.show($memory, this.$values + index * $value.bytes),
    ]);
  }
}

/** Where keys and values begin, and how many there are. */
export interface MapPlaces {
  readonly size: number;
  readonly keys: number;
  readonly values: number;
}
