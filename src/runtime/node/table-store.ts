import { EventEmitter } from "node:events";
import { join, resolve } from "node:path";
import { createHost } from "../../base/host.js";
import { ToolError } from "../../base/tool-error.js";
import type { HeldRelease } from "../../model/process-record.js";
import {
  isChannelName,
  parseReleaseFile,
  releaseDirectory,
  stableChannel,
} from "../../model/release-directory.js";
import { ClosedError, ImageError } from "../errors.js";
import { askApplication } from "./ask-application.js";
import { compareReleases, noChanges } from "./compare-releases.js";
import { FolderWatch } from "./folder-watch.js";
import { isSameLook, lookAtPointer, type PointerLook, resolvePointer } from "./look-at-pointer.js";
import { MemoryMeter } from "./memory-meter.js";
import { openLibraryFile, openLibraryFileInBackground } from "./open-library-file.js";
import type { LibraryDemands } from "./plan-opening.js";
import { ProcessListing } from "./process-listing.js";
import { RefusedError } from "./refused-error.js";
import { SharedRuns } from "./shared-runs.js";
import { readPublicKey } from "./signature.js";
import type { NextRelease, ReloadOutcome, StoreEvents, StoreOptions, StoreSwitch } from "./store-options.js";
import { StoreRelease, type TablesClass } from "./store-release.js";
import { TableSnapshot } from "./table-snapshot.js";
import { ignorable, untilAborted } from "./waiting.js";

/**
 * The current release of a release directory, and each that takes its place.
 *
 * A release is used when it has passed every check, and from one turn of the event loop to the next; any failure
 * leaves the one before in use. What is replaced is closed as soon as no snapshot holds it: rows of it then throw
 * ClosedError, so keep keys, or take a snapshot where one release has to last across an `await`.
 *
 * An error that a listener throws becomes an uncaught exception, as those of any event do; the store is sound by then.
 */
export class TableStore<Tables> extends EventEmitter<StoreEvents<Tables>> implements Disposable {
  /** The release directory. */
  readonly folder: string;
  readonly channel: string;
  readonly #pointer: string;
  readonly #tablesClass: TablesClass<Tables>;
  readonly #options: StoreOptions<Tables>;
  readonly #demands: LibraryDemands;
  readonly #runs = new SharedRuns<ReloadOutcome>((isForced) => this.#run(isForced));
  readonly #held = new Set<StoreRelease<Tables>>();
  readonly #meter = new MemoryMeter(() => this.#record());
  readonly #listing: ProcessListing;
  readonly #watch: FolderWatch | undefined;
  #current: StoreRelease<Tables>;
  #lastLook: PointerLook;
  #switches = 0;
  #failure: { readonly error: Error; readonly at: number } | undefined;
  /** True when the failure is not the file's: no right to read it, no descriptor left. */
  #mayPass = false;
  #closed = false;

