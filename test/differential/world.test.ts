import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { openImage } from "../../src/runtime/open-image.js";
import { createImage, emit } from "../emit/cpp/images.js";
import { worldLibrary } from "../emit/cpp/world-library.js";
import { hasProgram, makeSharedFolder, writeFiles } from "../native-runtime/native.js";
import { dumpWithCpp, dumpWithTypeScript } from "./read-both-ways.js";

const folder = makeSharedFolder();

test.skipIf(!hasProgram("g++"))(
  "C++ and TypeScript read the same from a library of all that types can be made of",
  { timeout: 240_000 },
  async () => {
    const image = createImage(worldLibrary);
    writeFiles(folder, (await emit(image, "embed")).files);
    const library = writeElfLibrary(image.bytes, process.arch === "arm64" ? "aarch64" : "x86_64");
    const libraryPath = join(folder, "world.so");
    writeFileSync(libraryPath, library);
    const reader = openImage(library);
    const built = { folder, schema: image.schema, libraryPath, image: reader, diagnostics: [] };
    const { lines } = dumpWithCpp(built);
    expect(lines).toEqual(dumpWithTypeScript(reader));
    expect(lines.find((line) => line.includes('"Ada"'))).toContain(
      '"goal":[9,1],"thing":9,"since":"1.2.3.4"',
    );
  },
);
