import { describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { measureMemory, parseMappings } from "../../src/release/measure-memory.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { compileLoader, hasProgram, makeImage, makeTestFolder, startProgram } from "../library/native.js";
import { versionOf } from "./release-folder.js";

const host = createHost();

/** A mapping as the kernel writes it. */
const mapping = (path: string, rss: number, anonymous: number) =>
  `7f0000000000-7f0000001000 r--p 00000000 08:01 12345                      ${path}
Size:                  4 kB
Rss:                ${String(rss).padStart(4)} kB
Pss:                   1 kB
Anonymous:          ${String(anonymous).padStart(4)} kB
VmFlags: rd mr mw me
`;

describe("parseMappings", () => {
  test("sums up the releases of one library, those that are removed too", () => {
    const smaps = [
      mapping(`/run/a b/libtables.${versionOf("a")}.so`, 100, 4),
      mapping(`/run/a b/libtables.${versionOf("a")}.so`, 20, 8),
      mapping(`/run/libtables.${versionOf("b")}.so (deleted)`, 7, 0),
      mapping(`/run/libothers.${versionOf("a")}.so`, 1000, 0),
      mapping("/lib/libc.so.6", 1000, 0),
      mapping("[heap]", 1000, 1000),
      mapping("", 1000, 1000),
    ].join("");
    expect(parseMappings(smaps, "tables")).toEqual({ sharedKb: 115, privateKb: 12 });
  });

  test("knows nothing of who maps none", () => {
    expect(parseMappings("", "tables")).toBeUndefined();
    expect(parseMappings(mapping("/lib/libc.so.6", 1000, 0), "tables")).toBeUndefined();
  });
});

describe.skipIf(process.platform !== "linux")("measureMemory", () => {
  const own = {
    pid: process.pid,
    pidNamespace: host.readSymlink("/proc/self/ns/pid") ?? "",
    host: host.hostName,
  };

  test.skipIf(!hasProgram("gcc"))("measures a process of this machine from outside", async () => {
    const folder = makeTestFolder();
    const image = makeImage(1_000_000);
    const bytes = writeElfLibrary(image, process.arch === "arm64" ? "aarch64" : "x86_64");
    const { path } = await publishLibrary(host, { folder, name: "tables", version: versionOf("a"), bytes });
    const argv = [compileLoader(folder), path, String(image.length), "hold"];
    const { pid } = await startProgram(argv);
    const measured = measureMemory(host, { ...own, pid }, "tables");
    expect(measured?.sharedKb).toBeGreaterThanOrEqual(976);
    expect(measured?.privateKb).toBeLessThanOrEqual(16);
    expect(measureMemory(host, { ...own, pid }, "others")).toBeUndefined();
  });

  test("does not take another machine's or container's number for one of its own", () => {
    expect(measureMemory(host, { ...own, host: "elsewhere" }, "tables")).toBeUndefined();
    expect(measureMemory(host, { ...own, pidNamespace: "pid:[1]" }, "tables")).toBeUndefined();
    expect(measureMemory(host, { ...own, pidNamespace: "" }, "tables")).toBeUndefined();
    expect(measureMemory(host, { ...own, pid: 2 ** 40 }, "tables")).toBeUndefined();
  });
});
