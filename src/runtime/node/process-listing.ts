import { randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import type { FileLock, Host } from "../../base/host.js";
import { formatProcessRecord, type ProcessRecord } from "../../model/process-record.js";
import { releaseDirectory } from "../../model/release-directory.js";

/** What changes in the record of a store. */
export type StoreState = Pick<
  ProcessRecord,
  "memory" | "release" | "since" | "switches" | "pointer" | "failure" | "held" | "sharedKb" | "privateKb"
>;

export interface ListingOptions {
  /** The release directory. */
  readonly folder: string;
  /** Of the library. */
  readonly name: string;
  readonly channel: string;
  readonly processName: string | undefined;
}

/**
 * The record of a store in its release directory, by which the commands see it: docs/release-directory.md. A store
 * that cannot be listed works all the same; `problem` says why it is not.
 */
export class ProcessListing {
  readonly #host: Host;
  readonly #recordFolder: string;
  readonly #fixed: Pick<
    ProcessRecord,
    "pid" | "pidNamespace" | "host" | "process" | "runtime" | "channel" | "opened"
  >;
  #path = "";
  #lock: FileLock | undefined;
  #written = "";
  #sequence = 0;
  #problem: string | undefined;

  constructor(host: Host, { folder, name, channel, processName }: ListingOptions) {
    this.#host = host;
    this.#recordFolder = releaseDirectory.recordFolder(folder, name);
    this.#fixed = {
      pid: host.processId,
      pidNamespace: readPidNamespace(),
      host: host.hostName,
      process: toVisible(processName ?? basename(process.argv[1] ?? process.title)),
      runtime: "node",
      channel,
      opened: Date.now(),
    };
  }

  /** Why the store is not listed, as a sentence. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Makes a record, unless there is one that still stands under its name. */
  renew(): void {
    this.#attempt(() => {
      if (this.#lock?.isLinked() === true) return;
      this.#lock?.release();
      this.#lock = undefined;
      this.#written = "";
      this.#lock = this.#create();
    });
  }

  /** True for a record that somebody has removed, or that went with its folder. */
  get isLost(): boolean {
    try {
      return this.#lock !== undefined && !this.#lock.isLinked();
    } catch {
      return true;
    }
  }

  /** Writes what has changed; nothing when nothing has. */
  write(state: StoreState): void {
    const lock = this.#lock;
    if (lock === undefined) return;
    const failure = state.failure && { ...state.failure, text: toVisible(state.failure.text) };
    const content = { ...this.#fixed, ...state, failure };
    const text = JSON.stringify(content);
    if (text === this.#written) return;
    this.#attempt(() => {
      lock.write(formatProcessRecord({ ...content, sequence: ++this.#sequence }));
      this.#written = text;
    });
  }

  /** Removes the record. */
  close(): void {
    this.#attempt(() => {
      if (this.#lock?.isLinked() === true) this.#host.remove(this.#path);
    });
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** Throws the system's error, or one of ours. */
  #create(): FileLock {
    this.#host.makeFolder(this.#recordFolder);
    // Who asks whether a record is that of a living process locks it for a moment, and may remove it as one that has
    // ended.
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      this.#path = join(this.#recordFolder, `${this.#fixed.pid}-${randomBytes(8).toString("hex")}.json`);
      const lock = this.#host.tryLock(this.#path);
      if (lock === "unsupported") {
        this.#host.remove(this.#path);
        throw new Error("this system has no program flock");
      }
      if (lock === "busy") continue;
      if (lock.isLinked()) return openToAll(lock);
      lock.release();
    }
    throw new Error("others keep locking what it makes there");
  }

  #attempt(action: () => void): void {
    try {
      action();
      this.#problem = undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#problem = `This process is not listed in the release directory: ${reason}.`;
    }
  }
}

const mostAttempts = 5;

/** Publishers of other users read the record, whatever this process's umask. */
function openToAll(lock: FileLock): FileLock {
  try {
    lock.setMode(0o644);
  } catch {} // a file system without modes
  return lock;
}

/** A record holds no control characters: it is printed, and each would take six bytes of it. */
function toVisible(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}

function readPidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}