  /** For `openTableStore`. */
  constructor(
    path: string,
    name: string,
    tablesClass: TablesClass<Tables>,
    options: StoreOptions<Tables> = {},
  ) {
    super();
    const { channel = stableChannel, memory = "auto", processName, signal } = options;
    const { watch = true, pollIntervalMs = 1000 } = options;
    signal?.throwIfAborted();
    if (!(pollIntervalMs >= 0)) {
      throw new ToolError(
        `pollIntervalMs is ${pollIntervalMs}; it takes milliseconds from 0, which is never.`,
      );
    }
    if (watch === "poll" && pollIntervalMs === 0) {
      throw new ToolError("A store that only polls needs a pollIntervalMs above 0.");
    }
    if (!isChannelName(channel)) throw new ToolError(`${JSON.stringify(channel)} is no name of a channel.`);
    this.folder = resolve(path);
    this.channel = channel;
    this.#pointer = join(this.folder, releaseDirectory.pointerFile(name, channel));
    this.#tablesClass = tablesClass;
    this.#options = options;
    const publicKey = options.publicKey === undefined ? undefined : readPublicKey(options.publicKey);
    // Only the timer rescues for certain: the system gives no notice of a writer that waits.
    const isGuarded = watch !== false && pollIntervalMs > 0 && pollIntervalMs <= longestGuardedIntervalMs;
    this.#demands = { memory, publicKey, verify: "full", isRelease: true, isGuarded };
    this.#lastLook = lookAtPointer(this.#pointer);
    this.#current = this.#openFirst(options.verify ?? "full");
    this.#listing = new ProcessListing(createHost(), { folder: this.folder, name, channel, processName });
    this.#listing.renew();
    this.#meter.turnTo(this.#current);
    this.#record();
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (watch === false) return;
    this.#watch = new FolderWatch({
      folder: this.folder,
      isRelevant: (file) =>
        join(this.folder, file) === this.#pointer || parseReleaseFile(name, file) !== undefined,
      onNews: () => this.#follow(),
      hasNotices: watch !== "poll",
      pollIntervalMs,
    });
    this.#follow(); // what was switched before the watch began
  }

  /** The tables of the release in use now. Throws ClosedError when the store has been closed. */
  get tables(): Tables {
    this.#requireOpen();
    return this.#current.tables;
  }

  /** Version of the release in use: 32 lower-case hex digits. */
  get version(): string {
    return this.#current.version;
  }

  /** How often it has switched. */
  get switches(): number {
    return this.#switches;
  }

  /** Why the pointer's release is not in use; `undefined` when it is. */
  get failure(): Error | undefined {
    return this.#failure?.error;
  }

  /** Earlier releases that snapshots hold, the oldest first. */
  get held(): readonly HeldRelease[] {
    return [...this.#held].map(({ version, snapshots, replacedAt = 0 }) => ({
      release: version,
      snapshots,
      since: replacedAt,
    }));
  }

  /** What does not work here though the store does, in sentences: being listed, being told of changes. */
  get note(): string | undefined {
    const problems = [this.#listing.problem, this.#watch?.problem].filter((text) => text !== undefined);
    return problems.length === 0 ? undefined : problems.join(" ");
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Holds the release in use until the snapshot is closed. Throws ClosedError when the store has been closed. */
  snapshot(): TableSnapshot<Tables> {
    this.#requireOpen();
    return new TableSnapshot(this.#current);
  }

  /**
   * Looks at the pointer and switches to its release, also when it was refused before. Calls while one is under way
   * share the next.
   *
   * Rejects with the reason when the release is not used: ImageError, SchemaMismatchError, RefusedError, ToolError, or
   * TypeError when `beforeSwitch` returned a promise; with ClosedError when the store is closed; with the signal's reason when it is aborted, which only ends the
   * waiting. Who does not wait may ignore the promise: `failure` tells of the same.
   */
  reload(options: { readonly signal?: AbortSignal } = {}): Promise<ReloadOutcome> {
    return ignorable(untilAborted(this.#runs.ask(true), options.signal));
  }

  /**
   * As `reload`, but does nothing when the pointer and its file are as they were at the last look, unless what failed
   * then may have passed by itself.
   */
  poll(): Promise<ReloadOutcome> {
    return ignorable(this.#runs.ask(false));
  }

  /** Ends following and closes the release in use; snapshots keep theirs. May be called again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    this.#meter.close();
    this.#watch?.close();
    this.#listing.close();
    this.#current.replace(() => {});
    for (const release of [...this.#held, this.#current]) release.unguard();
    this.#announce("close");
  }

  [Symbol.dispose](): void {
    this.close();
  }

  readonly #onAbort = (): void => this.close();

  #requireOpen(): void {
    if (this.#closed) throw new ClosedError("The store has been closed.");
  }

  #openFirst(verify: LibraryDemands["verify"]): StoreRelease<Tables> {
    try {
      const opened = openLibraryFile(resolvePointer(this.#pointer), { ...this.#demands, verify });
      const first = new StoreRelease(opened, this.#tablesClass);
      this.#ask(first, {
        ...{ tables: first.tables, version: first.version, previous: undefined, previousVersion: undefined },
        ...compareReleases(undefined, first.image.info),
      });
      return first;
    } catch (error) {
      const look = lookAtPointer(this.#pointer);
      if (look.stamp === this.#lastLook.stamp) throw error;
      this.#lastLook = look; // replaced meanwhile
      return this.#openFirst(verify);
    }
  }

  /** After news of the folder; what comes of it is told by events. */
  #follow(): void {
    if (!this.#closed) this.poll();
  }

  /** One look at the pointer and what follows from it. */
  async #run(isForced: boolean): Promise<ReloadOutcome> {
    this.#requireOpen();
    this.#rescueFiles();
    this.#watch?.renew();
    const look = lookAtPointer(this.#pointer);
    if (this.#isListingDue(look)) this.#listing.renew();
    if (!isForced && isSameLook(look, this.#lastLook) && !this.#mayPass) {
      this.#record();
      return this.#outcome(undefined);
    }
    try {
      return this.#succeed(look, await this.#switchTo(look));
    } catch (thrown) {
      this.#requireOpen();
      // A pointer that has been replaced meanwhile: what failed is no longer what it leads to, or has been removed.
      if (lookAtPointer(this.#pointer).stamp !== look.stamp) return this.#run(isForced);
      throw this.#fail(thrown instanceof Error ? thrown : new Error(String(thrown)), look, isForced);
    }
  }

  /** Of files in use that somebody is about to write to. */
  #rescueFiles(): void {
    for (const release of [...this.#held, this.#current]) {
      const error = release.rescue();
      if (error === undefined) continue;
      this.#failure = { error, at: Date.now() };
      this.#record();
      this.#announce("failure", error);
    }
  }

  /** A record that is gone is made again; one that could not be made is tried when there is news, not at each look. */
  #isListingDue({ stamp }: PointerLook): boolean {
    if (stamp === "") return false;
    return this.#listing.isLost || (this.#listing.problem !== undefined && stamp !== this.#lastLook.stamp);
  }

  #outcome(change: StoreSwitch<Tables> | undefined): ReloadOutcome {
    const { changed, added, removed } = change ?? noChanges;
    return { switched: change !== undefined, version: this.version, changed, added, removed };
  }

  /** Returns what was switched; `undefined` when the pointer leads to the release in use. */
  async #switchTo({ target }: PointerLook): Promise<StoreSwitch<Tables> | undefined> {
    if (target !== "" && target === this.#current.identity) return undefined;
    const opened = await openLibraryFileInBackground(resolvePointer(this.#pointer), this.#demands);
    if (this.#closed || opened.image.version === this.version) {
      opened.image.close();
      this.#requireOpen();
      return undefined;
    }
    const next = new StoreRelease(opened, this.#tablesClass);
    const change: StoreSwitch<Tables> = {
      tables: next.tables,
      version: next.version,
      previousVersion: this.version,
      ...compareReleases(this.#current.image.info, next.image.info),
    };
    this.#ask(next, { ...change, previous: this.#current.tables });
    this.#use(next);
    return change;
  }

  /** Closes the release when the application does not want it, or no store any more. */
  #ask({ image }: StoreRelease<Tables>, change: NextRelease<Tables>): void {
    try {
      askApplication(this.#options, change);
      this.#requireOpen();
      this.#options.signal?.throwIfAborted();
    } catch (error) {
      image.close();
      throw error;
    }
  }

  #use(next: StoreRelease<Tables>): void {
    const previous = this.#current;
    this.#current = next;
    this.#switches++;
    this.#meter.turnTo(next);
    if (previous.snapshots > 0) this.#held.add(previous);
    previous.replace(() => {
      if (this.#held.delete(previous) && !this.#closed) this.#record();
    });
  }

  #succeed(look: PointerLook, change: StoreSwitch<Tables> | undefined): ReloadOutcome {
    this.#lastLook = look;
    this.#failure = undefined;
    this.#mayPass = false;
    this.#record();
    if (change !== undefined) this.#announce("switch", change);
    return this.#outcome(change);
  }

  #fail(error: Error, look: PointerLook, isForced: boolean): Error {
    const isKnown = this.#failure?.error.message === error.message && look.stamp === this.#lastLook.stamp;
    this.#lastLook = look;
    this.#failure = { error, at: Date.now() };
    this.#mayPass = look.target !== "" && !isFinal(error);
    this.#record();
    if (isForced || !isKnown) this.#announce("failure", error);
    return error;
  }

  #record(): void {
    const { memory, since, version } = this.#current;
    const failure = this.#failure && { text: this.#failure.error.message, at: this.#failure.at };
    this.#listing.write({
      memory,
      release: version,
      since,
      switches: this.#switches,
      pointer: this.#lastLook.stamp,
      failure: failure ?? null,
      held: this.held,
      ...this.#meter.read(this.#current),
    });
  }

  /** Calls every listener, also when one of them throws. */
  #announce<Name extends keyof StoreEvents<Tables>>(name: Name, ...args: StoreEvents<Tables>[Name]): void {
    for (const listener of this.rawListeners(name)) {
      try {
        Reflect.apply(listener, this, args);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }
}

/** The system lets a writer wait for 45 seconds, then takes the guard away. */
const longestGuardedIntervalMs = 20_000;

/** True for what says the same of the same file each time: it is damaged, or the application does not want it. */
function isFinal(error: Error): boolean {
  return error instanceof ImageError || error instanceof RefusedError || error instanceof TypeError;
}

/**
 * Opens the current release of a release directory and follows its pointer, `<name>.so` or `<name>.<channel>.so`.
 * Throws ImageError, SchemaMismatchError, RefusedError or ToolError when there is none that can be used, and leaves
 * nothing open then.
 */
export function openTableStore<Tables>(
  path: string,
  name: string,
  tablesClass: TablesClass<Tables>,
  options: StoreOptions<Tables> = {},
): TableStore<Tables> {
  return new TableStore(path, name, tablesClass, options);
}
