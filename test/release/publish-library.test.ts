import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { ToolError } from "../../src/base/tool-error.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { readHistory } from "../../src/release/history.js";
import { type PublishedRelease, publishLibrary } from "../../src/release/publish-library.js";
import { makeTestFolder } from "../library/native.js";
import { createFaultyHost } from "./faulty-host.js";
import { catchError } from "./release-folder.js";
import { writeProgram } from "./write-program.js";

const host = createHost();

/** A release whose bytes show which it is and whether all of them are there. */
function makeRelease(digit: string): { readonly version: string; readonly bytes: Uint8Array } {
  return { version: digit.repeat(32), bytes: new TextEncoder().encode(`${digit.repeat(9_999)}\n`) };
}
const oldest = makeRelease("a");
const old = makeRelease("0");
const next = makeRelease("1");

function publish(folder: string, release: typeof old, on: Host = host): Promise<PublishedRelease> {
  return publishLibrary(on, { folder, name: "tables", ...release });
}

/** Returns the names in a release directory but for what is kept about the releases. */
function listFolder(folder: string): readonly string[] {
  return fs.readdirSync(folder).filter((name) => name !== ".tables");
}

/** Fails unless the folder holds complete releases and a pointer to one of `allowed`; returns its version. */
function expectComplete(folder: string, allowed: readonly (typeof old)[]): string {
  for (const file of fs.readdirSync(folder).filter((name) => name.startsWith("lib"))) {
    const release = makeRelease(file.charAt("libtables.".length));
    expect(file).toBe(`libtables.${release.version}.so`);
    expect(fs.readFileSync(join(folder, file)).equals(release.bytes)).toBe(true);
    expect(fs.statSync(join(folder, file)).mode & 0o777).toBe(0o444);
  }
  const current = allowed.find(({ bytes }) => fs.readFileSync(join(folder, "tables.so")).equals(bytes));
  expect(current).toBeDefined();
  return current?.version ?? "";
}

