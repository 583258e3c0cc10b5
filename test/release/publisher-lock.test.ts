import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost, type FileLock, type Host } from "../../src/base/host.js";
import { ToolError } from "../../src/base/tool-error.js";
import { readHistory } from "../../src/release/history.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { hasProgram, makeTestFolder, startProgram } from "../library/native.js";
import { catchError, publishRelease, readFolder, versionOf } from "./release-folder.js";
import { writeProgram } from "./write-program.js";

const host = createHost();

/** Starts a publisher that stands still, with the lock in its hand, before it switches. */
function startStandingPublisher(folder: string): Promise<ChildProcess & { readonly pid: number }> {
  const script = writeProgram(
    ["base/host", "release/publish-library"],
    `const { writeSync } = await import("node:fs");
    await src.publishLibrary(src.createHost(), {
      folder: args[0],
      name: "tables",
      version: "b".repeat(32),
      bytes: new TextEncoder().encode("b".repeat(999) + "\\n"),
      command: "table-gen test",
      beforeSwitch: () => {
        writeSync(1, "standing\\n");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      },
    });`,
  );
  return startProgram([process.execPath, script, folder]);
}

describe.skipIf(!hasProgram("flock"))("the publishers' lock", () => {
  test("is waited for, and who waits is told for whom", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const other = await startStandingPublisher(folder);
    const notices: string[] = [];
    const waiting = publishRelease(folder, "c", { onNotice: (text) => notices.push(text) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(readFolder(folder)).toEqual({ releases: "ab", pointers: { "tables.so": "a" } });
    expect(notices).toEqual([
      `Waiting for table-gen test (process ${other.pid} on ${host.hostName}), which is changing ${folder}.`,
    ]);
    other.kill("SIGKILL");
    await waiting;
    expect(readFolder(folder)).toEqual({ releases: "abc", pointers: { "tables.so": "c" } });
    expect(notices).toHaveLength(1);
  });

  test("is not waited for without end", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const other = await startStandingPublisher(folder);
    const error = await catchError(() => publishRelease(folder, "c", { lockTimeoutMs: 100 }));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: `table-gen test (process ${other.pid} on ${host.hostName}) has been changing tables in ${folder} for more than 0.1 s.`,
      help: "Wait until it is done, or end it: its lock goes with it.",
    });
    expect(readFolder(folder)).toEqual({ releases: "ab", pointers: { "tables.so": "a" } });
  });

  test("goes with a publisher that is killed, whose work the next one goes on with", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const other = await startStandingPublisher(folder);
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(await publishRelease(folder, "b")).toMatchObject({ isNew: false, isSwitched: true });
  });

  test("lets two publishers do all of their work one after the other", async () => {
    const folder = makeTestFolder();
    const script = writeProgram(
      ["base/host", "release/publish-library"],
      `for (let round = 0; round < 15; round++) {
        await src.publishLibrary(src.createHost(), {
          folder: args[0],
          name: "tables",
          version: (args[1] + round.toString(16)).padStart(32, "0"),
          bytes: new TextEncoder().encode(args[1].repeat(5000)),
          keep: 3,
        });
      }`,
    );
    const publishers = ["a", "b"].map((digit) =>
      spawn(process.execPath, [script, folder, digit], { stdio: ["ignore", "inherit", "inherit"] }),
    );
    const codes = await Promise.all(publishers.map(async (one) => (await once(one, "exit"))[0]));
    expect(codes).toEqual([0, 0]);
    const { entries, isTorn } = readHistory(host, folder, "tables");
    expect(isTorn).toBe(false);
    expect(entries.map(({ action }) => action)).toEqual(Array.from({ length: 30 }, () => "publish"));
    for (const digit of ["a", "b"]) {
      const own = entries.map(({ version }) => version.slice(-2)).filter((end) => end.startsWith(digit));
      expect(own).toEqual(Array.from({ length: 15 }, (_, round) => `${digit}${round.toString(16)}`));
    }
    expect(fs.readlinkSync(join(folder, "tables.so"))).toBe(`libtables.${entries.at(-1)?.version}.so`);
    const kept = entries.slice(-3).map(({ version }) => `libtables.${version}.so`);
    expect(fs.readdirSync(folder).sort()).toEqual([".tables", ...kept, "tables.so"].sort());
  });

  test("is that of the file at the path: one that was removed meanwhile does not count", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const path = join(folder, ".tables/lock");
    let attempts = 0;
    const robbed: Host = {
      ...host,
      tryLock: (file) => {
        const lock = host.tryLock(file);
        attempts++;
        if (attempts === 1) fs.rmSync(path);
        return lock;
      },
    };
    await publishLibrary(robbed, {
      folder,
      name: "tables",
      version: versionOf("b"),
      bytes: new Uint8Array([1]),
    });
    expect(attempts).toBe(2);
    expect(fs.existsSync(path)).toBe(true);
  });

  test("names nobody where its file does not say", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const lock = host.tryLock(join(folder, ".tables/lock")) as FileLock; // nobody else is there
    for (const text of ["", "[]", "null", '{"pid":"1","process":1}', "\u0000"]) {
      fs.writeFileSync(join(folder, ".tables/lock"), text);
      const error = await catchError(() => publishRelease(folder, "b", { lockTimeoutMs: 0 }));
      expect(String(error)).toBe(
        `ToolError: Another process has been changing tables in ${folder} for more than 0 s.`,
      );
    }
    fs.renameSync(join(folder, ".tables/lock"), join(folder, ".tables/locked"));
    host.run(["mkfifo", join(folder, ".tables/lock")]);
    const busy: Host = { ...host, tryLock: () => "busy" };
    const waiting = { folder, name: "tables", version: versionOf("b"), bytes: new Uint8Array([1]) };
    expect(String(await catchError(() => publishLibrary(busy, { ...waiting, lockTimeoutMs: 0 })))).toBe(
      `ToolError: Another process has been changing tables in ${folder} for more than 0 s.`,
    );
    fs.renameSync(join(folder, ".tables/locked"), join(folder, ".tables/lock"));
    lock.release();
    await publishRelease(folder, "b");
    const holder = JSON.parse(fs.readFileSync(join(folder, ".tables/lock"), "utf8"));
    expect(holder).toEqual({
      pid: process.pid,
      host: host.hostName,
      process: "table-gen publish",
      at: expect.any(Number),
    });
  });
});

