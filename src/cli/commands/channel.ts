import { Argument, type Command } from "commander";
import { createHost } from "../../base/host.js";
import { stableChannel } from "../../model/release-directory.js";
import { formatColumns } from "../format-columns.js";
import { formatTime, shortVersion } from "../format-time.js";
import type { Io } from "../io.js";
import { createProgress } from "../progress.js";
import { parseChannel } from "../publish-options.js";
import { requireFolder, requireLibrary } from "../release-folder.js";
import { UsageError } from "../usage-error.js";
import { loadVerifier } from "../verify-library.js";
import { toVisibleText } from "../visible-text.js";
import { writeNotice } from "../write-notice.js";
import type { CommandContext } from "./context.js";

interface ChannelOptions {
  readonly name?: string;
}

/** Adds `channel`: the pointers of a directory beside `stable`. */
export function addChannelCommand(program: Command, { io }: CommandContext): void {
  const channel = program
    .command("channel")
    .description("list, promote or remove the channels of a release directory")
    .addHelpText("after", channelHelp);
  withDirectory(channel.command("list").description("print where each channel leads"))
    .option("--json", "print one JSON document")
    .action((dir: string, options: ChannelOptions & { readonly json?: true }) => list(dir, options, io));
  withDirectory(channel.command("promote").description("make another channel lead where this one does"))
    .addArgument(new Argument("<from>", "the channel whose release is meant").argParser(parseChannel))
    .option("--to <channel>", "the channel that is switched", parseChannel, stableChannel)
    .action((dir: string, from: string, options: ChannelOptions & { readonly to: string }) =>
      promote(dir, from, options, io),
    );
  withDirectory(channel.command("remove").description("remove a channel's pointer"))
    .addArgument(new Argument("<channel>", "any but stable").argParser(parseChannel))
    .action((dir: string, gone: string, options: ChannelOptions) => remove(dir, gone, options, io));
}

function withDirectory(command: Command): Command {
  return command
    .argument("<dir>", "the release directory")
    .option("--name <name>", "which library, where the directory holds several")
    .addHelpText("after", channelHelp);
}

const channelHelp = `
A channel is a pointer: stable is <name>.so, any other <name>.<channel>.so. \`build\`, \`publish\`, \`reload\` and \`rollback\`
take --channel. A channel comes into being by publishing or promoting to it. A release that a channel leads to stays.

Examples:
  table-gen channel list run/tables
  table-gen channel promote run/tables canary
  table-gen channel promote run/tables stable --to beta
  table-gen channel remove run/tables canary`;

async function list(
  dir: string,
  { name, json }: ChannelOptions & { readonly json?: true },
  io: Io,
): Promise<void> {
  const { readLibraryState } = await import("../../release/read-release-directory.js");
  const host = createHost();
  const folder = requireFolder(host, dir, io);
  const state = readLibraryState(host, folder, await requireLibrary(host, folder, { dir, name }));
  if (json === true) {
    const channels = state.channels.map(({ channel, version, path, switchedAt }) => {
      return { channel, release: version, pointer: path, switchedAt };
    });
    await io.stdout.write(`${JSON.stringify({ version: 1, name: state.name, channels }, undefined, 2)}\n`);
    return;
  }
  const rows = state.channels.map(({ channel, version, switchedAt, switched }) => {
    const by = switched === undefined ? "" : `by ${toVisibleText(switched.by, 60)}`;
    return [channel, shortVersion(version), formatTime(switched?.at ?? switchedAt), by];
  });
  await io.stdout.write(formatColumns(rows));
}

async function promote(
  dir: string,
  from: string,
  { name, to }: ChannelOptions & { readonly to: string },
  io: Io,
): Promise<void> {
  if (from === to) throw new UsageError(`${from} leads where it leads; choose another channel with --to.`);
  const { promoteChannel } = await import("../../release/channels.js");
  const host = createHost();
  const folder = requireFolder(host, dir, io);
  const library = await requireLibrary(host, folder, { dir, name });
  const verify = await loadVerifier();
  const progress = createProgress(io.stderr);
  const { version, isSwitched } = await promoteChannel(host, {
    folder,
    name: library,
    from,
    channel: to,
    command: "table-gen channel promote",
    check: (bytes) => verify(bytes, `The release of ${from}`),
    onNotice: (text) => writeNotice(io, progress, text),
  });
  const text = isSwitched ? `Switched ${to} of ${library} to` : `${to} of ${library} leads already to`;
  await io.stdout.write(`${text} ${version}\n`);
}

async function remove(dir: string, channel: string, { name }: ChannelOptions, io: Io): Promise<void> {
  if (channel === stableChannel) {
    throw new UsageError(
      `${stableChannel} cannot be removed: it is what processes follow unless they are told.`,
    );
  }
  const { removeChannel } = await import("../../release/channels.js");
  const host = createHost();
  const folder = requireFolder(host, dir, io);
  const library = await requireLibrary(host, folder, { dir, name });
  const progress = createProgress(io.stderr);
  const { version } = await removeChannel(host, {
    folder,
    name: library,
    channel,
    command: "table-gen channel remove",
    onNotice: (text) => writeNotice(io, progress, text),
  });
  await io.stdout.write(`Removed ${channel} of ${library}, which led to ${version}\n`);
}
