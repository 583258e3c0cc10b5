import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { availableParallelism, hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** The most that one read or write call is asked for: the system takes a little less than 2 GiB. */
const stepBytes = 1 << 30;

/**
 * The only door to the operating system. Everything that reads, writes or runs takes one, so that a
 * test can fail, count or interrupt each step.
 *
 * Every method but `exists` and `run` throws the system's error, with its `code` (`EACCES`, `ENOSPC` …),
 * when it cannot do what it says.
 */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly processId: number;
  /** How many threads can run at once. */
  readonly coreCount: number;
  /** Name of this machine, or of the container. */
  readonly hostName: string;
  /** Name of the user that this process runs as; the number of one without a name. */
  readonly userName: string;
  /** Returns the whole file, following symlinks. */
  readFile(path: string): Uint8Array;
  /**
   * Returns the bytes of a regular file of at most so many; `undefined` for a larger one and for anything else. Safe
   * where others may write to the folder: follows no symlink, and waits for nobody at a pipe.
   */
  readSmallFile(path: string, mostBytes: number): Uint8Array | undefined;
  /** Opens a file to be read in parts, whatever becomes of its name meanwhile. Follows symlinks. */
  openFile(path: string): FileReader;
  /** Writes a file in place, text as UTF-8. Not safe against interruption: see `createFile` and `rename`. */
  writeFile(path: string, content: Uint8Array | string): void;
  /** True for anything that can be reached at the path; false for a symlink that leads nowhere. */
  exists(path: string): boolean;
  /** Returns what is at the path, following symlinks; `undefined` when nothing is there. */
  stat(path: string): FileStatus | undefined;
  /** As `stat`, but a symlink counts as itself: of kind `other`. */
  statEntry(path: string): FileStatus | undefined;
  /** Returns the names in a folder, sorted by code unit, without `.` and `..`. */
  list(folder: string): readonly string[];
  /** Makes a folder and those above it; one that is there already is fine. */
  makeFolder(path: string): void;
  /** Makes an empty folder of a new name for work that is removed afterwards; returns its path. */
  makeTempFolder(): string;
  /** Creates a file that must not be there yet and opens it for writing in steps. */
  createFile(path: string): FileWriter;
  /** Makes `path` a symlink; `target` is kept as it is given, so a relative one stays relative. */
  makeSymlink(target: string, path: string): void;
  /** Returns a symlink's target as it was given; `undefined` for anything else. */
  readSymlink(path: string): string | undefined;
  /** Moves within one file system, replacing a file or symlink at `to` in one step. */
  rename(from: string, to: string): void;
  /** Sets the permission bits, such as 0o444; Windows keeps only "read-only". */
  setMode(path: string, mode: number): void;
  /** Gives a file or symlink to a user and a group by number; -1 leaves one as it is. Does nothing on Windows. */
  setOwner(path: string, user: number, group: number): void;
  /**
   * Appends to a file, which comes into being, in one step that no other appending comes between. Follows no symlink,
   * and waits for nobody at a pipe.
   */
  appendFile(path: string, text: string): void;
  /**
   * Takes the lock that at most one open file holds, of a file that comes into being if need be. It lasts until it is
   * released or the process ends, however it ends, and holds across containers: it is `flock`. Never waits. Returns
   * `busy` when another holds it, `unsupported` where there is no program `flock` (macOS, Windows). Follows no symlink.
   * A file that may only be read can be locked too, but not written to by the lock.
   */
  tryLock(path: string): FileLock | "busy" | "unsupported";
  /**
   * True when somebody holds the lock of a file that is there. Needs no right to write to it, and follows no symlink.
   * To find out it shares the lock for a moment, so who takes one at that moment has to try again.
   */
  isLocked(path: string): boolean | "unsupported";
  /** Waits until the names in a folder are on the disk. Does nothing where the system has no such call. */
  syncFolder(path: string): void;
  /** Removes a file, a symlink, or a folder with all in it; fine when nothing is there. */
  remove(path: string): void;
  /** True when a process of this number runs on this machine, as far as this process can see. */
  isProcessRunning(id: number): boolean;
  /** Runs a program to its end without a shell. `env` is added to the host's own. */
  run(argv: readonly string[], options?: RunOptions): RunResult;
}

export interface FileStatus {
  readonly kind: "file" | "folder" | "other";
  readonly sizeBytes: number;
  /** Milliseconds since 1970, with the fraction that the file system keeps. */
  readonly modifiedMs: number;
  /** The same of the last change to content, name or rights, which nobody can set back. */
  readonly changedMs: number;
  /** Permission bits. */
  readonly mode: number;
  /** Changes whenever another file or symlink takes this one's place: `<inode>-<modification time in ns>`. */
  readonly stamp: string;
}

