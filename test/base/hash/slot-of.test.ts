import fc from "fast-check";
import { expect, test } from "vitest";
import { slotOf } from "../../../src/base/hash/key-hash.js";

test("a slot is the high half of a product, for numbers of keys on both sides of what doubles hold exactly", () => {
  const hash = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 1, 0xffffffff));
  const keyCount = fc.oneof(
    fc.integer({ min: 1, max: 0xffffffff }),
    fc.constantFrom(1, 0x1fffff, 0x200000, 0x200001, 0xffffffff),
  );
  fc.assert(
    fc.property(hash, fc.nat(255), keyCount, (low, pilot, count) => {
      const spread = BigInt.asUintN(32, BigInt(low) * BigInt(0x9e3779b1 + 2 * pilot));
      expect(slotOf(low, pilot, count)).toBe(Number((spread * BigInt(count)) >> 32n));
    }),
    { numRuns: 2000 },
  );
});
