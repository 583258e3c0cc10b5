import { generateKeyPairSync } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { createHost, type FileLock } from "../../src/base/host.js";
import { formatProcessRecord, type ProcessRecord } from "../../src/model/process-record.js";
import { releaseDirectory } from "../../src/model/release-directory.js";
import {
  type PublishedRelease,
  type PublishOptions,
  publishLibrary,
} from "../../src/release/publish-library.js";

const host = createHost();

/** Returns a version that is easy to read: `a` becomes 32 of them. */
export function versionOf(digit: string): string {
  return digit.repeat(32);
}

/** Publishes a release whose bytes show which it is. */
export function publishRelease(
  folder: string,
  digit: string,
  options: Partial<PublishOptions> = {},
): Promise<PublishedRelease> {
  const bytes = new TextEncoder().encode(`${digit.repeat(999)}\n`);
  return publishLibrary(host, { folder, name: "tables", version: versionOf(digit), bytes, ...options });
}

/** Returns the first digit of the versions that are on the disk, and of what the pointers lead to. */
export function readFolder(
  folder: string,
  name = "tables",
): { readonly releases: string; readonly pointers: Readonly<Record<string, string>> } {
  const names = fs.readdirSync(folder).sort();
  const releases = names
    .filter((file) => file.startsWith(`lib${name}.`))
    .map((file) => file.charAt(name.length + 4));
  const pointers = names
    .filter((file) => file.startsWith(`${name}.`))
    .map((file) => [file, fs.readlinkSync(join(folder, file)).charAt(name.length + 4)]);
  return { releases: releases.join(""), pointers: Object.fromEntries(pointers) };
}

/** What a process says that has opened the release `a` and had nothing to complain about. */
export const usualRecord: ProcessRecord = {
  sequence: 1,
  pid: 4711,
  pidNamespace: "pid:[1]",
  host: "game-1",
  process: "server",
  runtime: "c++",
  channel: "stable",
  memory: "mapped",
  opened: 1_790_000_000_000,
  release: versionOf("a"),
  since: 1_790_000_000_000,
  switches: 0,
  pointer: "",
  failure: null,
  held: [],
  sharedKb: 12,
  privateKb: 4,
};

export interface FakeProcess {
  readonly path: string;
  readonly record: ProcessRecord;
  /** Writes the record anew, as a store does. */
  update(change: Partial<ProcessRecord>): void;
  /** Writes any bytes. */
  write(bytes: Uint8Array | string): void;
  /** Ends it as a kill does: the record stays, its lock goes. */
  end(): void;
}

let unique = 0;

/** Leaves the record of a process that lives until it is ended. */
export function startFakeProcess(
  folder: string,
  given: Partial<ProcessRecord> = {},
  name = "tables",
): FakeProcess {
  let record: ProcessRecord = { ...usualRecord, ...given };
  const records = releaseDirectory.recordFolder(folder, name);
  fs.mkdirSync(records, { recursive: true });
  unique++;
  const path = join(records, `${record.pid}-${unique.toString(16).padStart(16, "0")}.json`);
  const lock = host.tryLock(path) as FileLock; // a new file, which nobody else knows
  lock.write(formatProcessRecord(record));
  return {
    path,
    get record() {
      return record;
    },
    update: (change) => {
      record = { ...record, sequence: record.sequence + 1, ...change };
      lock.write(formatProcessRecord(record));
    },
    write: (bytes) => lock.write(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes),
    end: () => lock.release(),
  };
}

/** Writes a private key of its own kind and returns its path. */
export function writeKey(folder: string, kind: "ed25519" | "ed448" = "ed25519"): string {
  const { privateKey } = kind === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ed448");
  const path = join(folder, `${kind}.pem`);
  fs.writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }));
  return path;
}

export async function catchError(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}
