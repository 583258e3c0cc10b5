import { type Command, Option } from "commander";
import { createHost, type Host } from "../../base/host.js";
import { stableChannel } from "../../model/release-directory.js";
import { createColors } from "../colors.js";
import type { ExitCode } from "../exit-code.js";
import { formatPretty } from "../format-diagnostics.js";
import type { Io } from "../io.js";
import { createProgress } from "../progress.js";
import { publishFile } from "../publish-file.js";
import { addPublishOptions, type PublishCommandOptions, toPublishOptions } from "../publish-options.js";
import { requireFolder, requireLibrary } from "../release-folder.js";
import { showPath } from "../show-path.js";
import { type Switch, showSwitch } from "../show-switch.js";
import { loadTexts } from "../texts/load-texts.js";
import { UsageError } from "../usage-error.js";
import { addWaitOptions, type WaitCommandOptions } from "../wait-options.js";
import { writeNotice } from "../write-notice.js";
import { exitCodeOf } from "./build.js";
import type { CommandContext } from "./context.js";
import { formatPublished } from "./publish.js";

interface ReloadOptions extends WaitCommandOptions, PublishCommandOptions {
  readonly dir?: string;
  readonly name?: string;
  readonly publish?: string;
  readonly config?: string;
}

/** Adds `reload`: makes processes look at a channel's release, after publishing one if asked. */
export function addReloadCommand(program: Command, { io, finish }: CommandContext): void {
  const command = program
    .command("reload")
    .description("make processes look at the release again, after publishing one if asked, and wait for them")
    .option("-d, --dir <dir>", "the release directory; with --config its `out` unless given")
    .option("--name <name>", "which library, where the directory holds several")
    .option("--publish <file>", "publish this library first")
    .addOption(
      new Option("-c, --config <path>", "build first: a config file, or the folder that holds one").conflicts(
        ["publish", "name"],
      ),
    );
  addWaitOptions(addPublishOptions(command))
    .addHelpText("after", reloadHelp)
    .action(async (options: ReloadOptions) => {
      finish(await runReload(options, io));
    });
}

const reloadHelp = `
With --wait it exits with 0 when every process that follows the channel runs the release, and with 1 when one does not:
it names those, with the reason that they give. A process that has not looked at the pointer until --timeout (30
seconds) is named too. Processes that come meanwhile count, those that end do not.

--json prints { "version": 1, "ok", "name", "channel", "release", "isSwitched", "problem", "processes": [{ "pid",
"outcome": "runs" | "refuses" | "silent", "process", "host", "runtime", "release", "failure", "writtenAt" }] }, the
processes with --wait.

Examples:
  table-gen reload --dir run/tables --wait
  table-gen reload --dir run/tables --publish build/tables.so --wait --timeout 5
  table-gen reload --config design --wait --channel canary`;

async function runReload(options: ReloadOptions, io: Io): Promise<ExitCode> {
  const host = createHost();
  const done = await makeSwitch(host, options, io);
  return typeof done === "number" ? done : showSwitch(host, done, options, io);
}

/** Returns the exit code where there is nothing to wait for. */
async function makeSwitch(host: Host, options: ReloadOptions, io: Io): Promise<Switch | ExitCode> {
  if (options.config !== undefined) return switchToBuilt(host, options.config, options, io);
  const { dir, publish } = options;
  if (dir === undefined)
    throw new UsageError("Name the release directory with --dir, or a config with --config.");
  if (publish !== undefined) return switchToFile(host, publish, dir, options, io);
  const folder = requireFolder(host, dir, io);
  const name = await requireLibrary(host, folder, { dir, name: options.name });
  const version = await poke(host, { folder, name }, options, io);
  const { channel = stableChannel } = options;
  const text = `Touched the pointer of ${channel} of ${name}, which leads to ${version}\n`;
  return { folder, name, channel, version, isSwitched: false, text };
}

async function switchToFile(
  host: Host,
  file: string,
  dir: string,
  options: ReloadOptions,
  io: Io,
): Promise<Switch> {
  const request = { ...options, file, dir, command: "table-gen reload", onNotice: noticeOf(io) };
  const published = await publishFile(host, request, io);
  const folder = requireFolder(host, dir, io);
  return finishSwitch(host, { folder, ...published, text: formatPublished(published, io) }, options, io);
}

async function switchToBuilt(
  host: Host,
  config: string,
  options: ReloadOptions,
  io: Io,
): Promise<Switch | ExitCode> {
  const { buildTables } = await import("../../pipeline/build-tables.js");
  const progress = createProgress(io.stderr);
  const result = await buildTables({
    config,
    cwd: io.cwd,
    ...(options.dir === undefined ? {} : { out: options.dir }),
    ...toPublishOptions(options),
    command: "table-gen reload",
    onProgress: progress.show,
    onNotice: (text) => writeNotice(io, progress, text),
    host,
  }).finally(progress.clear);
  const texts = await loadTexts(undefined, io);
  await io.stderr.write(formatPretty(result.diagnostics, createColors(io, io.stderr), { texts }));
  const { image, release } = result;
  if (image === undefined || release === undefined) return exitCodeOf(result);
  const { name } = image.schema;
  const text = `Built ${name} ${image.version} into ${showPath(io.cwd, release.folder)}\n`;
  const { folder, isSwitched } = release;
  return finishSwitch(host, { folder, name, version: image.version, isSwitched, text }, options, io);
}

/** Where the pointer led to the release already, processes are to look again all the same. */
async function finishSwitch(
  host: Host,
  { folder, name, version, isSwitched, text }: Omit<Switch, "channel">,
  options: ReloadOptions,
  io: Io,
): Promise<Switch> {
  if (!isSwitched) await poke(host, { folder, name }, options, io);
  return { folder, name, channel: options.channel ?? stableChannel, version, isSwitched, text };
}

async function poke(
  host: Host,
  { folder, name }: { readonly folder: string; readonly name: string },
  options: ReloadOptions,
  io: Io,
): Promise<string> {
  const { pokeChannel } = await import("../../release/channels.js");
  const change = { ...toPublishOptions(options), command: "table-gen reload", onNotice: noticeOf(io) };
  return (await pokeChannel(host, { folder, name, ...change })).version;
}

function noticeOf(io: Io): (text: string) => void {
  const progress = createProgress(io.stderr);
  return (text) => writeNotice(io, progress, text);
}
