import fc from "fast-check";
import { expect, test } from "vitest";
import { RankQueue } from "../../src/index/rank-queue.js";

test("what waits comes out lowest first, whatever comes in between", () => {
  const steps = fc.array(fc.option(fc.nat(50), { nil: undefined }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const queue = new RankQueue();
      const expected: number[] = [];
      // Each `undefined` takes one out.
      for (const step of all) {
        if (step === undefined) {
          expect(queue.pop()).toBe(expected.shift());
          continue;
        }
        queue.push(step);
        expected.push(step);
        expected.sort((a, b) => a - b);
      }
      for (const rank of expected) expect(queue.pop()).toBe(rank);
      expect(queue.pop()).toBeUndefined();
    }),
  );
});
