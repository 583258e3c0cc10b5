import { Command, CommanderError } from "commander";
import { ToolError } from "../base/tool-error.js";
import { toolVersion } from "../pipeline/tool-version.js";
import { type Colors, createColors } from "./colors.js";
import { addBuildCommand } from "./commands/build.js";
import { addChannelCommand } from "./commands/channel.js";
import { addCheckCommand } from "./commands/check.js";
import type { CommandContext } from "./commands/context.js";
import { addDumpCommand } from "./commands/dump.js";
import { addExplainCommand } from "./commands/explain.js";
import { addGetCommand } from "./commands/get.js";
import { addInitCommand } from "./commands/init.js";
import { addInspectCommand } from "./commands/inspect.js";
import { addLoaderCommand } from "./commands/loader.js";
import { addPublishCommand } from "./commands/publish.js";
import { addReloadCommand } from "./commands/reload.js";
import { addRollbackCommand } from "./commands/rollback.js";
import { addSchemaCommand } from "./commands/schema.js";
import { addStatusCommand } from "./commands/status.js";
import { addWatchCommand } from "./commands/watch.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { explainSystemError, formatToolError } from "./format-failure.js";
import { createProcessIo, type Io } from "./io.js";
import { UsageError } from "./usage-error.js";
import { toVisibleText } from "./visible-text.js";

/**
 * Runs one command line, without the program's own name. Prints data on stdout and messages on stderr, and
 * returns the exit code; never throws, whatever happens.
 */
export async function main(
  argv: readonly string[],
  io: Io = createProcessIo(),
  { keepsRecords = false }: { readonly keepsRecords?: boolean } = {},
): Promise<ExitCode> {
  const colors = createColors(io, io.stderr);
  let result: ExitCode = exitCode.good;
  const printed: Promise<void>[] = [];
  const context = {
    io,
    finish: (code: ExitCode) => {
      result = code;
    },
    ...(keepsRecords ? { recordedArgv: argv } : {}),
  };
  const program = buildProgram(context, printed);
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    result = await reportFailure(explainSystemError(error), io, colors);
  }
  try {
    await Promise.all(printed);
  } catch (error) {
    result = await reportFailure(error, io, colors);
  }
  return result;
}

function buildProgram(context: CommandContext, printed: Promise<void>[]): Command {
  const { io } = context;
  const program = new Command("table-gen")
    .description("Compiles game tables from spreadsheets into one shared library that every process maps.")
    .version(toolVersion, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => printed.push(io.stdout.write(text)),
      writeErr: (text) => printed.push(io.stderr.write(text)),
      getOutHelpWidth: () => io.stdout.width ?? 100,
      getErrHelpWidth: () => io.stderr.width ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", programHelp);
  addBuildCommand(program, context);
  addCheckCommand(program, context);
  addWatchCommand(program, context);
  addExplainCommand(program, context);
  addInitCommand(program, context);
  addSchemaCommand(program, context);
  addInspectCommand(program, context);
  addDumpCommand(program, context);
  addGetCommand(program, context);
  addPublishCommand(program, context);
  addReloadCommand(program, context);
  addStatusCommand(program, context);
  addRollbackCommand(program, context);
  addChannelCommand(program, context);
  addLoaderCommand(program, context);
  return program;
}

const programHelp = `
Examples:
  table-gen init --from sheets          look at a folder of sheets and write a config for it
  table-gen check                       report every problem of the sheets, write nothing
  table-gen build                       build the library and the sources that read it
  table-gen explain TG3001              what a message is about, by example
  table-gen get tables/tables.so Item 7 print one row
  table-gen watch                       build again at each save
  table-gen reload --dir tables --wait  have running processes take the release, and see that they do
  table-gen status tables               who runs which release

Exit codes: 0 good, 1 problems in the tables or a process that refuses them, 2 wrong usage, 3 environment
(no compiler, disk full …).
Data goes to stdout, messages to stderr. NO_COLOR and FORCE_COLOR are respected.`;

async function reportFailure(error: unknown, io: Io, colors: Colors): Promise<ExitCode> {
  // Commander has printed its message; help and version that were asked for are no failure.
  if (error instanceof CommanderError) {
    return ["commander.helpDisplayed", "commander.version"].includes(error.code) || error.exitCode === 0
      ? exitCode.good
      : exitCode.usage;
  }
  const title = colors.bold(colors.red("error"));
  if (error instanceof UsageError) {
    await io.stderr.write(`${title}: ${toVisibleText(error.message)}\n`);
    return exitCode.usage;
  }
  if (error instanceof ToolError) {
    await io.stderr.write(formatToolError(error, colors));
    return exitCode.environment;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await io.stderr.write(`${title}: table-gen has failed; this is a bug of table-gen itself.\n${details}\n`);
  return exitCode.environment;
}
