import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { SharedRuns } from "../../../src/runtime/node/shared-runs.js";

/** Runs whose ends the test decides. */
function createRuns() {
  const started: boolean[] = [];
  const ends: (() => void)[] = [];
  const fails: ((error: Error) => void)[] = [];
  const runs = new SharedRuns<number>((isForced) => {
    const number = started.push(isForced);
    return new Promise((resolve, reject) => {
      ends.push(() => resolve(number));
      fails.push(reject);
    });
  });
  return {
    runs,
    started,
    end: (run: number) => ends[run]?.(),
    fail: (run: number) => fails[run]?.(new Error("no")),
  };
}

test("who asks while nothing runs gets a run of their own", async () => {
  const { runs, end } = createRuns();
  const first = runs.ask(false);
  end(0);
  expect(await first).toBe(1);
  const second = runs.ask(false);
  end(1);
  expect(await second).toBe(2);
});

test("who asks meanwhile shares the next, which is forced when one of them forces it", async () => {
  const { runs, started, end } = createRuns();
  const first = runs.ask(false);
  const others = [runs.ask(false), runs.ask(true), runs.ask(false)];
  expect(started).toEqual([false]);
  end(0);
  expect(await first).toBe(1);
  // The next starts when the event loop has turned: who asks until then shares it too.
  others.push(runs.ask(false));
  expect(started).toEqual([false]);
  await setImmediate();
  expect(started).toEqual([false, true]);
  const later = runs.ask(false);
  end(1);
  expect(await Promise.all(others)).toEqual([2, 2, 2, 2]);
  await setImmediate();
  end(2);
  expect(await later).toBe(3);
  expect(started).toEqual([false, true, false]);
});

test("a run that fails fails for those who share it, and the next one starts", async () => {
  const { runs, end, fail } = createRuns();
  const first = runs.ask(true);
  const others = [runs.ask(false), runs.ask(false)];
  fail(0);
  await expect(first).rejects.toThrow("no");
  await setImmediate();
  fail(1);
  for (const other of others) await expect(other).rejects.toThrow("no");
  const last = runs.ask(false);
  end(2);
  expect(await last).toBe(3);
});
