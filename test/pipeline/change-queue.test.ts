import { describe, expect, test } from "vitest";
import { createChangeQueue } from "../../src/pipeline/change-queue.js";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a queue of changes", () => {
  test("gives them when nothing more has changed for a while, each once", async () => {
    const queue = createChangeQueue(100, new AbortController().signal);
    const start = performance.now();
    const taken = queue.take();
    for (const path of ["b", "a", "b"]) {
      await sleep(50);
      queue.note(path);
    }
    expect(await taken).toEqual(["a", "b"]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(245);
  });

  test("keeps what comes while nobody waits, for the next who does", async () => {
    const queue = createChangeQueue(10, new AbortController().signal);
    queue.note("a");
    await sleep(30);
    queue.note("b");
    expect(await queue.take()).toEqual(["a", "b"]);
    queue.note("c");
    expect(await queue.take()).toEqual(["c"]);
  });

  test.each([0, 50])(
    "ends a waiting of any kind when nobody wants to know any more: after %i ms",
    async (ms) => {
      const ended = new AbortController();
      const queue = createChangeQueue(100_000, ended.signal);
      const [idle, busy] = [queue.take(), createChangeQueue(100_000, ended.signal)];
      busy.note("a");
      const waiting = busy.take();
      if (ms === 0) ended.abort();
      else setTimeout(() => ended.abort(), ms);
      expect(await idle).toBeUndefined();
      expect(await waiting).toBeUndefined();
      expect(await queue.take()).toBeUndefined();
    },
  );
});
