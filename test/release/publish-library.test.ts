import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { createHost, type Host } from "../../src/base/host.js";
import { ToolError } from "../../src/base/tool-error.js";
import { writeElfLibrary } from "../../src/library/write-elf-library.js";
import { publishLibrary } from "../../src/release/publish-library.js";
import { makeTestFolder } from "../library/native.js";
import { createFaultyHost } from "./faulty-host.js";

const host = createHost();

/** A release whose bytes show which it is and whether all of them are there. */
function makeRelease(digit: string): { readonly version: string; readonly bytes: Uint8Array } {
  return { version: digit.repeat(32), bytes: new TextEncoder().encode(`${digit.repeat(9_999)}\n`) };
}
const old = makeRelease("0");
const next = makeRelease("1");

function publish(folder: string, release: typeof old, on: Host = host) {
  return publishLibrary(on, { folder, name: "tables", ...release });
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
  test("writes a read-only file named after its content and a relative symlink to it", () => {
    const folder = join(makeTestFolder(), "run", "tables");
    const release = publish(folder, old);
    expect(release).toEqual({
      version: old.version,
      path: join(folder, `libtables.${old.version}.so`),
      sizeBytes: 10_000,
      pointer: join(folder, "tables.so"),
      isNew: true,
      isSwitched: true,
    });
    expect(fs.readdirSync(folder).sort()).toEqual([`libtables.${old.version}.so`, "tables.so"]);
    expect(fs.readlinkSync(release.pointer)).toBe(`libtables.${old.version}.so`);
    expectComplete(folder, [old]);
  });

  test("keeps the earlier release beside the new one", () => {
    const folder = makeTestFolder();
    publish(folder, old);
    publish(folder, next);
    expect(expectComplete(folder, [next])).toBe(next.version);
    expect(fs.readdirSync(folder)).toHaveLength(3);
  });

  test("does not touch a release that is there already", () => {
    const folder = makeTestFolder();
    const { path } = publish(folder, old);
    const before = fs.statSync(path, { bigint: true });
    expect(publish(folder, old)).toMatchObject({ isNew: false, isSwitched: false });
    const after = fs.statSync(path, { bigint: true });
    expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([before.ino, before.mtimeNs, before.ctimeNs]);
  });

  test("switches back to a release that is still there without writing it again", () => {
    const folder = makeTestFolder();
    publish(folder, old);
    publish(folder, next);
    expect(publish(folder, old)).toMatchObject({ isNew: false, isSwitched: true });
    expect(expectComplete(folder, [old, next])).toBe(old.version);
  });

  test.each([
    ["cut off", (path: string) => fs.truncateSync(path, 100)],
    ["altered", (path: string) => fs.writeFileSync(path, Buffer.from(old.bytes).fill("x"))],
  ])("replaces a file of that name that was %s, and not under those who have it open", (_, harm) => {
    const folder = makeTestFolder();
    const { path } = publish(folder, old);
    fs.chmodSync(path, 0o644);
    harm(path);
    const before = fs.readFileSync(path);
    const open = fs.openSync(path, "r");
    expect(publish(folder, old)).toMatchObject({ isNew: true, isSwitched: false });
    expect(fs.readFileSync(open).equals(before)).toBe(true);
    fs.closeSync(open);
    expectComplete(folder, [old]);
  });

  test("makes the pointer a copy where there are no symlinks, and knows the copy as its own", () => {
    const folder = makeTestFolder();
    const makeSymlink = () => {
      throw Object.assign(new Error("EPERM: operation not permitted"), { code: "EPERM", syscall: "symlink" });
    };
    const plain: Host = { ...host, makeSymlink };
    const [one, two] = [old, next].map((release) => ({
      ...release,
      bytes: writeElfLibrary(release.bytes, "x86_64"),
    })) as [typeof old, typeof old]; // as many as were mapped
    expect(publish(folder, one, plain)).toMatchObject({ isSwitched: true });
    expect(publish(folder, one, plain)).toMatchObject({ isNew: false, isSwitched: false });
    expect(publish(folder, two, plain)).toMatchObject({ isSwitched: true });
    expect(fs.readFileSync(join(folder, "tables.so")).equals(two.bytes)).toBe(true);
    expect(fs.lstatSync(join(folder, "tables.so")).isFile()).toBe(true);
    expect(fs.readdirSync(folder)).toHaveLength(3);
    // On a system with symlinks again.
    expect(publish(folder, one)).toMatchObject({ isSwitched: true });
    expect(fs.readlinkSync(join(folder, "tables.so"))).toBe(`libtables.${old.version}.so`);
  });

  test.each([
    ["a text", (path: string) => fs.writeFileSync(path, "mine")],
    ["another library", (path: string) => fs.copyFileSync(process.execPath, path)],
    ["a folder", (path: string) => fs.mkdirSync(path)],
    ["a symlink to another library", (path: string) => fs.symlinkSync("libtables.so.1", path)],
    ["a symlink elsewhere", (path: string) => fs.symlinkSync(`../libtables.${old.version}.so`, path)],
  ])("refuses to replace %s under the pointer's name, and writes nothing", (_, put) => {
    const folder = makeTestFolder();
    const pointer = join(folder, "tables.so");
    put(pointer);
    const before = fs.lstatSync(pointer, { bigint: true });
    const error = catchError(() => publish(folder, old));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: `What table-gen did not make is in the way of the library's pointer: ${pointer}.`,
      help: "Move it elsewhere, or choose another output folder with --out.",
    });
    const after = fs.lstatSync(pointer, { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
    expect(fs.readdirSync(folder)).toEqual(["tables.so"]);
  });

  test("does what belongs to a release between writing it and switching to it", () => {
    const folder = makeTestFolder();
    publish(folder, old);
    const options = { folder, name: "tables", ...next };
    const seen: string[] = [];
    const beforeSwitch = () => {
      seen.push(...fs.readdirSync(folder).sort(), fs.readlinkSync(join(folder, "tables.so")));
      throw new ToolError("the sources cannot be written");
    };
    expect(catchError(() => publishLibrary(host, { ...options, beforeSwitch }))).toMatchObject({
      message: "the sources cannot be written",
    });
    const files = [old, next].map(({ version }) => `libtables.${version}.so`);
    expect(seen).toEqual([...files, "tables.so", files[0]]);
    expect(expectComplete(folder, [old, next])).toBe(old.version);
    publishLibrary(host, { ...options, beforeSwitch: () => undefined });
    expect(expectComplete(folder, [old, next])).toBe(next.version);
  });

  test("says what is wrong and what to do when the system refuses", () => {
    const folder = makeTestFolder();
    fs.writeFileSync(join(folder, "run"), "");
    const error = catchError(() => publish(join(folder, "run"), old));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({
      message: `Cannot publish libtables.${old.version}.so in ${folder}/run: a file is where a folder should be (EEXIST: file already exists, mkdir '${folder}/run').`,
      help: "Move it elsewhere, or choose another output folder with --out.",
    });
  });
});

