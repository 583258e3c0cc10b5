import { type Command, InvalidArgumentError, Option } from "commander";
import { type ReporterOptions, reportFormats } from "./reports/reporter.js";

/** Options of every command that reports problems of sheets. */
export type ReportCommandOptions = Omit<ReporterOptions, "config">;

/** Adds the options by which problems are shown. */
export function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "how problems are shown").choices(reportFormats).default("pretty"),
    )
    .option("--max-errors <count>", "show no more problems than this; 0: all", parseLimit);
}

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number; 0 shows all problems.");
}
