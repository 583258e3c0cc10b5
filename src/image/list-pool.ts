import { GrowableBytes } from "./growable-bytes.js";

/** Runs of elements of one type, each run once, in the order in which they are first complete. */
export class ListPool {
  readonly #bytes = new GrowableBytes();
  readonly #positions = new Map<string, number>();

  get content(): GrowableBytes {
    return this.#bytes;
  }

  /**
   * Adds a run and returns where it lies. Equal bytes are equal runs: references in them are still positions in
   * their pools, the same for the same target.
   */
  add(run: Uint8Array): number {
    const content = binaryText(run);
    const known = this.#positions.get(content);
    if (known !== undefined) return known;
    const start = this.#bytes.add(run.length);
    this.#bytes.bytes.set(run, start);
    this.#positions.set(content, start);
    return start;
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
