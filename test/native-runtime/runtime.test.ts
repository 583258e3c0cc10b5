import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { createImage, emit } from "../emit/cpp/images.js";
import { sampleLibrary } from "../emit/cpp/sample-library.js";
import { laterWorldLibrary, movedWorldLibrary, worldLibrary } from "../emit/cpp/world-library.js";
import {
  hasProgram,
  includeFolder,
  makeSharedFolder,
  root,
  runGood,
  strictFlags,
  writeFiles,
} from "./native.js";

/**
 * `unit/*.cpp`, with two libraries compiled in, and those and later releases beside them as files: hashes against
 * the shared vectors, views, index kinds, lookups, hostile directories, schema changes, library files.
 */
describe.skipIf(process.platform !== "linux")("the C++ tests of the runtime pass", () => {
  const folder = makeSharedFolder();
  beforeAll(async () => {
    const [game, world] = [createImage(sampleLibrary), createImage(worldLibrary)];
    for (const one of [game, world]) {
      writeFiles(join(folder, "literal"), (await emit(one, "literal")).files);
      writeFiles(join(folder, "embed"), (await emit(one, "embed")).files);
    }
    const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
    const libraries = {
      ...{ game, world },
      "world-moved": createImage(movedWorldLibrary),
      "world-later": createImage(laterWorldLibrary),
    };
    for (const [name, { bytes }] of Object.entries(libraries)) {
      writeFileSync(join(folder, `${name}.so`), writeElfLibrary(bytes, machine));
    }
  });

  const sanitizers = ["-O0", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
  const matrix = [
    { compiler: "g++", standard: "c++17", arrays: "literal", rounds: 20_000, flags: sanitizers },
    { compiler: "g++", standard: "c++20", arrays: "embed", rounds: 2_000, flags: ["-O2"] },
    { compiler: "g++", standard: "c++23", arrays: "literal", rounds: 2_000, flags: ["-O0"] },
    { compiler: "clang++", standard: "c++17", arrays: "embed", rounds: 2_000, flags: ["-O0"] },
    { compiler: "clang++", standard: "c++20", arrays: "literal", rounds: 2_000, flags: ["-O0"] },
    { compiler: "clang++", standard: "c++2b", arrays: "literal", rounds: 2_000, flags: ["-O0"] },
  ];
  for (const { compiler, standard, arrays, rounds, flags } of matrix) {
    test.skipIf(!hasProgram(compiler))(
      `${compiler} -std=${standard} ${flags.join(" ")}, ${arrays}`,
      { timeout: 600_000 },
      () => {
        const program = join(folder, `unit-${compiler}-${standard}`);
        const sources = join(folder, arrays, "cpp");
        runGood([
          ...[compiler, `-std=${standard}`, ...flags, ...strictFlags],
          ...[`-I${includeFolder}`, `-I${sources}`, `-DSHAPE_ROUNDS=${rounds}`],
          ...[`-DTEST_FOLDER="${folder}"`, `-DTEST_VECTORS="${join(root, "test/vectors")}"`],
          ...[join(root, "test/native-runtime/unit/main.cpp"), join(sources, "game_embedded.cpp")],
          join(sources, "world_embedded.cpp"),
          ...["-o", program, "-pthread"],
        ]);
        const output = runGood([program]);
        expect(output).toMatch(/test cases:\s+(\d{2,}) \|\s+\1 passed \| 0 failed \| 0 skipped/);
      },
    );
  }
});