describe("publishLibrary", () => {
  test("writes a read-only file named after its content and a relative symlink to it", async () => {
    const folder = join(makeTestFolder(), "run", "tables");
    const release = await publish(folder, old);
    expect(release).toEqual({
      version: old.version,
      path: join(folder, `libtables.${old.version}.so`),
      sizeBytes: 10_000,
      pointer: join(folder, "tables.so"),
      isNew: true,
      isSwitched: true,
      pruned: [],
    });
    expect(listFolder(folder)).toEqual([`libtables.${old.version}.so`, "tables.so"]);
    expect(fs.readlinkSync(release.pointer)).toBe(`libtables.${old.version}.so`);
    expectComplete(folder, [old]);
  });

  test("keeps the earlier release beside the new one", async () => {
    const folder = makeTestFolder();
    await publish(folder, old);
    await publish(folder, next);
    expect(expectComplete(folder, [next])).toBe(next.version);
    expect(listFolder(folder)).toHaveLength(3);
  });

  test("does not touch a release that is there already", async () => {
    const folder = makeTestFolder();
    const { path } = await publish(folder, old);
    const before = fs.statSync(path, { bigint: true });
    expect(await publish(folder, old)).toMatchObject({ isNew: false, isSwitched: false });
    const after = fs.statSync(path, { bigint: true });
    expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([before.ino, before.mtimeNs, before.ctimeNs]);
  });

  test("switches back to a release that is still there without writing it again", async () => {
    const folder = makeTestFolder();
    await publish(folder, old);
    await publish(folder, next);
    expect(await publish(folder, old)).toMatchObject({ isNew: false, isSwitched: true });
    expect(expectComplete(folder, [old, next])).toBe(old.version);
  });

  test.each([
    ["cut off", (path: string) => fs.truncateSync(path, 100)],
    ["altered", (path: string) => fs.writeFileSync(path, Buffer.from(old.bytes).fill("x"))],
  ])("replaces a file of that name that was %s, and not under those who have it open", async (_, harm) => {
    const folder = makeTestFolder();
    const { path } = await publish(folder, old);
    fs.chmodSync(path, 0o644);
    harm(path);
    const before = fs.readFileSync(path);
    const open = fs.openSync(path, "r");
    expect(await publish(folder, old)).toMatchObject({ isNew: true, isSwitched: false });
    expect(fs.readFileSync(open).equals(before)).toBe(true);
    fs.closeSync(open);
    expectComplete(folder, [old]);
  });

  test("makes the pointer a copy where there are no symlinks, and knows the copy as its own", async () => {
    const folder = makeTestFolder();
    const makeSymlink = () => {
      throw Object.assign(new Error("EPERM: operation not permitted"), { code: "EPERM", syscall: "symlink" });
    };
    const plain: Host = { ...host, makeSymlink };
    const [one, two] = [old, next].map((release) => ({
      ...release,
      bytes: writeElfLibrary(release.bytes, "x86_64"),
    })) as [typeof old, typeof old]; // as many as were mapped
    expect(await publish(folder, one, plain)).toMatchObject({ isSwitched: true });
    expect(await publish(folder, one, plain)).toMatchObject({ isNew: false, isSwitched: false });
    expect(await publish(folder, two, plain)).toMatchObject({ isSwitched: true });
    expect(fs.readFileSync(join(folder, "tables.so")).equals(two.bytes)).toBe(true);
    expect(fs.lstatSync(join(folder, "tables.so")).isFile()).toBe(true);
    expect(listFolder(folder)).toHaveLength(3);
    // On a system with symlinks again.
    expect(await publish(folder, one)).toMatchObject({ isSwitched: true });
    expect(fs.readlinkSync(join(folder, "tables.so"))).toBe(`libtables.${old.version}.so`);
  });

  test.each([
    ["a text", (path: string) => fs.writeFileSync(path, "mine")],
    ["another library", (path: string) => fs.copyFileSync(process.execPath, path)],
    ["a folder", (path: string) => fs.mkdirSync(path)],
    ["a symlink to another library", (path: string) => fs.symlinkSync("libtables.so.1", path)],
    ["a symlink elsewhere", (path: string) => fs.symlinkSync(`../libtables.${old.version}.so`, path)],
  ])("refuses to replace %s under the pointer's name, and writes nothing", async (_, put) => {
    const folder = makeTestFolder();
    const pointer = join(folder, "tables.so");
    put(pointer);
    const before = fs.lstatSync(pointer, { bigint: true });
    const error = await catchError(() => publish(folder, old));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: `What table-gen did not make is in the way of the library's pointer: ${pointer}.`,
      help: "Move it elsewhere, or choose another folder.",
    });
    const after = fs.lstatSync(pointer, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(fs.readdirSync(folder)).toEqual(["tables.so"]);
  });

  test("does what belongs to a release between writing it and switching to it", async () => {
    const folder = makeTestFolder();
    await publish(folder, old);
    const options = { folder, name: "tables", ...next };
    const seen: string[] = [];
    const beforeSwitch = () => {
      seen.push(...listFolder(folder), fs.readlinkSync(join(folder, "tables.so")));
      throw new ToolError("the sources cannot be written");
    };
    expect(await catchError(() => publishLibrary(host, { ...options, beforeSwitch }))).toMatchObject({
      message: "the sources cannot be written",
    });
    const files = [old, next].map(({ version }) => `libtables.${version}.so`);
    expect(seen).toEqual([...files, "tables.so", files[0]]);
    expect(expectComplete(folder, [old, next])).toBe(old.version);
    await publishLibrary(host, { ...options, beforeSwitch: () => undefined });
    expect(expectComplete(folder, [old, next])).toBe(next.version);
  });

  test("says what is wrong and what to do when the system refuses", async () => {
    const folder = makeTestFolder();
    fs.writeFileSync(join(folder, "run"), "");
    const error = await catchError(() => publish(join(folder, "run"), old));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: `Cannot publish libtables.${old.version}.so in ${folder}/run: a file is where a folder should be (EEXIST: file already exists, mkdir '${folder}/run').`,
      help: "Move it elsewhere, or choose another folder.",
    });
  });
});

describe("a directory that cannot be written to", () => {
  const refusing = (code: string, text: string): Host => {
    const refuse = () => {
      throw Object.assign(new Error(`${code}: ${text}`), { code, syscall: "open" });
    };
    return { ...host, createFile: refuse, makeSymlink: refuse, rename: refuse, tryLock: refuse };
  };

  test.each([
    ["EROFS", "the file system is read-only", "Choose another folder, or make this one writable."],
    [
      "EACCES",
      "permission is denied",
      "Check who owns the folder, and that no other program has the file open.",
    ],
    [
      "EDQUOT",
      "the disk quota is used up",
      "Make room and run this again; what was there before is untouched.",
    ],
    [
      "ENOLCK",
      "its files cannot be locked",
      "Use a file system that has locks; a network file system may need an option for them.",
    ],
  ])("is said to be so, and the old release stays in use: %s", async (code, reason, help) => {
    const folder = makeTestFolder();
    await publish(folder, old);
    const before = fs.readdirSync(folder);
    const error = await catchError(() => publish(folder, next, refusing(code, "refused")));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: `Cannot publish libtables.${next.version}.so in ${folder}: ${reason} (${code}: refused).`,
      help,
    });
    expect(expectComplete(folder, [old])).toBe(old.version);
    expect(fs.readdirSync(folder)).toEqual(before);
  });
});

