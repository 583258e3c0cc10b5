import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkLibraryFile } from "../../src/base/elf/check-library.js";
import { findImage } from "../../src/base/elf/find-image.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { compileLoader, hasProgram, makeImage, makeTestFolder, readProgram, runProgram } from "./native.js";

/** Sizes at which the end of the image, `.dynamic` and a page lie differently towards each other. */
const sizes = [64, 320, 3968, 4032, 4096, 8064, 8128, 61376, 65472, 65536, 1_000_000];
const targets = ["x86_64", "aarch64"] as const;

function writeLibrary(folder: string, image: Uint8Array, target: "x86_64" | "aarch64"): string {
  const path = join(folder, `${target}-${image.length}.so`);
  writeFileSync(path, writeElfLibrary(image, target));
  return path;
}

describe.each(targets)("a library for %s", (target) => {
  test.each(sizes)("of %i bytes has the image and nothing that a loader would have to do", (bytes) => {
    const image = makeImage(bytes);
    const library = writeElfLibrary(image, target);
    expect(checkLibraryFile(library, target)).toEqual([]);
    expect(Buffer.compare(findImage(library) ?? new Uint8Array(), image)).toBe(0);
  });

  test("is a copy of the image with at most a page before it and a kilobyte behind", () => {
    const image = makeImage(500_032);
    const library = writeElfLibrary(image, target);
    expect(library.length - image.length).toBeLessThan(4096 + 1024);
    expect(Buffer.from(library).indexOf(image)).toBe(4096);
  });

  test.skipIf(!hasProgram("eu-elflint"))("has no error that eu-elflint knows", () => {
    const folder = makeTestFolder();
    for (const bytes of sizes) {
      const path = writeLibrary(folder, makeImage(bytes), target);
      expect(readProgram("eu-elflint", path)).toBe("No errors\n");
      expect(readProgram("eu-elflint", "--gnu-ld", path)).toBe("No errors\n");
    }
  });

  test.skipIf(!hasProgram("readelf"))(
    "has, in the eyes of readelf, no relocation, code or needed library",
    () => {
      const path = writeLibrary(makeTestFolder(), makeImage(64_064), target);
      expect(readProgram("readelf", "-rW", path).trim()).toBe("There are no relocations in this file.");
      const segments = readProgram("readelf", "-lW", path);
      const flags = Array.from(
        segments.matchAll(/^ {2}(LOAD|GNU_STACK) +(?:0x\w+ +){5}(.{3})/gm),
        (m) => m[2],
      );
      expect(flags).toEqual(["R  ", "RW ", "RW "]);
      expect(readProgram("readelf", "-SW", path)).not.toMatch(/\.data|\.text|\.init|\.fini/);
      const tags = Array.from(readProgram("readelf", "-dW", path).matchAll(/\(([A-Z_]+)\)/g), (m) => m[1]);
      expect(tags).toEqual(["HASH", "GNU_HASH", "STRTAB", "SYMTAB", "STRSZ", "SYMENT", "NULL"]);
      expect(readProgram("readelf", "--dyn-syms", "-W", path)).toMatch(
        / 1: 0000000000001000 64064 OBJECT +GLOBAL DEFAULT +5 tablegen_image\n/,
      );
    },
  );

  test.skipIf(!hasProgram("objcopy"))("has a .rodata that is the image", () => {
    const folder = makeTestFolder();
    const image = makeImage(8128);
    const objcopy = target === "aarch64" ? "aarch64-linux-gnu-objcopy" : "objcopy";
    const copy = join(folder, "rodata");
    readProgram(objcopy, "-O", "binary", "-j", ".rodata", writeLibrary(folder, image, target), copy);
    expect(runProgram(["cat", copy]).equals(image)).toBe(true);
  });
});

test("equal images give equal files, wherever and whenever they are written", () => {
  expect(writeElfLibrary(makeImage(4096), "x86_64")).toEqual(writeElfLibrary(makeImage(4096), "x86_64"));
});

test("an image of 256 MB is copied once", () => {
  const image = new Uint8Array(256 << 20);
  const before = process.memoryUsage().arrayBuffers;
  const library = writeElfLibrary(image, "x86_64");
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(library.length + (1 << 20));
  expect(library.buffer.byteLength).toBe(library.length);
});

test.skipIf(process.platform !== "linux" || process.arch !== "x64" || !hasProgram("gcc"))(
  "a C program reads every byte of the x86_64 file by dlopen and dlsym",
  () => {
    const folder = makeTestFolder();
    const loader = compileLoader(folder);
    for (const bytes of sizes) {
      const image = makeImage(bytes);
      const path = writeLibrary(folder, image, "x86_64");
      expect(runProgram([loader, path, String(bytes), "dump"]).equals(image)).toBe(true);
    }
  },
);

test.skipIf(!hasProgram("qemu-aarch64") || !hasProgram("aarch64-linux-gnu-gcc"))(
  "a C program reads every byte of the aarch64 file, with pages of 4 and 64 KiB",
  () => {
    const folder = makeTestFolder();
    const loader = compileLoader(folder, "aarch64-linux-gnu-gcc");
    const qemu = ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"];
    for (const pages of [[], ["-p", "65536"]]) {
      for (const bytes of sizes) {
        const image = makeImage(bytes);
        const path = writeLibrary(folder, image, "aarch64");
        const argv = [...qemu, ...pages, loader, path, String(bytes), "dump"];
        expect(runProgram(argv).equals(image)).toBe(true);
      }
    }
  },
);

/** Runs a shell script in mounts of its own, where this user may make them. */
const privateMounts = ["unshare", "--mount", "sh", "-ec"];
const mayMount =
  process.platform === "linux" &&
  hasProgram("unshare") &&
  canRun([...privateMounts, "mount -t tmpfs -o noexec none /mnt"]);

function canRun(argv: readonly string[]): boolean {
  try {
    runProgram(argv);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!mayMount || process.arch !== "x64" || !hasProgram("gcc"))(
  "the file loads from a mount where nothing may be executed",
  () => {
    const folder = makeTestFolder();
    const image = makeImage(100_032);
    const path = writeLibrary(folder, image, "x86_64");
    const loader = compileLoader(folder);
    // The library that the compiler would make of code does not load there: the mount is what it should be.
    const code = join(folder, "code.so");
    writeFileSync(join(folder, "code.c"), "int tablegen_image(void) { return 1; }\n");
    runProgram(["gcc", "-shared", "-o", code, join(folder, "code.c")]);
    const script = `
      mount -t tmpfs -o noexec none /mnt
      cp ${path} ${code} /mnt
      ! ${loader} /mnt/code.so 1 dump
      exec ${loader} /mnt/x86_64-${image.length}.so ${image.length} dump`;
    expect(runProgram([...privateMounts, script]).equals(image)).toBe(true);
  },
);
