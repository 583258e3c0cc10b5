import fc from "fast-check";
import { expect, test } from "vitest";
import { sortBuckets } from "../../src/index/sort-buckets.js";

test("buckets come with the most keys first, each with its own", () => {
  const hash = fc.record({ low: fc.nat(1000), bucket: fc.nat(7) });
  fc.assert(
    fc.property(fc.array(hash), (all) => {
      const low = Uint32Array.from(all, (one) => one.low);
      const high = Uint32Array.from(all, (one) => one.bucket << 29);
      const { hashes, starts, numbers, largest, firstOfOne } = sortBuckets({ low, high }, 3);
      const keysOf = (bucket: number) => all.filter((one) => one.bucket === bucket).map((one) => one.low);
      const filled = [0, 1, 2, 3, 4, 5, 6, 7].filter((bucket) => keysOf(bucket).length > 0);
      const expected = filled.sort((a, b) => keysOf(b).length - keysOf(a).length || a - b);
      expect([...numbers]).toEqual(expected);
      for (const [rank, bucket] of expected.entries()) {
        expect([...hashes.subarray(starts[rank], starts[rank + 1])].sort()).toEqual(keysOf(bucket).sort());
      }
      expect(largest).toBe(Math.max(0, ...expected.map((bucket) => keysOf(bucket).length)));
      expect(firstOfOne).toBe(expected.filter((bucket) => keysOf(bucket).length > 1).length);
    }),
  );
});
