import type { FileLock, Host } from "../base/host.js";
import { ToolError } from "../base/tool-error.js";
import { releaseDirectory } from "../model/release-directory.js";
import { withSystemErrors } from "./system-error.js";

export interface LockOptions {
  readonly folder: string;
  readonly name: string;
  /** Who is at work, for those who wait: `table-gen publish` unless given. */
  readonly command?: string;
  /** How long another publisher is waited for; a minute unless given. */
  readonly lockTimeoutMs?: number;
  /** Called with a sentence that a person may want to read, such as whom is waited for. */
  readonly onNotice?: (text: string) => void;
}

const usualTimeoutMs = 60_000;
const everyMs = 50;

/**
 * Runs `work` as the only one who changes releases, pointers and history of a library: other publishers, in other
 * containers too, wait. Where the system has no such locks it just runs: each step by itself leaves a directory that
 * is complete.
 *
 * The folder of the lock must be there. Throws ToolError that names the holder when that keeps the lock for too long.
 */
export async function withPublisherLock<Result>(
  host: Host,
  options: LockOptions,
  what: string,
  work: () => Result,
): Promise<Result> {
  const lock = await takeLock(host, options, what);
  try {
    if (lock !== undefined) noteHolder(host, lock, options);
    return withSystemErrors(what, work);
  } finally {
    if (lock !== undefined) release(lock);
  }
}

/** Returns `undefined` where the system has no locks. */
async function takeLock(host: Host, options: LockOptions, what: string): Promise<FileLock | undefined> {
  const path = releaseDirectory.lockFile(options.folder, options.name);
  const timeoutMs = options.lockTimeoutMs ?? usualTimeoutMs;
  // Not the time of day, which may jump.
  const start = performance.now();
  for (let attempt = 1; ; attempt++) {
    const lock = withSystemErrors(what, () => {
      host.makeFolder(releaseDirectory.stateFolder(options.folder, options.name));
      return tryLinked(host, path);
    });
    if (lock === "unsupported") return undefined;
    if (lock !== "busy") return lock;
    const holder = readHolder(host, path);
    if (performance.now() - start >= timeoutMs) throw tooLong(options, holder, timeoutMs);
    if (attempt === 1) options.onNotice?.(`Waiting for ${holder}, which is changing ${options.folder}.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Somebody may remove the file between opening and locking it; then another may lock the next one. */
function tryLinked(host: Host, path: string): ReturnType<Host["tryLock"]> {
  const lock = host.tryLock(path);
  if (typeof lock === "string") return lock;
  let isLinked = false;
  try {
    isLinked = lock.isLinked();
    return isLinked ? lock : "busy";
  } finally {
    if (!isLinked) release(lock);
  }
}

function tooLong({ folder, name }: LockOptions, holder: string, timeoutMs: number): ToolError {
  const waited = `${timeoutMs / 1000} s`;
  return new ToolError(`${holder} has been changing ${name} in ${folder} for more than ${waited}.`, {
    help: "Wait until it is done, or end it: its lock goes with it.",
  });
}

/** A record in the file, for those who wait. A disk that is full is no reason not to roll back. */
function noteHolder(host: Host, lock: FileLock, { command = "table-gen publish" }: LockOptions): void {
  const holder = { pid: host.processId, host: host.hostName.slice(0, 64), process: command, at: Date.now() };
  const bytes = new Uint8Array(holderBytes).fill(0x20);
  bytes.set(new TextEncoder().encode(JSON.stringify(holder)).subarray(0, holderBytes - 1));
  bytes[holderBytes - 1] = 0x0a;
  try {
    lock.write(bytes);
  } catch {}
}

/** The file has the same size whoever writes it, so that nothing of an earlier holder stays behind. */
const holderBytes = 512;

function readHolder(host: Host, path: string): string {
  const another = "Another process";
  try {
    const bytes = host.readSmallFile(path, holderBytes);
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    // Each member is looked at, and what has none at all is caught.
    const { process, pid, host: where } = content as Readonly<Record<string, unknown>>;
    if (typeof process !== "string" || typeof where !== "string" || !Number.isSafeInteger(pid))
      return another;
    return `${process.slice(0, 60)} (process ${pid} on ${where.slice(0, 64)})`;
  } catch {
    return another; // it has not written yet, or is none of ours
  }
}

/** Its own failure does not matter: the lock goes with the process. */
function release(lock: FileLock): void {
  try {
    lock.release();
  } catch {}
}
