import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkLibraryFile } from "../../src/base/elf/check-library.js";
import { findImage } from "../../src/base/elf/find-image.js";
import { createHost, type Host } from "../../src/base/host.js";
import { ToolError } from "../../src/base/tool-error.js";
import { compileLibrary, findCompiler } from "../../src/library/compile-library.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import type { OutputFile } from "../../src/model/output-file.js";
import { makeImageSource } from "./image-source.js";
import { hasProgram, makeImage, makeTestFolder, readProgram, runProgram } from "./native.js";

const image = makeImage(10_048);
const host = createHost();
const isLinux64 = process.platform === "linux" && process.arch === "x64";

function compile(compiler: readonly string[], files: readonly OutputFile[], on: Host = host): Uint8Array {
  return compileLibrary(on, { compiler, target: "x86_64", files, source: "cpp/tables_image.cpp", image });
}

/** Returns a host that makes its temporary folder where the test wants it. */
function hostIn(folder: string): Host {
  return {
    ...host,
    makeTempFolder: () => {
      mkdirSync(folder, { recursive: true });
      return folder;
    },
  };
}

describe.each(["g++", "clang++"])("a library that %s builds", (compiler) => {
  const here = test.skipIf(!isLinux64 || !hasProgram(compiler));

  here.each(["literal", "embed"] as const)(
    "from %s arrays is data alone, with the image byte for byte",
    (form) => {
      const library = compile([compiler], makeImageSource(image, form));
      expect(checkLibraryFile(library, "x86_64")).toEqual([]);
      expect(Buffer.compare(findImage(library) ?? new Uint8Array(), image)).toBe(0);
    },
  );

  here("has the .rodata that the built-in writer gives, and no error that eu-elflint knows", () => {
    const folder = makeTestFolder();
    const built = {
      literal: compile([compiler], makeImageSource(image, "literal")),
      embed: compile([compiler], makeImageSource(image, "embed")),
      builtin: writeElfLibrary(image, "x86_64"),
    };
    for (const [name, bytes] of Object.entries(built)) {
      const path = join(folder, `${name}.so`);
      writeFileSync(path, bytes);
      readProgram("objcopy", "-O", "binary", "-j", ".rodata", path, `${path}.rodata`);
      expect(runProgram(["cat", `${path}.rodata`]).equals(image)).toBe(true);
      expect(readProgram("eu-elflint", "--gnu-ld", path)).toBe("No errors\n");
    }
  });

  here("is the same in another folder, time zone and locale, and names neither", () => {
    const sources = makeImageSource(image, "literal");
    const first = compile([compiler], sources, hostIn(join(makeTestFolder(), "one")));
    const elsewhere = { TZ: "Asia/Tokyo", LANG: "zh_CN.UTF-8", SOURCE_DATE_EPOCH: "1" };
    const abroad = hostIn(join(makeTestFolder(), "a longer folder's name"));
    const second = compile([compiler], sources, {
      ...abroad,
      run: (argv, options) => host.run(argv, { ...options, env: { ...options?.env, ...elsewhere } }),
    });
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.from(first).includes("tables_image")).toBe(false);
    expect(Buffer.from(first).includes(tmpdir())).toBe(false);
  });
});

test.skipIf(!hasProgram("aarch64-linux-gnu-g++"))("a cross compiler builds for its own target", () => {
  const compiler = ["aarch64-linux-gnu-g++"];
  const files = makeImageSource(image, "embed");
  const options = { compiler, files, source: "cpp/tables_image.cpp", image };
  const library = compileLibrary(host, { ...options, target: "aarch64" });
  expect(checkLibraryFile(library, "aarch64")).toEqual([]);
  // -fcf-protection is refused for this machine, which is as good an end as any.
  expect(() => compileLibrary(host, { ...options, target: "x86_64" })).toThrow(ToolError);
});

