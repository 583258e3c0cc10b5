import { ClosedError } from "../errors.js";
import type { StoreRelease } from "./store-release.js";

/** One release of a store, held until it is closed, whatever the store switches to meanwhile. */
export class TableSnapshot<Tables> implements Disposable {
  readonly version: string;
  #release: StoreRelease<Tables> | undefined;

  /** For `TableStore`. */
  constructor(release: StoreRelease<Tables>) {
    release.pin();
    this.#release = release;
    this.version = release.version;
  }

  /** The tables of the release. Throws ClosedError when the snapshot has been closed. */
  get tables(): Tables {
    if (this.#release === undefined) throw new ClosedError("The snapshot has been closed.");
    return this.#release.tables;
  }

  /** Lets go of the release. May be called again. */
  close(): void {
    const release = this.#release;
    this.#release = undefined;
    release?.unpin();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
