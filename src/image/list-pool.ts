import { GrowableBytes } from "./growable-bytes.js";

/** Lists of one element type, every list once, in the order in which they first come. */
export class ListPool {
  readonly #bytes = new GrowableBytes();
  readonly #positions = new Map<string, number>();

  get content(): GrowableBytes {
    return this.#bytes;
  }

  /**
   * Adds a list of `size` bytes that `write` fills, and returns where it lies. Equal bytes are equal lists:
   * references in them are still positions in their pools, the same for the same target.
   */
  add(size: number, write: (view: DataView, at: number) => void): number {
    const start = this.#bytes.add(size);
    write(this.#bytes.view, start);
    const content = binaryText(this.#bytes.bytes.subarray(start, start + size));
    const position = this.#positions.get(content);
    if (position === undefined) {
      this.#positions.set(content, start);
      return start;
    }
    this.#bytes.truncate(start);
    return position;
  }
}

/** Returns a text with one code unit for each byte. */
function binaryText(bytes: Uint8Array): string {
  const chunk = 4096;
  let text = "";
  for (let start = 0; start < bytes.length; start += chunk) {
    text += String.fromCharCode(...bytes.subarray(start, start + chunk));
  }
  return text;
}
