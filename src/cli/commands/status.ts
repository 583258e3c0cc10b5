import type { Command } from "commander";
import { createHost } from "../../base/host.js";
import type { LibraryState } from "../../release/read-release-directory.js";
import { createColors } from "../colors.js";
import { formatStatus } from "../format-status.js";
import type { Io } from "../io.js";
import { requireFolder, requireLibrary } from "../release-folder.js";
import type { CommandContext } from "./context.js";

interface StatusOptions {
  readonly name?: string;
  readonly json?: true;
}

/** Adds `status`: what is in a release directory and who follows it. */
export function addStatusCommand(program: Command, { io }: CommandContext): void {
  program
    .command("status")
    .description("print the channels, releases, history and processes of a release directory")
    .argument("<dir>", "the release directory")
    .option("--name <name>", "one library; all of the directory unless given")
    .option("--json", "print one JSON document")
    .addHelpText("after", statusHelp)
    .action((dir: string, options: StatusOptions) => runStatus(dir, options, io));
}

const statusHelp = `
Memory is measured from outside where that is allowed (kB of the library's pages: shared with all processes, and of
the process alone), else it is what the process says of itself. A process that has ended is not listed.

--json prints { "version": 1, "libraries": [{ "name", "channels": [{ "channel", "release", "pointer", "onDisk",
"switchedAt", "action", "by" }], "releases": [{ "release", "path", "sizeBytes", "writtenAt" }], "history": [{ "at",
"action", "channel", "release", "by" }], "processes": [{ "pid", "writtenAt", "sharedKb", "privateKb", "record" }] }] }.
Times are milliseconds since 1970; the record is that of docs/release-directory.md, or null where it is not whole.

Examples:
  table-gen status run/tables
  table-gen status run/tables --name game --json`;

async function runStatus(dir: string, { name, json }: StatusOptions, io: Io): Promise<void> {
  const { findLibraries, readLibraryState } = await import("../../release/read-release-directory.js");
  const host = createHost();
  const folder = requireFolder(host, dir, io);
  const found = findLibraries(host, folder);
  const names =
    name === undefined && found.length > 0 ? found : [await requireLibrary(host, folder, { dir, name })];
  const states = names.map((one) => readLibraryState(host, folder, one));
  if (json === true) {
    const document = { version: 1, libraries: states.map(toJson) };
    await io.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  const context = { dir, now: Date.now(), colors: createColors(io, io.stdout) };
  await io.stdout.write(states.map((state) => formatStatus(state, context)).join("\n"));
}

function toJson({ name, channels, releases, history, processes }: LibraryState) {
  return {
    name,
    channels: channels.map(({ channel, version, path, isOnDisk, switchedAt, switched }) => ({
      channel,
      release: version,
      pointer: path,
      onDisk: isOnDisk,
      switchedAt: switched?.at ?? switchedAt,
      action: switched?.action ?? null,
      by: switched?.by ?? null,
    })),
    releases: releases.map(({ version, path, sizeBytes, writtenAt }) => ({
      release: version,
      path,
      sizeBytes,
      writtenAt,
    })),
    history: history.map(({ version, at, action, channel, by }) => ({
      at,
      action,
      channel,
      release: version,
      by,
    })),
    processes: processes.map(({ pid, writtenAt, record, memory }) => ({
      pid,
      writtenAt,
      sharedKb: memory?.sharedKb ?? null,
      privateKb: memory?.privateKb ?? null,
      record: record ?? null,
    })),
  };
}
