import { expect, test } from "vitest";
import { createDiagnosticSink } from "../../src/base/diagnostics.js";
import { createEmptyMemo, createMemo } from "../../src/pipeline/memo.js";

/** Recalls a value that counts how often it was made, and reports that. */
function createCounted() {
  const memo = createMemo<number>({ holdsValues: true });
  let made = 0;
  return async (slot: string, key: string | undefined) => {
    const sink = createDiagnosticSink();
    const value = await memo.recall(slot, key, sink.report, async (report) => {
      made++;
      report("config-no-sources", { pattern: String(made) }, { file: "config" });
      return made;
    });
    return [value, ...sink.diagnostics.map(({ message }) => message)];
  };
}

test("a memo gives back what it has, and reports it again, while the key is the same", async () => {
  const recall = createCounted();
  expect(await recall("a", "1")).toEqual([1, "No sheet file matches 1."]);
  expect(await recall("a", "1")).toEqual([1, "No sheet file matches 1."]);
  expect(await recall("b", "1")).toEqual([2, "No sheet file matches 2."]);
  expect(await recall("a", "2")).toEqual([3, "No sheet file matches 3."]);
  expect(await recall("a", "1")).toEqual([4, "No sheet file matches 4."]);
});

test("a memo keeps nothing without a key, nor what was there before", async () => {
  const recall = createCounted();
  await recall("a", "1");
  expect((await recall("a", undefined))[0]).toBe(2);
  expect((await recall("a", undefined))[0]).toBe(3);
  expect((await recall("a", "1"))[0]).toBe(4);
});

test("a memo keeps nothing of what has failed", async () => {
  const memo = createMemo<number>({ holdsValues: true });
  const { report } = createDiagnosticSink();
  await expect(memo.recall("a", "1", report, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await memo.recall("a", "1", report, async () => 5)).toBe(5);
});

test.each([true, false])(
  "what a memo keeps of a value is restored in another process, %s",
  async (holdsValues) => {
    const options = { holdsValues, keep: (value: number) => (value > 1 ? `${value}` : undefined) };
    const { report } = createDiagnosticSink();
    const first = createMemo<number, string>(options);
    await first.recall("a", "1", report, () => 1);
    await first.recall("b", "2", report, () => 2);
    await first.recall("c", "3", report, () => 3);
    const next = createMemo<number, string>(options);
    next.fill(first.list());
    const recall = (slot: string, key: string) => next.recall(slot, key, report, () => -1, Number);
    expect([await recall("a", "1"), await recall("b", "2"), await recall("c", "4")]).toEqual([-1, 2, -1]);
    // What was not recalled, or has nothing to be kept, is gone.
    expect(next.list().map(({ slot, kept }) => [slot, kept])).toEqual([["b", "2"]]);
    expect(await recall("b", "2")).toBe(2);
  },
);

test("a memo that holds no values has them made or restored again", async () => {
  const memo = createMemo<number, string>({ holdsValues: false, keep: String });
  let made = 0;
  const { report } = createDiagnosticSink();
  const make = () => ++made;
  expect(await memo.recall("a", "1", report, make)).toBe(1);
  expect(await memo.recall("a", "1", report, make, (kept) => Number(kept) + 10)).toBe(11);
  expect(await memo.recall("a", "1", report, make)).toBe(2);
});

test("an empty memo makes a value each time", async () => {
  const memo = createEmptyMemo<number>();
  let made = 0;
  const recall = () =>
    memo.recall(
      "a",
      "1",
      () => {},
      async () => ++made,
    );
  expect([await recall(), await recall()]).toEqual([1, 2]);
});
