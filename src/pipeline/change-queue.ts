/** Collects what has changed while something else goes on. */
export interface ChangeQueue {
  note(path: string): void;
  /**
   * Waits until something has changed and nothing more for a while; returns what, sorted. Returns `undefined` as soon as
   * the signal says that nobody wants to know any more.
   */
  take(): Promise<readonly string[] | undefined>;
}

/** Creates a queue whose changes are taken when they have been quiet for `quietMs`. */
export function createChangeQueue(quietMs: number, signal: AbortSignal): ChangeQueue {
  const changed = new Set<string>();
  let notedAt = 0;
  let wake = (): void => {};
  signal.addEventListener("abort", () => wake());
  const sleep = (ms: number | undefined): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    note: (path) => {
      changed.add(path);
      notedAt = performance.now();
      wake();
    },
    take: async () => {
      for (;;) {
        if (signal.aborted) return undefined;
        const restMs = notedAt + quietMs - performance.now();
        if (changed.size > 0 && restMs <= 0) break;
        await sleep(changed.size === 0 ? undefined : restMs);
      }
      const taken = [...changed].sort();
      changed.clear();
      return taken;
    },
  };
}
