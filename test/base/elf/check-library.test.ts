import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkLibraryFile } from "../../../src/base/elf/check-library.js";
import { findImage } from "../../../src/base/elf/find-image.js";
import { writeElfLibrary } from "../../../src/library/write-elf-library.js";
import { hasProgram, makeImage, makeTestFolder, runProgram } from "../../library/native.js";

const good = writeElfLibrary(makeImage(4096), "x86_64");

/** Offsets of what the cases below alter: the second program header is the writable segment's. */
const at = { type: 16, machine: 18, segments: 64, segmentBytes: 56, symbol: 0x190 + 24 } as const;

/** Returns the good file with some 32-bit words replaced. */
function alter(words: Readonly<Record<number, number>>): Uint8Array {
  const copy = Uint8Array.from(good);
  const view = new DataView(copy.buffer);
  for (const [offset, word] of Object.entries(words)) view.setUint32(Number(offset), word, true);
  return copy;
}

function segmentField(segment: number, offset: number): number {
  return at.segments + segment * at.segmentBytes + offset;
}

/** Offset in the file of the dynamic section's first entry. */
const dynamic = new DataView(good.buffer).getUint32(segmentField(2, 8), true);

describe("checkLibraryFile", () => {
  test("has nothing against a library, for its own target", () => {
    expect(checkLibraryFile(good)).toEqual([]);
    expect(checkLibraryFile(good, "x86_64")).toEqual([]);
    expect(checkLibraryFile(good, "aarch64")).toEqual(["is for x86_64, not for aarch64"]);
  });

  test.each([
    ["an empty file", new Uint8Array(), "is not a 64-bit ELF file"],
    ["a text", new TextEncoder().encode("version https://"), "is not a 64-bit ELF file"],
    ["a lone magic", good.subarray(0, 60), "ends inside the ELF header"],
    ["a file cut in the segment table", good.subarray(0, 100), "has no complete table of segments"],
    [
      "a file cut in the image",
      good.subarray(0, 5000),
      "is cut off: a segment ends behind the end of the file",
    ],
    ["a program", alter({ [at.type]: 0x003e0002 }), "is not a shared object"],
    [
      "another machine's file",
      alter({ [at.type]: 0x00080003 }),
      "is for machine 8, neither x86_64 nor aarch64",
    ],
    [
      "a file without a dynamic segment",
      alter({ [segmentField(2, 0)]: 0 }),
      "has not exactly one dynamic segment",
    ],
    ["an executable segment", alter({ [segmentField(0, 4)]: 5 }), "has an executable segment"],
    ["an executable stack", alter({ [segmentField(4, 4)]: 7 }), "asks for an executable stack"],
    ["a stack left to the kernel", alter({ [segmentField(4, 0)]: 0 }), "asks for an executable stack"],
    ["an interpreter", alter({ [segmentField(3, 0)]: 3 }), "names a program interpreter"],
    ["thread-local data", alter({ [segmentField(3, 0)]: 7 }), "has thread-local data"],
    ["a needed library", alter({ [dynamic]: 1 }), "needs another library"],
    [
      "a soname",
      alter({ [dynamic]: 14 }),
      "has a soname, by which a loader would take another release for it",
    ],
    ["an init function", alter({ [dynamic]: 12 }), "has a constructor"],
    ["an init array", alter({ [dynamic]: 25 }), "has a constructor"],
    ["a fini array", alter({ [dynamic]: 26 }), "has a destructor"],
    ["RELA relocations", alter({ [dynamic]: 7 }), "has relocations"],
    ["REL relocations", alter({ [dynamic]: 17 }), "has relocations"],
    ["RELR relocations", alter({ [dynamic]: 36 }), "has relocations"],
    ["PLT relocations", alter({ [dynamic]: 23 }), "has relocations"],
    ["text relocations", alter({ [dynamic]: 22 }), "has relocations"],
    ["an audit library", alter({ [dynamic]: 0x6ffffefc }), "has the dynamic entry 0x6ffffefc"],
    ["no end of the dynamic section", alter({ [dynamic + 96]: 4 }), "has a dynamic section without an end"],
    ["another symbol", alter({ 452: 0x20202020 }), "does not define tablegen_image"],
    ["an undefined symbol", alter({ [at.symbol + 4]: 0x00000011 }), "does not define tablegen_image"],
    [
      "a function",
      alter({ [at.symbol + 4]: 0x00050012 }),
      "defines tablegen_image, but not as a data object",
    ],
    [
      "a function that picks",
      alter({ [at.symbol + 4]: 0x0005001a }),
      "defines tablegen_image, but not as a data object",
    ],
    [
      "a unique symbol",
      alter({ [at.symbol + 4]: 0x000500a1 }),
      "defines tablegen_image, but not as a data object",
    ],
    ["an odd address", alter({ [at.symbol + 8]: 0x1004 }), "has an image that is not aligned to 64"],
    [
      "a size beyond the segment",
      alter({ [at.symbol + 16]: 4097 }),
      "has an image outside its read-only segment",
    ],
    ["a writable image", alter({ [segmentField(0, 4)]: 6 }), "has an image outside its read-only segment"],
    [
      "a segment that reaches into the next one's page",
      alter({ [segmentField(0, 40)]: 0x2001 }),
      "has segments that no linker writes",
    ],
    [
      "an address beyond all memory",
      alter({ [segmentField(0, 20)]: 0x8000 }),
      "has segments that no linker writes",
    ],
    ["a Bloom filter without the name", alter({ 384: 0, 388: 0 }), "does not define tablegen_image"],
    ["a chain without the name", alter({ 396: 1 }), "does not define tablegen_image"],
    ["an empty System V table", alter({ 352: 0 }), "does not define tablegen_image"],
    [
      "a segment without a page's alignment",
      alter({ [segmentField(0, 48)]: 16 }),
      "has segments that no linker writes",
    ],
  ])("refuses %s", (_, bytes, problem) => {
    expect(checkLibraryFile(bytes)).toContain(problem);
  });

  test("refuses a file whose two hash tables find different symbols", () => {
    // A second symbol, number 154 of the table, at the beginning of the image.
    const forged = makeImage(4096);
    const view = new DataView(forged.buffer);
    forged.fill(0, 0, 24);
    view.setUint32(0, 1, true);
    view.setUint32(4, 0x00050011, true);
    view.setUint32(8, 0x1040, true);
    const library = writeElfLibrary(forged, "x86_64");
    expect(checkLibraryFile(library)).toEqual([]);
    new DataView(library.buffer).setUint32(0x160, 154, true);
    expect(checkLibraryFile(library)).toEqual(["defines tablegen_image more than once"]);
  });

  test("names every problem, each once", () => {
    const problems = checkLibraryFile(
      alter({ [dynamic + 64]: 12, [dynamic + 80]: 25, [segmentField(0, 4)]: 5 }),
    );
    expect(problems.filter((problem) => problem === "has a constructor")).toHaveLength(1);
    expect(problems).toContain("has an executable segment");
  });

  test.skipIf(!hasProgram("gcc"))("refuses what a compiler makes of code with a constructor", () => {
    const folder = makeTestFolder();
    const source = join(folder, "hostile.c");
    writeFileSync(
      source,
      `#include <stdlib.h>
      __attribute__((aligned(64))) const char tablegen_image[64] = "tablegen";
      __attribute__((constructor)) static void run(void) { abort(); }`,
    );
    runProgram([
      "gcc",
      "-shared",
      "-fPIC",
      "-Wl,-soname,tables.so",
      "-o",
      join(folder, "hostile.so"),
      source,
    ]);
    expect(checkLibraryFile(readFileSync(join(folder, "hostile.so")))).toEqual(
      expect.arrayContaining([
        "has an executable segment",
        "needs another library",
        "has a soname, by which a loader would take another release for it",
        "has a constructor",
        "has a destructor",
        "has relocations",
      ]),
    );
  });

  test("takes any bytes: altered and cut files never throw, and an image is found inside the file", () => {
    const tail = good.length - 1024;
    const offset = fc.oneof(fc.nat(0x1000), fc.integer({ min: tail, max: good.length - 1 }));
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 255));
    fc.assert(
      fc.property(fc.array(fc.tuple(offset, byte), { maxLength: 8 }), fc.nat(good.length), (changes, cut) => {
        const copy = Uint8Array.from(cut % 4 === 0 ? good.subarray(0, cut) : good);
        for (const [index, value] of changes) copy[index] = value;
        const problems = checkLibraryFile(copy);
        const found = findImage(copy);
        if (problems.length === 0) expect(found).toBeDefined();
        if (found !== undefined) expect(found.byteOffset + found.length).toBeLessThanOrEqual(copy.length);
      }),
      { numRuns: 5000 },
    );
  });
});
