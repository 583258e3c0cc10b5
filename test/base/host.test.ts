import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHost } from "../../src/base/host.js";
import { hasProgram, makeTestFolder } from "../library/native.js";

const host = createHost();

describe("the host", () => {
  test("tells files, folders and symlinks apart, and what is not there from what cannot be seen", () => {
    const folder = makeTestFolder();
    const file = join(folder, "file");
    host.writeFile(file, "ä");
    fs.utimesSync(file, 5, 12.5);
    host.setMode(file, 0o640);
    host.makeSymlink("file", join(folder, "link"));
    host.makeSymlink("nowhere", join(folder, "lost"));
    expect(host.stat(file)).toMatchObject({ kind: "file", sizeBytes: 2, modifiedMs: 12_500, mode: 0o640 });
    expect(host.stat(join(folder, "link"))).toEqual(host.stat(file));
    expect(host.statEntry(join(folder, "link"))?.kind).toBe("other");
    expect(host.stat(folder)?.kind).toBe("folder");
    expect(host.stat(join(folder, "lost"))).toBeUndefined();
    expect(host.exists(join(folder, "lost"))).toBe(false);
    expect(host.statEntry(join(folder, "lost"))?.kind).toBe("other");
    expect(host.stat(join(file, "below"))).toBeUndefined();
    expect([host.readSymlink(join(folder, "lost")), host.readSymlink(file)]).toEqual(["nowhere", undefined]);
    expect(() => host.stat(`${folder}/${"x".repeat(300)}`)).toThrow("ENAMETOOLONG");
  });

  test("lists names in the same order everywhere", () => {
    const folder = makeTestFolder();
    for (const name of ["b", "ä", "a", "B", ".hidden"]) host.writeFile(join(folder, name), "");
    expect(host.list(folder)).toEqual([".hidden", "B", "a", "b", "ä"]);
  });

  test("creates a file only where none is, and writes it in steps", () => {
    const path = join(makeTestFolder(), "file");
    const file = host.createFile(path);
    file.write(new Uint8Array([1, 2]));
    file.write(new Uint8Array());
    file.write(new Uint8Array([3]));
    file.sync();
    file.close();
    expect([...host.readFile(path)]).toEqual([1, 2, 3]);
    expect(() => host.createFile(path)).toThrow("EEXIST");
  });

  test("makes folders, syncs them and removes them with all in them", () => {
    const folder = join(makeTestFolder(), "a", "b");
    host.makeFolder(folder);
    host.makeFolder(folder);
    host.writeFile(join(folder, "file"), "");
    host.syncFolder(folder);
    host.remove(join(folder, ".."));
    expect(host.exists(folder)).toBe(false);
    host.remove(folder);
    expect(() => host.syncFolder(folder)).toThrow("ENOENT");
  });

  test("makes a temporary folder of its own", () => {
    const folders = [host.makeTempFolder(), host.makeTempFolder()];
    expect(new Set(folders).size).toBe(2);
    for (const folder of folders) {
      expect(host.list(folder)).toEqual([]);
      host.remove(folder);
    }
  });

  test("runs a program with its arguments as they are, in a folder, with more environment", () => {
    const folder = makeTestFolder();
    const script =
      "console.log(process.cwd(), process.argv[1], process.env.MORE, process.env.PATH.length > 0)";
    const done = host.run([process.execPath, "-e", script, "a b; $HOME"], {
      cwd: folder,
      env: { MORE: "x" },
    });
    expect(done).toEqual({ status: 0, stdout: `${fs.realpathSync(folder)} a b; $HOME x true\n`, stderr: "" });
    expect(host.run([process.execPath, "-e", "console.error(1); process.exit(7)"])).toEqual({
      status: 7,
      stdout: "",
      stderr: "1\n",
    });
  });

  test("says why a program has no status", () => {
    expect(host.run(["no-such-program"])).toEqual({
      status: undefined,
      stdout: "",
      stderr: "spawnSync no-such-program ENOENT\n",
    });
    const killed = host.run([process.execPath, "-e", "process.kill(process.pid, 'SIGKILL')"]);
    expect(killed).toEqual({
      status: undefined,
      stdout: "",
      stderr: `${process.execPath} was ended by SIGKILL\n`,
    });
  });

  test.skipIf(!hasProgram("flock"))("locks a file for one opener, and tells whether it is locked", () => {
    const folder = makeTestFolder();
    const path = join(folder, "lock");
    expect(() => host.isLocked(path)).toThrow("ENOENT");
    const lock = host.tryLock(path);
    if (typeof lock === "string") throw new Error(lock);
    expect([host.tryLock(path), host.isLocked(path)]).toEqual(["busy", true]);
    lock.write(new Uint8Array([1, 2]));
    lock.write(new Uint8Array([3]));
    expect([...host.readFile(path)]).toEqual([3, 2]);
    expect(lock.isLinked()).toBe(true);
    lock.setMode(0o640);
    expect(host.stat(path)?.mode).toBe(0o640);
    fs.rmSync(path);
    expect(lock.isLinked()).toBe(false);
    fs.writeFileSync(path, "");
    expect(lock.isLinked()).toBe(false);
    expect(host.isLocked(path)).toBe(false);
    lock.release();
    host.makeSymlink("lock", join(folder, "link"));
    host.makeSymlink("nowhere", join(folder, "lost"));
    for (const name of ["link", "lost"]) {
      expect(() => host.tryLock(join(folder, name))).toThrow("ELOOP");
      expect(() => host.isLocked(join(folder, name))).toThrow("ELOOP");
    }
    expect(host.list(folder)).toEqual(["link", "lock", "lost"]);
  });

  test.skipIf(!hasProgram("flock"))("does not wait for a pipe that nobody writes to", () => {
    const path = join(makeTestFolder(), "pipe");
    expect(host.run(["mkfifo", path]).status).toBe(0);
    expect(host.isLocked(path)).toBe(false);
  });

  test.skipIf(!hasProgram("mkfifo"))("reads a small file, and nothing that is none", () => {
    const folder = makeTestFolder();
    const path = join(folder, "file");
    host.writeFile(path, "abc");
    host.makeSymlink("file", join(folder, "link"));
    host.makeSymlink("/dev/zero", join(folder, "endless"));
    expect(host.run(["mkfifo", join(folder, "pipe")]).status).toBe(0);
    expect([...(host.readSmallFile(path, 3) ?? [])]).toEqual([97, 98, 99]);
    expect(host.readSmallFile(path, 2)).toBeUndefined();
    for (const name of ["link", "endless", "pipe", "."]) {
      expect(host.readSmallFile(join(folder, name), 4096)).toBeUndefined();
    }
    expect(() => host.readSmallFile(join(folder, "gone"), 1)).toThrow("ENOENT");
  });

  test("gives a symlink away, and not what it leads to", () => {
    const folder = makeTestFolder();
    host.makeSymlink("nowhere", join(folder, "lost"));
    host.setOwner(join(folder, "lost"), -1, process.getgid?.() ?? -1);
    expect(() => host.setOwner(join(folder, "gone"), -1, -1)).toThrow("ENOENT");
  });

  test("appends to a file that need not be there", () => {
    const path = join(makeTestFolder(), "file");
    host.appendFile(path, "ä\n");
    host.appendFile(path, "b\n");
    expect(new TextDecoder().decode(host.readFile(path))).toBe("ä\nb\n");
  });

  test.skipIf(!hasProgram("mkfifo"))("appends to no symlink, and does not wait for who reads a pipe", () => {
    const folder = makeTestFolder();
    host.makeSymlink("file", join(folder, "link"));
    expect(host.run(["mkfifo", join(folder, "pipe")]).status).toBe(0);
    expect(() => host.appendFile(join(folder, "link"), "x")).toThrow("ELOOP");
    expect(() => host.appendFile(join(folder, "pipe"), "x")).toThrow("ENXIO");
  });

  test("knows which processes run", () => {
    expect(host.isProcessRunning(process.pid)).toBe(true);
    expect(host.isProcessRunning(spawnSync(process.execPath, ["-e", ""]).pid)).toBe(false);
    expect(host.processId).toBe(process.pid);
    expect(host.hostName).not.toBe("");
    expect(host.userName).not.toBe("");
  });
});
