import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contentHash, formatHash } from "../../../src/base/hash/content-hash.js";
import {
  bucketOf,
  hashIntegerPart,
  hashPacked,
  hashStringPart,
  packPart,
  rotatePacked,
  slotOf,
} from "../../../src/base/hash/key-hash.js";
import { splitmix64 } from "../../../src/base/hash/splitmix64.js";
import { stringHash } from "../../../src/base/hash/string-hash.js";
import { createU64Cell, mix, readCell, type U64, type U64Cell } from "../../../src/base/hash/u64.js";

describe("the shared vectors hold", () => {
  test("mix", () => {
    for (const { a, b, result } of vectors("mix")) {
      const cell = createU64Cell();
      const [x, y] = [parse(a), parse(b)];
      mix(x.low, x.high, y.low, y.high, cell);
      expect(format(readCell(cell)), `${a} · ${b}`).toBe(result);
    }
  });

  test("splitmix64", () => {
    for (const { index, result } of vectors("splitmix64")) {
      expect(format(splitmix64(Number(index)))).toBe(result);
    }
  });

  test("string_hash", () => {
    for (const { bytes, seed, hash } of vectors("string-hash")) {
      const text = parseBytes(bytes);
      const cell = cellOf(parse(seed));
      stringHash(text, 0, text.length, cell);
      expect(format(readCell(cell)), bytes).toBe(hash);
    }
  });

  test("string_hash of bytes inside others", () => {
    for (const { bytes, seed, hash } of vectors("string-hash")) {
      const text = parseBytes(`ffffff${bytes}ffff`);
      const cell = cellOf(parse(seed));
      stringHash(text, 3, text.length - 5, cell);
      expect(format(readCell(cell)), bytes).toBe(hash);
    }
  });

  test("packed keys", () => {
    for (const { values, minimums, ranges, multipliers, shift, k } of vectors("pack-key")) {
      const [minimum, range, multiplier] = [parseList(minimums), parseList(ranges), parseList(multipliers)];
      const packed = createU64Cell();
      const inside = parseList(values).every((value, i) => {
        const zero = { low: 0, high: 0 };
        const part = {
          minimum: minimum[i] ?? zero,
          range: range[i] ?? zero,
          multiplier: multiplier[i] ?? zero,
        };
        return packPart(cellOf(value), part, packed);
      });
      rotatePacked(packed, Number(shift));
      expect(inside ? format(readCell(packed)) : "absent", values).toBe(k);
    }
  });

  test("hashes of packed keys", () => {
    for (const { level, multiplier, salt, k, h } of vectors("hash-packed")) {
      const cell = cellOf(parse(k));
      const hashLevel = level === "0" ? 0 : 1;
      hashPacked(cell, { hashLevel, multiplier: parse(multiplier), salt: parse(salt) });
      expect(format(readCell(cell)), k).toBe(h);
    }
  });

  test("hashes of parts", () => {
    for (const { parts, salt, h } of vectors("hash-parts")) {
      const cell = cellOf(parse(salt));
      for (const part of parts?.split(",") ?? []) {
        const [kind, value = ""] = part.split(":");
        if (kind === "int") hashIntegerPart(cellOf(parse(value)), cell);
        else hashStringPart(parseBytes(value), 0, value.length / 2, cell);
      }
      expect(format(readCell(cell)), parts).toBe(h);
    }
  });

  test("buckets and slots", () => {
    for (const { h, key_count, bucket_bits, pilot, bucket, slot } of vectors("slot")) {
      const { low, high } = parse(h);
      expect(bucketOf(high, Number(bucket_bits)), h).toBe(Number(bucket));
      expect(slotOf(low, Number(pilot), Number(key_count)), h).toBe(Number(slot));
    }
  });

  test("content_hash", () => {
    for (const { size, hash } of vectors("content-hash")) {
      const bytes = Uint8Array.from({ length: Number(size) }, (_, j) => j * 131 + (j >>> 8) * 17 + 7);
      expect(formatHash(contentHash(bytes)), size).toBe(hash);
    }
  });
});

test("content_hash does not depend on where the bytes lie in their buffer", () => {
  const bytes = Uint8Array.from({ length: 5000 }, (_, j) => j * 7);
  const expected = formatHash(contentHash(bytes));
  for (const offset of [1, 2, 3, 4, 7]) {
    const shifted = new Uint8Array(6000).fill(0xaa);
    shifted.set(bytes, offset);
    expect(formatHash(contentHash(shifted.subarray(offset, offset + 5000)))).toBe(expected);
  }
});

function vectors(name: string): readonly Readonly<Record<string, string>>[] {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), "utf8"));
}

function parse(hex = ""): U64 {
  return { low: Number.parseInt(hex.slice(8), 16), high: Number.parseInt(hex.slice(0, 8), 16) };
}

function parseList(hex = ""): U64[] {
  return hex.split(",").map(parse);
}

function parseBytes(hex = ""): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function format({ low, high }: U64): string {
  return [high, low].map((half) => half.toString(16).padStart(8, "0")).join("");
}

function cellOf({ low, high }: U64): U64Cell {
  return Uint32Array.of(low, high);
}
