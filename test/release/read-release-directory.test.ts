import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { formatProcessRecord } from "../../src/model/process-record.js";
import { findLibraries, readLibraryState } from "../../src/release/read-release-directory.js";
import { makeTestFolder } from "../library/native.js";
import { publishRelease, startFakeProcess, usualRecord, versionOf } from "./release-folder.js";

const host = createHost();

describe("findLibraries", () => {
  test("finds those with a release or a history, and nothing else", async () => {
    const folder = makeTestFolder();
    expect(findLibraries(host, folder)).toEqual([]);
    await publishRelease(folder, "a");
    fs.writeFileSync(join(folder, `libgame_2.${versionOf("0")}.so`), "");
    fs.writeFileSync(join(folder, `lib2game.${versionOf("0")}.so`), "");
    fs.writeFileSync(join(folder, "libc.so"), "");
    fs.mkdirSync(join(folder, ".git"));
    fs.mkdirSync(join(folder, ".emptied"));
    fs.writeFileSync(join(folder, ".emptied/history.jsonl"), "");
    expect(findLibraries(host, folder)).toEqual(["emptied", "game_2", "tables"]);
  });

  test("says what is wrong with a folder that is none", () => {
    expect(() => findLibraries(host, "/nowhere")).toThrow(
      "Cannot read /nowhere: there is no such file or folder (ENOENT: no such file or directory, scandir '/nowhere').",
    );
  });
});

describe("readLibraryState", () => {
  test("has the channels, the releases from the newest, and the history", async () => {
    const folder = makeTestFolder();
    for (const digit of "ab") await publishRelease(folder, digit);
    await publishRelease(folder, "c", { channel: "canary" });
    await publishRelease(folder, "a");
    await publishRelease(folder, "d", { channel: "alpha" });
    fs.rmSync(join(folder, `libtables.${versionOf("d")}.so`));
    const state = readLibraryState(host, folder, "tables");
    expect(
      state.channels.map(({ channel, version, isOnDisk }) => [channel, version.charAt(0), isOnDisk]),
    ).toEqual([
      ["stable", "a", true],
      ["alpha", "d", false],
      ["canary", "c", true],
    ]);
    expect(state.channels[0]?.switched).toMatchObject({
      action: "publish",
      by: `${host.userName}@${host.hostName}`,
    });
    expect(state.releases.map(({ version, sizeBytes }) => [version.charAt(0), sizeBytes])).toEqual([
      ["a", 1000],
      ["c", 1000],
      ["b", 1000],
    ]);
    expect(state.history).toHaveLength(5);
    expect(state.processes).toEqual([]);
  });

  test("does not say who switched where the history does not", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    fs.writeFileSync(join(folder, ".tables/history.jsonl"), "");
    expect(readLibraryState(host, folder, "tables").channels[0]).not.toHaveProperty("switched");
  });

  test("has the processes that live, by channel and number, and removes the records of others", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const living = [
      startFakeProcess(folder, { pid: 20 }),
      startFakeProcess(folder, { pid: 3 }),
      startFakeProcess(folder, { pid: 1, channel: "zeta" }),
      startFakeProcess(folder, { pid: 2, channel: "canary" }),
    ];
    const ended = startFakeProcess(folder, { pid: 9 });
    ended.end();
    const { processes } = readLibraryState(host, folder, "tables");
    expect(processes.map(({ pid, record }) => [pid, record?.channel])).toEqual([
      [2, "canary"],
      [3, "stable"],
      [20, "stable"],
      [1, "zeta"],
    ]);
    expect(processes[1]).toMatchObject({ record: living[1]?.record, memory: { sharedKb: 12, privateKb: 4 } });
    expect(fs.existsSync(ended.path)).toBe(false);
    for (const one of living) one.end();
  });

  test.each([
    ["cut off", formatProcessRecord(usualRecord).subarray(0, 300)],
    ["no JSON", "\u001b[2J"],
    ["of another form", '{"format":2}'],
    ["half written", formatProcessRecord(usualRecord).map((byte, index) => (index === 25 ? 0x39 : byte))],
  ])("lists a process whose record is %s without what it would say", async (_, bytes) => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const odd = startFakeProcess(folder, { pid: 7 });
    fs.truncateSync(odd.path);
    odd.write(bytes);
    const { processes } = readLibraryState(host, folder, "tables");
    expect(processes).toEqual([{ pid: 7, writtenAt: expect.any(Number) }]);
    odd.end();
  });
});
