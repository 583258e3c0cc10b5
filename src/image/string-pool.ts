import { at } from "../base/assert.js";
import { writeUtf8 } from "../base/utf8.js";
import { GrowableBytes } from "./growable-bytes.js";

/** Where a text lies in its pool. */
interface PooledText {
  readonly position: number;
  /** In bytes, without the NUL. */
  readonly size: number;
}

/** Texts as UTF-8 with a NUL behind each, every text once, in the order in which they first come. */
export class StringPool {
  readonly #bytes = new GrowableBytes();
  readonly #texts = new Map<string, number>();
  /** By number of the text, where it starts; then where the next one would. */
  readonly #starts: number[] = [0];

  get bytes(): Uint8Array {
    return this.#bytes.used;
  }

  add(text: string): PooledText {
    const number = this.#texts.get(text) ?? this.#append(text);
    const position = at(this.#starts, number);
    return { position, size: at(this.#starts, number + 1) - position - 1 };
  }

  #append(text: string): number {
    const number = this.#texts.size;
    this.#texts.set(text, number);
    this.#bytes.reserve(3 * text.length + 1);
    const size = writeUtf8(text, this.#bytes.bytes, this.#bytes.length);
    this.#bytes.add(size + 1);
    this.#starts.push(this.#bytes.length);
    return number;
  }
}