/** A file being read. It is closed by whoever opened it, also after an error. */
export interface FileReader {
  readonly status: FileStatus;
  /** Fills `target` with the bytes from `position` on; throws where the file ends before. */
  read(target: Uint8Array, position: number): void;
  close(): void;
}

/** A file being written. It is closed by whoever created it, also after an error. */
export interface FileWriter {
  /** Appends all of the bytes. */
  write(bytes: Uint8Array): void;
  /** Waits until what was written is on the disk. */
  sync(): void;
  close(): void;
}

/** A file whose lock is held. */
export interface FileLock {
  /** Writes the file's bytes from the start in one call; what was longer before keeps its end. */
  write(bytes: Uint8Array): void;
  /** Sets the permission bits of this file, whatever the path leads to by now. */
  setMode(mode: number): void;
  /** False when the path no longer leads to this file. */
  isLinked(): boolean;
  release(): void;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunResult {
  /** `undefined` when the program was not found, did not start or was killed; `stderr` then says which. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Creates the host of this process. */
export function createHost(): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    processId: process.pid,
    coreCount: availableParallelism(),
    hostName: hostname(),
    userName: findUserName(),
    readFile,
    readSmallFile,
    openFile,
    writeFile: (path, content) => fs.writeFileSync(path, content),
    exists: (path) => fs.existsSync(path),
    stat: (path) => stat(path, fs.statSync),
    statEntry: (path) => stat(path, fs.lstatSync),
    list: (folder) => fs.readdirSync(folder).sort(),
    makeFolder: (path) => {
      fs.mkdirSync(path, { recursive: true });
    },
    makeTempFolder: () => fs.mkdtempSync(join(tmpdir(), "table-gen-")),
    createFile,
    makeSymlink: (target, path) => fs.symlinkSync(target, path),
    readSymlink,
    rename: (from, to) => fs.renameSync(from, to),
    setMode: (path, mode) => fs.chmodSync(path, mode),
    setOwner: (path, user, group) => {
      if (process.platform !== "win32") fs.lchownSync(path, user, group);
    },
    appendFile,
    tryLock,
    isLocked,
    syncFolder,
    remove: (path) => fs.rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
    isProcessRunning,
    run,
  };
}

function readFile(path: string): Uint8Array {
  const sizeBytes = fs.statSync(path).size;
  if (sizeBytes <= stepBytes) return fs.readFileSync(path);
  const bytes = new Uint8Array(sizeBytes);
  const file = fs.openSync(path, "r");
  try {
    let done = 0;
    for (let count = 1; done < sizeBytes && count > 0; done += count) {
      count = fs.readSync(file, bytes, done, Math.min(sizeBytes - done, stepBytes), null);
    }
    return bytes.subarray(0, done); // shorter when somebody cut the file meanwhile
  } finally {
    fs.closeSync(file);
  }
}

function readSmallFile(path: string, mostBytes: number): Uint8Array | undefined {
  const file = openPlainly(path);
  if (file === undefined) return undefined;
  try {
    const found = fs.fstatSync(file);
    if (!found.isFile() || found.size > mostBytes) return undefined;
    // What is written to it from now on is not read.
    const bytes = new Uint8Array(found.size);
    let done = 0;
    for (let count = 1; done < bytes.length && count > 0; done += count) {
      count = fs.readSync(file, bytes, done, bytes.length - done, done);
    }
    return bytes.subarray(0, done);
  } finally {
    fs.closeSync(file);
  }
}

/** Opens what is at the path for reading; returns `undefined` for a symlink, and for a socket, which cannot be opened. */
function openPlainly(path: string): number | undefined {
  // Windows has neither of the two, and `|` takes them for 0.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  try {
    return fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === "ELOOP" || errorCode(error) === "ENXIO") return undefined;
    throw error;
  }
}

function appendFile(path: string, text: string): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const file = fs.openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o666);
  try {
    fs.writeFileSync(file, text);
  } finally {
    fs.closeSync(file);
  }
}

