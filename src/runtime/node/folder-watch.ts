import * as fs from "node:fs";
import { basename } from "node:path";

export interface FolderWatchOptions {
  readonly folder: string;
  /** Which names in the folder are of interest. */
  readonly isRelevant: (file: string) => boolean;
  /** Called when something may have changed; also for nothing. */
  readonly onNews: () => void;
  /** False: by intervals alone. */
  readonly hasNotices: boolean;
  /** Milliseconds between two calls without a notice, at most 24 days; 0 for none. */
  readonly pollIntervalMs: number;
}

/**
 * Calls back when names in a folder change: by the system's notices, and at intervals, which see what the system does
 * not say (network file systems) and a folder that was deleted and made again. Keeps no process alive.
 */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  readonly #timer: NodeJS.Timeout | undefined;
  #watcher: fs.FSWatcher | undefined;
  /** Of the folder that is watched: another one may stand under its name by now. */
  #watched = "";
  #problem: string | undefined;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
    this.renew();
    const { onNews, pollIntervalMs } = options;
    if (pollIntervalMs === 0) return;
    this.#timer = setInterval(onNews, Math.min(pollIntervalMs, longestIntervalMs)).unref();
  }

  /** Why the system gives no notices, as a sentence. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Watches what is under the folder's name now. To be called at each look. */
  renew(): void {
    if (!this.#options.hasNotices) return;
    const there = identify(this.#options.folder);
    if (there === this.#watched) return;
    this.#stop();
    if (there === "") return;
    try {
      this.#watcher = this.#start();
      this.#problem = undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#problem = `The system does not tell of changes, so only looking at intervals finds them: ${reason}.`;
    }
    this.#watched = there;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stop();
  }

  #start(): fs.FSWatcher {
    const { folder, isRelevant, onNews } = this.#options;
    const own = basename(folder); // what the system calls the folder itself, when it is deleted or moved
    const watcher = fs.watch(folder, { persistent: false }, (_, file) => {
      if (file === null || file === own || isRelevant(file)) onNews();
    });
    watcher.on("error", () => {
      if (this.#watcher === watcher) this.#stop();
    });
    return watcher;
  }

  #stop(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#watched = "";
  }
}

/** Timers take a longer one, Infinity too, for a millisecond. */
const longestIntervalMs = 2 ** 31 - 1;

function identify(folder: string): string {
  try {
    const found = fs.statSync(folder, { bigint: true });
    return `${found.dev}-${found.ino}`;
  } catch {
    return "";
  }
}
