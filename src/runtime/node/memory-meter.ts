import { type MappedMemory, measureMapping } from "./measure-memory.js";
import type { StoreRelease } from "./store-release.js";

const measureDelayMs = 100;

/** Knows how much memory the release in use takes: an estimate first, and what was measured soon after. */
export class MemoryMeter {
  readonly #onMeasured: () => void;
  #release: StoreRelease<unknown> | undefined;
  #measured: MappedMemory | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(onMeasured: () => void) {
    this.#onMeasured = onMeasured;
  }

  /** Turns to another release. It is measured in a while, so that many switches in a row cost one measurement. */
  turnTo(release: StoreRelease<unknown>): void {
    this.#release = release;
    this.#measured = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#measure(release), measureDelayMs).unref();
  }

  read({ memory, image }: StoreRelease<unknown>): MappedMemory {
    const sizeKb = Math.ceil(image.info.imageBytes / 1024);
    if (memory === "private") return { sharedKb: 0, privateKb: sizeKb };
    // A check in full has brought all pages in.
    return this.#measured ?? { sharedKb: sizeKb, privateKb: 0 };
  }

  close(): void {
    this.#release = undefined;
    clearTimeout(this.#timer);
  }

  async #measure(release: StoreRelease<unknown>): Promise<void> {
    const { path } = release.image;
    if (release.memory !== "mapped" || path === undefined) return;
    const measured = await measureMapping(path);
    if (release !== this.#release) return;
    this.#measured = measured;
    this.#onMeasured();
  }
}
