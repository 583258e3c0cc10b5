import { expect, test } from "vitest";
import { findImage, locateImage } from "../../../src/base/elf/find-image.js";
import type { ElfFile } from "../../../src/base/elf/read-elf.js";
import { writeElfLibrary } from "../../../src/library/write-elf-library.js";
import { makeImage } from "../../library/native.js";

const image = makeImage(4096);
const library = writeElfLibrary(image, "x86_64");

test("findImage returns the bytes in place, without a copy", () => {
  const found = findImage(library);
  expect(found?.buffer).toBe(library.buffer);
  expect(Buffer.compare(found ?? new Uint8Array(), image)).toBe(0);
  expect(findImage(new Uint8Array(100))).toBeUndefined();
});

test("an image that the file does not hold to its end is none", () => {
  const cut = library.slice();
  new DataView(cut.buffer).setUint32(0x190 + 24 + 16, 4097, true); // st_size
  expect(findImage(cut)).toBeUndefined();
});

test("locateImage says what is wrong with the symbol, or with where it leads", () => {
  const file: ElfFile = { target: "x86_64", segments: [], dynamic: [], image: "does not define it" };
  expect(locateImage(file)).toBe("does not define it");
  expect(locateImage({ ...file, image: { info: 17, address: 64, bytes: 64 } })).toBe(
    "has an image outside of what the file holds",
  );
});
