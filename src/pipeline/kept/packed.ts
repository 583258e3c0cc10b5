import { deserialize, serialize } from "node:v8";

/** Plain data that is kept as bytes until somebody asks for it: most of what a build keeps, the next one hands on. */
export class Packed<Value> {
  #value: Value | undefined;
  #bytes: Uint8Array | undefined;

  private constructor(value: Value | undefined, bytes: Uint8Array | undefined) {
    this.#value = value;
    this.#bytes = bytes;
  }

  static of<Value>(value: Value): Packed<Value> {
    return new Packed(value, undefined);
  }

  /** `bytes` are those of such a value. */
  static from<Value>(bytes: Uint8Array): Packed<Value> {
    return new Packed<Value>(undefined, bytes);
  }

  get value(): Value {
    this.#value ??= deserialize(this.bytes) as Value;
    return this.#value;
  }

  get bytes(): Uint8Array {
    this.#bytes ??= serialize(this.#value);
    return this.#bytes;
  }
}
