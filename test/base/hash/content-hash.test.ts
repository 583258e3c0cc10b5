import { expect, test } from "vitest";
import { contentHash, formatHash } from "../../../src/base/hash/content-hash.js";

test("the hash is of the bytes, wherever they lie and whatever class holds them", () => {
  const bytes = Uint8Array.from({ length: 1500 }, (_, index) => (index * 7) & 255);
  const expected = formatHash(contentHash(bytes));
  for (const offset of [0, 4, 7, 48]) {
    const roomy = new Uint8Array(2000).fill(1);
    roomy.set(bytes, offset);
    const part = roomy.subarray(offset, offset + bytes.length);
    expect(formatHash(contentHash(part))).toBe(expected);
    expect(formatHash(contentHash(Buffer.from(roomy.buffer, offset, bytes.length)))).toBe(expected);
  }
});
