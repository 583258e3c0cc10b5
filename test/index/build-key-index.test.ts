import { describe, expect, test } from "vitest";
import { buildKeyIndex } from "../../src/index/build-key-index.js";
import type { KeyIndex } from "../../src/model/key-index.js";
import type { ValueType } from "../../src/model/schema.js";
import type { TypedTable } from "../../src/model/typed-table.js";
import type { Value } from "../../src/model/value.js";
import { bool, createTable, int32, int64, string, uint64 } from "../image/create-tables.js";

describe("the structure follows from the values", () => {
  test.each<[string, ValueType, readonly Value[], Partial<KeyIndex>]>([
    ["no keys", int32, [], { kind: "dense", slotCount: 0 }],
    ["one key", int64, [-(1n << 63n)], { kind: "dense", slotCount: 1, shift: 0 }],
    ["two keys, however far apart", int64, [-(1n << 63n), 1n << 62n], { kind: "dense", shift: 62 }],
    ["consecutive numbers", int32, [12, 10, 11], { kind: "dense", slotCount: 3 }],
    ["numbers that fill half of their range", int32, [0, 1, 5], { kind: "dense", slotCount: 6 }],
    ["numbers that fill less", int32, [0, 1, 6], { kind: "bytes", slotCount: 0, bucketBits: 2 }],
    ["multiples that fill less", int32, [8, 16, 64], { kind: "bytes", shift: 0 }],
    ["more of them", int32, upTo(65_536, 3), { kind: "displacement", shift: 0 }],
    ["many that fill less", int32, upTo(65_537, 3), { kind: "bitmap-rank", slotCount: 3 * 65_536 + 1 }],
    ["many that fill one in 32", int32, [...upTo(65_536), 32 * 65_537 - 1], { kind: "bitmap-rank" }],
    ["many that fill less than that", int32, [...upTo(65_536), 32 * 65_537], { kind: "hash", slotCount: 0 }],
    ["multiples of 1024", int32, [3072, 1024, 2048], { kind: "dense", shift: 10, slotCount: 3 }],
    ["the ends of int64", int64, [-(1n << 63n), (1n << 63n) - 1n, 0n], { kind: "bytes", form: "packed" }],
    ["the ends of uint64", uint64, [0n, (1n << 64n) - 1n, 1n << 40n], { kind: "bytes", form: "packed" }],
    ["bools", bool, [true, false], { kind: "dense", slotCount: 2 }],
    ["texts", string, ["a", "b", "c"], { kind: "bytes", form: "hashed", bucketBits: 2 }],
    ["no texts", string, [], { kind: "hash", form: "hashed", bucketBits: 1 }],
    ["as many as a byte can number", int64, spread(256), { kind: "bytes", bucketBits: 12 }],
    ["one more", int64, spread(257), { kind: "displacement", bucketBits: 8, slotCount: 64 }],
    ["as many as are displaced", int64, spread(65_536), { kind: "displacement", bucketBits: 15 }],
    ["more than are displaced", int64, spread(65_537), { kind: "hash", bucketBits: 15 }],
    ["texts that are too many for bytes", string, spread(257).map(String), { kind: "displacement" }],
  ])("%s", (_, type, values, expected) => {
    expect(buildOne(type, values)).toMatchObject(expected);
  });

  test("parts that fit 64 bits together are packed, the last one fastest", () => {
    const rows = [
      [10, -1],
      [12, 1],
      [11, 0],
    ];
    const { form, parts } = buildTwo(int32, int32, rows);
    expect(form).toBe("packed");
    expect(parts).toEqual([
      {
        column: 0,
        minimum: { low: 10, high: 0 },
        range: { low: 2, high: 0 },
        multiplier: { low: 3, high: 0 },
      },
      {
        column: 1,
        minimum: { low: 0xffffffff, high: 0xffffffff },
        range: { low: 2, high: 0 },
        multiplier: { low: 1, high: 0 },
      },
    ]);
  });

  test("parts whose ranges make 2^64 exactly are packed, and hashed when they make more", () => {
    const whole = (1n << 64n) - 1n;
    const wholeAndOne = buildTwo(uint64, int32, [
      [0n, 5],
      [whole, 5],
      [7n, 5],
    ]);
    expect(wholeAndOne).toMatchObject({ kind: "bytes", form: "packed" });
    const oneAndWhole = buildTwo(int32, uint64, [
      [5, 0n],
      [5, whole],
      [5, 7n],
    ]);
    expect(oneAndWhole).toMatchObject({ kind: "bytes", form: "packed" });
    const wholeAndTwo = buildTwo(uint64, int32, [
      [0n, 5],
      [whole, 6],
      [7n, 5],
    ]);
    expect(wholeAndTwo).toMatchObject({ kind: "bytes", form: "hashed", shift: 0 });
  });
});

