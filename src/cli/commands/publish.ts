import type { Command } from "commander";
import { createHost } from "../../base/host.js";
import { createColors } from "../colors.js";
import { formatColumns } from "../format-columns.js";
import { formatBytes, formatNumberOf } from "../format-size.js";
import type { Io } from "../io.js";
import { createProgress } from "../progress.js";
import { type PublishedFile, publishFile } from "../publish-file.js";
import { addPublishOptions, type PublishCommandOptions } from "../publish-options.js";
import { showPath } from "../show-path.js";
import { writeNotice } from "../write-notice.js";
import type { CommandContext } from "./context.js";

interface PublishOptions extends PublishCommandOptions {
  readonly to: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** Adds `publish`: a library that was built elsewhere into a release directory. */
export function addPublishCommand(program: Command, { io }: CommandContext): void {
  const command = program
    .command("publish")
    .description("put a built library into a release directory and switch its pointer")
    .argument("<file>", "a library")
    .requiredOption("--to <dir>", "the release directory; made if need be");
  addPublishOptions(command)
    .option("--json", "print one JSON document")
    .option("-q, --quiet", "print problems only")
    .addHelpText("after", publishHelp)
    .action(async (file: string, options: PublishOptions) => {
      const progress = createProgress(io.stderr);
      const onNotice = (text: string) => writeNotice(io, progress, text);
      const request = { ...options, file, dir: options.to, command: "table-gen publish", onNotice };
      const published = await publishFile(createHost(), request, io);
      if (options.json === true) {
        await io.stdout.write(`${JSON.stringify(toJson(published), undefined, 2)}\n`);
      } else if (options.quiet !== true) {
        await io.stdout.write(formatPublished(published, io));
      }
    });
}

const publishHelp = `
The file is read as a whole first, and compared with its hashes. The pointer is switched last: who is killed on the
way leaves the old release in use. Publishing the same file again changes nothing.

Other publishers are waited for. Releases beyond the newest --keep (5) go, but never one that a pointer leads to or a
process uses. --sign, or the variable TABLE_GEN_SIGNING_KEY, names a key; the variable may hold the key itself.

--json prints { "name", "version", "path", "sizeBytes", "pointer", "isNew", "isSwitched", "isSigned", "pruned" }.

Examples:
  table-gen publish tables/libtables.0123456789abcdef0123456789abcdef.so --to /srv/game/tables
  table-gen publish build/tables.so --to run/tables --channel canary
  table-gen publish build/tables.so --to run/tables --sign keys/signing.pem --keep 10`;

function toJson(published: PublishedFile) {
  const { name, version, path, sizeBytes, pointer, isNew, isSwitched, isSigned, pruned } = published;
  return { name, version, path, sizeBytes, pointer, isNew, isSwitched, isSigned, pruned };
}

/** Returns what was published, where it is, and what went for it. */
export function formatPublished(published: PublishedFile, io: Io): string {
  const { name, version, path, sizeBytes, pointer, isNew, isSwitched, isSigned, pruned } = published;
  const colors = createColors(io, io.stdout);
  const size = `${formatBytes(sizeBytes)}${isSigned ? ", signed" : ""}${isNew ? "" : ", was there already"}`;
  const rows = [
    [showPath(io.cwd, path), size],
    [showPath(io.cwd, pointer), isSwitched ? "leads to it" : "led to it already"],
  ];
  const gone = pruned.length === 0 ? "" : `Removed ${formatNumberOf(pruned.length, "old release")}.\n`;
  return `${colors.bold(`Published ${name}`)} ${version}\n${formatColumns(rows, { indent: "  " })}${gone}`;
}
