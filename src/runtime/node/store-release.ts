import { ToolError } from "../../base/tool-error.js";
import type { ImageReader } from "../open-image.js";
import { bindTables } from "../table-set.js";
import type { OpenedFile } from "./open-library-file.js";

/** The generated class of all tables. */
export type TablesClass<Tables> = new (library: ImageReader) => Tables;

/** A release in a store: in use, or replaced and held by snapshots until the last of them is closed. */
export class StoreRelease<Tables> {
  readonly tables: Tables;
  readonly image: ImageReader;
  /** Of its file. */
  readonly identity: string;
  /** Milliseconds since 1970, as all times here. */
  readonly since = Date.now();
  readonly #mapped: OpenedFile["mapped"];
  #isRescued = false;
  #snapshots = 0;
  #replacedAt: number | undefined;
  #onGone: (() => void) | undefined;

  /** Throws SchemaMismatchError, and closes the file, when its tables are not those of the class. */
  constructor({ image, identity, mapped }: OpenedFile, tables: TablesClass<Tables>) {
    this.tables = bindTables(image, tables);
    this.image = image;
    this.identity = identity;
    this.#mapped = mapped;
  }

  get version(): string {
    return this.image.version;
  }

  /** Where its bytes are by now: what was mapped may have become a copy. */
  get memory(): "mapped" | "private" {
    return this.#isRescued ? "private" : this.image.source;
  }

  /**
   * Goes on with a copy when somebody waits to write to the file, and returns what has happened to it. Costs one system
   * call when nobody does.
   */
  rescue(): ToolError | undefined {
    const isCopied = this.image.closed ? undefined : this.#mapped?.rescue();
    if (isCopied === undefined) return undefined;
    this.#isRescued = isCopied;
    const outcome = isCopied
      ? "this process goes on with a copy of its own"
      : "there was no memory for a copy of it";
    return new ToolError(`The file of release ${this.version} was opened for writing; ${outcome}.`, {
      help: "Publish instead of copying over a file that is in use.",
    });
  }

  /** To be called when nobody calls `rescue` any more, so that no writer waits for it. */
  unguard(): void {
    if (this.image.closed || this.#mapped === undefined) return;
    this.#isRescued = this.#mapped.rescue() ?? this.#isRescued; // of one who waits already
    this.#mapped.guard(-1);
  }

  /** How many snapshots hold it. */
  get snapshots(): number {
    return this.#snapshots;
  }

  /** Absent while it is in use. */
  get replacedAt(): number | undefined {
    return this.#replacedAt;
  }

  pin(): void {
    this.#snapshots++;
  }

  unpin(): void {
    this.#snapshots--;
    this.#closeIfUnused();
  }

  /** Takes it out of use: it is closed when no snapshot holds it any more, and `onGone` is called then. */
  replace(onGone: () => void): void {
    this.#replacedAt = Date.now();
    this.#onGone = onGone;
    this.#closeIfUnused();
  }

  #closeIfUnused(): void {
    if (this.#replacedAt === undefined || this.#snapshots > 0) return;
    this.image.close();
    this.#onGone?.();
  }
}
