import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createByteSource } from "../../src/base/elf/byte-source.js";
import { checkLibrary } from "../../src/base/elf/check-library.js";
import { nodeArchitectures } from "../../src/base/elf/elf-format.js";
import { readElf } from "../../src/base/elf/read-elf.js";
import { openImage } from "../../src/runtime/open-image.js";
import { createImage, emit } from "../emit/cpp/images.js";
import {
  hasProgram,
  includeFolder,
  makeSharedFolder,
  root,
  runGood,
  strictFlags,
  writeFiles,
} from "../native-runtime/native.js";
import { describeRelease, writeRelease } from "./releases.js";

const folder = makeSharedFolder();

describe.skipIf(process.platform !== "linux" || !hasProgram("g++"))("what C++ thinks of a file", () => {
  const program = join(folder, "open");
  const compile = () => {
    if (existsSync(program)) return;
    const source = join(root, "test/reload/store/open.cpp");
    runGood(["g++", "-std=c++17", "-O1", ...strictFlags, `-I${includeFolder}`, source, "-o", program]);
  };
  const ask = (paths: readonly string[]) => {
    compile();
    return runGood([program, ...paths])
      .trimEnd()
      .split("\n");
  };

  test("is what TypeScript thinks of it, whatever is altered", () => {
    const good = readFileSync(writeRelease(folder, 0, 20).path);
    const image = good.indexOf("tablegen\x02", 0, "latin1");
    const random = createRandom(20_261_126);
    const files = Array.from({ length: 1500 }, (_, index) => {
      const bytes = alter(good, image, random);
      const path = join(folder, `altered-${index}.so`);
      writeFileSync(path, bytes);
      return { path, bytes, typescript: judge(bytes) };
    });
    const verdicts = ask(files.map(({ path }) => path));
    const differing = files
      .map(({ path, typescript }, index) => ({ path, typescript, cpp: verdicts[index] }))
      .filter(({ typescript, cpp }) => (typescript === "good") !== (cpp === "good"));
    expect(differing).toEqual([]);
    expect(verdicts.filter((verdict) => verdict === "good").length).toBeGreaterThan(50);
  });

  test("with code in it is no good, and the code does not run", async () => {
    const { files } = await emit(createImage(describeRelease(0, 3)), "embed");
    writeFiles(folder, files);
    const ran = join(folder, "it-ran");
    const image = `#include "${join(folder, "cpp/soak_image.cpp")}"\n`;
    const sources = {
      constructor: `#include <cstdio>\n${image}__attribute__((constructor)) static void run() { std::fclose(std::fopen("${ran}", "w")); }\n`,
      needed: `#include <cmath>\n${image}extern "C" double root(double x) { return std::sqrt(x) + std::cbrt(x); }\n`,
      relocated: `${image}extern "C" char const* const names[] = {"a", "b"};\n`,
    };
    const paths = Object.entries(sources).map(([name, source]) => {
      const path = join(folder, `${name}.so`);
      writeFileSync(join(folder, `${name}.cpp`), source);
      const includes = [`-I${includeFolder}`, `-I${join(folder, "cpp")}`];
      runGood([
        "g++",
        "-std=c++17",
        "-shared",
        "-fPIC",
        ...includes,
        join(folder, `${name}.cpp`),
        "-o",
        path,
      ]);
      return path;
    });
    for (const verdict of ask(paths)) {
      expect(verdict).toMatch(/ (could run code|has constructors, relocations or needs other libraries); /);
    }
    expect(existsSync(ran)).toBe(false);
    for (const path of paths) expect(judge(readFileSync(path))).not.toBe("good");
  });
});

/** Returns `good`, or why the file must not be used. */
function judge(bytes: Uint8Array): string {
  const file = readElf(createByteSource(bytes));
  if (typeof file === "string") return file;
  if (nodeArchitectures[file.target] !== process.arch) return "is for another processor";
  const [problem] = checkLibrary(file);
  if (problem !== undefined) return problem;
  try {
    openImage(bytes).verify();
    return "good";
  } catch (error) {
    return String(error);
  }
}

/** Changes a few bytes: in the ELF headers, in the image's header and directory, at the end, anywhere. */
function alter(good: Uint8Array, image: number, random: (bound: number) => number): Uint8Array {
  const bytes = Uint8Array.from(good);
  const regions = [
    [0, 512],
    [image - 512, 512],
    [image, 2048],
    [good.length - 1024, 1024],
    [0, good.length],
  ] as const;
  for (let count = 1 + random(3); count > 0; count--) {
    const [start, length] = regions[random(regions.length)] ?? [0, good.length];
    const at = Math.min(good.length - 1, Math.max(0, start) + random(length));
    bytes[at] = random(2) === 0 ? (bytes[at] ?? 0) ^ (1 << random(8)) : (edgeBytes[random(4)] ?? 0);
  }
  return random(20) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
}

const edgeBytes = [0, 1, 0x7f, 0xff];

/** Xorshift: the same files in each run. */
function createRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
