import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { ToolError } from "../../src/base/tool-error.js";
import { pokeChannel, promoteChannel, removeChannel, rollBack } from "../../src/release/channels.js";
import { readHistory } from "../../src/release/history.js";
import { makeTestFolder } from "../library/native.js";
import { createFaultyHost } from "./faulty-host.js";
import { catchError, publishRelease, readFolder, versionOf } from "./release-folder.js";

const host = createHost();

async function makeReleases(digits: string): Promise<{ readonly folder: string; readonly name: string }> {
  const folder = makeTestFolder();
  for (const digit of digits) await publishRelease(folder, digit, { keep: 10 });
  return { folder, name: "tables" };
}

const current = (folder: string, channel = "stable") =>
  readFolder(folder).pointers[channel === "stable" ? "tables.so" : `tables.${channel}.so`];

const readLines = (folder: string) =>
  readHistory(host, folder, "tables").entries.map(
    ({ action, channel, version }) => `${action} ${channel} ${version.charAt(0)}`,
  );

describe("rollBack", () => {
  test("goes further back each time, and then no further", async () => {
    const options = await makeReleases("abc");
    expect(await rollBack(host, options)).toEqual({
      channel: "stable",
      pointer: join(options.folder, "tables.so"),
      from: versionOf("c"),
      version: versionOf("b"),
      isSwitched: true,
    });
    expect((await rollBack(host, options)).version).toBe(versionOf("a"));
    const error = await catchError(() => rollBack(host, options));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: "There is no release of tables before that of stable any more.",
      help: "Choose one with --to; `table-gen status` lists what is on the disk.",
    });
    expect(current(options.folder)).toBe("a");
    expect(readLines(options.folder).slice(3)).toEqual(["rollback stable b", "rollback stable a"]);
  });

  test("passes over what is gone, and over what was rolled back from", async () => {
    const options = await makeReleases("abcd");
    await rollBack(host, { ...options, to: versionOf("b") });
    await publishRelease(options.folder, "e");
    fs.rmSync(join(options.folder, `libtables.${versionOf("b")}.so`));
    expect((await rollBack(host, options)).version).toBe(versionOf("a"));
  });

  test("goes to any release that is there, also forth", async () => {
    const options = await makeReleases("abc");
    await rollBack(host, { ...options, to: versionOf("a") });
    await rollBack(host, { ...options, to: versionOf("c") });
    expect(current(options.folder)).toBe("c");
    expect(await rollBack(host, { ...options, to: versionOf("c") })).toMatchObject({ isSwitched: false });
    expect(String(await catchError(() => rollBack(host, { ...options, to: versionOf("e") })))).toBe(
      `ToolError: The release ${versionOf("e")} of tables is not in ${options.folder} any more.`,
    );
  });

  test("is about one channel", async () => {
    const options = await makeReleases("ab");
    await publishRelease(options.folder, "c", { channel: "canary" });
    await publishRelease(options.folder, "d", { channel: "canary" });
    await rollBack(host, { ...options, channel: "canary" });
    expect([current(options.folder), current(options.folder, "canary")]).toEqual(["b", "c"]);
  });

  test("leaves all as it is when the release is not what it was", async () => {
    const options = await makeReleases("ab");
    const seen: number[] = [];
    const check = (bytes: Uint8Array) => {
      seen.push(bytes.length);
      throw new ToolError("altered");
    };
    expect(String(await catchError(() => rollBack(host, { ...options, check })))).toContain("altered");
    expect([seen, current(options.folder), readLines(options.folder).length]).toEqual([[1000], "b", 2]);
  });

  test("refuses to replace what table-gen did not make", async () => {
    const options = await makeReleases("ab");
    fs.rmSync(join(options.folder, "tables.so"));
    fs.writeFileSync(join(options.folder, "tables.so"), "mine");
    expect(String(await catchError(() => rollBack(host, options)))).toContain("is in the way");
    expect(fs.readFileSync(join(options.folder, "tables.so"), "utf8")).toBe("mine");
  });

  test.each(["kill", "error"] as const)(
    "stopped by %s at any call leaves the one or the other",
    async (kind) => {
      for (let failing = 1; ; failing++) {
        const options = await makeReleases("abc");
        const faulty = createFaultyHost(host, failing, kind);
        const error = await catchError(() => rollBack(faulty.host, options));
        const after = current(options.folder);
        expect(["b", "c"]).toContain(after);
        if (faulty.calls() < failing) break;
        if (kind === "error" && error !== undefined)
          expect([String(error).slice(0, 9), after]).toEqual(["ToolError", "c"]);
        await rollBack(host, { ...options, to: versionOf("b") });
        expect(current(options.folder)).toBe("b");
        // Whether it was noted or found: the next one goes to a, not to c again.
        expect((await rollBack(host, options)).version).toBe(versionOf("a"));
      }
    },
  );
});

