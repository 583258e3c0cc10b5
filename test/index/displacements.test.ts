import { describe, expect, test } from "vitest";
import { displacedSlot } from "../../src/base/hash/key-hash.js";
import { findDisplacements, maxDisplacedKeys } from "../../src/index/displacements.js";
import type { HashAll } from "../../src/index/hash-rows.js";
import { splitmix64 } from "../vectors/reference.js";

describe("random keys", () => {
  // Around powers of two the window is almost all slots, or half of them.
  const counts = [
    64, 65, 100, 127, 257, 500, 511, 512, 513, 1000, 1025, 3000, 4095, 4097, 8192, 10_000, 16_385,
  ];

  test.each(counts)("%i of them have slots of their own, as their displacements say", (count) => {
    const found = findDisplacements(count, hashLike(count));
    if (found === undefined) throw new Error("not found");
    expect(new Set(found.slotOfRow).size).toBe(count);
    expect(Math.max(...found.slotOfRow)).toBe(count - 1);
    const high = new Uint32Array(count);
    hashLike(count)({ ...found }, new Uint32Array(count), high);
    const displacements = new Uint32Array(found.data.buffer);
    const slots = high.map((half) =>
      displacedSlot(half, displacements[half >>> (32 - found.bucketBits)] ?? 0, found.slotCount),
    );
    expect(slots).toEqual(found.slotOfRow);
  });

  test("a bucket has two of them or fewer on average", () => {
    for (const count of [64, 1000, 1024, 1025]) {
      const { bucketBits = 0, data } = findDisplacements(count, hashLike(count)) ?? {};
      expect(count / 2 ** bucketBits).toBeLessThanOrEqual(2);
      expect(count / 2 ** bucketBits).toBeGreaterThan(1);
      expect(data?.length).toBe(4 * 2 ** bucketBits);
    }
  });
});

test("keys that share a place under every seed are left to another kind", () => {
  let seeds = 0;
  const found = findDisplacements(100, (_, low, high) => {
    seeds++;
    low.forEach((_one, row) => {
      low[row] = row;
    });
    high.fill(0x12345678);
  });
  expect(found).toBeUndefined();
  expect(seeds).toBeGreaterThan(100);
});

test("too few and too many keys are not even hashed", () => {
  const fail: HashAll = () => expect.unreachable();
  expect(findDisplacements(63, fail)).toBeUndefined();
  expect(findDisplacements(maxDisplacedKeys + 1, fail)).toBeUndefined();
});

/** Hashes without a pattern, others for each seed. */
function hashLike(count: number): HashAll {
  return ({ salt }, low, high) => {
    for (let row = 0; row < count; row++) {
      const hash = splitmix64(BigInt(salt.low) * 100_000n + BigInt(row));
      low[row] = Number(hash & 0xffffffffn);
      high[row] = Number(hash >> 32n);
    }
  };
}
