import type { Command } from "commander";
import { addCommonOptions, type CommonOptions, showBuild } from "./build.js";
import type { CommandContext } from "./context.js";

/** Adds `check`: all that `build` would report, and nothing written. */
export function addCheckCommand(program: Command, { io, finish }: CommandContext): void {
  const command = program.command("check").description("report every problem of the sheets, write nothing");
  addCommonOptions(command)
    .addHelpText("after", checkHelp)
    .action(async (options: CommonOptions) => {
      const { buildTables } = await import("../../pipeline/build-tables.js");
      finish(
        await showBuild(options, io, (given) =>
          buildTables({
            ...{ config: options.config, cwd: io.cwd, write: false },
            ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
            ...given,
          }),
        ),
      );
    });
}

const checkHelp = `
Examples:
  table-gen check
  table-gen check --config samples/game --format json
  table-gen check --format sarif > table-gen.sarif
  table-gen check --warnings-as-errors
  table-gen check --warnings-as-errors empty-table,TG2006

Exits with 1 when there is an error. \`table-gen build --help\` describes the JSON document, docs/reports.md what CI systems read.`;
