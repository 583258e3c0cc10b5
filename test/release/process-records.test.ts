import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { readRecord } from "../../src/release/process-records.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { hasProgram, makeTestFolder } from "../library/native.js";
import { publishRelease, readFolder, startFakeProcess, versionOf } from "./release-folder.js";

const host = createHost();

/** What others may put in a record's place. */
const swaps: readonly (readonly [string, (path: string) => void])[] = [
  ["a pipe", (path) => void host.run(["mkfifo", path])],
  ["a symlink to what has no end", (path) => fs.symlinkSync("/dev/zero", path)],
  ["a symlink to a record", (path) => fs.symlinkSync("other", path)],
  ["a folder", (path) => fs.mkdirSync(path)],
  ["a large file", (path) => fs.writeFileSync(path, " ".repeat(4097))],
];

describe.skipIf(!hasProgram("flock") || !hasProgram("mkfifo"))("a record's place", () => {
  test.each(swaps)("may be taken by %s, which is not read", (_, put) => {
    const folder = makeTestFolder();
    const server = startFakeProcess(folder);
    fs.renameSync(server.path, join(server.path, "../other"));
    put(server.path);
    expect(readRecord(host, server.path)).toBeUndefined();
    server.end();
  });

  test.each(swaps)("may be taken by %s while the directory is pruned", async (_, put) => {
    const folder = makeTestFolder();
    for (const digit of "12") await publishRelease(folder, digit);
    const server = startFakeProcess(folder, { release: versionOf("1") });
    const swapping: Host = {
      ...host,
      isLocked: (path) => {
        const isLocked = host.isLocked(path);
        fs.renameSync(path, join(path, "../other"));
        put(path);
        return isLocked;
      },
    };
    const options = { folder, name: "tables", version: versionOf("3"), bytes: new Uint8Array([1]), keep: 1 };
    await publishLibrary(swapping, options);
    expect(readFolder(folder).releases).toBe("123");
    server.end();
  });
});
