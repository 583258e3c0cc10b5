import { expect, test } from "vitest";
import { StringPool } from "../../src/image/string-pool.js";

test("each text is stored once, in the order in which it first came, with a NUL behind it", () => {
  const pool = new StringPool();
  const added = ["ab", "", "剑", "ab", "", "剑"].map((text) => pool.add(text));
  expect(added.map(({ position, size }) => [position, size])).toEqual([
    [0, 2],
    [3, 0],
    [4, 3],
    [0, 2],
    [3, 0],
    [4, 3],
  ]);
  expect(new TextDecoder().decode(pool.bytes)).toBe("ab\0\0剑\0");
});

test("texts are found again however far the pool has grown", () => {
  const pool = new StringPool();
  const texts = Array.from({ length: 3000 }, (_, number) => `text ${number}`);
  const first = texts.map((text) => pool.add(text).position);
  const sizeBytes = pool.bytes.length;
  for (const [number, text] of texts.entries()) {
    expect(pool.add(text), text).toEqual({ position: first[number], size: text.length });
  }
  expect(pool.bytes.length).toBe(sizeBytes);
});