describe("a publisher that is stopped", () => {
  /** Publishes so that there is something to remove, too. */
  const publishNext = (folder: string, on: Host = host) =>
    publishLibrary(on, { folder, name: "tables", ...next, keep: 2 });

  async function makeFolder(): Promise<string> {
    const folder = makeTestFolder();
    await publish(folder, oldest);
    await publish(folder, old);
    return folder;
  }

  /** What the next publishing has to mend. */
  async function expectMended(folder: string): Promise<void> {
    const current = expectComplete(folder, [old, next]);
    await publishNext(folder);
    expect(expectComplete(folder, [next])).toBe(next.version);
    expect(listFolder(folder)).toEqual(
      [old, next].map(({ version }) => `libtables.${version}.so`).concat("tables.so"),
    );
    expect(fs.readdirSync(join(folder, ".tables")).sort()).toEqual(["history.jsonl", "lock", "processes"]);
    const { entries } = readHistory(host, folder, "tables");
    expect(entries.map(({ channel, version }) => [channel, version])).toEqual(
      [oldest, old, next].map(({ version }) => ["stable", version]),
    );
    const last = entries.at(-1)?.action;
    if (current === old.version) expect(last).toBe("publish");
    else expect(["publish", "unknown"]).toContain(last);
  }

  test.each(["kill", "error"] as const)(
    "by %s at any call leaves the old or the new release",
    async (kind) => {
      const seen = new Set<string>();
      const actions = new Set<string | undefined>();
      for (let failing = 1; ; failing++) {
        const folder = await makeFolder();
        const faulty = createFaultyHost(host, failing, kind);
        const error = await catchError(() => publishNext(folder, faulty.host));
        const current = expectComplete(folder, [old, next]);
        seen.add(current);
        // An error may be one that does not matter, such as that of cleaning up; a killed process goes no further.
        if (faulty.calls() < failing) break;
        if (kind === "error" && error !== undefined) {
          expect(error).toBeInstanceOf(ToolError);
          expect(String(error)).toContain("the disk is full");
          expect(listFolder(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
          // After the switch nothing is an error any more.
          expect(current).toBe(old.version);
        }
        await expectMended(folder);
        actions.add(readHistory(host, folder, "tables").entries.at(-1)?.action);
      }
      expect([...seen].sort()).toEqual([old.version, next.version]);
      expect([...actions].sort()).toEqual(["publish", "unknown"]);
    },
  );

  test("by SIGKILL between any two calls leaves the old or the new release", async () => {
    const script = writePublisher();
    const seen = new Set<string>();
    for (let failing = 1; ; failing++) {
      const folder = await makeFolder();
      const done = spawnSync(process.execPath, [script, folder, String(failing), next.version.charAt(0)]);
      seen.add(expectComplete(folder, [old, next]));
      if (done.status === 0) break;
      expect([done.signal, done.stderr.toString()]).toEqual(["SIGKILL", ""]);
      await expectMended(folder);
    }
    expect([...seen].sort()).toEqual([old.version, next.version]);
  });
});

describe("two publishers", () => {
  test("do not remove each other's files: a running process's temporary file stays for an hour", async () => {
    const folder = makeTestFolder();
    const name = (pid: number) => join(folder, `.libtables.so.${pid}-0123456789abcdef.tmp`);
    const ended = spawnSync(process.execPath, ["-e", ""]).pid;
    fs.writeFileSync(name(process.ppid), "");
    fs.writeFileSync(name(ended), "");
    fs.writeFileSync(join(folder, ".mine.1-x.tmp"), "");
    await publish(folder, old);
    expect(fs.existsSync(name(process.ppid))).toBe(true);
    expect(fs.existsSync(name(ended))).toBe(false);
    fs.utimesSync(name(process.ppid), 0, Date.now() / 1000 - 3601);
    await publish(folder, old);
    expect(fs.existsSync(name(process.ppid))).toBe(false);
    expect(fs.existsSync(join(folder, ".mine.1-x.tmp"))).toBe(true);
  });

  test("one whose temporary file was removed by the other starts again", async () => {
    const folder = makeTestFolder();
    let renames = 0;
    const robbed: Host = {
      ...host,
      rename: (from, to) => {
        renames++;
        if (renames === 1) fs.rmSync(from);
        host.rename(from, to);
      },
    };
    expect(await publish(folder, old, robbed)).toMatchObject({ isNew: true, isSwitched: true });
    expectComplete(folder, [old]);
    expect(renames).toBe(3);
  });
});

/** Writes a program that publishes and kills itself before its n-th call of the host. */
function writePublisher(): string {
  return writeProgram(
    ["base/host", "release/publish-library"],
    `const [folder, failing, digit] = args;
    let calls = 0;
    const deadly = (object) => new Proxy(object, {
      get(target, name) {
        const member = target[name];
        if (typeof member !== "function") return member;
        return (...args) => {
          if (++calls === Number(failing)) process.kill(process.pid, "SIGKILL");
          const result = member(...args);
          return name === "createFile" || name === "tryLock" ? deadly(result) : result;
        };
      },
    });
    await src.publishLibrary(deadly(src.createHost()), {
      folder,
      name: "tables",
      keep: 2,
      version: digit.repeat(32),
      bytes: new TextEncoder().encode(digit.repeat(9999) + "\\n"),
    });`,
  );
}
