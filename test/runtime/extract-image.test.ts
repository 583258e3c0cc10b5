import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { readLibraryFile } from "../../src/runtime/elf.js";
import { ImageError } from "../../src/runtime/errors.js";
import { extractImage } from "../../src/runtime/extract-image.js";

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
        new ImageError("This is not a library: it does not begin as an ELF file does."),
      );
    }
  });

  test("a 32-bit ELF file and an executable", () => {
    const library = writeElfLibrary(image, "x86_64");
    const small = library.slice();
    small[4] = 1;
    expect(() => extractImage(small)).toThrow("This ELF file is not a 64-bit little-endian one");
    const executable = library.slice();
    executable[16] = 2;
    expect(() => extractImage(executable)).toThrow("This ELF file is not a shared library.");
  });

  test("a library without the symbol, or that only uses it", () => {
    const message = "This library has no symbol tablegen_image: table-gen did not build it.";
    expect(() => extractImage(compile("gcc", "int other = 1;\n", dataOnly))).toThrow(message);
    const user = "extern char tablegen_image[];\nchar *use(void) { return tablegen_image; }\n";
    expect(() => extractImage(compile("gcc", user, [...dataOnly, "-fPIC"]))).toThrow(message);
  });

  test("a library that is cut off anywhere, with an error that says what it lacks", () => {
    const library = writeElfLibrary(image, "x86_64");
    const end = readLibraryFile({
      sizeBytes: library.length,
      read: (offset, size) => library.subarray(offset, offset + size),
    });
    for (let size = 0; size < end.imageOffset + end.imageBytes; size += 61) {
      expect(() => extractImage(library.subarray(0, size))).toThrow(ImageError);
    }
    expect(() => extractImage(library.subarray(0, 2000))).toThrow(
      "This library is truncated: 2000 bytes are less than it claims to have.",
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

describe("what could run code is named", () => {
  test("nothing in a library of tables", () => {
    expect(dangersOf(writeElfLibrary(image, "x86_64"))).toEqual([]);
    expect(dangersOf(compile("gcc", symbolSource(), dataOnly))).toEqual([]);
  });

  test("code, constructors, relocations and needed libraries elsewhere", () => {
    const code = `${symbolSource()}__attribute__((constructor)) static void run(void) {}\n`;
    expect(dangersOf(compile("gcc", code, ["-shared", "-fPIC", "-Wl,--no-as-needed", "-lm"]))).toEqual([
      "an executable segment",
      "another library that it needs",
      "relocations",
      "a constructor",
      "a destructor",
    ]);
  });
});

function dangersOf(library: Uint8Array): readonly string[] {
  const read = (offset: number, size: number) => library.subarray(offset, offset + size);
  return readLibraryFile({ sizeBytes: library.length, read }).dangers;
}

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
