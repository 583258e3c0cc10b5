import { describe, expect, test } from "vitest";
import { type ByteSource, createByteSource } from "../../../src/base/elf/byte-source.js";
import { dynamicTags, systemVHash } from "../../../src/base/elf/elf-format.js";
import { isElf, readElf } from "../../../src/base/elf/read-elf.js";
import { writeElfLibrary } from "../../../src/library/write-elf-library.js";
import { makeImage } from "../../library/native.js";

const library = writeElfLibrary(makeImage(1 << 20), "x86_64");

/** Counts what is read, and fails where that lies outside of the file. */
function createCountingSource(
  bytes: Uint8Array,
): ByteSource & { readonly read: ByteSource["read"]; sum: number } {
  return {
    sizeBytes: bytes.length,
    sum: 0,
    read(offset, sizeBytes) {
      expect(offset + sizeBytes).toBeLessThanOrEqual(bytes.length);
      this.sum += sizeBytes;
      return bytes.subarray(offset, offset + sizeBytes);
    },
  };
}

test("isElf looks at the first four bytes", () => {
  expect(isElf(library)).toBe(true);
  expect(isElf(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46))).toBe(true);
  expect(isElf(Uint8Array.of(0x7f, 0x45, 0x4c))).toBe(false);
  expect(isElf(new TextEncoder().encode("tablegen"))).toBe(false);
});

describe("readElf", () => {
  test.each(["x86_64", "aarch64"] as const)(
    "reads target, segments, dynamic entries and symbol for %s",
    (target) => {
      const file = readElf(createByteSource(writeElfLibrary(makeImage(64), target)));
      if (typeof file === "string") throw new Error(file);
      expect(file.target).toBe(target);
      expect(file.segments.map(({ type }) => type)).toEqual([1, 1, 2, 0x6474e552, 0x6474e551]);
      expect(file.dynamic.map(({ tag }) => tag)).toEqual([4, dynamicTags.gnuHash, 5, 6, 10, 11]);
      expect(file.image).toEqual({ info: 17, address: 4096, bytes: 64 });
    },
  );

  test("reads less than a kilobyte of a file of any size", () => {
    const source = createCountingSource(library);
    expect(typeof readElf(source)).toBe("object");
    expect(source.sum).toBeLessThan(1024);
  });

  test("gives up on a System V chain that leads back to itself", () => {
    // An image that is a hash table as well: one bucket, 2^32 - 1 links, of which the first two are a circle.
    const table = new Uint8Array(4096);
    const view = new DataView(table.buffer);
    for (const [index, word] of [1, 0xffffffff, 2, 0, 2, 2].entries()) view.setUint32(4 * index, word, true);
    const hostile = writeElfLibrary(table, "x86_64");
    const file = new DataView(hostile.buffer);
    const dynamic = file.getUint32(64 + 2 * 56 + 8, true);
    file.setUint32(dynamic + 8, 4096, true); // DT_HASH
    const source = createCountingSource(hostile);
    expect(readElf(source)).toMatchObject({ image: "does not define tablegen_image" });
    expect(source.sum).toBeLessThan(1 << 18);
  });
});

test("systemVHash gives the values of the System V gABI's function", () => {
  expect(["", "printf", "exit"].map(systemVHash)).toEqual([0, 0x077905a6, 0x0006cf04]);
});
