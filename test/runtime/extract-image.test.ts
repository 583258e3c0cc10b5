import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createByteSource } from "../../src/base/elf/byte-source.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { ImageError } from "../../src/runtime/errors.js";
import { extractImage, readLibrary } from "../../src/runtime/extract-image.js";

const folder = mkdtempSync(join(tmpdir(), "table-gen-extract-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bytes that no linker would write by accident. */
const image = Uint8Array.from({ length: 4160 }, (_, index) => (index * 37 + 11) & 0xff);

const dataOnly = ["-shared", "-nostdlib", "-nostartfiles", "-fno-asynchronous-unwind-tables"];

describe("the image is found in a file", () => {
  test.each(["x86_64", "aarch64"] as const)("of the built-in writer for %s", (target) => {
    expect(extractImage(writeElfLibrary(image, target))).toEqual(image);
  });

  test.each([
    ["x86_64", "gcc", "gnu"],
    ["x86_64", "gcc", "sysv"],
    ["x86_64", "gcc", "both"],
    ["x86_64", "clang", "gnu"],
    ["aarch64", "aarch64-linux-gnu-gcc", "gnu"],
    ["aarch64", "aarch64-linux-gnu-gcc", "sysv"],
  ])("of a compiler for %s: %s with %s hashes", (_, compiler, hashes) => {
    const library = compile(compiler, symbolSource(), [...dataOnly, `-Wl,--hash-style=${hashes}`]);
    expect(extractImage(library)).toEqual(image);
  });

  test("beside many other symbols, among them names that begin alike", () => {
    const others = Array.from({ length: 500 }, (_, index) => `int tablegen_image${index} = ${index};`);
    const source = `${symbolSource()}${others.join("\n")}\nint tablegen_imag = 1;\n`;
    for (const hashes of ["gnu", "sysv"]) {
      expect(extractImage(compile("gcc", source, [...dataOnly, `-Wl,--hash-style=${hashes}`]))).toEqual(
        image,
      );
    }
  });
});

describe("anything else is refused", () => {
  test("a file that is no ELF file, and an empty one", () => {
    for (const bytes of [new Uint8Array(0), new TextEncoder().encode("MZ"), image]) {
      expect(() => extractImage(bytes)).toThrow(
        new ImageError("The library is not a 64-bit ELF file.", {
          help: "Copy or publish it again; it must be a whole library that table-gen built.",
        }),
      );
    }
  });

  test("a 32-bit ELF file and an executable", () => {
    const library = writeElfLibrary(image, "x86_64");
    const small = library.slice();
    small[4] = 1;
    expect(() => extractImage(small)).toThrow("The library is not a 64-bit ELF file.");
    const executable = library.slice();
    executable[16] = 2;
    expect(() => extractImage(executable)).toThrow("The library is not a shared object.");
  });

  test("a library without the symbol, or that only uses it", () => {
    const message = "The library does not define tablegen_image.";
    expect(() => extractImage(compile("gcc", "int other = 1;\n", dataOnly))).toThrow(message);
    const user = "extern char tablegen_image[];\nchar *use(void) { return tablegen_image; }\n";
    expect(() => extractImage(compile("gcc", user, [...dataOnly, "-fPIC"]))).toThrow(message);
  });

  test("a library that is cut off anywhere, with an error that says what it lacks", () => {
    const library = writeElfLibrary(image, "x86_64");
    const { offset, sizeBytes } = readLibrary(createByteSource(library)).image;
    for (let size = 0; size < offset + sizeBytes; size += 61) {
      expect(() => extractImage(library.subarray(0, size))).toThrow(ImageError);
    }
    expect(() => extractImage(library.subarray(0, 2000))).toThrow(
      "The library is cut off: a segment ends behind the end of the file.",
    );
  });

  test("a library with any byte altered gives an image of the same size or an ImageError, never another error", () => {
    const library = writeElfLibrary(image.subarray(0, 512), "x86_64");
    for (let at = 0; at < library.length; at++) {
      for (const change of [0x01, 0x80, 0xff]) {
        const altered = library.slice();
        altered[at] = (altered[at] ?? 0) ^ change;
        try {
          extractImage(altered);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }
    }
  });
});

function symbolSource(): string {
  const values = Array.from(image).join(",");
  return `__attribute__((aligned(64))) const unsigned char tablegen_image[] = {${values}};\n`;
}

function compile(compiler: string, source: string, flags: readonly string[]): Uint8Array {
  const path = join(folder, "library");
  writeFileSync(`${path}.c`, source);
  execFileSync(compiler, [...flags, "-o", `${path}.so`, `${path}.c`], { stdio: "pipe" });
  return new Uint8Array(readFileSync(`${path}.so`));
}
