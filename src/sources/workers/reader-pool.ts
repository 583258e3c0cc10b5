import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { packagePath } from "../../base/package-path.js";
import type { PlainSheet } from "../xlsx/read-plain-workbook.js";
import { WorksheetCells } from "../xlsx/worksheet-cells.js";
import type { PackedSheet } from "./read-worker.js";

type Sheets = readonly PlainSheet[] | undefined;

/** A worker's start is worth it when so much more has been read. */
const usualFirstBytes = 1 << 20;

/** One to read and one to go on with. */
const jobsOfWorker = 2;

/** Threads that read workbooks beside this one. */
export class ReaderPool {
  readonly #size: number;
  readonly #firstBytes: number;
  #workers: readonly ReaderWorker[] | undefined;
  #offered = 0;

  /** `size` is how many threads there may be; they are started when this one has been offered `firstBytes`. */
  constructor(size: number, firstBytes: number = usualFirstBytes) {
    this.#size = size;
    this.#firstBytes = firstBytes;
  }

  /** How many files can be under way at once, with the one that this thread reads. */
  get capacity(): number {
    return 1 + this.#size * jobsOfWorker;
  }

  /**
   * Has a worker read a workbook. Resolves to `undefined` where none is free, and for a file that has anything unusual in it
   * or wrong with it: then it is this thread's to read.
   */
  async read(bytes: Uint8Array): Promise<Sheets> {
    this.#offered += bytes.length;
    if (this.#size === 0 || this.#offered < this.#firstBytes) return undefined;
    this.#workers ??= Array.from({ length: this.#size }, () => new ReaderWorker());
    // What has been answered is heard of in a turn of the event loop.
    if (this.#findFree() === undefined) await setImmediate();
    return this.#findFree()?.read(bytes);
  }

  #findFree(): ReaderWorker | undefined {
    const [freest] = [...(this.#workers ?? [])].sort((a, b) => a.jobCount - b.jobCount);
    return freest !== undefined && freest.jobCount < jobsOfWorker ? freest : undefined;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers?.map((worker) => worker.close()) ?? []);
    this.#workers = undefined;
  }
}

class ReaderWorker {
  readonly #worker = new Worker(packagePath("dist/sources/workers/read-worker.js"), { execArgv: [] });
  /** In the order in which they will be answered. */
  readonly #jobs: ((sheets: Sheets) => void)[] = [];
  #isDown = false;

  constructor() {
    this.#worker.on("message", (sheets: readonly PackedSheet[] | undefined) => {
      const resolve = this.#jobs.shift();
      resolve?.(sheets?.map(({ cells, ...sheet }) => ({ ...sheet, cells: WorksheetCells.unpack(cells) })));
    });
    // Short of memory, say. What it has not answered is read without it.
    this.#worker.on("error", () => this.#stop());
    this.#worker.on("exit", () => this.#stop());
  }

  get jobCount(): number {
    return this.#isDown ? Number.POSITIVE_INFINITY : this.#jobs.length;
  }

  read(bytes: Uint8Array): Promise<Sheets> {
    this.#worker.postMessage(bytes);
    return new Promise((resolve) => {
      this.#jobs.push(resolve);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #stop(): void {
    this.#isDown = true;
    for (const resolve of this.#jobs.splice(0)) resolve(undefined);
  }
}