function stat(path: string, ask: typeof fs.statSync | typeof fs.lstatSync): FileStatus | undefined {
  try {
    return describeStats(ask(path, { bigint: true }));
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

function describeStats(found: fs.BigIntStats): FileStatus {
  return {
    kind: found.isFile() ? "file" : found.isDirectory() ? "folder" : "other",
    sizeBytes: Number(found.size),
    modifiedMs: Number(found.mtimeNs) / 1e6,
    changedMs: Number(found.ctimeNs) / 1e6,
    mode: Number(found.mode) & 0o7777,
    stamp: `${found.ino}-${found.mtimeNs}`,
  };
}

/** node:fs and node:process throw nothing but errors with a code. */
function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function openFile(path: string): FileReader {
  const file = fs.openSync(path, "r");
  return {
    status: describeStats(fs.fstatSync(file, { bigint: true })),
    read: (target, position) => {
      for (let done = 0; done < target.length; ) {
        const count = fs.readSync(
          file,
          target,
          done,
          Math.min(target.length - done, stepBytes),
          position + done,
        );
        if (count === 0) throw new Error(`${path} ends before byte ${position + target.length}`);
        done += count;
      }
    },
    close: () => fs.closeSync(file),
  };
}

function createFile(path: string): FileWriter {
  const file = fs.openSync(path, "wx");
  return {
    write: (bytes) => {
      // A write call may take less than it was given.
      for (let done = 0; done < bytes.length; ) {
        done += fs.writeSync(file, bytes, done, Math.min(bytes.length - done, stepBytes));
      }
    },
    sync: () => fs.fsyncSync(file),
    close: () => fs.closeSync(file),
  };
}

function readSymlink(path: string): string | undefined {
  const found = fs.lstatSync(path, { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? fs.readlinkSync(path) : undefined;
}

function findUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown"); // a container may run as a number that it has no name for
  }
}

function tryLock(path: string): FileLock | "busy" | "unsupported" {
  if (process.platform === "win32") return "unsupported";
  const file = openLockFile(path);
  let isOurs = false;
  try {
    const answer = callFlock(file, path, "-x");
    if (answer !== "taken") return answer;
    isOurs = true;
  } finally {
    if (!isOurs) fs.closeSync(file);
  }
  return {
    write: (bytes) => {
      fs.writeSync(file, bytes, 0, bytes.length, 0);
    },
    setMode: (mode) => fs.fchmodSync(file, mode),
    isLinked: () => {
      const found = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
      const own = fs.fstatSync(file, { bigint: true });
      return found?.ino === own.ino && found.dev === own.dev;
    },
    release: () => fs.closeSync(file),
  };
}

/** In a folder that all may write to, Linux lets nobody open another's file in the way that would make one. */
function openLockFile(path: string): number {
  const { O_RDWR, O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_CREAT } = fs.constants;
  try {
    return fs.openSync(path, O_RDWR | O_NOFOLLOW);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return fs.openSync(path, O_RDWR | O_NOFOLLOW | O_CREAT, 0o666);
    if (errorCode(error) !== "EACCES") throw error;
    return fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK); // to lock a file takes no right to write to it
  }
}

function isLocked(path: string): boolean | "unsupported" {
  if (process.platform === "win32") return "unsupported";
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const file = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const answer = callFlock(file, path, "-s");
    return answer === "unsupported" ? answer : answer === "busy";
  } finally {
    fs.closeSync(file);
  }
}

/** `flock` locks what it shares with us, the open file, so the lock stays when it has ended. */
function callFlock(file: number, path: string, kind: "-x" | "-s"): "taken" | "busy" | "unsupported" {
  const done = spawnSync("flock", ["-n", kind, "3"], {
    stdio: ["ignore", "ignore", "pipe", file],
  });
  if (done.error !== undefined) {
    if (errorCode(done.error) === "ENOENT") return "unsupported";
    throw done.error;
  }
  if (done.status === 0) return "taken";
  if (done.status === 1) return "busy";
  throw lockError(path, done.stderr.toString("utf8").trim());
}

function lockError(path: string, reason: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`ENOLCK: ${reason}, flock '${path}'`), { code: "ENOLCK", syscall: "flock" });
}

function syncFolder(path: string): void {
  if (process.platform === "win32") return; // it has no handle of a folder that could be flushed
  const folder = fs.openSync(path, "r");
  try {
    fs.fsyncSync(folder);
  } finally {
    fs.closeSync(folder);
  }
}

function isProcessRunning(id: number): boolean {
  try {
    process.kill(id, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM"; // there, but of another user
  }
}

function run([program = "", ...args]: readonly string[], options: RunOptions = {}): RunResult {
  const done = spawnSync(program, args, {
    ...options,
    encoding: "utf8",
    env: { ...process.env, ...options.env },
    maxBuffer: 1 << 28,
  });
  const stderr = done.stderr ?? "";
  if (done.status !== null) return { status: done.status, stdout: done.stdout, stderr };
  const reason = done.error?.message ?? `${program} was ended by ${done.signal}`;
  return { status: undefined, stdout: done.stdout ?? "", stderr: `${stderr}${reason}\n` };
}
