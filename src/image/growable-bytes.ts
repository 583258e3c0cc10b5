/** Bytes that grow at the end. What has not been written is zero. */
export class GrowableBytes {
  #length = 0;
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);

  get length(): number {
    return this.#length;
  }

  /** The memory behind: at least `length` bytes. Adding may replace it. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get view(): DataView {
    return this.#view;
  }

  /** The bytes that are in use. */
  get used(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Makes room for `size` more bytes without using them yet. */
  reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.used);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** Takes `size` bytes at the end into use and returns where they start. */
  add(size: number): number {
    this.reserve(size);
    const start = this.#length;
    this.#length += size;
    return start;
  }

  /** Gives the bytes from `length` on back, zeroed. */
  truncate(length: number): void {
    this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }
}