/** As who starts it has the right to act as others. */
test.skipIf(process.getuid?.() !== 0 || !hasProgram("flock"))(
  "another user of the same group publishes too, and finds the history",
  async () => {
    const folder = makeTestFolder();
    const [group, other] = [54_321, 54_322];
    const access = { mode: 0o444, group, folderMode: 0o2775, recordsMode: 0o2775 };
    await publishRelease(folder, "a", { access });
    fs.chmodSync(folder, 0o2775);
    fs.chownSync(folder, -1, group);
    expect(fs.statSync(join(folder, ".tables/lock")).mode & 0o777).toBe(0o644);
    const script = writeProgram(
      ["base/host", "release/publish-library"],
      `process.umask(0o022);
      process.setgroups([${group}]);
      process.setgid(${group});
      process.setuid(${other});
      await src.publishLibrary(src.createHost(), {
        folder: args[0],
        name: "tables",
        version: "b".repeat(32),
        bytes: new TextEncoder().encode("b"),
      });`,
    );
    const publisher = spawn(process.execPath, [script, folder], { stdio: ["ignore", "inherit", "inherit"] });
    expect(await once(publisher, "exit")).toEqual([0, null]);
    await publishRelease(folder, "c", { access });
    expect(readFolder(folder)).toEqual({ releases: "abc", pointers: { "tables.so": "c" } });
    const { entries } = readHistory(host, folder, "tables");
    expect(entries.map(({ version }) => version.charAt(0)).join("")).toBe("abc");
  },
);

test("where a system has no locks, publishing does without", async () => {
  const folder = makeTestFolder();
  const plain: Host = { ...host, tryLock: () => "unsupported", isLocked: () => "unsupported" };
  await publishLibrary(plain, {
    folder,
    name: "tables",
    version: versionOf("a"),
    bytes: new Uint8Array([1]),
  });
  expect(readFolder(folder)).toEqual({ releases: "a", pointers: { "tables.so": "a" } });
});