describe("promoteChannel", () => {
  test("makes a channel lead where another one does", async () => {
    const options = await makeReleases("a");
    await publishRelease(options.folder, "b", { channel: "canary" });
    expect(await promoteChannel(host, { ...options, from: "canary" })).toMatchObject({
      channel: "stable",
      from: versionOf("a"),
      version: versionOf("b"),
      isSwitched: true,
    });
    expect(await promoteChannel(host, { ...options, from: "canary" })).toMatchObject({ isSwitched: false });
    const made = await promoteChannel(host, { ...options, from: "stable", channel: "beta" });
    expect(made).not.toHaveProperty("from");
    expect(readFolder(options.folder).pointers).toEqual({
      "tables.so": "b",
      "tables.beta.so": "b",
      "tables.canary.so": "b",
    });
    expect(readLines(options.folder).slice(2)).toEqual(["promote stable b", "promote beta b"]);
    expect((await rollBack(host, options)).version).toBe(versionOf("a"));
  });

  test("needs a channel to promote", async () => {
    const options = await makeReleases("a");
    expect(await catchError(() => promoteChannel(host, { ...options, from: "canary" }))).toMatchObject({
      message: `There is no channel canary of tables in ${options.folder}.`,
      help: "`table-gen channel list` lists those that there are.",
    });
  });
});

test("removeChannel takes the pointer, and the next publishing what only that led to", async () => {
  const options = await makeReleases("a");
  await publishRelease(options.folder, "b", { channel: "canary" });
  await publishRelease(options.folder, "c", { keep: 1 });
  expect(readFolder(options.folder).releases).toBe("bc");
  const removed = await removeChannel(host, { ...options, channel: "canary" });
  expect(removed).toMatchObject({ channel: "canary", version: versionOf("b") });
  await publishRelease(options.folder, "d", { keep: 1 });
  expect(readFolder(options.folder)).toEqual({ releases: "d", pointers: { "tables.so": "d" } });
});

test("pokeChannel puts a new pointer in the place of the one that is there", async () => {
  const options = await makeReleases("ab");
  const before = host.statEntry(join(options.folder, "tables.so"))?.stamp;
  const poked = await pokeChannel(host, options);
  expect(poked).toMatchObject({ channel: "stable", version: versionOf("b") });
  expect(poked.stamp).not.toBe(before);
  expect(poked.stamp).toBe(host.statEntry(join(options.folder, "tables.so"))?.stamp);
  expect(current(options.folder)).toBe("b");
  expect(readLines(options.folder)).toHaveLength(2);
});

test("a release that took the place of a damaged one gets a new pointer, for those who have refused it", async () => {
  const { folder } = await makeReleases("a");
  const before = host.statEntry(join(folder, "tables.so"))?.stamp;
  await publishRelease(folder, "a");
  expect(host.statEntry(join(folder, "tables.so"))?.stamp).toBe(before);
  const path = join(folder, `libtables.${versionOf("a")}.so`);
  fs.chmodSync(path, 0o644);
  fs.truncateSync(path, 10);
  expect(await publishRelease(folder, "a")).toMatchObject({ isNew: true, isSwitched: false });
  expect(host.statEntry(join(folder, "tables.so"))?.stamp).not.toBe(before);
});
