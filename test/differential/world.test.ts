import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { openImage } from "../../src/runtime/open-image.js";
import { createImage, emit } from "../emit/cpp/images.js";
import { worldLibrary } from "../emit/cpp/world-library.js";
import {
  hasProgram,
  includeFolder,
  makeSharedFolder,
  runGood,
  writeFiles,
} from "../native-runtime/native.js";
import { emitDumpProgram } from "./dump-program.js";
import { dumpWithTypeScript } from "./read-both-ways.js";

const folder = makeSharedFolder();

test.skipIf(!hasProgram("g++"))(
  "C++ and TypeScript read the same from a library of all that types can be made of",
  { timeout: 240_000 },
  async () => {
    const image = createImage(worldLibrary);
    const library = writeElfLibrary(image.bytes, process.arch === "arm64" ? "aarch64" : "x86_64");
    writeFiles(folder, (await emit(image, "embed")).files);
    writeFileSync(join(folder, "world.so"), library);
    writeFileSync(join(folder, "dump.cpp"), emitDumpProgram(image.schema));
    const includes = [`${folder}/cpp`, includeFolder, import.meta.dirname].map((path) => `-I${path}`);
    const program = join(folder, "dump");
    runGood(["g++", "-std=c++17", ...includes, join(folder, "dump.cpp"), "-o", program, "-pthread"]);
    const printed = runGood([program, join(folder, "world.so")]).split("\n");
    const rows = printed.filter((line) => line.startsWith("{"));
    expect(rows).toEqual(dumpWithTypeScript(openImage(library)));
    expect(rows.find((line) => line.includes('"Ada"'))).toContain('"goal":[9,1],"thing":9,"since":"1.2.3.4"');
  },
);
