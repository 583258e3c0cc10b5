import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { formatProcessRecord } from "../../src/model/process-record.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { hasProgram, makeTestFolder, startProgram } from "../library/native.js";
import { publishRelease, readFolder, startFakeProcess, usualRecord, versionOf } from "./release-folder.js";

const host = createHost();

async function publishAll(folder: string, digits: string, keep: number): Promise<void> {
  for (const digit of digits) await publishRelease(folder, digit, { keep });
}

describe("publishing removes old releases", () => {
  test("but the newest five, or as many as are asked for", async () => {
    const folder = makeTestFolder();
    for (const digit of "1234567") await publishRelease(folder, digit);
    expect(readFolder(folder).releases).toBe("34567");
    const { pruned } = await publishRelease(folder, "8", { keep: 2 });
    expect(pruned).toEqual(["6", "5", "4", "3"].map(versionOf));
    expect(readFolder(folder)).toEqual({ releases: "78", pointers: { "tables.so": "8" } });
  });

  test("the newest being those that were last switched to, whatever the times of their files", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "123", 5);
    await publishAll(folder, "1", 5);
    for (const digit of "123") {
      fs.utimesSync(join(folder, `libtables.${versionOf(digit)}.so`), 0, Number(digit));
    }
    await publishRelease(folder, "4", { keep: 3 });
    expect(readFolder(folder).releases).toBe("134");
  });

  test("and by the times of their files where the history says nothing", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "1234", 5);
    fs.rmSync(join(folder, ".tables/history.jsonl"));
    for (const digit of "123") {
      fs.utimesSync(join(folder, `libtables.${versionOf(digit)}.so`), 0, 10 - Number(digit));
    }
    await publishRelease(folder, "5", { keep: 3 });
    expect(readFolder(folder).releases).toBe("145");
  });

  test("but none that a channel leads to, or a pointer that a person has made", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "1", { channel: "canary" });
    await publishRelease(folder, "2");
    fs.symlinkSync(`libtables.${versionOf("2")}.so`, join(folder, "before-the-event"));
    await publishAll(folder, "3456", 1);
    fs.rmSync(join(folder, "before-the-event"));
    expect(readFolder(folder)).toEqual({
      releases: "126",
      pointers: { "tables.so": "6", "tables.canary.so": "1" },
    });
  });

  test("but nothing else", async () => {
    const folder = makeTestFolder();
    const others = [
      `libtables.${versionOf("A")}.so`,
      `libtables.${"1".repeat(31)}.so`,
      `libtables.${versionOf("1")}.so.bak`,
      `libothers.${versionOf("1")}.so`,
      `libtables.x.${versionOf("1")}.so`,
      "libtables.so",
    ];
    for (const name of others) fs.writeFileSync(join(folder, name), "mine");
    fs.mkdirSync(join(folder, `libtables.${versionOf("f")}.so`));
    fs.symlinkSync("elsewhere", join(folder, `libtables.${versionOf("e")}.so`));
    const before = fs.readdirSync(folder);
    await publishAll(folder, "123", 1);
    const after = fs.readdirSync(folder);
    expect(after.filter((name) => !before.includes(name)).sort()).toEqual([
      ".tables",
      `libtables.${versionOf("3")}.so`,
      "tables.so",
    ]);
    expect(before.filter((name) => !after.includes(name))).toEqual([]);
  });

  test("and what cannot be removed is said, and no error", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "12", 5);
    const notices: string[] = [];
    const plain: Host = {
      ...host,
      remove: (path) => {
        if (!path.endsWith(`${versionOf("1")}.so`)) return host.remove(path);
        throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES", syscall: "unlink" });
      },
    };
    const options = { folder, name: "tables", version: versionOf("3"), bytes: new Uint8Array([1]), keep: 1 };
    await publishLibrary(plain, { ...options, onNotice: (text) => notices.push(text) });
    expect(notices).toEqual([
      "Old releases of tables cannot be removed: permission is denied (EACCES: permission denied).",
    ]);
  });
});

