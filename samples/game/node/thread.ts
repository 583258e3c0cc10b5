import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";

export interface ThreadOptions {
  readonly directory: string;
  /** How often the pointer is looked at, where the system does not tell of changes. */
  readonly pollIntervalMs: number | undefined;
  /** The game loop looks. */
  readonly isManual: boolean;
  /** Lookups, and those of them that failed; written by the thread. */
  readonly counters: BigInt64Array;
}

/** How a thread and its store are. */
export interface Report {
  /** Of the release in use. */
  readonly version: string;
  /** How many releases have been used, the first among them. */
  readonly releases: number;
  /** How many could not be used. */
  readonly failures: number;
  /** Why the pointer's release is not in use. */
  readonly failure: string | undefined;
}

/** What a thread tells by itself. */
export interface ThreadNews {
  readonly kind: "switch" | "failure";
  /** Which tables have changed, or why the release is not used. */
  readonly text: string;
  readonly report: Report;
}

/** What a thread may be asked. It answers with a report, when it has done it. */
export type Question = "report" | "reload" | "stop";

export interface Ask {
  readonly what: Question;
  readonly reply: MessagePort;
}

/** A worker thread, seen from the main thread. */
export class Thread {
  readonly #worker: Worker;
  readonly #counters: BigInt64Array;

  constructor(options: Omit<ThreadOptions, "counters">, onNews: (news: ThreadNews) => void) {
    this.#counters = new BigInt64Array(new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT));
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: { ...options, counters: this.#counters } satisfies ThreadOptions,
      execArgv: ["--import", import.meta.resolve("jiti/register")], // the thread is TypeScript, too
    });
    this.#worker.on("message", onNews);
    this.#worker.on("error", ({ message }) => {
      console.error(message);
      process.exit(1);
    });
  }

  ask(what: Question): Promise<Report> {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ what, reply: port2 } satisfies Ask, [port2]);
    return new Promise((resolve) => {
      port1.once("message", (report: Report) => {
        port1.close();
        resolve(report);
      });
    });
  }

  get lookups(): number {
    return Number(Atomics.load(this.#counters, 0));
  }

  get failedLookups(): number {
    return Number(Atomics.load(this.#counters, 1));
  }
}
