import * as fs from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { appendHistory, type HistoryEntry, parseHistory, readHistory } from "../../src/release/history.js";
import { hasProgram, makeTestFolder } from "../library/native.js";
import { publishRelease, readFolder, versionOf } from "./release-folder.js";

const host = createHost();

const entry: HistoryEntry = {
  at: 5,
  action: "publish",
  channel: "stable",
  version: versionOf("a"),
  by: "anna@build-1",
};
const line = JSON.stringify(entry);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const historyFile = (folder: string) => join(folder, ".tables", "history.jsonl");

/** `publish stable a` for each line. */
function readLines(folder: string): readonly string[] {
  return readHistory(host, folder, "tables").entries.map(
    ({ action, channel, version }) => `${action} ${channel} ${version.charAt(0)}`,
  );
}

describe("parseHistory", () => {
  test("passes over what is cut off or of another form", () => {
    const text = [
      line.slice(0, 30),
      line,
      "",
      "null",
      "7",
      "[]",
      '{"at":5}',
      line.replace('"at":5', '"at":-5'),
      line.replace('"at":5', '"at":"5"'),
      line.replace("publish", "explode"),
      line.replace("stable", "../stable"),
      line.replace("aaaa", "AAAA"),
      line.replace('"anna@build-1"', "7"),
      "\u0000\u0001",
      line.replace("publish", "rollback"),
    ].join("\n");
    expect(parseHistory(bytesOf(text))).toEqual({
      entries: [entry, { ...entry, action: "rollback" }],
      isTorn: true,
    });
    expect(parseHistory(bytesOf(`${line}\n`))).toEqual({ entries: [entry], isTorn: false });
    expect(parseHistory(bytesOf(""))).toEqual({ entries: [], isTorn: false });
    expect(parseHistory(new Uint8Array([0xff, 0xfe, 0x0a])).entries).toEqual([]);
  });

  test("takes any bytes", () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string().map(bytesOf),
      fc.json().map(bytesOf),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        expect(parseHistory(bytes).entries).toEqual([]);
        const around = new Uint8Array([...bytes, 0x0a, ...bytesOf(`${line}\n`)]);
        expect(parseHistory(around).entries).toEqual([entry]);
      }),
    );
  });

  test("takes over nothing but what the format has", () => {
    const text = `${line.slice(0, -1)},"__proto__":{"x":1},"more":true}\n`;
    expect(parseHistory(bytesOf(text)).entries).toEqual([entry]);
  });
});

describe("the history of a directory", () => {
  test("has a line for each switch, with who and when", async () => {
    const folder = makeTestFolder();
    const start = Date.now();
    await publishRelease(folder, "a");
    await publishRelease(folder, "a");
    await publishRelease(folder, "b", { channel: "canary" });
    expect(readLines(folder)).toEqual(["publish stable a", "publish canary b"]);
    const [first] = readHistory(host, folder, "tables").entries;
    expect(first?.by).toBe(`${host.userName}@${host.hostName}`);
    expect(first?.at).toBeGreaterThanOrEqual(start);
    expect(first?.at).toBeLessThanOrEqual(Date.now());
  });

  test("gets the line of a switch that was found without one", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    await publishRelease(folder, "b", { channel: "canary" });
    fs.rmSync(join(folder, "tables.so"));
    fs.symlinkSync(`libtables.${versionOf("b")}.so`, join(folder, "tables.so"));
    fs.lutimesSync(join(folder, "tables.so"), 100, 100);
    await publishRelease(folder, "c");
    expect(readLines(folder)).toEqual([
      "publish stable a",
      "publish canary b",
      "unknown stable b",
      "publish stable c",
    ]);
    expect(readHistory(host, folder, "tables").entries[2]).toMatchObject({ at: 100_000, by: "unknown" });
  });

  test.each([
    ["a line that is cut off", (path: string) => fs.appendFileSync(path, line.slice(0, 40))],
    ["a foreign line", (path: string) => fs.appendFileSync(path, "<html>\n")],
  ])("goes on behind %s", async (_, harm) => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    harm(historyFile(folder));
    await publishRelease(folder, "b");
    expect(readLines(folder)).toEqual(["publish stable a", "publish stable b"]);
  });

  test("that is no text at all, or gone, or too large to be one, does not stop publishing", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    fs.writeFileSync(historyFile(folder), new Uint8Array(1000).fill(0xff));
    await publishRelease(folder, "b");
    expect(readLines(folder)).toEqual(["unknown stable a", "publish stable b"]);
    fs.rmSync(historyFile(folder));
    await publishRelease(folder, "c");
    expect(readLines(folder)).toEqual(["unknown stable b", "publish stable c"]);
    fs.truncateSync(historyFile(folder), 1 << 25);
    await publishRelease(folder, "d");
    expect(readLines(folder)).toEqual(["unknown stable c", "publish stable d"]);
    expect(readFolder(folder).pointers).toEqual({ "tables.so": "d" });
  });

  test("that has grown long keeps its newest half", () => {
    const folder = makeTestFolder();
    fs.mkdirSync(join(folder, ".tables"));
    const entries = Array.from({ length: 10_000 }, (_, at) => ({ ...entry, at }));
    appendHistory(host, { folder, name: "tables" }, { entries: [], isTorn: false }, entries);
    const history = readHistory(host, folder, "tables");
    expect(history.entries).toHaveLength(10_000);
    appendHistory(host, { folder, name: "tables" }, history, [{ ...entry, at: 10_000 }]);
    const after = readHistory(host, folder, "tables").entries.map(({ at }) => at);
    expect([after.length, after[0], after.at(-1)]).toEqual([5_001, 5_000, 10_000]);
    expect(fs.readdirSync(join(folder, ".tables"))).toEqual(["history.jsonl"]);
  });

  test("that cannot be written undoes no switch, and the next publisher makes good for it", async () => {
    const folder = makeTestFolder();
    await publishRelease(folder, "a");
    const full: Host = {
      ...host,
      appendFile: (path, text) => {
        fs.appendFileSync(path, text.slice(0, 20));
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
          code: "ENOSPC",
          syscall: "write",
        });
      },
    };
    const notices: string[] = [];
    const { publishLibrary } = await import("../../src/release/publish-library.js");
    const published = await publishLibrary(full, {
      folder,
      name: "tables",
      version: versionOf("b"),
      bytes: new Uint8Array([1]),
      onNotice: (text) => notices.push(text),
    });
    expect(published.isSwitched).toBe(true);
    expect(notices).toEqual([
      "The history of tables cannot be written: the disk is full (ENOSPC: no space left on device, write).",
    ]);
    await publishRelease(folder, "c");
    expect(readLines(folder)).toEqual(["publish stable a", "unknown stable b", "publish stable c"]);
  });
});

test.skipIf(!hasProgram("mkfifo")).each([
  ["a pipe", (path: string) => void host.run(["mkfifo", path])],
  ["a symlink to what has no end", (path: string) => fs.symlinkSync("/dev/zero", path)],
])("%s in the history's place is not waited for, and replaced at the next switch", async (_, put) => {
  const folder = makeTestFolder();
  await publishRelease(folder, "a");
  fs.rmSync(historyFile(folder));
  put(historyFile(folder));
  expect(readLines(folder)).toEqual([]);
  await publishRelease(folder, "b");
  expect(readLines(folder).at(-1)).toBe("publish stable b");
  expect(fs.lstatSync(historyFile(folder)).isFile()).toBe(true);
});
