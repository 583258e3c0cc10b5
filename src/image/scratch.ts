/** A run of elements that is being written; it is in use until it is given back. */
export interface ScratchRun {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/**
 * Room for runs that are written before they are added to their pool, because a run of the same pool may have to be
 * written meanwhile: what an element leads to. Used like a stack.
 */
export class Scratch {
  #buffer = new ArrayBuffer(4096);
  #used = 0;

  /** Calls `use` with `size` zeroed bytes and returns what it returns. */
  with<Result>(size: number, use: (run: ScratchRun) => Result): Result {
    const start = this.#used;
    // A run in use stays where it is: it holds the buffer that it was taken from.
    if (start + size > this.#buffer.byteLength) this.#buffer = new ArrayBuffer(2 * (start + size));
    this.#used = Math.ceil((start + size) / 8) * 8;
    const bytes = new Uint8Array(this.#buffer, start, size).fill(0);
    try {
      return use({ bytes, view: new DataView(bytes.buffer, start, size) });
    } finally {
      this.#used = start;
    }
  }
}
