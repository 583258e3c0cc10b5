import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { readRecord } from "../../src/release/process-records.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { readLibraryState } from "../../src/release/read-release-directory.js";
import { waitForProcesses } from "../../src/release/wait-for-processes.js";
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

/** Publishes over two releases, of which the server uses the first; says which stay, and who is listed and waited for. */
async function askAll(on: Host, folder: string) {
  const { processes } = readLibraryState(on, folder, "tables");
  const { answers } = await waitForProcesses(on, { folder, name: "tables", channel: "stable", timeoutMs: 0 });
  const options = { folder, name: "tables", version: versionOf("3"), bytes: new Uint8Array([1]), keep: 1 };
  await publishLibrary(on, options);
  return { releases: readFolder(folder).releases, listed: processes.length, awaited: answers.length };
}

describe.skipIf(!hasProgram("flock"))("a record whose lock is held", () => {
  const gone = () => spawnSync(process.execPath, ["-e", ""]).pid;
  const here = { host: host.hostName, pidNamespace: host.readSymlink("/proc/self/ns/pid") ?? "" };

  test.each([
    [
      "of a process that is gone from here counts for nothing, and goes",
      () => ({ ...here, pid: gone() }),
      "3",
    ],
    ["of a process that runs counts", () => ({ ...here, pid: process.pid }), "123"],
    ["of another machine counts", () => ({ ...here, pid: gone(), host: "elsewhere" }), "123"],
    ["of another container counts", () => ({ ...here, pid: gone(), pidNamespace: "pid:[1]" }), "123"],
    ["of nobody knows where counts", () => ({ ...here, pid: gone(), pidNamespace: "" }), "123"],
  ])("%s", async (_, make, releases) => {
    const folder = makeTestFolder();
    for (const digit of "12") await publishRelease(folder, digit);
    const first = { release: versionOf("1"), held: [{ release: versionOf("2"), snapshots: 1, since: 5 }] };
    const server = startFakeProcess(folder, { ...make(), ...first });
    const count = releases === "3" ? 0 : 1;
    expect(await askAll(host, folder)).toEqual({ releases, listed: count, awaited: count });
    expect(fs.existsSync(server.path)).toBe(count === 1);
    server.end();
  });

  test("is not that of a living process for pruning alone: it goes there too", async () => {
    const folder = makeTestFolder();
    for (const digit of "12") await publishRelease(folder, digit);
    const server = startFakeProcess(folder, { ...here, pid: gone(), release: versionOf("1") });
    await publishRelease(folder, "3", { keep: 1 });
    expect(readFolder(folder).releases).toBe("3");
    expect(fs.existsSync(server.path)).toBe(false);
    server.end();
  });
});

describe("a record that may not be opened", () => {
  const refuse = (path: string) => {
    throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), {
      code: "EACCES",
      syscall: "open",
    });
  };
  const isRecord = (path: string) => path.endsWith(".json");
  const plain: Host = {
    ...host,
    readSmallFile: (path, mostBytes) => (isRecord(path) ? refuse(path) : host.readSmallFile(path, mostBytes)),
    isLocked: refuse,
    tryLock: (path) => (isRecord(path) ? refuse(path) : host.tryLock(path)),
  };

  test.each([
    [
      "and is old, of no process here, is neither pruned around nor waited for, and goes",
      3700,
      false,
      "3",
      0,
    ],
    ["and is new, of no process here, is heeded", 3500, false, "123", 1],
    ["and is old, of a process here, is heeded", 3700, true, "123", 1],
  ])("%s", async (_, age, isRunning, releases, awaited) => {
    const folder = makeTestFolder();
    for (const digit of "12") await publishRelease(folder, digit);
    const server = startFakeProcess(folder, { pid: 4711 });
    server.end();
    const writtenAt = Date.now() / 1000 - age;
    fs.utimesSync(server.path, writtenAt, writtenAt);
    const seeing: Host = { ...plain, isProcessRunning: (pid) => pid === 4711 && isRunning };
    expect(await askAll(seeing, folder)).toEqual({ releases, listed: 1, awaited });
    expect(fs.existsSync(server.path)).toBe(awaited === 1);
  });
});
