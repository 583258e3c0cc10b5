import type { FileLock, FileWriter, Host } from "../../src/base/host.js";

/** What a host with a fault throws. */
class Fault extends Error {}

export interface FaultyHost {
  readonly host: Host;
  /** Calls so far, those of opened files included. */
  readonly calls: () => number;
}

/**
 * Returns a host whose n-th call (from 1) does not take place.
 *
 * `kill`: it and all later ones throw, so no cleaning up takes place either: what a killed process leaves.
 * `error`: it alone throws, as the error that a full disk gives.
 * A write that does not take place has still written half of its bytes.
 */
export function createFaultyHost(host: Host, failing: number, kind: "kill" | "error"): FaultyHost {
  let calls = 0;
  const step = <Result>(work: () => Result, half?: () => void): Result => {
    calls++;
    if (calls === failing) half?.();
    if (calls === failing || (kind === "kill" && calls > failing)) throw makeFault(kind);
    return work();
  };
  const wrapWriter = (writer: FileWriter): FileWriter => ({
    write: (bytes) =>
      step(
        () => writer.write(bytes),
        () => writer.write(bytes.subarray(0, bytes.length / 2)),
      ),
    sync: () => step(() => writer.sync()),
    close: () => {
      writer.close(); // the descriptor goes with the process, whatever ends it
      step(() => undefined);
    },
  });
  const wrapLock = (lock: FileLock): FileLock => ({
    write: (bytes) =>
      step(
        () => lock.write(bytes),
        () => lock.write(bytes.subarray(0, bytes.length / 2)),
      ),
    setMode: (mode) => step(() => lock.setMode(mode)),
    isLinked: () => step(() => lock.isLinked()),
    release: () => {
      lock.release(); // the lock goes with the process, whatever ends it
      step(() => undefined);
    },
  });
  return {
    calls: () => calls,
    host: {
      ...host,
      readFile: (path) => step(() => host.readFile(path)),
      readSmallFile: (path, mostBytes) => step(() => host.readSmallFile(path, mostBytes)),
      writeFile: (path, content) =>
        step(
          () => host.writeFile(path, content),
          () => host.writeFile(path, content.slice(0, content.length / 2)),
        ),
      exists: (path) => step(() => host.exists(path)),
      stat: (path) => step(() => host.stat(path)),
      statEntry: (path) => step(() => host.statEntry(path)),
      list: (folder) => step(() => host.list(folder)),
      makeFolder: (path) => step(() => host.makeFolder(path)),
      makeTempFolder: () => step(() => host.makeTempFolder()),
      createFile: (path) => wrapWriter(step(() => host.createFile(path))),
      makeSymlink: (target, path) => step(() => host.makeSymlink(target, path)),
      readSymlink: (path) => step(() => host.readSymlink(path)),
      rename: (from, to) => step(() => host.rename(from, to)),
      setMode: (path, mode) => step(() => host.setMode(path, mode)),
      setOwner: (path, user, group) => step(() => host.setOwner(path, user, group)),
      appendFile: (path, text) =>
        step(
          () => host.appendFile(path, text),
          () => host.appendFile(path, text.slice(0, text.length / 2)),
        ),
      tryLock: (path) => {
        const lock = step(() => host.tryLock(path));
        return typeof lock === "string" ? lock : wrapLock(lock);
      },
      isLocked: (path) => step(() => host.isLocked(path)),
      syncFolder: (path) => step(() => host.syncFolder(path)),
      remove: (path) => step(() => host.remove(path)),
      run: (argv, options) => step(() => host.run(argv, options)),
    },
  };
}

function makeFault(kind: "kill" | "error"): Fault {
  const fault = new Fault("ENOSPC: no space left on device, write");
  return kind === "kill" ? fault : Object.assign(fault, { code: "ENOSPC", syscall: "write" });
}