describe("a publisher that is stopped", () => {
  test.each(["kill", "error"] as const)("by %s at any call leaves the old or the new release", (kind) => {
    const seen = new Set<string>();
    for (let failing = 1; ; failing++) {
      const folder = makeTestFolder();
      publish(folder, old);
      const faulty = createFaultyHost(host, failing, kind);
      const error = catchError(() => publish(folder, next, faulty.host));
      seen.add(expectComplete(folder, [old, next]));
      // An error may be one that does not matter, such as that of cleaning up; a killed process goes no further.
      if (faulty.calls() < failing) break;
      if (kind === "kill") expect(error).toBeDefined();
      if (kind === "error" && error !== undefined) {
        expect(error).toBeInstanceOf(ToolError);
        expect(String(error)).toContain("the disk is full");
        expect(fs.readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      }
      publish(folder, next);
      expect(expectComplete(folder, [next])).toBe(next.version);
      expect(fs.readdirSync(folder)).toHaveLength(3);
    }
    expect([...seen].sort()).toEqual([old.version, next.version]);
  });

  test("by SIGKILL between any two calls leaves the old or the new release", () => {
    const script = writePublisher();
    const seen = new Set<string>();
    for (let failing = 1; ; failing++) {
      const folder = makeTestFolder();
      publish(folder, old);
      const done = spawnSync(process.execPath, [script, folder, String(failing), next.version.charAt(0)]);
      seen.add(expectComplete(folder, [old, next]));
      if (done.status === 0) break;
      expect([done.signal, done.stderr.toString()]).toEqual(["SIGKILL", ""]);
      publish(folder, next);
      expect(expectComplete(folder, [next])).toBe(next.version);
      expect(fs.readdirSync(folder)).toHaveLength(3);
    }
    expect([...seen].sort()).toEqual([old.version, next.version]);
  });
});

describe("two publishers", () => {
  test("do not remove each other's files: a running process's temporary file stays for an hour", () => {
    const folder = makeTestFolder();
    const name = (pid: number) => join(folder, `.libtables.so.${pid}-0123456789abcdef.tmp`);
    const ended = spawnSync(process.execPath, ["-e", ""]).pid;
    fs.writeFileSync(name(process.ppid), "");
    fs.writeFileSync(name(ended), "");
    fs.writeFileSync(join(folder, ".mine.1-x.tmp"), "");
    publish(folder, old);
    expect(fs.existsSync(name(process.ppid))).toBe(true);
    expect(fs.existsSync(name(ended))).toBe(false);
    fs.utimesSync(name(process.ppid), 0, Date.now() / 1000 - 3601);
    publish(folder, old);
    expect(fs.existsSync(name(process.ppid))).toBe(false);
    expect(fs.existsSync(join(folder, ".mine.1-x.tmp"))).toBe(true);
  });

  test("one whose temporary file was removed by the other starts again", () => {
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
    expect(publish(folder, old, robbed)).toMatchObject({ isNew: true, isSwitched: true });
    expectComplete(folder, [old]);
    expect(renames).toBe(3);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Writes a program that publishes and kills itself before its n-th call of the host. */
function writePublisher(): string {
  const folder = makeTestFolder();
  const script = join(folder, "publisher.mjs");
  const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  fs.writeFileSync(
    script,
    `import { createJiti } from ${JSON.stringify(pathToFileURL(join(process.cwd(), "node_modules/jiti/lib/jiti.mjs")).href)};
    const jiti = createJiti(import.meta.url, { fsCache: ${JSON.stringify(join(folder, "cache"))} });
    const { createHost } = await jiti.import(${url("../../src/base/host.ts")});
    const { publishLibrary } = await jiti.import(${url("../../src/release/publish-library.ts")});
    const [folder, failing, digit] = process.argv.slice(2);
    let calls = 0;
    const deadly = (object) => new Proxy(object, {
      get(target, name) {
        const member = target[name];
        if (typeof member !== "function") return member;
        return (...args) => {
          if (++calls === Number(failing)) process.kill(process.pid, "SIGKILL");
          const result = member(...args);
          return name === "createFile" ? deadly(result) : result;
        };
      },
    });
    publishLibrary(deadly(createHost()), {
      folder,
      name: "tables",
      version: digit.repeat(32),
      bytes: new TextEncoder().encode(digit.repeat(9999) + "\\n"),
    });`,
  );
  return script;
}
