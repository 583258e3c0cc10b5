import type { Command } from "commander";
import { createHost } from "../../base/host.js";
import { stableChannel } from "../../model/release-directory.js";
import { shortVersion } from "../format-time.js";
import type { Io } from "../io.js";
import { createProgress } from "../progress.js";
import { addChannelOption } from "../publish-options.js";
import { requireFolder, requireLibrary, requireRelease } from "../release-folder.js";
import { showSwitch } from "../show-switch.js";
import { loadVerifier } from "../verify-library.js";
import { addWaitOptions, type WaitCommandOptions } from "../wait-options.js";
import { writeNotice } from "../write-notice.js";
import type { CommandContext } from "./context.js";

interface RollbackOptions extends WaitCommandOptions {
  readonly to?: string;
  readonly name?: string;
  readonly channel?: string;
}

/** Adds `rollback`: a channel back to an earlier release. */
export function addRollbackCommand(program: Command, { io, finish }: CommandContext): void {
  const command = program
    .command("rollback")
    .description("switch a channel back to an earlier release")
    .argument("<dir>", "the release directory")
    .option("--to <version>", "a release on the disk, or the beginning of its version")
    .option("--name <name>", "which library, where the directory holds several");
  addWaitOptions(addChannelOption(command))
    .addHelpText("after", rollbackHelp)
    .action(async (dir: string, options: RollbackOptions) => {
      finish(await runRollback(dir, options, io));
    });
}

const rollbackHelp = `
Without --to it goes to the release before the current one that is still on the disk; again, further back. The release
is read as a whole first. Exits with 1 when, with --wait, not every process runs it; names those that do not.

--json prints { "version": 1, "ok", "name", "channel", "release", "isSwitched", "problem", "processes": [{ "pid",
"outcome": "runs" | "refuses" | "silent", "process", "host", "runtime", "release", "failure", "writtenAt" }] }, the
processes with --wait.

Examples:
  table-gen rollback run/tables --wait
  table-gen rollback run/tables --to 3fa9c1
  table-gen rollback run/tables --channel canary`;

async function runRollback(dir: string, options: RollbackOptions, io: Io) {
  const { rollBack } = await import("../../release/channels.js");
  const { readLibraryState } = await import("../../release/read-release-directory.js");
  const host = createHost();
  const folder = requireFolder(host, dir, io);
  const name = await requireLibrary(host, folder, { dir, name: options.name });
  const { channel = stableChannel } = options;
  const to =
    options.to === undefined ? undefined : requireRelease(readLibraryState(host, folder, name), options.to);
  const verify = await loadVerifier();
  const progress = createProgress(io.stderr);
  const { from, version, isSwitched } = await rollBack(host, {
    folder,
    name,
    channel,
    ...(to === undefined ? {} : { to }),
    command: "table-gen rollback",
    check: (bytes) => verify(bytes, `The release in ${dir}`),
    onNotice: (text) => writeNotice(io, progress, text),
  });
  const origin = from === undefined ? "" : ` from ${shortVersion(from)}`;
  const text = isSwitched
    ? `Rolled ${channel} of ${name} back${origin} to ${version}\n`
    : `${channel} of ${name} leads to ${version} already\n`;
  return showSwitch(host, { folder, name, channel, version, isSwitched, text }, options, io);
}
