import { expect, test } from "vitest";
import { Utf8Scratch, writeUtf8 } from "../../src/base/utf8.js";

const texts = [
  "",
  "sword",
  "剑",
  "a剑",
  "😀",
  "x😀y",
  "é".repeat(50),
  "a".repeat(64),
  "a".repeat(65),
  `${"a".repeat(80)}道`,
];

test("text is written as the encoder of the platform writes it, at any place", () => {
  for (const text of texts) {
    const expected = new TextEncoder().encode(text);
    const bytes = new Uint8Array(3 * text.length + 9);
    expect(writeUtf8(text, bytes, 5)).toBe(expected.length);
    expect(bytes.subarray(5, 5 + expected.length)).toEqual(expected);
  }
});

test("a scratch grows with its text and is used again", () => {
  const scratch = new Utf8Scratch();
  for (const text of ["剑".repeat(1000), "bow"]) {
    const size = scratch.encode(text);
    expect(new TextDecoder().decode(scratch.bytes.subarray(0, size))).toBe(text);
  }
});
