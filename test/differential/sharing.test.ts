import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { compileLibrary, findCompiler } from "../../src/library/compile-library.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { headerLayout, imageMagic } from "../../src/model/image-format.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { buildLoader } from "../../src/runtime/node/build-loader.js";
import { makeImageSource } from "../library/image-source.js";
import {
  compileLoader,
  hasProgram,
  type MappedKb,
  makeImage,
  makeTestFolder,
  readMappedKb,
  startProgram,
} from "../library/native.js";

const host = createHost();
const image = makeNamedImage(16 << 20);
const imageKb = image.length / 1024;
/** Pages that are a process's own, or of which a process has not touched the neighbours. */
const slackKb = 64;

const canRun = process.platform === "linux" && process.arch === "x64" && hasProgram("gcc");
const compiler = canRun ? findCompiler(host, "x86_64") : undefined;

const builders: readonly (readonly [name: string, build: () => Uint8Array])[] = [
  ["the built-in writer", () => writeElfLibrary(image, "x86_64")],
  [
    "the system compiler",
    () =>
      compileLibrary(host, {
        compiler: compiler ?? [],
        target: "x86_64",
        files: makeImageSource(image, "embed"),
        source: "cpp/tables_image.cpp",
        image,
      }),
  ],
];

describe.skipIf(!canRun || compiler === undefined)("a library of 16 MB", () => {
  test.each(builders)("by %s is in memory once for two processes", async (_, build) => {
    const folder = makeTestFolder();
    // Publishing has it on the disk: pages that were just written would count as the writer's.
    const { path } = await publishLibrary(host, {
      folder,
      name: "tables",
      version: "0".repeat(32),
      bytes: build(),
    });
    const loader = compileLoader(folder);
    const argv = [loader, path, String(image.length), "hold"];

    const alone = await startProgram(argv);
    const before = readMappedKb(alone.pid, path);
    expectWhole(before);
    expect(before.pss).toBeGreaterThan(imageKb - slackKb);

    const second = await startProgram(argv);
    for (const { pid } of [alone, second]) {
      const mapped = readMappedKb(pid, path);
      expectWhole(mapped);
      expect(Math.abs(mapped.pss - mapped.rss / 2)).toBeLessThan(slackKb);
    }
  });
});

describe.skipIf(!canRun)("a library of 16 MB in Node", () => {
  test.each([1, 2, 3])("is in memory once for %i processes, none of it private", async (count) => {
    const folder = makeTestFolder();
    const bytes = writeElfLibrary(image, "x86_64");
    const { path } = await publishLibrary(host, { folder, name: "tables", version: "0".repeat(32), bytes });
    const loader = buildLoader(host, { output: join(folder, "loader.node") });
    const argv = [process.execPath, "-e", readingScript, loader, path];
    const processes = await Promise.all(Array.from({ length: count }, () => startProgram(argv)));
    for (const { pid } of processes) {
      const mapped = readMappedKb(pid, path);
      expectWhole(mapped);
      expect(Math.abs(mapped.pss - mapped.rss / count)).toBeLessThan(slackKb);
    }
  });
});

/** Touches every page through the buffer, says so, and keeps it until its input ends. */
const readingScript = `
  const [loader, path] = process.argv.slice(1);
  const { buffer } = require(loader).map(require("fs").openSync(path));
  const bytes = new Uint8Array(buffer);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 64) sum += bytes[at];
  console.log(sum);
  process.stdin.on("end", () => process.exit(bytes.length > 0 ? 0 : 1)).resume();
`;

/** Returns an image that says that it is one, and how long: all that the loader of Node asks before it maps. */
function makeNamedImage(sizeBytes: number): Uint8Array {
  const named = makeImage(sizeBytes);
  named.set(new TextEncoder().encode(imageMagic), headerLayout.magic);
  new DataView(named.buffer).setBigUint64(headerLayout.imageBytes, BigInt(sizeBytes), true);
  return named;
}

/** All of it is there, and no more than two pages of it are private. */
function expectWhole({ rss, anonymous }: MappedKb): void {
  expect(rss).toBeGreaterThanOrEqual(imageKb);
  expect(rss).toBeLessThan(imageKb + slackKb);
  expect(anonymous).toBeLessThanOrEqual(8);
}
