import { type Command, Option } from "commander";
import { createHost } from "../../base/host.js";
import type { BuildOptions, BuildResult } from "../../pipeline/build-tables.js";
import { createColors } from "../colors.js";
import { checkDepfile, formatDepfile, writeDepfile } from "../depfile.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { formatBuild } from "../format-build.js";
import type { Io, TextStream } from "../io.js";
import { createProgress } from "../progress.js";
import {
  addPublishOptions,
  type PublishCommandOptions,
  parseCount,
  toPublishOptions,
} from "../publish-options.js";
import { addReportOptions, type ReportCommandOptions, toSeverityOptions } from "../report-options.js";
import { createReporter } from "../reports/reporter.js";
import { secondsMark } from "../unchanged/build-record.js";
import type { BuildRecorder } from "../unchanged/record-build.js";
import { writeNotice } from "../write-notice.js";
import type { CommandContext } from "./context.js";

/** Options that `build` and `check` share. */
export interface CommonOptions extends ReportCommandOptions {
  readonly config: string;
  readonly jobs?: number;
  readonly quiet?: true;
}

/** Options that `build` and `watch` share. */
export interface BuildCommandOptions extends CommonOptions, PublishCommandOptions {
  readonly out?: string;
  readonly arrays: "literal" | "embed" | "auto";
  readonly linker: "cc" | "builtin" | "auto";
  readonly arch?: "x86_64" | "aarch64";
  readonly target?: readonly string[];
}

/** Adds `build`: sheets in, library and sources out. */
export function addBuildCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("build")
    .description("build the library and the C++ and TypeScript sources that read it");
  addBuildOptions(addCommonOptions(command))
    .option(
      "--depfile <file>",
      "write the files that were read, as make has it, as what <file> without its .d needs",
    )
    .option("--no-cache", "build all of it again, and keep nothing for the next build")
    .addHelpText("after", buildHelp)
    .action(async (options: OwnOptions) => {
      context.finish(await runBuild(options, context));
    });
}

/** Adds the options by which a library is made and published. */
export function addBuildOptions(command: Command): Command {
  command
    .option("-o, --out <dir>", "output folder; the config's `out` unless given")
    .addOption(
      new Option("--arrays <form>", "how the C++ sources hold the tables; auto: literal for small tables")
        .choices(["literal", "embed", "auto"])
        .default("auto"),
    )
    .addOption(
      new Option(
        "--linker <linker>",
        "who writes the library; auto: the built-in writer, cc: the C++ compiler",
      )
        .choices(["cc", "builtin", "auto"])
        .default("auto"),
    )
    .option("--target <name...>", "build for these targets of the config only; all of them unless given")
    .addOption(
      new Option("--arch <arch>", "machine that the library is for; this one unless given").choices([
        "x86_64",
        "aarch64",
      ]),
    );
  return addPublishOptions(command);
}

/** Returns what a build is asked to do by the options of the command line. */
export function toBuildOptions(options: BuildCommandOptions, cwd: string): BuildOptions {
  const { config, out, arrays, linker, arch, target, jobs } = options;
  return {
    config,
    cwd,
    arrays,
    linker,
    ...(out === undefined ? {} : { out }),
    ...(arch === undefined ? {} : { arch }),
    ...(target === undefined ? {} : { targets: target }),
    ...(jobs === undefined ? {} : { jobs }),
    ...toPublishOptions(options),
  };
}

/** Adds the options by which sheets are found and problems are shown. */
export function addCommonOptions(command: Command): Command {
  command
    .option("-c, --config <path>", "config file, or the folder that holds one", ".")
    .option(
      "-j, --jobs <count>",
      "threads that read the sheets; as many as there are cores unless given",
      parseCount,
    );
  return addReportOptions(command).option("-q, --quiet", "print problems only");
}

const buildHelp = `
Writes to tables/ beside the config, or to --out:
  lib<name>.<hash>.so  the library; <hash> is the version of its content
  <name>.so            the pointer: a symlink to the library, switched last; with --channel <name>.<channel>.so
  cpp/, ts/            the sources that read it
  .<name>/             who has switched when, and which processes follow
Old releases beyond the config's publish.keep go, unless a process uses them. A build with problems writes nothing: what was there before stays.

The built-in writer needs no compiler and gives the same bytes on every machine, so auto always takes it;
cc takes the C++ compiler ($CXX, c++, g++, clang++) and gives the same tables and the same version.

Examples:
  table-gen build
  table-gen build --config samples/game --out run/tables
  table-gen build --linker cc --arrays literal
  table-gen build --target server
  table-gen build --arch aarch64 --format json > report.json
  table-gen build --channel canary --sign keys/signing.pem

--format json prints one document on stdout: { "version": 1, "ok", "summary": { "errors", "warnings", "files", "omitted" },
"diagnostics": [{ "id", "code", "severity", "message", "file", "sheet", "cell", "row", "column", "header",
"value", "path", "line", "help", "notes" }], "build" }. Rows, columns and lines count from 1; what a problem
does not have is left out. github, gitlab, sarif and junit are what CI systems read, on stdout too; docs/reports.md
has them all. Unless --max-errors says otherwise, pretty shows 200 problems and the others show all.`;

