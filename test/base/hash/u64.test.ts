import fc from "fast-check";
import { expect, test } from "vitest";
import { countBits } from "../../../src/base/hash/key-hash.js";
import {
  addTo,
  createU64Cell,
  multiply,
  multiplyHigh32,
  readCell,
  rotateRight,
  setInteger,
  u64FromBigInt,
  u64ToBigInt,
} from "../../../src/base/hash/u64.js";

const u64 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc.constantFrom(0n, 1n, (1n << 64n) - 1n, 1n << 63n),
);
const u32 = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffffffff),
);

test("arithmetic on halves is arithmetic modulo 2^64", () => {
  fc.assert(
    fc.property(u64, u64, fc.integer({ min: 0, max: 63 }), (a, b, shift) => {
      const [x, y] = [u64FromBigInt(a), u64FromBigInt(b)];
      const cell = createU64Cell();
      const result = () => u64ToBigInt(readCell(cell));
      multiply(x.low, x.high, y.low, y.high, cell);
      expect(result()).toBe(BigInt.asUintN(64, a * b));
      cell.set([x.low, x.high]);
      addTo(cell, y.low, y.high);
      expect(result()).toBe(BigInt.asUintN(64, a + b));
      rotateRight(x.low, x.high, shift, cell);
      expect(result()).toBe(BigInt.asUintN(64, (a >> BigInt(shift)) | (a << BigInt(64 - shift))));
    }),
  );
});

test("the high half of a 32-bit product, and set bits", () => {
  fc.assert(
    fc.property(u32, u32, (a, b) => {
      expect(multiplyHigh32(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
      expect(countBits(a)).toBe(a.toString(2).replaceAll("0", "").length);
    }),
  );
});

test("integers of every kind become their two's complement", () => {
  const cell = createU64Cell();
  for (const value of [
    0,
    1,
    -1,
    true,
    false,
    2 ** 53 - 1,
    -(2 ** 53) + 1,
    2 ** 32,
    -(2 ** 32),
    -(1n << 63n),
    (1n << 64n) - 1n,
  ]) {
    setInteger(value, cell);
    expect(u64ToBigInt(readCell(cell))).toBe(BigInt.asUintN(64, BigInt(value)));
  }
});
