import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describeFileState } from "../../base/file-state.js";
import type { FileStatus, Host } from "../../base/host.js";
import type { Io } from "../io.js";

/** What a good build has read, written and printed: while all of that is as it was, the next one has nothing to do. */
export interface BuildRecord {
  /** What was asked for, by whom and how: see `describeRequest`. */
  readonly key: string;
  /** Absolute paths of files, each with its stamp. */
  readonly files: readonly (readonly [path: string, stamp: string])[];
  /** Absolute paths of folders, each with the hash of the names in it. */
  readonly folders: readonly (readonly [path: string, names: string])[];
  /** Absolute paths of folders that builds write to: they count as no names. */
  readonly outFolders: readonly string[];
  readonly printed: readonly PrintedText[];
}

export interface PrintedText {
  readonly stream: "stdout" | "stderr";
  /** With `secondsMark` where the seconds stand that the build took. */
  readonly text: string;
}

export const secondsMark = "\0";

/** What belongs to no sheet and is no secret, but is read anew with each start of the program. */
const environment = /^(?:TABLE_GEN_.*|LANG|LANGUAGE|LC_.*|TZ|TERM|NO_COLOR|FORCE_COLOR|CI)$/;

/** Returns all that decides what a build does beside the files: another text, and it may do something else. */
export function describeRequest(host: Host, argv: readonly string[], io: Io): string {
  return JSON.stringify([
    recordVersion,
    describeTool(host),
    argv,
    io.cwd,
    [io.stdout.isTerminal, io.stderr.isTerminal, io.stderr.width],
    Object.entries(io.env)
      .filter(([name]) => environment.test(name))
      .sort(),
    new Date().toISOString().slice(0, 10), // rules may be warnings up to a day
  ]);
}

const recordVersion = 1;

/** Another version of the tool has other files. */
export function describeTool(host: Host): readonly string[] {
  return [import.meta.url, stampOf(host.stat(fileURLToPath(import.meta.url)))];
}

/** Where what is known of builds is kept: beside the config. */
export function stateFolderOf(host: Host, argv: readonly string[], cwd: string): string {
  const path = resolve(cwd, findConfigOption(argv) ?? ".");
  return join(host.stat(path)?.kind === "folder" ? path : dirname(path), ".table-gen");
}

/** As commander reads it; a mistake finds no record or one of another key. */
function findConfigOption(argv: readonly string[]): string | undefined {
  for (const [index, argument] of argv.entries()) {
    if (argument === "-c" || argument === "--config") return argv[index + 1];
    if (argument.startsWith("--config=")) return argument.slice("--config=".length);
    if (/^-c./.test(argument)) return argument.slice(2);
  }
  return undefined;
}

export function recordPathOf(folder: string, key: string): string {
  return join(folder, `build-${hashText(key).slice(0, 16)}.json`);
}

/** By the engine: a hash of ours would first have to be compiled, and these are all that a repeated build computes. */
export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Returns what changes when another file takes the place, or its content changes; of a folder only that it is one. */
export function stampOf(status: FileStatus | undefined): string {
  if (status === undefined) return "absent";
  return status.kind === "folder" ? "folder" : describeFileState(status);
}

/** Returns the hash of the names in a folder that could be sources. */
export function hashNames(folder: string, names: readonly string[], outFolders: readonly string[]): string {
  const outNames = outFolders.filter((out) => dirname(out) === folder).map((out) => basename(out));
  const kept = names.filter((name) => !name.startsWith(".") && !outNames.includes(name));
  return hashText(kept.join("\0"));
}

/** A record with the hash of its text before it: what was cut off or changed is known by that. */
export function formatRecord(record: BuildRecord): string {
  const text = JSON.stringify(record);
  return `${hashText(text)}\n${text}`;
}

/** Returns `undefined` for anything but what `formatRecord` has written. */
export function parseRecord(content: string): BuildRecord | undefined {
  const end = content.indexOf("\n");
  const text = content.slice(end + 1);
  // Whole, so it has the form that it was written in; `key` holds the version of that.
  return end > 0 && content.slice(0, end) === hashText(text) ? (JSON.parse(text) as BuildRecord) : undefined;
}
