import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mapConcurrently } from "../../src/base/map-concurrently.js";

test("results come in the order of the values, and no more than the limit are under way", async () => {
  const delays = fc.array(fc.nat({ max: 3 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(delays, fc.integer({ min: 1, max: 5 }), async (values, limit) => {
      let running = 0;
      const mapped = await mapConcurrently([...values.entries()], limit, async ([index, delay]) => {
        expect(++running).toBeLessThanOrEqual(limit);
        await setTimeout(delay);
        running--;
        return index;
      });
      expect(mapped).toEqual([...values.keys()]);
    }),
    { numRuns: 30 },
  );
});

test("rejects as the first value does of those that reject, begins no more, and waits for what has begun", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const map = async (value: number) => {
    begun.push(value);
    await setTimeout(value === 1 ? 20 : 5);
    ended.push(value);
    if (value > 0) throw new Error(`${value}`);
  };
  await expect(mapConcurrently([0, 1, 2, 3, 4, 5], 3, map)).rejects.toThrow("1");
  expect(begun).toEqual([0, 1, 2, 3]);
  expect([...ended].sort()).toEqual(begun);
});
