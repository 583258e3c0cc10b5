import { u8At, u32At } from "../base/typed-array.js";
import { writeUtf8 } from "../base/utf8.js";
import { GrowableBytes } from "./growable-bytes.js";

/** Where a text lies in its pool. */
interface PooledText {
  readonly position: number;
  /** In bytes, without the NUL. */
  readonly size: number;
}

/**
 * Texts as UTF-8 with a NUL behind each, every text once, in the order in which they first come.
 *
 * They are found by a hash table over these bytes: a `Map` of a million texts takes three times as long and ten times the
 * memory.
 */
export class StringPool {
  readonly #bytes = new GrowableBytes();
  /** By number of the text, where it starts; then where the next one would. */
  #starts = new Uint32Array(128);
  #hashes = new Uint32Array(128);
  #count = 0;
  /** Numbers of texts, plus one; 0 is free. Its size is a power of two, and at most half of it is taken. */
  #slots = new Uint32Array(128);

  get bytes(): Uint8Array {
    return this.#bytes.used;
  }

  add(text: string): PooledText {
    // It is written behind the others, and stays there if none is the same.
    const position = this.#bytes.length;
    this.#bytes.reserve(3 * text.length + 1);
    const { bytes } = this.#bytes;
    const size = writeUtf8(text, bytes, position);
    const hash = hashBytes(bytes, position, size);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = u32At(this.#slots, slot) - 1;
      if (number < 0) {
        this.#append(size, hash, slot);
        return { position, size };
      }
      if (u32At(this.#hashes, number) !== hash) continue;
      const start = u32At(this.#starts, number);
      if (u32At(this.#starts, number + 1) - start - 1 !== size) continue;
      if (isSame(bytes, start, position, size)) {
        bytes.fill(0, position, position + size);
        return { position: start, size };
      }
    }
  }

  #append(size: number, hash: number, slot: number): void {
    this.#bytes.add(size + 1);
    this.#slots[slot] = this.#count + 1;
    this.#hashes[this.#count] = hash;
    this.#count++;
    this.#starts[this.#count] = this.#bytes.length;
    if (2 * this.#count >= this.#slots.length) this.#grow();
  }

  #grow(): void {
    const size = 2 * this.#slots.length;
    this.#starts = enlarge(this.#starts, size);
    this.#hashes = enlarge(this.#hashes, size);
    this.#slots = new Uint32Array(size);
    for (let number = 0; number < this.#count; number++) {
      let slot = u32At(this.#hashes, number) & (size - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = number + 1;
    }
  }
}

function enlarge(words: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(size);
  larger.set(words);
  return larger;
}

/** FNV-1a, then its bits mixed so that the low ones depend on all. */
function hashBytes(bytes: Uint8Array, start: number, size: number): number {
  let hash = size ^ 0x811c9dc5;
  const end = start + size;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ u8At(bytes, at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function isSame(bytes: Uint8Array, left: number, right: number, size: number): boolean {
  for (let index = 0; index < size; index++) {
    if (bytes[left + index] !== bytes[right + index]) return false;
  }
  return true;
}