describe("every key gets a slot of its own", () => {
  const families: readonly [string, (i: number) => bigint][] = [
    ["consecutive", (i) => BigInt(i)],
    ["negative", (i) => -BigInt(i) * 7919n],
    ["i << 32", (i) => BigInt(i) << 32n],
    ["i << 44", (i) => BigInt.asIntN(64, BigInt(i) << 44n)],
    ["i << 16 and 1", (i) => (BigInt(i) << 16n) | 1n],
    ["i << 40 and the low bits of i", (i) => (BigInt(i) << 40n) | BigInt(i & 0xff)],
    ["multiples of 1000", (i) => BigInt(i) * 1000n],
    ["multiples of 1000, one off", (i) => BigInt(i) * 1000n + (i === 0 ? 1n : 0n)],
    ["multiples of a large odd number", (i) => BigInt.asIntN(64, BigInt(i) * 0x9e3779b97f4a7c15n)],
    ["multiples of the inverse of the first multiplier", (i) => BigInt.asIntN(64, BigInt(i) * inverseOfC0)],
    [
      "dates as yyyymmdd",
      (i) => BigInt(10000 * ((1900 + i / 372) | 0) + 100 * (1 + (((i / 31) | 0) % 12)) + 1 + (i % 31)),
    ],
    ["seconds at midnight", (i) => BigInt(i) * 86_400n - 10_000_000_000n],
    ["milliseconds", (i) => 1_700_000_000_000n + BigInt(i) * 60_013n],
    ["packed pairs of 32 bits", (i) => (BigInt(i % 250) << 32n) | BigInt((i / 250) | 0)],
    ["packed pairs of 16 bits", (i) => (BigInt(i % 250) << 48n) | BigInt((i / 250) | 0)],
    [
      "packed triples",
      (i) => (BigInt(i % 40) << 42n) | (BigInt(((i / 40) | 0) % 40) << 21n) | BigInt((i / 1600) | 0),
    ],
    ["bits in reverse", (i) => BigInt.asIntN(64, reverseBits(BigInt(i)))],
    ["bytes in reverse", (i) => BigInt.asIntN(64, reverseBytes(BigInt(i)))],
    ["bits of floats", (i) => floatBits(i * 0.1)],
    ["bits of whole floats", (i) => floatBits(i)],
    ["squares", (i) => BigInt(i) * BigInt(i)],
    ["triangular numbers << 20", (i) => BigInt((i * (i + 1)) / 2) << 20n],
    [
      "powers and neighbours",
      (i) => BigInt.asIntN(64, (1n << BigInt(i % 64)) * BigInt(2 * ((i / 64) | 0) + 1)),
    ],
    ["gray code << 24", (i) => BigInt(i ^ (i >> 1)) << 24n],
    ["from the smallest", (i) => -(1n << 63n) + BigInt(i) * 4099n],
    ["from the largest", (i) => (1n << 63n) - 1n - BigInt(i) * 4099n],
    ["both ends", (i) => (i % 2 === 0 ? -(1n << 63n) + BigInt(i) : (1n << 63n) - BigInt(i))],
    ["random", (i) => BigInt.asIntN(64, random(i))],
  ];

  for (const [name, key] of families) {
    test(name, () => {
      for (const count of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000, 20_000]) {
        // A family may repeat itself; what it gives is a set.
        const keys = [...new Set(Array.from({ length: count }, (_, i) => key(i)))];
        expectBijection(buildOne(int64, keys));
      }
    });
  }

  test("every number of keys from 0 to 300", () => {
    for (let count = 0; count <= 300; count++) {
      expectBijection(
        buildOne(
          int64,
          Array.from({ length: count }, (_, i) => BigInt.asIntN(64, random(i))),
        ),
      );
      expectBijection(
        buildOne(
          string,
          Array.from({ length: count }, (_, i) => `key ${i}`),
        ),
      );
    }
  });

  test("just below the load at which the number of buckets doubles", () => {
    for (const count of [88_473, 176_947]) {
      const index = buildOne(
        uint64,
        Array.from({ length: count }, (_, i) => random(i)),
      );
      expect(count / 2 ** index.bucketBits).toBeGreaterThan(2.4);
      expectBijection(index);
    }
  });

  test("a million random keys, with one multiply", () => {
    const index = buildOne(
      uint64,
      BigUint64Array.from({ length: 1_000_000 }, (_, i) => random(i)),
    );
    expect([index.kind, index.hashLevel, index.bucketBits]).toEqual(["hash", 0, 19]);
    expectBijection(index);
  });

  test("more keys than a product of doubles holds exactly", () => {
    const index = buildOne(
      uint64,
      BigUint64Array.from({ length: 2_200_000 }, (_, i) => random(i)),
    );
    expect([index.kind, index.bucketBits]).toEqual(["hash", 20]);
    expectBijection(index);
  });

  test("a million texts", () => {
    expectBijection(
      buildOne(
        string,
        Array.from({ length: 1_000_000 }, (_, i) => `item_${i}`),
      ),
    );
  });
});