describe.skipIf(!isLinux64 || !hasProgram("g++"))("compileLibrary", () => {
  test("removes its temporary folder, also after an error", () => {
    for (const content of ["", "not c++"]) {
      const folder = join(makeTestFolder(), "temporary");
      const files =
        content === "" ? makeImageSource(image, "embed") : [{ path: "cpp/tables_image.cpp", content }];
      try {
        compile(["g++"], files, hostIn(folder));
      } catch {}
      expect(readdirSync(join(folder, ".."))).toEqual([]);
    }
  });

  test("shows what the compiler says, without the temporary folder", () => {
    const files = [{ path: "cpp/tables_image.cpp", content: '#include "missing.hpp"\n' }];
    const error = catchError(() => compile(["g++"], files));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: `g++ could not build the library:
tables_image.cpp:1:10: fatal error: missing.hpp: No such file or directory
    1 | #include "missing.hpp"
      |          ^~~~~~~~~~~~~
compilation terminated.`,
      help: "Mend or choose another compiler with CXX, or build with --linker builtin, which needs none.",
    });
  });

  test("says when the compiler is not there", () => {
    const error = catchError(() => compile(["no-such-compiler"], makeImageSource(image, "embed")));
    expect(error).toMatchObject({
      message: "no-such-compiler could not build the library:\nspawnSync no-such-compiler ENOENT",
    });
  });

  test("says when the compiler changed a byte, or the size", () => {
    const altered = Uint8Array.from(image);
    altered[777] = 255 - (image[777] ?? 0);
    expect(catchError(() => compile(["g++"], makeImageSource(altered, "literal")))).toMatchObject({
      message: "g++ built an image that differs at byte 777.",
      help: "Build with --linker builtin, or with another compiler, and report this with its version.",
    });
    expect(
      catchError(() => compile(["g++"], makeImageSource(image.subarray(0, 9984), "embed"))),
    ).toMatchObject({
      message: "g++ built an image of 9984 bytes instead of 10048.",
    });
  });

  test.each([
    ["void grow() {}", "has an executable segment"],
    ["int counter = 1; int* const where = &counter;", "has relocations"],
    ["thread_local int local = 1;", "has thread-local data"],
  ])("refuses a library with more than data: %s", (code, problem) => {
    const [source] = makeImageSource(image, "literal");
    const files = [{ path: "cpp/tables_image.cpp", content: `${source?.content}\n${code}\n` }];
    const error = catchError(() => compile(["g++"], files));
    expect(error).toBeInstanceOf(ToolError);
    expect(String(error)).toContain(problem);
  });

  test("takes a compiler with arguments", () => {
    const folder = makeTestFolder();
    const wrapper = join(folder, "wrapper");
    writeFileSync(wrapper, '#!/bin/sh\n[ "$1" = "c++" ] || exit 9\nshift\nexec g++ "$@"\n', { mode: 0o755 });
    cpSync(wrapper, join(folder, "copy"));
    expect(checkLibraryFile(compile([wrapper, "c++"], makeImageSource(image, "embed")))).toEqual([]);
  });
});

describe("findCompiler", () => {
  const machine = { platform: "linux", arch: "x64", env: {} } as const;
  const withPrograms = (programs: readonly string[], more: Partial<Host> = {}): Host => ({
    ...host,
    ...machine,
    ...more,
    run: ([program = ""]) => ({ status: programs.includes(program) ? 0 : undefined, stdout: "", stderr: "" }),
  });

  test("takes the first of c++, g++ and clang++ that runs", () => {
    expect(findCompiler(withPrograms(["clang++", "g++"]), "x86_64")).toEqual(["g++"]);
    expect(findCompiler(withPrograms(["clang++"]), "x86_64")).toEqual(["clang++"]);
    expect(findCompiler(withPrograms([]), "x86_64")).toBeUndefined();
  });

  test("takes no compiler of this machine for another machine or system", () => {
    expect(findCompiler(withPrograms(["c++"]), "aarch64")).toBeUndefined();
    expect(findCompiler(withPrograms(["c++"], { arch: "arm64" }), "aarch64")).toEqual(["c++"]);
    expect(findCompiler(withPrograms(["c++"], { platform: "darwin" }), "x86_64")).toBeUndefined();
  });

  test("takes CXX as program and arguments, for whatever target", () => {
    const env = { CXX: "zig c++  -target aarch64-linux-musl " };
    expect(findCompiler(withPrograms(["zig", "c++"], { env, platform: "darwin" }), "aarch64")).toEqual([
      "zig",
      "c++",
      "-target",
      "aarch64-linux-musl",
    ]);
    const error = catchError(() => findCompiler(withPrograms(["c++"], { env }), "aarch64"));
    expect(error).toMatchObject({
      message: "The compiler that CXX names does not run: zig c++ -target aarch64-linux-musl.",
      help: "Correct or unset CXX, or build with --linker builtin, which needs no compiler.",
    });
  });
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
