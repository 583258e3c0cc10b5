/**
 * Runs a job one at a time. Whoever asks while a run is under way, also from within it, gets the next one, which starts
 * after it and sees all that happened before they asked; all who wait for it share it. Between two runs the event loop
 * turns, so that runs that ask for the next one hold nothing up.
 */
export class SharedRuns<Result> {
  readonly #job: (isForced: boolean) => Promise<Result>;
  #isRunning = false;
  #next: NextRun<Result> | undefined;

  constructor(job: (isForced: boolean) => Promise<Result>) {
    this.#job = job;
  }

  /** Returns the result of a run that starts from now on. One of those who share a run forces it for all. */
  ask(isForced: boolean): Promise<Result> {
    if (!this.#isRunning) return this.#start(isForced);
    this.#next ??= planRun();
    this.#next.isForced ||= isForced;
    return this.#next.result;
  }

  #start(isForced: boolean): Promise<Result> {
    this.#isRunning = true;
    const run = this.#job(isForced);
    const goOn = () => this.#goOn();
    run.then(goOn, goOn);
    return run;
  }

  #goOn(): void {
    if (this.#next === undefined) this.#isRunning = false;
    else setImmediate(() => this.#startNext());
  }

  #startNext(): void {
    const next = this.#next;
    this.#next = undefined;
    next?.resolve(this.#start(next.isForced));
  }
}

interface NextRun<Result> {
  isForced: boolean;
  readonly result: Promise<Result>;
  readonly resolve: (result: Promise<Result>) => void;
}

function planRun<Result>(): NextRun<Result> {
  let resolve: NextRun<Result>["resolve"] = () => {};
  const result = new Promise<Result>((settle) => {
    resolve = settle;
  });
  return { isForced: false, result, resolve };
}