describe.skipIf(!hasProgram("flock"))("a process that lives", () => {
  test("keeps what it uses and what it holds, and only while it lives", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "1234", 5);
    const server = startFakeProcess(folder, {
      release: versionOf("2"),
      held: [{ release: versionOf("1"), snapshots: 1, since: 5 }],
    });
    await publishRelease(folder, "5", { keep: 1 });
    expect(readFolder(folder).releases).toBe("125");
    server.end();
    expect(fs.existsSync(server.path)).toBe(true);
    await publishRelease(folder, "6", { keep: 1 });
    expect(readFolder(folder).releases).toBe("6");
    expect(fs.existsSync(server.path)).toBe(false);
  });

  test("of another kind does so too, until it is killed", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "123", 5);
    const record = join(folder, ".tables/processes/4711-0123456789abcdef.json");
    fs.writeFileSync(record, formatProcessRecord({ ...usualRecord, release: versionOf("1") }));
    const server = await startProgram(["flock", "-x", "-F", record, "sh", "-c", "echo locked; exec cat"]);
    await publishRelease(folder, "4", { keep: 1 });
    expect(readFolder(folder).releases).toBe("14");
    server.kill("SIGKILL");
    await new Promise((resolve) => server.once("exit", resolve));
    await publishRelease(folder, "5", { keep: 1 });
    expect(readFolder(folder).releases).toBe("5");
  });

  test.each([
    ["is not whole", formatProcessRecord(usualRecord).subarray(0, 200)],
    ["is empty", new Uint8Array()],
    ["is of another form", new TextEncoder().encode('{"format":2}')],
  ])("and whose record %s may use any of them", async (_, bytes) => {
    const folder = makeTestFolder();
    await publishAll(folder, "12", 5);
    const server = startFakeProcess(folder);
    fs.truncateSync(server.path);
    server.write(bytes);
    const notices: string[] = [];
    await publishRelease(folder, "3", { keep: 1, onNotice: (text) => notices.push(text) });
    expect(readFolder(folder).releases).toBe("123");
    expect(notices).toEqual([
      "Old releases of tables stay: the record of process 4711, which lives, cannot be read.",
    ]);
    server.end();
    await publishRelease(folder, "4", { keep: 1 });
    expect(readFolder(folder).releases).toBe("4");
  });

  test("and holds more than its record lists may hold any of them", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "12", 5);
    const held = [..."23456789a"].map((digit) => ({ release: versionOf(digit), snapshots: 1, since: 5 }));
    const server = startFakeProcess(folder, { release: versionOf("0"), held });
    const notices: string[] = [];
    await publishRelease(folder, "3", { keep: 1, onNotice: (text) => notices.push(text) });
    expect(readFolder(folder).releases).toBe("123");
    expect(notices).toEqual([
      "Old releases of tables stay: process 4711 holds more of them than its record lists.",
    ]);
    server.update({ held: held.slice(0, 8) });
    await publishRelease(folder, "4", { keep: 1 });
    expect(readFolder(folder).releases).toBe("234");
    server.end();
  });

  test("and says that it uses what is no release keeps nothing", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "12", 5);
    const server = startFakeProcess(folder, { release: "../../etc", held: [] });
    await publishRelease(folder, "3", { keep: 1 });
    expect(readFolder(folder).releases).toBe("3");
    server.end();
  });

  test("is not looked for in what is no record", async () => {
    const folder = makeTestFolder();
    await publishAll(folder, "12", 5);
    const records = join(folder, ".tables/processes");
    fs.symlinkSync("/dev/zero", join(records, "1-0123456789abcdef.json"));
    fs.mkdirSync(join(records, "2-0123456789abcdef.json"));
    fs.writeFileSync(join(records, "3-0123456789abcdef.json"), new Uint8Array(1 << 17));
    fs.writeFileSync(join(records, "notes.txt"), "mine");
    await publishRelease(folder, "3", { keep: 1 });
    expect(readFolder(folder).releases).toBe("3");
    expect(fs.readdirSync(records)).toHaveLength(4);
  });
});

test("where a system has no locks, every record counts as that of a living process", async () => {
  const folder = makeTestFolder();
  await publishAll(folder, "12", 5);
  const server = startFakeProcess(folder, { release: versionOf("1") });
  server.end();
  const plain: Host = { ...host, tryLock: () => "unsupported", isLocked: () => "unsupported" };
  const options = { folder, name: "tables", version: versionOf("3"), bytes: new Uint8Array([1]), keep: 1 };
  await publishLibrary(plain, options);
  expect(readFolder(folder).releases).toBe("13");
  expect(fs.existsSync(server.path)).toBe(true);
});
