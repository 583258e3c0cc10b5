import { describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { compileLibrary, findCompiler } from "../../src/library/compile-library.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { publishLibrary } from "../../src/release/publish-library.js";
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
const image = makeImage(16 << 20);
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
    const { path } = publishLibrary(host, {
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

/** All of it is there, and no more than two pages of it are private. */
function expectWhole({ rss, anonymous }: MappedKb): void {
  expect(rss).toBeGreaterThanOrEqual(imageKb);
  expect(rss).toBeLessThan(imageKb + slackKb);
  expect(anonymous).toBeLessThanOrEqual(8);
}
