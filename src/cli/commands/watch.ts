import { type Command, InvalidArgumentError } from "commander";
import { ToolError } from "../../base/tool-error.js";
import type { TableImage } from "../../model/table-image.js";
import type { BuildResult } from "../../pipeline/build-tables.js";
import { createColors } from "../colors.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { explainSystemError, formatToolError } from "../format-failure.js";
import { formatTime, shortVersion } from "../format-time.js";
import type { Io } from "../io.js";
import { listNames } from "../open-file.js";
import { createProgress } from "../progress.js";
import { toSeverityOptions } from "../report-options.js";
import { createReporter } from "../reports/reporter.js";
import type { BuildWords } from "../texts/texts.js";
import { writeNotice } from "../write-notice.js";
import {
  addBuildOptions,
  addCommonOptions,
  type BuildCommandOptions,
  exitCodeOf,
  toBuildOptions,
} from "./build.js";
import type { CommandContext } from "./context.js";

interface WatchCommandOptions extends BuildCommandOptions {
  /** Milliseconds. */
  readonly debounce?: number;
}

/** Adds `watch`: a build at each save. */
export function addWatchCommand(program: Command, { io, finish }: CommandContext): void {
  const command = program
    .command("watch")
    .description("build, and build again whenever a sheet or the config changes");
  addBuildOptions(addCommonOptions(command))
    .option(
      "--debounce <ms>",
      "how long nothing must change before a build; 200 unless given",
      parseMilliseconds,
    )
    .addHelpText("after", watchHelp)
    .action(async (options: WatchCommandOptions) => {
      finish(await runWatch(options, io));
    });
}

const watchHelp = `
Each good build is published as \`build\` does it, so processes that follow the output folder take it at once. Problems are
printed, what was published before stays, and the watching goes on. Only files that have changed are read again.
Ctrl-C ends it, with 0. --format json prints the document of \`build\` for each build, in one line; so do gitlab, sarif and
junit.

Examples:
  table-gen watch
  table-gen watch --config design --out run/tables --channel canary
  table-gen watch --debounce 1000 --quiet`;

function parseMilliseconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of milliseconds.");
}

async function runWatch(options: WatchCommandOptions, io: Io): Promise<ExitCode> {
  const { watchTables } = await import("../../pipeline/watch-tables.js");
  const interrupted = new AbortController();
  const stopListening = io.onInterrupt(() => interrupted.abort());
  const severities = await toSeverityOptions(options);
  const reporter = await createReporter(options, io, { isLine: true });
  const progress = createProgress(io.stderr);
  let code: ExitCode = exitCode.good;
  let last: TableImage | undefined;
  try {
    await watchTables({
      ...toBuildOptions(options, io.cwd),
      ...severities,
      command: "table-gen watch",
      onProgress: options.quiet === true ? () => {} : progress.show,
      onNotice: (text) => writeNotice(io, progress, text),
      signal: interrupted.signal,
      ...(options.debounce === undefined ? {} : { debounceMs: options.debounce }),
      onBuild: async (build, changed) => {
        const startMs = Date.now();
        const result = await build().catch(toToolError).finally(progress.clear);
        if (result instanceof ToolError) {
          await reporter.showFailure(result);
          await io.stderr.write(formatToolError(result, createColors(io, io.stderr)));
          return "go on";
        }
        await reporter.show(result);
        if (reporter.isPretty && options.quiet !== true)
          await sayWhatChanged(result, { startMs, last }, reporter.texts.words.build, io);
        last = result.isGood ? result.image : last;
        // There is nothing to watch where the config was looked for.
        if (changed.length > 0 || exitCodeOf(result) !== exitCode.usage) return "go on";
        code = exitCode.usage;
        return "end";
      },
    });
  } finally {
    stopListening();
  }
  return code;
}

/** What is in the way of one build may be gone at the next. */
function toToolError(error: unknown): ToolError {
  const explained = explainSystemError(error);
  if (explained instanceof ToolError) return explained;
  throw error;
}

async function sayWhatChanged(
  { isGood, image }: BuildResult,
  { startMs, last }: { readonly startMs: number; readonly last: TableImage | undefined },
  words: BuildWords,
  io: Io,
): Promise<void> {
  if (!isGood || image === undefined) return;
  const seconds = ((Date.now() - startMs) / 1000).toFixed(2);
  const { name } = image.schema;
  const library = `${name} ${shortVersion(image.version)}`;
  const changes = last === undefined ? "" : describeChanges(last, image);
  const what =
    last?.version === image.version
      ? words.unchanged(library)
      : `${words.built} ${library} ${words.took(seconds, changes)}`;
  await io.stdout.write(`${formatTime(Date.now())}  ${what}\n`);
}

/** Returns which tables differ, and which came and went. */
function describeChanges(before: TableImage, after: TableImage): string {
  const [old, now] = [before, after].map(readBlocks) as [Blocks, Blocks]; // as many as were mapped
  const changed = [...now]
    .filter(([name, bytes]) => old.get(name)?.equals(bytes) === false)
    .map(([name]) => name);
  const added = [...now.keys()].filter((name) => !old.has(name)).map((name) => `${name} is new`);
  const gone = [...old.keys()].filter((name) => !now.has(name)).map((name) => `${name} is gone`);
  const all = [...changed, ...added, ...gone];
  return all.length === 0 ? "descriptions alone" : listNames(all);
}

type Blocks = ReadonlyMap<string, Buffer>;

function readBlocks({ bytes, blocks }: TableImage): Blocks {
  return new Map(
    blocks.map(({ table, offset, bytes: size }) => [
      table.name,
      Buffer.from(bytes.buffer, bytes.byteOffset + offset, size),
    ]),
  );
}