/** Options of `build` alone. */
type OwnOptions = BuildCommandOptions & { readonly depfile?: string; readonly cache: boolean };

async function runBuild(options: OwnOptions, { io, recordedArgv: argv }: CommandContext): Promise<ExitCode> {
  const { buildTables } = await import("../../pipeline/build-tables.js");
  const { depfile } = options;
  if (depfile !== undefined) checkDepfile(createHost(), depfile, io.cwd);
  const asked = toBuildOptions(options, io.cwd);
  const kept = argv === undefined || !options.cache ? undefined : await openKept(argv, io, asked);
  // What a depfile says is read and removed by others.
  const recorder = depfile === undefined ? kept?.recorder : undefined;
  const cache = kept?.file.read();
  const host = recorder === undefined ? {} : { host: recorder.host };
  return showBuild(
    options,
    io,
    (given) => buildTables({ ...asked, ...host, ...(cache === undefined ? {} : { cache }), ...given }),
    async (result) => {
      if (depfile !== undefined) await noteSources(depfile, result, io.cwd);
      if (cache !== undefined) kept?.file.write(cache);
    },
    recorder,
  );
}

/** What the build before has left, and what this one leaves for the next. */
async function openKept(argv: readonly string[], io: Io, options: BuildOptions) {
  const { createBuildRecorder } = await import("../unchanged/record-build.js");
  const { openCacheFile } = await import("../unchanged/keep-cache.js");
  const { stateFolderOf } = await import("../unchanged/build-record.js");
  const host = createHost();
  const folder = stateFolderOf(host, argv, io.cwd);
  return {
    recorder: createBuildRecorder(host, { argv, io, options }),
    file: openCacheFile(host, folder, options),
  };
}

async function noteSources(
  depfile: string,
  { config, sources, release }: BuildResult,
  cwd: string,
): Promise<void> {
  if (config === undefined || sources === undefined || release === undefined) return;
  const { findSourceFolders } = await import("../../pipeline/find-source-folders.js");
  const host = createHost();
  const folders = await findSourceFolders(host, config, release.folder);
  writeDepfile(host, depfile, cwd, formatDepfile(depfile, sources, folders));
}

/** Runs a build or a check with progress, prints what came of it, and returns the exit code. */
export async function showBuild(
  options: CommonOptions,
  io: Io,
  run: (given: Pick<BuildOptions, "onProgress" | "onNotice" | "warningsAsErrors">) => Promise<BuildResult>,
  onSuccess: (result: BuildResult) => Promise<void> = async () => {},
  recorder?: BuildRecorder,
): Promise<ExitCode> {
  const { quiet } = options;
  const reporter = await createReporter(options, recorder === undefined ? io : notePrinted(io, recorder));
  const progress = createProgress(io.stderr);
  const startMs = Date.now();
  let result: BuildResult;
  try {
    result = await run({
      ...(await toSeverityOptions(options)),
      onProgress: quiet === true ? () => {} : progress.show,
      onNotice: (text) => {
        recorder?.spoil();
        writeNotice(io, progress, text);
      },
    }).finally(progress.clear);
    if (result.isGood) await onSuccess(result);
  } catch (error) {
    await reporter.showFailure(error);
    throw error;
  }
  await reporter.show(result);
  if (reporter.isPretty && quiet !== true && result.isGood) {
    const format = (seconds: string) =>
      formatBuild(result, {
        seconds,
        cwd: io.cwd,
        colors: createColors(io, io.stdout),
        words: reporter.texts.words,
      });
    await io.stdout.write(format(((Date.now() - startMs) / 1000).toFixed(2)));
    recorder?.note({ stream: "stdout", text: format(secondsMark) });
  }
  if (result.isGood) recorder?.finish(result);
  return exitCodeOf(result);
}

/** Returns an io whose texts the recorder hears. */
function notePrinted(io: Io, recorder: BuildRecorder): Io {
  const listen = (stream: "stdout" | "stderr"): TextStream => ({
    get isClosed() {
      return io[stream].isClosed;
    },
    isTerminal: io[stream].isTerminal,
    width: io[stream].width,
    write: (text) => {
      recorder.note({ stream, text });
      return io[stream].write(text);
    },
  });
  return { ...io, stdout: listen("stdout"), stderr: listen("stderr") };
}

/** Returns the exit code of a build: a config that cannot be found is wrong usage. */
export function exitCodeOf(result: BuildResult): ExitCode {
  if (result.isGood) return exitCode.good;
  const isUsage = result.diagnostics.some(
    ({ code }) => code === "config-missing" || code === "config-ambiguous",
  );
  return isUsage ? exitCode.usage : exitCode.problems;
}