test("the order of the rows changes only which row has which slot", () => {
  const keys = Array.from({ length: 5000 }, (_, i) => random(i));
  const reversed = [...keys].reverse();
  const { slotOfRow, ...index } = buildOne(uint64, keys);
  const { slotOfRow: slotOfReversed, ...indexOfReversed } = buildOne(uint64, reversed);
  expect(indexOfReversed).toEqual(index);
  expect([...slotOfReversed].reverse()).toEqual([...slotOfRow]);
});

test("a dense index knows the place of each key", () => {
  const { positions, slotOfRow } = buildOne(int32, [14, 10, 13]);
  expect([...slotOfRow]).toEqual([2, 0, 1]);
  expect([...positions]).toEqual([0, 3, 4]);
});

test("two equal keys are a bug of the caller, not an endless loop", () => {
  expect(() => buildOne(int32, [1, 2, 1])).toThrow("two rows have the same key");
  expect(() => buildOne(int64, [0n, 1n, 1n << 50n, 1n])).toThrow("rows 1 and 3 have the same key");
  expect(() => buildOne(string, ["a", "b", "a"])).toThrow("rows 0 and 2 have the same key");
});

function buildOne(type: ValueType, values: ArrayLike<Value>): KeyIndex {
  const empty = createTable({ name: "T", columns: [["id", type]], keys: [["id"]], rows: [] });
  const table: TypedTable = { ...empty, rowCount: values.length, columns: [values] };
  const [key] = table.schema.keys;
  if (key === undefined) throw new Error("no key");
  return buildKeyIndex(table, key);
}

function buildTwo(first: ValueType, second: ValueType, rows: readonly (readonly Value[])[]): KeyIndex {
  const columns = [["a", first] as const, ["b", second] as const];
  const table = createTable({ name: "T", columns, keys: [["a", "b"]], rows });
  const [key] = table.schema.keys;
  if (key === undefined) throw new Error("no key");
  return buildKeyIndex(table, key);
}

function expectBijection({ slotOfRow, kind, positions, bucketBits }: KeyIndex): void {
  if (kind === "bytes") {
    expect(new Set(positions).size).toBe(slotOfRow.length);
    expect(Math.max(...positions)).toBeLessThan(2 ** bucketBits);
  }
  const seen = new Uint8Array(slotOfRow.length);
  for (const slot of slotOfRow) seen[slot] = 1;
  expect(seen.indexOf(0)).toBe(-1);
}

/** Keys without anything in common. */
/** Multiples of a number, from 0. */
function upTo(count: number, factor = 1): readonly number[] {
  return Array.from({ length: count }, (_, index) => factor * index);
}

function spread(count: number): readonly bigint[] {
  return Array.from({ length: count }, (_, index) => BigInt.asIntN(64, random(index)));
}

/** C of seed 0 is odd, so it has an inverse modulo 2^64; Newton's iteration doubles its good bits. */
const inverseOfC0 = [...Array(6)].reduce(
  (x: bigint) => BigInt.asUintN(64, x * (2n - 0xe220a8397b1dcdafn * x)),
  1n,
);

/** Numbers without a pattern, all different (SplitMix64 is a bijection). */
function random(index: number): bigint {
  let z = BigInt.asUintN(64, BigInt(index + 1) * 0x9e3779b97f4a7c15n);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

function reverseBits(value: bigint): bigint {
  return BigInt(`0b${value.toString(2).padStart(64, "0").split("").reverse().join("")}`);
}

function reverseBytes(value: bigint): bigint {
  return BigInt(`0x${value.toString(16).padStart(16, "0").match(/../g)?.reverse().join("")}`);
}

function floatBits(value: number): bigint {
  return new BigInt64Array(Float64Array.of(value).buffer)[0] ?? 0n;
}
